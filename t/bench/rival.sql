-- The rival's database, made of the snapshot that is attached as "snapshot":
-- what an operator would make who answers the same requests by SQL alone.
--
--   * rows: the listing's JSON with the board's address already in it, without
--     the HTML beside it;
--   * facts: all that is filtered and counted, as small numbers in one narrow
--     row a listing, salaries as the midpoint of a year;
--   * an index for each pair of the four fields that people filter by most,
--     each with all the other columns behind, so that no query has to look
--     into the table; one for companies; and tags both ways round.
--
-- Numbers of values rise with the value's bytes: an order by number is one by
-- value.

CREATE TABLE rows (number INTEGER PRIMARY KEY, json TEXT NOT NULL);

INSERT INTO rows
    SELECT listing,
           substr(json, 1, instr(json, char(1)) - 1) || '/jobs'
           || substr(json, instr(json, char(1)) + 1,
                     instr(json, char(2)) - instr(json, char(1)) - 1)
           || substr(json, instr(json, char(3)) + 1)
      FROM snapshot.ready_rows;

CREATE TABLE labels (field TEXT, id INTEGER, value TEXT, label TEXT,
                     PRIMARY KEY (field, id));

INSERT INTO labels
    WITH found (field, value, label) AS (
        SELECT 'category', l.category, coalesce(c.label, l.category)
          FROM snapshot.listings l LEFT JOIN snapshot.categories c
            ON c.slug = l.category
        UNION SELECT 'company', company_slug, company FROM snapshot.listings
        UNION SELECT 'level', seniority, seniority FROM snapshot.listings
        UNION SELECT 'type', employment_type, employment_type
                FROM snapshot.listings
        UNION SELECT 'remote', remote, remote FROM snapshot.listings
        UNION SELECT 'tag', lower(tag), tag FROM snapshot.listing_tags
    )
    SELECT field, row_number() OVER (PARTITION BY field ORDER BY value), value,
           min(label)
      FROM found WHERE value IS NOT NULL GROUP BY field, value;

CREATE UNIQUE INDEX labels_value ON labels (field, value);

CREATE TABLE facts (
    number   INTEGER PRIMARY KEY,
    remote   INTEGER,
    level    INTEGER,
    type     INTEGER,
    category INTEGER,
    company  INTEGER,
    salary   INTEGER,                      -- 1: an amount is stated
    currency TEXT,
    midpoint REAL,                         -- where the salary is usable
    expires  INTEGER NOT NULL
);

INSERT INTO facts
    WITH periods (period, year) AS (
        VALUES ('hour', 2080), ('day', 260), ('week', 52), ('month', 12),
               ('year', 1)
    )
    SELECT number,
           (SELECT id FROM labels WHERE field = 'remote' AND value = l.remote),
           (SELECT id FROM labels WHERE field = 'level'
               AND value = l.seniority),
           (SELECT id FROM labels WHERE field = 'type'
               AND value = l.employment_type),
           (SELECT id FROM labels WHERE field = 'category'
               AND value = l.category),
           (SELECT id FROM labels WHERE field = 'company'
               AND value = l.company_slug),
           salary_min IS NOT NULL OR salary_max IS NOT NULL,
           salary_currency,
           CASE WHEN salary_predicted = 0 AND salary_min <= salary_max
                 AND (usd IS NULL
                      OR salary_min * year * usd >= 1000
                         AND salary_max * year * usd <= 2000000)
                THEN (salary_min + salary_max) / 2 * year END,
           coalesce(expires_at, 9223372036854775807)
      FROM snapshot.listings l
      LEFT JOIN periods ON period = salary_period
      LEFT JOIN snapshot.currencies ON code = salary_currency;

CREATE TABLE tags (tag INTEGER, listing INTEGER, PRIMARY KEY (tag, listing))
    WITHOUT ROWID;

INSERT OR IGNORE INTO tags
    SELECT id, listing FROM snapshot.listing_tags
      JOIN labels ON field = 'tag' AND value = lower(tag);

CREATE UNIQUE INDEX tags_listing ON tags (listing, tag);

CREATE INDEX facts_remote_level ON facts (remote, level, number, expires,
    type, category, company, salary, currency, midpoint);
CREATE INDEX facts_remote_type ON facts (remote, type, number, expires,
    level, category, company, salary, currency, midpoint);
CREATE INDEX facts_category_remote ON facts (category, remote, number, expires,
    level, type, company, salary, currency, midpoint);
CREATE INDEX facts_level_type ON facts (level, type, number, expires,
    remote, category, company, salary, currency, midpoint);
CREATE INDEX facts_level_category ON facts (level, category, number, expires,
    remote, type, company, salary, currency, midpoint);
CREATE INDEX facts_type_category ON facts (type, category, number, expires,
    remote, level, company, salary, currency, midpoint);
CREATE INDEX facts_company ON facts (company, number, expires,
    remote, level, type, category, salary, currency, midpoint);

CREATE TABLE meta AS SELECT name, value FROM snapshot.meta;

ANALYZE main;
