-- The yardstick of t/bench/run: what an operator has who answers the same
-- requests with Debian's libnginx-mod-http-lua and SQLite through LuaJIT's FFI.
--
-- One connection a worker, opened once (immutable), with 16 MB of page cache;
-- each statement prepared once and kept; labels encoded once.  The database is
-- made by rival.sql.  The answer is that of the module: exact total, the
-- newest 20 listings, and where they are asked for facets and the statistics
-- of salaries (count, min, p25, median, p75, max; without the histogram,
-- facets_other and the excluded, which would cost it more queries).
--
-- It does less than the module where that helps it: an argument has one value,
-- in the spelling of the snapshot; nothing is excluded; no other orders.

local ffi = require "ffi"
local C = ffi.load("libsqlite3.so.0")

ffi.cdef [[
typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
int sqlite3_open_v2(const char *name, sqlite3 **db, int flags, const char *vfs);
const char *sqlite3_errmsg(sqlite3 *db);
int sqlite3_prepare_v3(sqlite3 *db, const char *sql, int n, unsigned flags,
                       sqlite3_stmt **st, const char **tail);
int sqlite3_bind_int64(sqlite3_stmt *st, int i, int64_t n);
int sqlite3_bind_text(sqlite3_stmt *st, int i, const char *s, int n,
                      intptr_t destructor);
int sqlite3_step(sqlite3_stmt *st);
int sqlite3_reset(sqlite3_stmt *st);
int sqlite3_column_int(sqlite3_stmt *st, int i);
double sqlite3_column_double(sqlite3_stmt *st, int i);
const char *sqlite3_column_text(sqlite3_stmt *st, int i);
int sqlite3_column_bytes(sqlite3_stmt *st, int i);
]]

local ROW = 100
local READONLY, URI, NOMUTEX = 0x1, 0x40, 0x8000
local PERSISTENT = 1
local TRANSIENT = -1

-- in the order in which the module writes them
local fields = { "category", "company", "remote", "type", "level", "tag" }

local M = {}
local db
local statements = {}
local ids, texts, facets = {}, {}, {}    -- field -> value -> id, id -> JSON
local meta = {}
local head

local format, concat = string.format, table.concat


local function prepare(sql)
    local st = statements[sql]
    local out

    if st == nil then
        out = ffi.new("sqlite3_stmt *[1]")

        if C.sqlite3_prepare_v3(db, sql, #sql, PERSISTENT, out, nil) ~= 0 then
            error(ffi.string(C.sqlite3_errmsg(db)) .. ": " .. sql)
        end

        st = out[0]
        statements[sql] = st
    end

    return st
end


local function text(st, i)
    return ffi.string(C.sqlite3_column_text(st, i),
                      C.sqlite3_column_bytes(st, i))
end


local function quoted(s)
    s = s:gsub('[%c"\\<>&\']', function(c)
        return format("\\u%04x", c:byte())
    end)

    return '"' .. s .. '"'
end


-- once a worker: the connection, and all labels

function M.open(path)
    local out = ffi.new("sqlite3 *[1]")
    local st, field, id, value

    if C.sqlite3_open_v2("file:" .. path .. "?immutable=1", out,
                         READONLY + URI + NOMUTEX, nil) ~= 0
    then
        error("cannot open " .. path)
    end

    db = out[0]
    C.sqlite3_step(prepare("PRAGMA cache_size = -16384"))
    C.sqlite3_step(prepare("PRAGMA temp_store = 2"))

    for _, name in ipairs(fields) do
        ids[name], texts[name], facets[name] = {}, {}, {}
    end

    st = prepare("SELECT field, id, value, label FROM labels")

    while C.sqlite3_step(st) == ROW do
        field = text(st, 0)
        id = C.sqlite3_column_int(st, 1)
        value = text(st, 2)
        ids[field][value] = id
        texts[field][id] = quoted(value)
        facets[field][id] = '{"value":' .. quoted(value) .. ',"label":'
                            .. quoted(text(st, 3)) .. ',"count":'
    end

    C.sqlite3_reset(st)
    st = prepare("SELECT name, value FROM meta")

    while C.sqlite3_step(st) == ROW do
        meta[text(st, 0)] = text(st, 1)
    end

    C.sqlite3_reset(st)

    meta.currency = meta.currency or "USD"
    head = ',"limit":20,"offset":0,"sort":"recent","snapshot":{"generation":'
           .. quoted(meta.generation) .. ',"built_at":"'
           .. os.date("!%Y-%m-%dT%H:%M:%SZ", tonumber(meta.built_at))
           .. '"},"applied":{'
end


-- the statement over the listings that the filters leave; "own" is the field
-- whose filter does not count

local statement_of = {}

local function statement(what, behind, wanted, own)
    local key = what .. behind .. wanted.key .. (own or "")
    local sql = statement_of[key]
    local from, where

    if sql == nil then
        from, where = " FROM facts", " WHERE expires > ?"

        for _, field in ipairs(wanted) do
            if field == "tag" then
                from = from .. " JOIN tags AS chosen ON chosen.listing = number"
                where = where .. " AND chosen.tag = ?"

            elseif field ~= own then
                where = where .. " AND " .. field .. " = ?"
            end
        end

        if wanted.salary then
            where = where .. " AND salary = 1"
        end

        sql = what:gsub("@FROM@", from .. (behind == "tag"
              and " CROSS JOIN tags ON tags.listing = number" or ""))
        sql = sql:gsub("@WHERE@", where)
        statement_of[key] = sql
    end

    return prepare(sql)
end


local function bind(st, wanted, own)
    local n = 1

    C.sqlite3_bind_int64(st, 1, ngx.time())

    for i = 1, #wanted do
        if wanted[i] ~= own then
            n = n + 1
            C.sqlite3_bind_int64(st, n, wanted.ids[i])
        end
    end

    return n
end


local function total(wanted)
    local st = statement("SELECT count(*)@FROM@@WHERE@", "", wanted)
    local n

    bind(st, wanted)
    C.sqlite3_step(st)
    n = C.sqlite3_column_int(st, 0)
    C.sqlite3_reset(st)

    return n
end


local function page(out, wanted)
    local st = statement("SELECT json FROM (SELECT number@FROM@@WHERE@ "
                         .. "ORDER BY number LIMIT 20) CROSS JOIN rows "
                         .. "USING (number)", "", wanted)
    local n = #out
    local count = 0

    bind(st, wanted)

    while C.sqlite3_step(st) == ROW do
        out[n + 1] = count == 0 and "" or ","
        out[n + 2] = text(st, 0)
        n = n + 2
        count = count + 1
    end

    C.sqlite3_reset(st)

    return count
end


local function facet(out, wanted, field)
    local own = field ~= "tag" and field or nil
    local column = own or "tags.tag"
    local st = statement("SELECT " .. column .. ", count(*)@FROM@@WHERE@ AND "
                         .. column .. " NOT NULL GROUP BY 1 "
                         .. "ORDER BY 2 DESC, 1 LIMIT 50",
                         field == "tag" and "tag" or "", wanted, own)
    local label = facets[field]
    local n = #out

    bind(st, wanted, own)
    out[n + 1] = '"' .. field .. '":['
    n = n + 1

    while C.sqlite3_step(st) == ROW do
        out[n + 1] = label[C.sqlite3_column_int(st, 0)]
        out[n + 2] = C.sqlite3_column_int(st, 1)
        out[n + 3] = "},"
        n = n + 3
    end

    if out[n] == "}," then
        out[n] = "}"
    end

    out[n + 1] = "]"
    C.sqlite3_reset(st)
end


local room = 4096
local amounts = ffi.new("double[?]", room)


local function percentile(n, p)
    local at = p * (n - 1)
    local i = math.floor(at)
    local x = amounts[i]

    if i + 1 < n then
        x = x + (at - i) * (amounts[i + 1] - x)
    end

    return format("%.2f", x)
end


local function stats(out, wanted)
    local st = statement("SELECT midpoint@FROM@@WHERE@ AND currency = ? AND "
                         .. "midpoint NOT NULL ORDER BY midpoint", "", wanted)
    local n = bind(st, wanted)
    local count = 0
    local more

    C.sqlite3_bind_text(st, n + 1, meta.currency, #meta.currency, TRANSIENT)

    while C.sqlite3_step(st) == ROW do
        if count == room then
            more = ffi.new("double[?]", room * 2)
            ffi.copy(more, amounts, room * 8)
            amounts, room = more, room * 2
        end

        amounts[count] = C.sqlite3_column_double(st, 0)
        count = count + 1
    end

    C.sqlite3_reset(st)

    out[#out + 1] = '"stats":{"salary":{"currency":"' .. meta.currency
                    .. '","period":"year","count":' .. count

    if count == 0 then
        out[#out + 1] = ',"min":null,"p25":null,"median":null,"p75":null'
                        .. ',"max":null}},'
        return
    end

    out[#out + 1] = ',"min":' .. percentile(count, 0)
                    .. ',"p25":' .. percentile(count, 0.25)
                    .. ',"median":' .. percentile(count, 0.5)
                    .. ',"p75":' .. percentile(count, 0.75)
                    .. ',"max":' .. percentile(count, 1) .. "}},"
end


function M.list()
    local args = ngx.req.get_uri_args()
    local wanted = { ids = {}, salary = args.has_salary == "1" }
    local out = { "", "", "", head }
    local applied, link = {}, {}
    local value, id, query, first, count, body

    for _, field in ipairs(fields) do
        value = args[field]

        if value then
            id = ids[field][value]
            wanted[#wanted + 1] = field
            wanted.ids[#wanted] = id or 0
            applied[#applied + 1] = '"' .. field .. '":['
                                    .. (id and texts[field][id]
                                        or quoted(value)) .. "]"
            link[#link + 1] = field .. "=" .. ngx.escape_uri(value)
        end
    end

    if wanted.salary then
        applied[#applied + 1] = '"has_salary":["1"]'
        link[#link + 1] = "has_salary=1"
    end

    wanted.key = concat(wanted, ",") .. (wanted.salary and ",salary" or "")

    if args.facets then
        link[#link + 1] = "facets=" .. args.facets
    end

    if args.stats then
        link[#link + 1] = "stats=" .. args.stats
    end

    query = concat(link, "&")

    if query ~= "" then
        query = "?" .. query
    end

    local n = total(wanted)

    out[5] = concat(applied, ",")
    out[6] = '},"links":{"self":"/jobs.json' .. query .. '","next":'
    out[7] = n > 20 and '"/jobs.json' .. query .. (query == "" and "?" or "&")
             .. 'offset=20"' or "null"
    out[8] = ',"prev":null,"html":"/jobs' .. query .. '"},'

    if args.facets then
        out[9] = '"facets":{'
        first = true

        for field in args.facets:gmatch("[^,]+") do
            if not first then
                out[#out + 1] = ","
            end

            first = false
            facet(out, wanted, field)
        end

        out[#out + 1] = "},"
    end

    if args.stats == "salary" then
        stats(out, wanted)
    end

    out[#out + 1] = '"attribution":[],"jobs":['
    count = page(out, wanted)
    out[#out + 1] = "]}\n"

    out[1] = '{"total":' .. n
    out[2] = ',"count":' .. count
    body = concat(out)

    ngx.header.content_type = "application/json; charset=utf-8"
    ngx.header.content_length = #body
    ngx.print(body)
end


return M
