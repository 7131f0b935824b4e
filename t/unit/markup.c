/*
 * core/jobs_markup: where in the HTML a value may stand, and where it makes a
 * template not compile.
 *
 * Each case is a template, with what is wrong with it behind it, NULL where
 * nothing is.
 */

#include "tap.h"
#include "jobs_template.h"


typedef struct {
    const char  *source;
    const char  *reason;
} case_t;


static const jobs_slot_t  slots[] = {
    { jobs_string("t"), JOBS_SLOT_TEXT },
    { jobs_string("u"), JOBS_SLOT_URL },
    { jobs_string("v"), JOBS_SLOT_URL },
    { jobs_string("asset"), JOBS_SLOT_ASSET },
    { jobs_string("link"), JOBS_SLOT_LINK },
    { jobs_string("n"), JOBS_SLOT_LEVEL },
    { jobs_string("css"), JOBS_SLOT_CSS },
    { jobs_string("h"), JOBS_SLOT_HTML },
    { jobs_string("s"), JOBS_SLOT_LIST }
};


/* each is what it is called */

static void
slot_write(jobs_buf_t *b, void *data, unsigned slot)
{
    (void) data;

    jobs_buf_str(b, slots[slot].name);
}


static int
slot_item(void *data, unsigned slot, unsigned i)
{
    (void) data;
    (void) slot;

    return i < 2;
}


static const jobs_view_t  view = {
    .slots = slots, .nslots = sizeof(slots) / sizeof(slots[0]),
    .write = slot_write, .item = slot_item
};


#define COMMENT   "a comment cannot hold the field"
#define SCRIPT    "a script cannot hold the field"
#define STYLE     "a style sheet cannot hold the field"
#define ELEMENT   "this element cannot hold the field"
#define TAG       "the name of a tag cannot hold the field"
#define NAME      "the name of an attribute cannot hold the field"
#define QUOTES    "an attribute without quotes cannot hold the field"
#define HANDLER   "an event handler cannot hold the field"
#define INLINE    "a style attribute cannot hold the field"
#define MEANING   "this attribute cannot hold the field"
#define RAW       "an attribute cannot hold the HTML of the field"
#define ADDRESS   "an address cannot hold the field"
#define BEGINNING "only the beginning of an address can hold the field"
#define SHEET     "only a style sheet can hold the field"
#define OWNER     "what the page itself is made of cannot be at the address " \
                  "of the field"
#define EQUIV     "what \"http-equiv\" gives a meaning to cannot hold the field"
#define STATE     "the HTML is in another state behind the section"
#define GOES_ON   "a name goes on in the repetition of the section"
#define REPEATED  "an address with text before a field comes of repeating "  \
                  "the section"
#define SPACE     "a space is missing before an attribute"
#define NO_NAME   "the name of an attribute is missing"
#define INSIDE    "the HTML ends inside of something"
#define FOREIGN   "<svg> and <math> must not hold such an element"


static const case_t  cases[] = {

    /* text */

    { "{{t}}", NULL },
    { "<p>{{t}}{{u}}{{link}}{{n}}{{{h}}}</p>", NULL },
    { "a < {{t}} <3 > & {{t}}", NULL },
    { "<p>{{css}}</p>", SHEET },
    { "<p>{{{css}}}</p>", SHEET },
    { "</>{{t}}", NULL },

    /* names */

    { "<{{t}}>", TAG },
    { "</{{t}}>", TAG },
    { "<b{{t}}>", TAG },
    { "<x-{{t}}>", TAG },
    { "<{{{h}}}>", TAG },
    { "<h{{n}}>{{t}}</h{{n}}>", NULL },
    { "<h{{n}} title=\"{{t}}\">", NULL },
    { "<h{{t}}>", TAG },
    { "<s{{n}}>", TAG },
    { "<h1{{n}}>", TAG },
    { "<{{n}}>", TAG },
    { "<b {{t}}>", NAME },
    { "<b {{t}}=\"x\">", NAME },
    { "<b data-{{t}}=\"x\">", NAME },
    { "<b title{{t}}>", NAME },
    { "<b title {{t}}>", NAME },
    { "<b title=\"x\"{{t}}>", NAME },
    { "<b title=\"x\"/{{t}}>", NAME },

    /* values */

    { "<b title=\"{{t}} {{u}} {{n}} {{link}}\">", NULL },
    { "<b title='{{t}}'>", NULL },
    { "<b title = \"{{t}}\" >", NULL },
    { "<b\ntitle=\"a > b {{t}}\"\n/>", NULL },
    { "</b title=\"{{t}}\">", NULL },
    { "<b title=\"{{{h}}}\">", RAW },
    { "<b title=\"{{{css}}}\">", RAW },
    { "<b title=\"{{css}}\">", SHEET },
    { "<b title={{t}}>", QUOTES },
    { "<b title=x{{t}}>", QUOTES },
    { "<b title= {{t}}>", QUOTES },
    { "<a href={{u}}>", QUOTES },
    { "<b title={{{h}}}>", QUOTES },
    { "<b title=a\"{{t}}\">", QUOTES },
    { "<b title=\"x\"id=\"{{t}}\">", SPACE },
    { "<b =\"{{t}}\">", NO_NAME },
    { "<b title=\"x\" =\"{{t}}\">", NO_NAME },
    { "<b/=\"{{t}}\">", NO_NAME },

    /* attributes that are code, documents or their meaning */

    { "<b onclick=\"{{t}}\">", HANDLER },
    { "<b OnClick='x({{n}})'>", HANDLER },
    { "<b ontoggle=\"{{u}}\">", HANDLER },
    { "<b onanythingthatislongerthananyname=\"{{t}}\">", HANDLER },
    { "<b on=\"{{t}}\">", HANDLER },
    { "<b style=\"{{t}}\">", INLINE },
    { "<b STYLE=\"color: {{u}}\">", INLINE },
    { "<b style=\"{{css}}\">", NULL },
    { "<b style='color: red; {{css}}'>", NULL },
    { "<b style=\"{{{css}}}\">", RAW },
    { "<iframe srcdoc=\"{{t}}\"></iframe>", MEANING },
    { "<iframe srcdoc=\"{{{h}}}\"></iframe>", RAW },
    { "<meta http-equiv=\"{{t}}\">", MEANING },
    { "<meta http-equiv=\"refresh\" content=\"{{t}}\">", EQUIV },
    { "<meta content=\"{{t}}\" http-equiv=refresh>",
      "\"http-equiv\" gives a meaning to what fields are in" },
    { "<meta {{#s}}content=\"{{t}}\" {{/s}}http-equiv=refresh>",
      "\"http-equiv\" gives a meaning to what fields are in" },
    { "<meta {{#s}}http-equiv=refresh {{/s}}content=\"{{u}}\">", EQUIV },
    { "<meta name=\"description\" content=\"{{t}}\">", NULL },
    { "<meta http-equiv=x><meta content=\"{{t}}\">", NULL },
    { "<set attributeName=\"{{t}}\">", MEANING },
    { "<set to=\"{{t}}\">", ADDRESS },

    /* addresses */

    { "<a href=\"{{u}}\">", NULL },
    { "<a href='{{link}}'>", NULL },
    { "<a href=\"{{asset}}\">", NULL },
    { "<a href=\"{{u}}#top\">", NULL },
    { "<a href=\"/about\" title=\"{{t}}\">", NULL },
    { "<a href=\"{{t}}\">", ADDRESS },
    { "<a HREF=\"{{t}}\">", ADDRESS },
    { "<a href=\"/x?q={{t}}\">", ADDRESS },
    { "<a href=\"{{n}}\">", ADDRESS },
    { "<a href=\"{{{h}}}\">", RAW },
    { "<a href=\"{{css}}\">", SHEET },
    { "<a href=\"javascript:{{u}}\">", BEGINNING },
    { "<a href=\" {{u}}\">", BEGINNING },
    { "<a href=\"{{u}}javascript:{{v}}\">", BEGINNING },
    { "<a href=\"{{u}}{{v}}\">", NULL },
    { "<img src=\"{{t}}\">", ADDRESS },
    { "<img src=\"{{u}}\" srcset=\"{{u}} 2x\">", NULL },
    { "<img srcset=\"{{t}} 2x\">", ADDRESS },
    { "<form action=\"{{t}}\">", ADDRESS },
    { "<button formaction=\"{{t}}\">", ADDRESS },
    { "<video poster=\"{{t}}\">", ADDRESS },
    { "<q cite=\"{{t}}\">", ADDRESS },
    { "<object data=\"{{t}}\">", ADDRESS },
    { "<body background=\"{{t}}\">", ADDRESS },
    { "<a ping=\"{{t}}\">", ADDRESS },
    { "<svg><use xlink:href=\"{{t}}\"/></svg>", ADDRESS },
    { "<svg><use xlink:href=\"{{u}}\"/></svg>", NULL },
    { "<link rel=\"canonical\" href=\"{{u}}\">", NULL },
    { "<script src=\"{{asset}}\"></script>", NULL },
    { "<script src=\"{{u}}\"></script>", OWNER },
    { "<script src=\"{{link}}\"></script>", OWNER },
    { "<base href=\"{{u}}\">", OWNER },

    /* what is no text */

    { "<!-- {{t}} -->", COMMENT },
    { "<!--{{{h}}}-->", COMMENT },
    { "<!-- a --> {{t}}", NULL },
    { "<!--> {{t}}", NULL },
    { "<!---> {{t}}", NULL },
    { "<!-- -- {{t}} -->", COMMENT },
    { "<!-- --!> {{t}}", NULL },
    { "<!-- --!- {{t}} -->", COMMENT },
    { "<!--!> {{t}} -->", COMMENT },
    { "<!----> {{t}}", NULL },
    { "<!-- <!-- --> {{t}}", NULL },
    { "<!-- - -> {{t}} -->", COMMENT },
    { "<!DOCTYPE html>{{t}}", NULL },
    { "<!doctype {{t}}>", COMMENT },
    { "<!- {{t}} -->", COMMENT },
    { "<!-> {{t}}", NULL },
    { "<!> {{t}}", NULL },
    { "<?xml {{t}}?>", COMMENT },
    { "</ {{t}}>", COMMENT },
    { "<![CDATA[ x ]]>", "a CDATA section is no HTML" },
    { "<script>{{t}}</script>", SCRIPT },
    { "<script>var a = \"{{t}}\";</script>", SCRIPT },
    { "<SCRIPT type=\"application/json\">{{{h}}}</SCRIPT>", SCRIPT },
    { "<script>{{{css}}}</script>", SCRIPT },
    { "<script>if (a < b) { }</script>{{t}}", NULL },
    { "<script></scrip></script x>{{t}}", NULL },
    { "<script><</script>{{t}}", NULL },
    { "<script></script{{t}}>", SCRIPT },
    { "<script></script {{t}}>", NAME },
    { "<script></scripts>{{t}}</script>", SCRIPT },
    { "<script><!-- <script></script>{{t}}",
      "\"<!\" in a script hides its end" },
    { "<style>{{t}}</style>", STYLE },
    { "<style>{{{h}}}</style>", STYLE },
    { "<style>{{css}}</style>", STYLE },
    { "<style>{{{css}}}</style>", NULL },
    { "<style>a { color: {{t}} }</style>", STYLE },
    { "<iframe>{{t}}</iframe>", ELEMENT },
    { "<noembed>{{t}}</noembed>", ELEMENT },
    { "<noframes>{{t}}</noframes>", ELEMENT },
    { "<xmp>{{t}}</xmp>", ELEMENT },
    { "<plaintext>{{t}}", "<plaintext> has no end" },
    { "<title>{{t}}</title>{{{h}}}", NULL },
    { "<title><b title=\"{{t}}\"></title>{{t}}", NULL },
    { "<title>{{{h}}}</title>", ELEMENT },
    { "<title><{{t}}</title>", ELEMENT },
    { "<title></{{t}}</title>", ELEMENT },
    { "<title></t{{t}}</title>", ELEMENT },
    { "<textarea name=\"{{t}}\">{{t}}</textarea>{{t}}", NULL },
    { "<textarea>{{{h}}}</textarea>", ELEMENT },
    { "<textarea></title>{{{h}}}</textarea>", ELEMENT },

    /* drawings */

    { "<svg><title>{{t}}</title></svg>{{t}}", NULL },
    { "<svg><title><a onclick=\"{{t}}\"></title></svg>", HANDLER },
    { "<svg><title><!-- {{t}} --></title></svg>", COMMENT },
    { "<svg><style>a</style></svg>", FOREIGN },
    { "<svg><script>a</script></svg>", FOREIGN },
    { "<math><textarea></textarea></math>", FOREIGN },
    { "<svg><foreignObject></foreignObject></svg>", FOREIGN },
    { "<svg/><style>a</style>{{t}}", NULL },
    { "<svg><svg></svg><style></style></svg>", FOREIGN },
    { "<svg>", INSIDE },

    /* ends */

    { "<b", INSIDE },
    { "<b title=\"", INSIDE },
    { "<!-- ", INSIDE },
    { "<script>", INSIDE },
    { "<title>", INSIDE },
    { "<", INSIDE },

    /* sections */

    { "{{#s}}<b>{{/s}}{{^s}}<i>{{/s}}{{t}}", NULL },
    { "<b{{#s}} title=\"{{t}}\"{{/s}}>", NULL },
    { "<b {{#s}}title=\"{{t}}\"{{/s}}>", NULL },
    { "<b {{#s}}title=\"{{t}}\" {{/s}}id=\"{{t}}\">", NULL },
    { "<b id=\"x\"{{#s}} checked{{/s}}>", NULL },
    { "<b id=\"x\"{{#s}} checked{{/s}}{{#s}} disabled{{/s}} title=\"{{t}}\">",
      NULL },
    { "<b {{#s}}checked{{/s}} title=\"{{t}}\">", NULL },
    { "<b {{#s}}checked{{/s}}/>", NULL },
    { "<b class=\"a{{#s}} {{t}}{{/s}}{{^s}} b{{/s}}\">", NULL },
    { "<!-- {{#s}} x {{/s}} -->", NULL },
    { "<title>{{#s}}{{t}}{{/s}}</title>", NULL },
    { "<a href=\"{{#s}}{{u}}{{/s}}{{^s}}/x{{/s}}\">", NULL },
    { "<a href=\"{{#s}}{{u}}{{/s}}{{^s}}{{v}}{{/s}}\">", NULL },
    { "{{#s}}<b{{/s}}>", STATE },
    { "<b {{#s}}>{{/s}}>", STATE },
    { "<b title=\"{{#s}}\"{{/s}}>", STATE },
    { "<b title={{#s}}\"a\"{{/s}}>", STATE },
    { "{{#s}}<!--{{/s}}-->", STATE },
    { "{{#s}}<title>{{/s}}</title>", STATE },
    { "{{#s}}<script>{{/s}}</script>", STATE },
    { "{{#s}}<svg>{{/s}}</svg>", STATE },
    { "<{{#s}}b{{/s}}>", STATE },
    { "<b{{#s}}cript{{/s}}>", SPACE },
    { "<b {{#s}}on{{/s}}click=\"{{t}}\">", SPACE },
    { "<b {{#s}}on{{/s}} =\"{{t}}\">", NO_NAME },
    { "<b title{{#s}}=\"{{t}}\" onclick{{/s}}>", SPACE },
    { "<b title {{#s}}=\"{{t}}\" onclick {{/s}}>", NO_NAME },
    { "<b {{#s}}click=\"{{t}}\" on{{/s}}>", GOES_ON },
    { "<b {{#s}}click=\"{{t}}\" {{#s}}on{{/s}}{{/s}}>", NULL },
    { "<s {{#s}}cript><s{{/s}} >", GOES_ON },
    { "<b title=\"{{#s}}\" onclick=\"{{/s}}{{t}}\">", STATE },
    { "<b title={{#s}}x onclick={{/s}}\"{{t}}\">", STATE },
    { "<b onclick=\"{{#s}}{{t}}{{/s}}\">", HANDLER },
    { "<a href=\"{{#s}}{{u}}javascript:{{/s}}\">", REPEATED },
    { "<a href=\"{{#s}}javascript:{{/s}}{{u}}\">", BEGINNING },
    { "<a href=\"javascript:{{#s}}\"><a href=\"{{/s}}{{u}}\">", BEGINNING },
    { "<a href=\"{{u}}{{#s}}\"><a href=\"javascript:{{/s}}{{v}}\">",
      BEGINNING },
};


static void
check(const case_t *c)
{
    char                   name[200];
    jobs_rc_t              rc;
    jobs_source_t          source;
    jobs_template_t        t;
    jobs_template_error_t  error;

    memset(&error, 0, sizeof(error));
    source.name = jobs_lit("case");
    source.text = tap_str(c->source);

    rc = jobs_template_compile(&t, &view, &source, NULL, &tap_mem, &error);

    snprintf(name, sizeof(name), "%s: %s", c->reason != NULL ? "refused"
                                                              : "taken",
             c->source);

    if (c->reason == NULL) {
        if (!ok(rc == JOBS_OK, name)) {
            printf("#   %s\n", error.reason);
        }

    } else if (ok(rc == JOBS_INVALID, name)) {
        is(tap_str(error.reason), c->reason, name);
    }

    jobs_template_free(&t);
}


int
main(void)
{
    size_t  i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        check(&cases[i]);
    }

    return tap_done();
}
