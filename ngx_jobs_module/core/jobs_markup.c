/*
 * Where in the HTML a template stands.
 */


#include "jobs_markup.h"


typedef enum {
    JOBS_M_TEXT = 0,
    JOBS_M_TAG_OPEN,            /* <           */
    JOBS_M_END_OPEN,            /* </          */
    JOBS_M_DECLARATION,         /* <!          */
    JOBS_M_DECLARATION_DASH,    /* <!-         */
    JOBS_M_BOGUS,               /* <!x  <?  </? */
    JOBS_M_COMMENT_START,       /* <!--        */
    JOBS_M_COMMENT_START_DASH,
    JOBS_M_COMMENT,
    JOBS_M_COMMENT_DASH,
    JOBS_M_COMMENT_END,         /* --          */
    JOBS_M_COMMENT_BANG,        /* --!         */
    JOBS_M_RAW,                 /* <script>, <title> and the like */
    JOBS_M_RAW_OPEN,
    JOBS_M_RAW_SLASH,
    JOBS_M_TAG,                 /* its name; from here on inside a tag */
    JOBS_M_BETWEEN,             /* an attribute may begin              */
    JOBS_M_AFTER,               /* a space, "/" or ">" must follow     */
    JOBS_M_SLASH,
    JOBS_M_NAME,
    JOBS_M_NAMED,               /* the same and a space                */
    JOBS_M_EQUALS,              /* from here on in a value             */
    JOBS_M_DOUBLE,
    JOBS_M_SINGLE,
    JOBS_M_BARE
} jobs_markup_e;

/* what an address begins with */

typedef enum {
    JOBS_ADDRESS_EMPTY = 0,     /* nothing so far              */
    JOBS_ADDRESS_FIELD,         /* at most fields so far       */
    JOBS_ADDRESS_TEXT           /* there may be text in it     */
} jobs_address_e;


static const char *jobs_markup_step(jobs_markup_t *m, char c, int *again);
static void jobs_markup_comment(jobs_markup_t *m, char c);
static const char *jobs_markup_raw(jobs_markup_t *m, char c);
static const char *jobs_markup_tag(jobs_markup_t *m, char c);
static void jobs_markup_value(jobs_markup_t *m, char c);
static const char *jobs_markup_named(jobs_markup_t *m);
static const char *jobs_markup_finish(jobs_markup_t *m, int closed);
static const char *jobs_markup_place(const jobs_markup_t *m);
static const char *jobs_markup_attribute(jobs_markup_t *m, jobs_slot_e kind);
static unsigned jobs_markup_settled(const jobs_markup_t *m);
static void jobs_markup_add(char *name, unsigned *len, char c);
static int jobs_markup_is(const char *name, unsigned len,
    const jobs_str_t *names);


#define jobs_markup_in_tag(m)                                                 \
    ((m)->state >= JOBS_M_TAG && (m)->state <= JOBS_M_NAMED)

#define jobs_markup_space(c)                                                  \
    ((c) == ' ' || (c) == '\t' || (c) == '\n' || (c) == '\r' || (c) == '\f')

#define jobs_markup_letter(c)                                                 \
    (((c) | 0x20) >= 'a' && ((c) | 0x20) <= 'z')


/* their content is no HTML: up to </name it is text, or code */

static const jobs_str_t  jobs_markup_texts[] = {
    jobs_string("title"), jobs_string("textarea"), jobs_null_string
};

static const jobs_str_t  jobs_markup_codes[] = {
    jobs_string("script"), jobs_string("style"), jobs_string("xmp"),
    jobs_string("iframe"), jobs_string("noembed"), jobs_string("noframes"),
    jobs_null_string
};

/* inside these, those have another meaning */

static const jobs_str_t  jobs_markup_foreign[] = {
    jobs_string("svg"), jobs_string("math"), jobs_null_string
};

static const jobs_str_t  jobs_markup_strange[] = {
    jobs_string("textarea"), jobs_string("foreignobject"), jobs_null_string
};

/* attributes that lead somewhere; the last four move one in SVG */

static const jobs_str_t  jobs_markup_addresses[] = {
    jobs_string("href"), jobs_string("src"), jobs_string("action"),
    jobs_string("formaction"), jobs_string("poster"), jobs_string("cite"),
    jobs_string("data"), jobs_string("background"), jobs_string("ping"),
    jobs_string("srcset"), jobs_string("imagesrcset"),
    jobs_string("xlink:href"), jobs_string("xml:base"),
    jobs_string("longdesc"), jobs_string("manifest"),
    jobs_string("codebase"), jobs_string("classid"), jobs_string("archive"),
    jobs_string("code"), jobs_string("profile"), jobs_string("usemap"),
    jobs_string("dynsrc"), jobs_string("lowsrc"), jobs_string("icon"),
    jobs_string("from"), jobs_string("to"), jobs_string("by"),
    jobs_string("values"), jobs_null_string
};

/* attributes whose value is a document, or says what another one is */

static const jobs_str_t  jobs_markup_meanings[] = {
    jobs_string("srcdoc"), jobs_string("http-equiv"),
    jobs_string("attributename"), jobs_null_string
};

/* what these load is part of the page */

static const jobs_str_t  jobs_markup_owners[] = {
    jobs_string("script"), jobs_string("base"), jobs_null_string
};


void
jobs_markup_init(jobs_markup_t *m)
{
    memset(m, 0, sizeof(jobs_markup_t));
}


int
jobs_markup_outside(const jobs_markup_t *m)
{
    return m->state == JOBS_M_TEXT && m->foreign == 0;
}


const char *
jobs_markup_text(jobs_markup_t *m, jobs_str_t text, size_t *at)
{
    int          again;
    size_t       i;
    const char  *reason;

    for (i = 0; i < text.len; i++) {

        do {
            again = 0;
            reason = jobs_markup_step(m, text.data[i], &again);
        } while (again);

        if (reason != NULL) {
            *at = i;
            return reason;
        }
    }

    return NULL;
}


static const char *
jobs_markup_step(jobs_markup_t *m, char c, int *again)
{
    switch (m->state) {

    case JOBS_M_TEXT:

        if (c == '<') {
            m->state = JOBS_M_TAG_OPEN;
        }

        return NULL;

    case JOBS_M_TAG_OPEN:
    case JOBS_M_END_OPEN:

        if (jobs_markup_letter(c)) {
            m->end = (m->state == JOBS_M_END_OPEN);
            m->equiv = 0;
            m->content = 0;
            m->tag_len = 0;
            m->name_len = 0;
            m->state = JOBS_M_TAG;
            *again = 1;

        } else if (m->state == JOBS_M_END_OPEN) {
            m->state = (c == '>') ? JOBS_M_TEXT : JOBS_M_BOGUS;

        } else if (c == '/') {
            m->state = JOBS_M_END_OPEN;

        } else if (c == '!') {
            m->state = JOBS_M_DECLARATION;

        } else if (c == '?') {
            m->state = JOBS_M_BOGUS;

        } else {
            m->state = JOBS_M_TEXT;
            *again = 1;
        }

        return NULL;

    case JOBS_M_DECLARATION:

        if (c == '[') {
            return "a CDATA section is no HTML";
        }

        /* fall through */

    case JOBS_M_DECLARATION_DASH:

        if (c == '-') {
            m->state++;

            if (m->state == JOBS_M_BOGUS) {
                m->state = JOBS_M_COMMENT_START;
            }

            return NULL;
        }

        m->state = JOBS_M_BOGUS;

        /* fall through */

    case JOBS_M_BOGUS:

        if (c == '>') {
            m->state = JOBS_M_TEXT;
        }

        return NULL;

    case JOBS_M_RAW:
    case JOBS_M_RAW_OPEN:
    case JOBS_M_RAW_SLASH:
        return jobs_markup_raw(m, c);

    case JOBS_M_EQUALS:
    case JOBS_M_DOUBLE:
    case JOBS_M_SINGLE:
    case JOBS_M_BARE:

        if (c == '>' && m->state != JOBS_M_DOUBLE
            && m->state != JOBS_M_SINGLE)
        {
            return jobs_markup_finish(m, 0);
        }

        jobs_markup_value(m, c);
        return NULL;

    default:

        if (m->state < JOBS_M_RAW) {
            jobs_markup_comment(m, c);
            return NULL;
        }

        return jobs_markup_tag(m, c);
    }
}


static void
jobs_markup_comment(jobs_markup_t *m, char c)
{
    unsigned  state;

    state = m->state;
    m->state = JOBS_M_COMMENT;

    if (c == '-') {
        m->state = state == JOBS_M_COMMENT_START ? JOBS_M_COMMENT_START_DASH
                   : state == JOBS_M_COMMENT
                     || state == JOBS_M_COMMENT_BANG ? JOBS_M_COMMENT_DASH
                   : JOBS_M_COMMENT_END;

    } else if (c == '>') {

        if (state != JOBS_M_COMMENT && state != JOBS_M_COMMENT_DASH) {
            m->state = JOBS_M_TEXT;
        }

    } else if (c == '!' && state == JOBS_M_COMMENT_END) {
        m->state = JOBS_M_COMMENT_BANG;
    }
}


static const char *
jobs_markup_raw(jobs_markup_t *m, char c)
{
    if (m->state == JOBS_M_RAW_OPEN && c == '/') {
        m->state = JOBS_M_RAW_SLASH;
        m->match = 0;
        return NULL;
    }

    /* from there </script> may be part of the script */

    if (m->state == JOBS_M_RAW_OPEN && c == '!' && m->tag[1] == 'c') {
        return "\"<!\" in a script hides its end";
    }

    if (m->state == JOBS_M_RAW_SLASH) {

        if (m->match < m->tag_len && jobs_markup_letter(c)
            && (c | 0x20) == m->tag[m->match])
        {
            m->match++;
            return NULL;
        }

        if (m->match == m->tag_len
            && (jobs_markup_space(c) || c == '/' || c == '>'))
        {
            m->end = 1;
            m->equiv = 0;
            m->content = 0;
            m->match = 0;
            m->state = JOBS_M_AFTER;
            return jobs_markup_tag(m, c);
        }
    }

    m->match = 0;
    m->state = (c == '<') ? JOBS_M_RAW_OPEN : JOBS_M_RAW;

    return NULL;
}


/* inside a tag, but in no value */

static const char *
jobs_markup_tag(jobs_markup_t *m, char c)
{
    const char  *reason;

    if (m->state == JOBS_M_NAME && (jobs_markup_space(c) || c == '/'
                                    || c == '>' || c == '='))
    {
        reason = jobs_markup_named(m);
        if (reason != NULL) {
            return reason;
        }
    }

    if (jobs_markup_space(c)) {
        m->state = (m->state == JOBS_M_NAME || m->state == JOBS_M_NAMED)
                   ? JOBS_M_NAMED : JOBS_M_BETWEEN;
        return NULL;
    }

    if (c == '>') {
        return jobs_markup_finish(m, m->state == JOBS_M_SLASH);
    }

    if (c == '/') {
        m->state = JOBS_M_SLASH;
        return NULL;
    }

    switch (m->state) {

    case JOBS_M_TAG:
        jobs_markup_add(m->tag, &m->tag_len, c);
        return NULL;

    case JOBS_M_AFTER:
        return "a space is missing before an attribute";

    case JOBS_M_NAME:
    case JOBS_M_NAMED:

        if (c == '=') {
            m->state = JOBS_M_EQUALS;
            m->address = JOBS_ADDRESS_EMPTY;
            m->values++;
            return NULL;
        }

        if (m->state == JOBS_M_NAME) {
            jobs_markup_add(m->name, &m->name_len, c);
            return NULL;
        }

        break;

    default:
        break;
    }

    if (c == '=') {
        return "the name of an attribute is missing";
    }

    m->name_len = 0;
    m->state = JOBS_M_NAME;
    jobs_markup_add(m->name, &m->name_len, c);

    return NULL;
}


static void
jobs_markup_value(jobs_markup_t *m, char c)
{
    switch (m->state) {

    case JOBS_M_EQUALS:

        if (c == '"') {
            m->state = JOBS_M_DOUBLE;

        } else if (c == '\'') {
            m->state = JOBS_M_SINGLE;

        } else if (!jobs_markup_space(c)) {
            m->state = JOBS_M_BARE;
        }

        return;

    case JOBS_M_BARE:

        if (jobs_markup_space(c)) {
            m->state = JOBS_M_BETWEEN;
        }

        return;

    default:

        if (c == (m->state == JOBS_M_DOUBLE ? '"' : '\'')) {
            m->state = JOBS_M_AFTER;

        } else if (jobs_markup_is(m->name, m->name_len,
                                  jobs_markup_addresses))
        {
            m->address = JOBS_ADDRESS_TEXT;
        }

        return;
    }
}


/* the name of an attribute is complete */

static const char *
jobs_markup_named(jobs_markup_t *m)
{
    static const jobs_str_t  equiv[] = {
        jobs_string("http-equiv"), jobs_null_string
    };

    if (jobs_markup_is(m->name, m->name_len, equiv)) {

        if (m->content) {
            return "\"http-equiv\" gives a meaning to what fields are in";
        }

        m->equiv = 1;
    }

    return NULL;
}


/* ">"; closed: "/>" */

static const char *
jobs_markup_finish(jobs_markup_t *m, int closed)
{
    static const jobs_str_t  plaintext[] = {
        jobs_string("plaintext"), jobs_null_string
    };

    m->state = JOBS_M_TEXT;

    if (jobs_markup_is(m->tag, m->tag_len, jobs_markup_foreign)) {

        if (m->end) {
            m->foreign -= (m->foreign > 0);

        } else if (!closed) {
            m->foreign++;
        }

        return NULL;
    }

    if (m->end) {
        return NULL;
    }

    if (jobs_markup_is(m->tag, m->tag_len, plaintext)) {
        return "<plaintext> has no end";
    }

    if (m->foreign > 0) {
        return jobs_markup_is(m->tag, m->tag_len, jobs_markup_codes)
               || jobs_markup_is(m->tag, m->tag_len, jobs_markup_strange)
               ? "<svg> and <math> must not hold such an element" : NULL;
    }

    if (jobs_markup_is(m->tag, m->tag_len, jobs_markup_texts)
        || jobs_markup_is(m->tag, m->tag_len, jobs_markup_codes))
    {
        m->state = JOBS_M_RAW;
        m->match = 0;
    }

    return NULL;
}


const char *
jobs_markup_field(jobs_markup_t *m, jobs_slot_e kind, int raw)
{
    switch (m->state) {

    case JOBS_M_TEXT:
        return kind == JOBS_SLOT_CSS
               ? "only a style sheet can hold the field" : NULL;

    case JOBS_M_RAW:

        if (kind == JOBS_SLOT_CSS && raw && m->tag[1] == 't'
            && m->tag_len == sizeof("style") - 1)
        {
            return NULL;
        }

        if (kind == JOBS_SLOT_CSS || raw
            || !jobs_markup_is(m->tag, m->tag_len, jobs_markup_texts))
        {
            break;
        }

        return NULL;

    case JOBS_M_TAG:

        /* h1 to h6 */

        if (kind == JOBS_SLOT_LEVEL && m->tag_len == 1 && m->tag[0] == 'h') {
            jobs_markup_add(m->tag, &m->tag_len, '1');
            return NULL;
        }

        break;

    case JOBS_M_DOUBLE:
    case JOBS_M_SINGLE:
        return raw ? "an attribute cannot hold the HTML of the field"
                   : jobs_markup_attribute(m, kind);

    default:
        break;
    }

    return jobs_markup_place(m);
}


/* why nothing can stand here */

static const char *
jobs_markup_place(const jobs_markup_t *m)
{
    switch (m->state) {

    case JOBS_M_RAW:
    case JOBS_M_RAW_OPEN:
    case JOBS_M_RAW_SLASH:

        if (m->tag[0] == 's') {
            return m->tag[1] == 'c' ? "a script cannot hold the field"
                                    : "a style sheet cannot hold the field";
        }

        return "this element cannot hold the field";

    case JOBS_M_TAG_OPEN:
    case JOBS_M_END_OPEN:
    case JOBS_M_TAG:
        return "the name of a tag cannot hold the field";

    case JOBS_M_EQUALS:
    case JOBS_M_BARE:
        return "an attribute without quotes cannot hold the field";

    default:
        return m->state < JOBS_M_RAW
               ? "a comment cannot hold the field"
               : "the name of an attribute cannot hold the field";
    }
}


/* in a quoted value */

static const char *
jobs_markup_attribute(jobs_markup_t *m, jobs_slot_e kind)
{
    static const jobs_str_t  style[] = {
        jobs_string("style"), jobs_null_string
    };
    static const jobs_str_t  content[] = {
        jobs_string("content"), jobs_null_string
    };

    if (m->name_len >= 2 && m->name[0] == 'o' && m->name[1] == 'n') {
        return "an event handler cannot hold the field";
    }

    if (jobs_markup_is(m->name, m->name_len, style)) {
        return kind == JOBS_SLOT_CSS ? NULL : "a style attribute cannot hold "
                                              "the field";
    }

    if (kind == JOBS_SLOT_CSS) {
        return "only a style sheet can hold the field";
    }

    if (jobs_markup_is(m->name, m->name_len, jobs_markup_meanings)) {
        return "this attribute cannot hold the field";
    }

    if (jobs_markup_is(m->name, m->name_len, content)) {

        if (m->equiv) {
            return "what \"http-equiv\" gives a meaning to cannot hold the "
                   "field";
        }

        m->content = 1;
    }

    if (!jobs_markup_is(m->name, m->name_len, jobs_markup_addresses)) {
        return NULL;
    }

    if (kind != JOBS_SLOT_URL && kind != JOBS_SLOT_ASSET
        && kind != JOBS_SLOT_LINK)
    {
        return "an address cannot hold the field";
    }

    if (m->address == JOBS_ADDRESS_TEXT) {
        return "only the beginning of an address can hold the field";
    }

    if (kind != JOBS_SLOT_ASSET
        && jobs_markup_is(m->tag, m->tag_len, jobs_markup_owners))
    {
        return "what the page itself is made of cannot be at the address of "
               "the field";
    }

    m->address = JOBS_ADDRESS_FIELD;
    m->fields++;

    return NULL;
}


/*
 * A section may be left out or repeated: where it begins, or ends, inside a
 * tag, a name must not go on behind it.
 */

void
jobs_markup_open(jobs_markup_t *m)
{
    if (jobs_markup_in_tag(m)) {
        m->state = jobs_markup_settled(m);
    }
}


const char *
jobs_markup_close(jobs_markup_t *m, const jobs_markup_t *open)
{
    const char  *reason;

    static const char  differs[] =
        "the HTML is in another state behind the section";

    if (m->tag_len != open->tag_len
        || memcmp(m->tag, open->tag, sizeof(m->tag)) != 0
        || m->end != open->end || m->foreign != open->foreign
        || m->match != open->match)
    {

        /* of text the last tag does not matter */

        if (m->state != JOBS_M_TEXT || open->state != JOBS_M_TEXT
            || m->foreign != open->foreign)
        {
            return differs;
        }
    }

    if (jobs_markup_in_tag(m) && jobs_markup_in_tag(open)) {

        if (m->state == JOBS_M_NAME) {

            reason = jobs_markup_named(m);
            if (reason != NULL) {
                return reason;
            }

        }

        /* click="{{a}}" on, twice; as long as no value follows it is no harm */

        if (open->state == JOBS_M_BETWEEN
            && (m->state == JOBS_M_TAG
                || (m->state == JOBS_M_NAME && m->values != open->values)))
        {
            return "a name goes on in the repetition of the section";
        }

        m->state = jobs_markup_settled(m);
        m->equiv |= open->equiv;
        m->content |= open->content;

        if (m->state != open->state) {
            m->state = JOBS_M_AFTER;
        }

        return NULL;
    }

    if (m->state != open->state) {
        return differs;
    }

    if (m->state < JOBS_M_EQUALS) {
        return NULL;
    }

    if (m->name_len != open->name_len
        || memcmp(m->name, open->name, sizeof(m->name)) != 0)
    {
        return differs;
    }

    if (m->address == JOBS_ADDRESS_TEXT && open->address != m->address
        && m->fields != open->fields)
    {
        return "an address with text before a field comes of repeating the "
               "section";
    }

    if (m->address < open->address) {
        m->address = open->address;
    }

    m->equiv |= open->equiv;
    m->content |= open->content;

    return NULL;
}


/* the state of a place between attributes that is the stricter one */

static unsigned
jobs_markup_settled(const jobs_markup_t *m)
{
    switch (m->state) {

    case JOBS_M_BETWEEN:
    case JOBS_M_SLASH:
    case JOBS_M_NAMED:
        return JOBS_M_BETWEEN;

    default:
        return JOBS_M_AFTER;
    }
}


static void
jobs_markup_add(char *name, unsigned *len, char c)
{
    if (*len == 0) {
        memset(name, 0, JOBS_MARKUP_NAME);
    }

    if (*len < JOBS_MARKUP_NAME) {
        name[*len] = (c >= 'A' && c <= 'Z') ? (char) (c | 0x20) : c;
    }

    (*len)++;
}


static int
jobs_markup_is(const char *name, unsigned len, const jobs_str_t *names)
{
    for ( /* void */ ; names->data != NULL; names++) {
        if (len <= JOBS_MARKUP_NAME
            && jobs_str_eq(jobs_str(name, len), *names))
        {
            return 1;
        }
    }

    return 0;
}
