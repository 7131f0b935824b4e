-- The snapshot: one SQLite file that nginx serves and that a sync job fills.
--
-- Schema version 2 (PRAGMA user_version).
--
-- The file has two halves.  A program in any language fills the first one,
-- "Rows"; jobs-sync derives the second one, "Derived", checks everything, and
-- renames the finished file into place.  A published snapshot is never
-- modified: it is replaced.
--
--   * Text is UTF-8; tab, line feed and carriage return are its only control
--     characters.
--   * Unknown is NULL, never 0, '' or 'Unknown'.
--   * Times are seconds since 1970-01-01T00:00:00Z.
--   * Addresses are absolute, http or https.
--   * The file is in rollback-journal mode (not WAL).

PRAGMA application_id = 0x6A6F6273;
PRAGMA user_version = 2;


-- ---------------------------------------------------------------------- Rows

-- One row a listing.
CREATE TABLE listings (
    -- Any number while rows are filled in.  A published snapshot numbers the
    -- listings from 1 in order of recency: posted_at falling, those without
    -- a date last, then id rising (as bytes).
    number           INTEGER PRIMARY KEY,
    -- source:key, [A-Za-z0-9._~-]+(:[A-Za-z0-9._~-]+)+, at most 128 bytes,
    -- not ending in .json or .html.  It is the listing's address for good.
    id               TEXT NOT NULL UNIQUE,
    title            TEXT NOT NULL,
    company          TEXT NOT NULL,
    -- Lower case, words joined by "-".  NULL: made from company.
    company_slug     TEXT,
    company_logo     TEXT,
    -- Where the listing is published.
    url              TEXT NOT NULL,
    -- Where one applies.  NULL: url.
    apply_url        TEXT,
    -- The place as the source words it; listing_locations has it in parts.
    location         TEXT,
    -- 1: open to residents of every country.
    worldwide        INTEGER NOT NULL DEFAULT 0 CHECK (worldwide IN (0, 1)),
    remote           TEXT CHECK (remote IN ('remote', 'hybrid', 'onsite')),
    employment_type  TEXT CHECK (employment_type IN ('full_time', 'part_time',
                         'contract', 'temporary', 'internship', 'volunteer',
                         'other')),
    seniority        TEXT CHECK (seniority IN ('intern', 'junior', 'mid',
                         'senior', 'lead', 'director', 'executive')),
    -- A slug; its label and parent may stand in categories.
    category         TEXT,
    department       TEXT,
    -- In units of the currency for one period, two decimals at most.  One end
    -- may be NULL ("from", "up to").
    salary_min       REAL,
    salary_max       REAL,
    -- ISO 4217, upper case.
    salary_currency  TEXT,
    salary_period    TEXT CHECK (salary_period IN ('hour', 'day', 'week',
                         'month', 'year')),
    -- 1: estimated by somebody other than the employer.
    salary_predicted INTEGER NOT NULL DEFAULT 0
                         CHECK (salary_predicted IN (0, 1)),
    -- BCP 47 tag of the listing's text: en, de, pt-BR.
    language         TEXT,
    -- 1: visa sponsorship offered, 0: not offered.
    visa             INTEGER CHECK (visa IN (0, 1)),
    -- Name in sources, or such a name, ":" and the employer's board there:
    -- Greenhouse:gitlab.
    source           TEXT NOT NULL,
    posted_at        INTEGER,
    updated_at       INTEGER,
    -- From this second on the listing is gone from every answer.
    expires_at       INTEGER,
    -- Plain text, a few hundred characters at most.
    excerpt          TEXT
) STRICT;

-- The places of a listing, in the source's order.
CREATE TABLE listing_locations (
    listing          INTEGER NOT NULL REFERENCES listings,
    position         INTEGER NOT NULL,
    location         TEXT NOT NULL,
    PRIMARY KEY (listing, position)
) STRICT, WITHOUT ROWID;

-- The countries whose residents may take the job, ISO 3166 alpha-2, upper case.
CREATE TABLE listing_countries (
    listing          INTEGER NOT NULL REFERENCES listings,
    country          TEXT NOT NULL,
    PRIMARY KEY (listing, country)
) STRICT, WITHOUT ROWID;

-- The regions whose residents may take the job: with "europe", those of every
-- country of Europe.  conf/taxonomy/countries.csv says what lies where.
CREATE TABLE listing_regions (
    listing          INTEGER NOT NULL REFERENCES listings,
    region           TEXT NOT NULL CHECK (region IN ('europe',
                         'north-america', 'latam', 'asia', 'africa',
                         'oceania', 'emea', 'apac')),
    PRIMARY KEY (listing, region)
) STRICT, WITHOUT ROWID;

-- The tags of a listing as people write them, in the source's order.
CREATE TABLE listing_tags (
    listing          INTEGER NOT NULL REFERENCES listings,
    position         INTEGER NOT NULL,
    tag              TEXT NOT NULL,
    PRIMARY KEY (listing, position)
) STRICT, WITHOUT ROWID;

-- The complete description, where there is one.  The HTML is sanitised: it is
-- shown as it stands.
CREATE TABLE listing_texts (
    listing          INTEGER PRIMARY KEY REFERENCES listings,
    description_html TEXT,
    description_text TEXT
) STRICT;

-- What each source allows, and what it asks for.  Without a row: its name, no
-- address, link_rel "noopener", everything allowed.
CREATE TABLE sources (
    name             TEXT PRIMARY KEY NOT NULL,
    -- Home page, shown with the attribution.
    url              TEXT,
    -- A line the source wants beside its listings.  NULL: none.
    attribution      TEXT,
    -- The rel attribute of links to it.
    link_rel         TEXT NOT NULL DEFAULT 'noopener',
    -- May its listings appear in JSON-LD; in feeds.
    jsonld           INTEGER NOT NULL DEFAULT 1 CHECK (jsonld IN (0, 1)),
    feeds            INTEGER NOT NULL DEFAULT 1 CHECK (feeds IN (0, 1))
) STRICT, WITHOUT ROWID;

-- The tree of categories.  A category that listings name and this table does
-- not is a root of its own.
CREATE TABLE categories (
    slug             TEXT PRIMARY KEY NOT NULL,
    label            TEXT NOT NULL,
    parent           TEXT REFERENCES categories
) STRICT, WITHOUT ROWID;

-- Named searches: pages of the board at addresses of their own.
CREATE TABLE searches (
    -- The address below the board: letters, digits, "-", no colon.
    slug             TEXT PRIMARY KEY NOT NULL,
    -- The filters as a request writes them: category=backend&remote=remote.
    query            TEXT NOT NULL,
    -- The search above this one.
    parent           TEXT REFERENCES searches,
    title            TEXT,
    heading          TEXT,
    description      TEXT,
    -- Sanitised HTML, shown as it stands.
    intro_html       TEXT,
    faq_html         TEXT
) STRICT, WITHOUT ROWID;

-- Sites that show the board under terms of their own, named by the argument
-- "partner".  A file may be without this table.
CREATE TABLE partners (
    -- What the argument says: letters, digits, "-" and "_", at most 64.
    id               TEXT PRIMARY KEY NOT NULL,
    name             TEXT NOT NULL,
    -- Who may read and frame the board under this name, with spaces between:
    -- https://acme.example https://www.acme.example.  NULL: whoever may
    -- without a partner; never more than those.
    origins          TEXT,
    -- The filters that visitors can narrow and never widen, as a request
    -- writes them: category=backend&remote=remote.  NULL: none.
    query            TEXT,
    -- A value of the argument "theme", where the request has none.
    theme            TEXT,
    -- Added to the address where one applies: utm_source=acme&utm_medium=jobs.
    campaign         TEXT
) STRICT, WITHOUT ROWID;

-- The same job at other sources: the listing that stands for it answers under
-- these ids too.  A file may be without this table and the next one.
CREATE TABLE alternatives (
    id               TEXT PRIMARY KEY NOT NULL,
    listing          INTEGER NOT NULL REFERENCES listings,
    source           TEXT NOT NULL,
    url              TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Listings that were here lately and are closed: their pages say so (410).
CREATE TABLE gone (
    id               TEXT PRIMARY KEY NOT NULL,
    closed_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Value of one unit in US dollars, and the day of that rate (2026-08-01).
CREATE TABLE currencies (
    code             TEXT PRIMARY KEY NOT NULL,
    usd              REAL NOT NULL CHECK (usd > 0),
    dated            TEXT NOT NULL
) STRICT, WITHOUT ROWID;


-- ------------------------------------------------------------------- Derived

-- generation   digest of the rows: the same listings give the same generation,
--              whoever builds the file, whenever (64 hexadecimal digits)
-- built_at     when this file was built, seconds since the epoch
-- listings     how many there are
-- currency     the commonest currency of usable salaries; absent: none
-- row_version  form of the texts in ready_rows
-- pages        digest of the other pages of the file, by which a server tells
--              a file that was written into from a whole one
CREATE TABLE meta (
    name             TEXT PRIMARY KEY NOT NULL,
    value            TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The values of each field that a filter can ask for, numbered from 1 by field
-- and value (both as bytes), so that the terms of a field follow each other:
-- category (ancestors included), company, country (upper case; those of its
-- regions included), department, has_salary, language, level, region, remote,
-- salary_shown, source (Greenhouse and Greenhouse:gitlab), tag, type, visa,
-- worldwide.  A listing that is open world-wide has no country and no region.
CREATE TABLE terms (
    term             INTEGER PRIMARY KEY,
    field            TEXT NOT NULL,
    value            TEXT NOT NULL,
    label            TEXT NOT NULL,
    -- The category above.
    parent           INTEGER REFERENCES terms,
    -- How many listings have it.
    listings         INTEGER NOT NULL,
    UNIQUE (field, value)
) STRICT;

-- The spellings under which a visitor may ask for a term, case-folded.
CREATE TABLE term_names (
    field            TEXT NOT NULL,
    name             TEXT NOT NULL,
    term             INTEGER NOT NULL REFERENCES terms,
    PRIMARY KEY (field, name, term)
) STRICT, WITHOUT ROWID;

-- Which listings have a term: their numbers, less 1, as a bitmap in Roaring's
-- portable format (https://github.com/RoaringBitmap/RoaringFormatSpec).
CREATE TABLE postings (
    term             INTEGER PRIMARY KEY REFERENCES terms,
    bitmap           BLOB NOT NULL
) STRICT;

-- The fields as columns: for each listing, by number, a code.  Numbers are
-- little-endian.
--
--   * A field of terms (category, company, ... see above, less has_salary,
--     salary_shown and worldwide): codes of 1, 2 or 4 bytes; a code names a set
--     of terms.  sets: the number of sets (4 bytes), then for each set and for
--     the end of the last one where it begins in what follows (4 bytes), then
--     the members of all sets, each as term less the first term of its field
--     (4 bytes), rising within a set.  Code 0 is the empty set.
--   * salary: codes of 1, 2 or 4 bytes, the code in salaries.  sets: NULL.
--   * title: the place of its title among all titles, from 0, equal titles
--     share one (4 bytes).  sets: NULL.
--   * posted: posted_at, at most 4294967294; 0 unknown (4 bytes).  sets: NULL.
--   * search: for each row of listing_search, by rowid from 1, the number of
--     its listing; 0: it has none any more (4 bytes).  sets: for each of them
--     8 bytes by which jobs-sync knows again what it holds.  A file may be
--     without: then the rowid is the number.
--   * expires: of the listings that expire, in the order in which they do,
--     expires_at, at most 4294967294 (4 bytes); sets: their numbers less 1.
CREATE TABLE field_columns (
    name             TEXT PRIMARY KEY NOT NULL,
    codes            BLOB NOT NULL,
    sets             BLOB
) STRICT;

-- The different salaries; code 0 is "unknown".
CREATE TABLE salaries (
    code             INTEGER PRIMARY KEY,
    -- Why it is in no statistic, the first that holds: 1 unknown (no amount,
    -- or no currency, or no period), 2 predicted, 3 one end only, 4 not
    -- plausible; 0: usable.
    excluded         INTEGER NOT NULL,
    currency         TEXT,
    -- Annualised ends for the filters (2080 hours, 260 days, 52 weeks, 12
    -- months a year) of what HTML shows: usable, or one end of such a salary,
    -- which then stands in both.
    year_min         REAL,
    year_max         REAL,
    -- Midpoint in US dollars a year, where usable and the currency has a rate.
    salary_order     REAL
) STRICT;

-- What else rows and orders need, one row a listing.
CREATE TABLE listing_facts (
    listing          INTEGER PRIMARY KEY REFERENCES listings,
    -- 1: HTML shows the salary.
    shown            INTEGER NOT NULL,
    -- The title case-folded, at most 128 bytes, for the order "title".
    title_order      TEXT NOT NULL
) STRICT;

CREATE INDEX listing_facts_title ON listing_facts (title_order);

-- The listing as a list shows it, escaped, with gaps for the links of the
-- board: 0x01 path below the board 0x02 other address 0x03.
CREATE TABLE ready_rows (
    listing          INTEGER PRIMARY KEY REFERENCES listings,
    json             TEXT NOT NULL,
    html             TEXT NOT NULL
) STRICT;

-- The full-text index; the column "search" above says to which listing a row
-- belongs.  The last two columns hold other forms of the words of the title,
-- and of tags and excerpt: stems where the listing's language is English,
-- spellings (dotnet for .NET).
CREATE VIRTUAL TABLE listing_search USING fts5 (
    title, company, tags, place, excerpt, title_forms, forms,
    content = '',
    prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 2 tokenchars '+#'"
);
