/*
 * The language of a listing.
 *
 * Scripts say it where they are a language's own (kana, Hangul, Greek).  For
 * the rest the short words count that every text of a language is full of
 * and that no product is called by: two points for one that only one of the
 * languages has, one point for a shared one.  docs/normalisation.md says
 * from where on that is enough.
 */

#include "sync_language.h"


#define SYNC_LANGUAGE_BYTES  4000   /* of text that are looked at        */
#define SYNC_LANGUAGE_SLOTS  2048
#define SYNC_LANGUAGE_WORD   16     /* bytes; longer ones are no such word */


typedef struct {
    jobs_str_t         word;
    uint32_t           languages;   /* a bit each */
} sync_slot_t;

typedef struct {
    unsigned           latin;
    unsigned           kana;
    unsigned           han;
    unsigned           hangul;
    unsigned           cyrillic;
    unsigned           greek;
    unsigned           hebrew;
    unsigned           arabic;
    unsigned           thai;
    unsigned           russian;     /* letters that only this one has */
    unsigned           ukrainian;
    unsigned           bulgarian;
    unsigned           persian;
} sync_scripts_t;


static void sync_language_table(void);
static sync_slot_t *sync_language_slot(jobs_str_t word);
static void sync_language_scripts(sync_scripts_t *s, jobs_str_t text);
static jobs_str_t sync_language_script(const sync_scripts_t *s);
static jobs_str_t sync_language_words(jobs_str_t text);
static int sync_language_letter(const char **p, const char *end);


static const struct {
    jobs_str_t         tag;
    const char        *words;
} sync_languages[] = {
    { jobs_string("en"),
      "the and of to for with you are our we will this that your have is as"
      " be or from on an in by at who what all us it can their they not has"
      " more about other into such across while both within" },
    { jobs_string("de"),
      "und der die das für mit wir sie von zu den ist auf eine ein einen bei"
      " dein deine deiner du dich dir unsere unser unserem im als oder sind"
      " werden nicht zur zum auch des dem sowie uns einer wie durch dich ihr"
      " ihre über an in es aus" },
    { jobs_string("fr"),
      "et les des pour vous nous une dans est avec sur votre notre vos nos au"
      " aux du la le un que qui en ou sont être par plus ce cette de ses leur"
      " leurs afin ainsi chez à tes ton" },
    { jobs_string("es"),
      "y los las para con una del por el en que tu un la se su más como de es"
      " son al o nuestro nuestra nuestros tus sus lo te este esta entre desde"
      " nos e ser eres" },
    { jobs_string("pt"),
      "e os para com uma do da em que você dos das não o a um nossa nosso no"
      " na ao por sua seu mais são ou é às de as se como suas seus nos nas"
      " nossos pela pelo até" },
    { jobs_string("it"),
      "e di il la per con un una che del della nel in sono è le i gli alla"
      " dei delle si anche nostro nostra tuo ai da degli al nella lo più"
      " come tra presso tua ad nostri siamo" },
    { jobs_string("nl"),
      "en het een van de voor met je wij we ons onze jij bij op die zijn als"
      " ook naar aan dat te in jouw of wordt is er om maar door bent kun heb"
      " uit hebt" },
    { jobs_string("pl"),
      "i w z na do oraz się jest dla nie że od po o jako przez twoje nasz"
      " naszych lub są to ze co naszego nas ci tym jak pod a za czy także"
      " swoje" },
    { jobs_string("cs"),
      "a v na se je pro s že do z o jako které nebo máte naše si jsme od po"
      " při by nás jsou co k za který která i u ve jak ti budeš naší vás" },
    { jobs_string("sv"),
      "och att i som en för med är på av till vi du det har ett din oss kan"
      " om ditt eller hos vår våra inom dig de den från vårt även samt där"
      " vara" },
    { jobs_string("da"),
      "og at i en for med er på af til vi du det har et din os kan om dit"
      " eller hos vores samt som dig være blive ikke de den fra også der vil"
      " dine ved" },
    { jobs_string("no"),
      "og å i en for med er på av til vi du det har et din oss kan om ditt"
      " eller hos vår våre samt som deg være ikke de den fra også vil vårt"
      " dine bli ved jobbe" },
    { jobs_string("fi"),
      "ja on ei että tai sekä olet sinulla kanssa meillä olemme se ovat myös"
      " joka voit sinun mitä kuin meidän sinulle jossa työ hyvä osana mukaan"
      " sinut tässä ovat kun mutta" },
    { jobs_string("ro"),
      "și si de la în in cu pentru care un o să din pe este sau vei noastră"
      " pentru ca mai sunt prin ai ale al te" },
    { jobs_string("hu"),
      "és a az hogy nem egy van meg is vagy mint azt ezt csak el de már ami"
      " egyik vagyunk számára valamint" },
    { jobs_string("tr"),
      "ve bir için ile bu olarak da de olan veya en çok gibi sahip göre daha"
      " olmak tercihen" }
};

static sync_slot_t  sync_language_slots[SYNC_LANGUAGE_SLOTS];
static int          sync_language_ready;


jobs_str_t
sync_language(jobs_str_t title, jobs_str_t text)
{
    jobs_str_t      tag;
    jobs_buf_t      b, folded;
    sync_scripts_t  scripts;

    jobs_buf_init(&b, &sync_mem, SYNC_LANGUAGE_BYTES + 8192);
    jobs_buf_init(&folded, &sync_mem, SYNC_ROW_MAX);

    if (text.len > SYNC_LANGUAGE_BYTES) {
        text.len = SYNC_LANGUAGE_BYTES;
    }

    jobs_buf_str(&b, title);
    jobs_buf_char(&b, '\n');
    jobs_buf_str(&b, text);
    jobs_fold(&folded, jobs_buf_view(&b));

    memset(&scripts, 0, sizeof(sync_scripts_t));
    sync_language_scripts(&scripts, jobs_buf_view(&folded));
    tag = sync_language_script(&scripts);

    if (tag.data == NULL) {
        tag = sync_language_words(jobs_buf_view(&folded));
    }

    jobs_buf_free(&folded);
    jobs_buf_free(&b);

    return tag.len == 0 ? jobs_str(NULL, 0) : tag;
}


static void
sync_language_scripts(sync_scripts_t *s, jobs_str_t text)
{
    uint32_t     c;
    const char  *p, *end;

    end = jobs_str_end(text);

    for (p = text.data; p < end; /* void */ ) {

        if ((unsigned char) *p < 0x80) {
            s->latin += (*p >= 'a' && *p <= 'z');
            p++;
            continue;
        }

        c = jobs_utf8_next(&p, end);

        s->latin += (c >= 0xC0 && c < 0x250);
        s->greek += (c >= 0x370 && c < 0x400);
        s->cyrillic += (c >= 0x400 && c < 0x530);
        s->russian += (c == 0x44B || c == 0x44D || c == 0x451);
        s->ukrainian += (c == 0x454 || c == 0x456 || c == 0x457
                         || c == 0x491);
        s->bulgarian += (c == 0x44A);
        s->hebrew += (c >= 0x5D0 && c < 0x5EB);
        s->arabic += (c >= 0x620 && c < 0x700);
        s->persian += (c == 0x67E || c == 0x686 || c == 0x698 || c == 0x6AF);
        s->thai += (c >= 0xE00 && c < 0xE80);
        s->kana += (c >= 0x3041 && c < 0x3100);
        s->han += (c >= 0x3400 && c < 0xA000);
        s->hangul += (c >= 0xAC00 && c < 0xD7A4);
    }
}


/* data NULL: words decide; "" without data: unsure */

static jobs_str_t
sync_language_script(const sync_scripts_t *s)
{
    unsigned  east, other;

    east = s->kana + s->han + s->hangul;
    other = s->cyrillic + s->greek + s->hebrew + s->arabic + s->thai;

    /* a syllable is about three letters */

    if (east * 3 > s->latin + other) {
        if (east < 15) {
            return jobs_lit("");
        }

        if (s->hangul * 2 > east) {
            return jobs_lit("ko");
        }

        if (s->kana * 10 >= east) {
            return jobs_lit("ja");
        }

        return s->kana == 0 && s->hangul == 0 ? jobs_lit("zh") : jobs_lit("");
    }

    if (other <= s->latin) {
        return jobs_str(NULL, 0);
    }

    if (other < 30) {
        return jobs_lit("");
    }

    if (s->greek * 2 > other) {
        return jobs_lit("el");
    }

    if (s->hebrew * 2 > other) {
        return jobs_lit("he");
    }

    if (s->thai * 2 > other) {
        return jobs_lit("th");
    }

    if (s->arabic * 2 > other) {
        return s->persian > 0 ? jobs_lit("fa") : jobs_lit("ar");
    }

    if (s->russian > 0 && s->ukrainian == 0) {
        return jobs_lit("ru");
    }

    if (s->ukrainian > 0 && s->russian == 0) {
        return jobs_lit("uk");
    }

    return s->russian == 0 && s->ukrainian == 0 && s->bulgarian > 0
           ? jobs_lit("bg") : jobs_lit("");
}


static jobs_str_t
sync_language_words(jobs_str_t text)
{
    size_t        i, best, next;
    unsigned      words, known, points[sync_n(sync_languages)];
    const char   *p, *from, *end;
    sync_slot_t  *slot;

    sync_language_table();

    memset(points, 0, sizeof(points));
    words = 0;
    known = 0;
    end = jobs_str_end(text);

    for (p = text.data; p < end; /* void */ ) {

        for (from = p; p < end && sync_language_letter(&p, end); /* void */ ) {
            /* void */
        }

        if (p == from) {
            p += (p < end);
            continue;
        }

        words++;

        if (p - from > SYNC_LANGUAGE_WORD) {
            continue;
        }

        slot = sync_language_slot(jobs_str(from, p - from));

        if (slot->languages == 0) {
            continue;
        }

        known++;

        for (i = 0; i < sync_n(sync_languages); i++) {
            if (slot->languages & (1u << i)) {
                points[i] += slot->languages == (1u << i) ? 2 : 1;
            }
        }
    }

    best = 0;
    next = 1;

    for (i = 1; i < sync_n(sync_languages); i++) {
        if (points[i] > points[best]) {
            next = best;
            best = i;

        } else if (i != next && points[i] > points[next]) {
            next = i;
        }
    }

    if (points[best] < 10 || known * 6 < words
        || points[best] * 5 < points[next] * 6)
    {
        return jobs_str(NULL, 0);
    }

    return sync_languages[best].tag;
}


/* moves *p behind a letter; 0 where there is none */

static int
sync_language_letter(const char **p, const char *end)
{
    uint32_t     c;
    const char  *q;

    if ((unsigned char) **p < 0x80) {
        if (**p < 'a' || **p > 'z') {
            return 0;
        }

        (*p)++;
        return 1;
    }

    q = *p;
    c = jobs_utf8_next(&q, end);

    if (c < 0xC0 || (c >= 0x2000 && c < 0x3000) || c == JOBS_BAD_CHAR) {
        return 0;
    }

    *p = q;

    return 1;
}


static void
sync_language_table(void)
{
    size_t        i;
    const char   *p, *end;
    sync_slot_t  *slot;

    if (sync_language_ready) {
        return;
    }

    for (i = 0; i < sync_n(sync_languages); i++) {
        for (p = sync_languages[i].words; *p != '\0'; p = end + (*end == ' '))
        {
            end = p + strcspn(p, " ");
            slot = sync_language_slot(jobs_str(p, end - p));
            slot->word = jobs_str(p, end - p);
            slot->languages |= 1u << i;
        }
    }

    sync_language_ready = 1;
}


/* that of the word, or the empty one where it would be */

static sync_slot_t *
sync_language_slot(jobs_str_t word)
{
    size_t  i;

    i = jobs_hash(word) % SYNC_LANGUAGE_SLOTS;

    while (sync_language_slots[i].languages != 0
           && !jobs_str_eq(sync_language_slots[i].word, word))
    {
        i = (i + 1) % SYNC_LANGUAGE_SLOTS;
    }

    return &sync_language_slots[i];
}
