/*
 * core/jobs_words_table.h, jobs_say.c, jobs_salary_text.c, jobs_heading.c and
 * jobs_html_words.c: what a reader of each language sees, by hand.
 */

#include "jobs_html.h"
#include "jobs_say.h"
#include "tap.h"


#define NB   "\u00A0"
#define NNB  "\u202F"

typedef const char  *const each_t[JOBS_LANG_N];     /* en de fr es pt nl */

static jobs_buf_t     out;
static jobs_filter_t  filter;


static void
same(unsigned lang, each_t want, const char *name)
{
    char  full[256];

    snprintf(full, sizeof(full), "%s, %s", jobs_langs[lang].data, name);
    is(jobs_buf_view(&out), want[lang], full);
    jobs_buf_reset(&out);
}


/* the values that a word holds, as bits; 0x80: one that there is none for */

static unsigned
holds(jobs_str_t s)
{
    size_t    i;
    unsigned  bits;

    bits = 0;

    for (i = 0; i < s.len; i++) {
        if (s.data[i] == '%') {
            i++;
            bits |= i < s.len && s.data[i] >= '1' && s.data[i] <= '3'
                    ? 1u << (s.data[i] - '0') : 0x80;
        }
    }

    return bits;
}


static void
test_table(void)
{
    unsigned    w, lang, empty, values, space, bytes, trim;
    jobs_str_t  s, en;

    empty = values = space = bytes = 0;

    for (w = 0; w < JOBS_W_N; w++) {
        en = jobs_word(JOBS_LANG_EN, (jobs_word_e) w);

        for (lang = 0; lang < JOBS_LANG_N; lang++) {
            s = jobs_word((jobs_lang_e) lang, (jobs_word_e) w);
            empty += s.len == 0 && w != JOBS_W_A_YEAR;
            values += holds(s) != holds(en);
            bytes += !jobs_utf8_valid(s);

            /* what joins has spaces in every language, what stands has none */

            trim = s.len != 0 && (s.data[0] == ' '
                                  || s.data[s.len - 1] == ' ');
            space += en.len != 0
                     && trim != (en.data[0] == ' '
                                 || en.data[en.len - 1] == ' ');
        }
    }

    is_int(empty, 0, "no word is empty, but that of an English year");
    is_int(values, 0, "every translation has the values of the English");
    is_int(space, 0, "and its spaces");
    is_int(bytes, 0, "and is UTF-8");

    is_int(jobs_word_find(jobs_lit("all_jobs")), JOBS_W_ALL_JOBS, "by name");
    is_int(jobs_word_find(jobs_lit("n_jobs")), JOBS_W_N,
           "a template cannot name one with values");
    is_int(jobs_word_find(jobs_lit("ALL_JOBS")), JOBS_W_N, "nor another one");
}


static void
test_numbers(void)
{
    size_t    i;
    unsigned  lang;

    static const struct {
        uint64_t    n;
        each_t      number, count;
    } t[] = {
        { 0, { "0", "0", "0", "0", "0", "0" },
          { "0 jobs", "0 Jobs", "0 offre", "0 empleos", "0 vaga",
            "0 vacatures" } },
        { 1, { "1", "1", "1", "1", "1", "1" },
          { "1 job", "1 Job", "1 offre", "1 empleo", "1 vaga",
            "1 vacature" } },
        { 2, { "2", "2", "2", "2", "2", "2" },
          { "2 jobs", "2 Jobs", "2 offres", "2 empleos", "2 vagas",
            "2 vacatures" } },
        { 1000, { "1,000", "1.000", "1" NNB "000", "1000", "1.000", "1.000" },
          { "1,000 jobs", "1.000 Jobs", "1" NNB "000 offres", "1000 empleos",
            "1.000 vagas", "1.000 vacatures" } },
        { 10007, { "10,007", "10.007", "10" NNB "007", "10.007", "10.007",
                   "10.007" },
          { "10,007 jobs", "10.007 Jobs", "10" NNB "007 offres",
            "10.007 empleos", "10.007 vagas", "10.007 vacatures" } },
        { 1234567, { "1,234,567", "1.234.567", "1" NNB "234" NNB "567",
                     "1.234.567", "1.234.567", "1.234.567" },
          { "1,234,567 jobs", "1.234.567 Jobs",
            "1" NNB "234" NNB "567 offres", "1.234.567 empleos",
            "1.234.567 vagas", "1.234.567 vacatures" } }
    };

    static const each_t  most = {
        "18,446,744,073,709,551,615", "18.446.744.073.709.551.615",
        "18" NNB "446" NNB "744" NNB "073" NNB "709" NNB "551" NNB "615",
        "18.446.744.073.709.551.615", "18.446.744.073.709.551.615",
        "18.446.744.073.709.551.615"
    };

    for (lang = 0; lang < JOBS_LANG_N; lang++) {
        for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
            jobs_say_number(&out, lang, t[i].n);
            same(lang, t[i].number, "a number");
            jobs_say_count(&out, lang, JOBS_W_ONE_JOB, t[i].n);
            same(lang, t[i].count, "counted");
        }

        jobs_say_number(&out, lang, UINT64_MAX);
        same(lang, most, "64 bits");
    }
}


static void
test_dates(void)
{
    size_t    i;
    unsigned  lang;

    static const struct {
        int64_t     t;
        each_t      date;
    } t[] = {
        { 1786179600, { "8 August 2026", "8. August 2026", "8 août 2026",
                        "8 de agosto de 2026", "8 de agosto de 2026",
                        "8 augustus 2026" } },
        { 1772323200, { "1 March 2026", "1. März 2026", "1er mars 2026",
                        "1 de marzo de 2026", "1 de março de 2026",
                        "1 maart 2026" } },
        { 1767225600, { "1 January 2026", "1. Januar 2026", "1er janvier 2026",
                        "1 de enero de 2026", "1 de janeiro de 2026",
                        "1 januari 2026" } },
        { -1, { "31 December 1969", "31. Dezember 1969", "31 décembre 1969",
                "31 de diciembre de 1969", "31 de dezembro de 1969",
                "31 december 1969" } }
    };

    static const each_t  clock = {
        "8 August 2026, 09:00 UTC", "8. August 2026, 09:00 UTC",
        "8 août 2026, 09:00 UTC", "8 de agosto de 2026, 09:00 UTC",
        "8 de agosto de 2026, 09:00 UTC", "8 augustus 2026, 09:00 UTC"
    };

    static const each_t  late = {
        "31 December 1969, 23:59 UTC", "31. Dezember 1969, 23:59 UTC",
        "31 décembre 1969, 23:59 UTC", "31 de diciembre de 1969, 23:59 UTC",
        "31 de dezembro de 1969, 23:59 UTC", "31 december 1969, 23:59 UTC"
    };

    for (lang = 0; lang < JOBS_LANG_N; lang++) {
        for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
            jobs_say_date(&out, lang, t[i].t);
            same(lang, t[i].date, "a date");
        }

        jobs_say_clock(&out, lang, 1786179600);
        same(lang, clock, "a time");
        jobs_say_clock(&out, lang, -1);
        same(lang, late, "before the epoch");
    }
}


static void
test_salaries(void)
{
    size_t          i;
    unsigned        lang;
    jobs_listing_t  l;

    static const struct {
        double      min, max;           /* 0: unknown */
        const char *currency, *period;
        each_t      text;
    } t[] = {
        { 191000, 278000, "USD", "year",
          { "$191k–$278k", "191.000–278.000" NB "$ pro Jahr",
            "191" NNB "000–278" NNB "000" NB "$US par an",
            "191.000-278.000" NB "US$ al año",
            "US$" NB "191.000–278.000 por ano",
            "US$" NB "191.000-278.000 per jaar" } },
        { 55500, 55500, "EUR", "year",
          { "€55.5k", "55.500" NB "€ pro Jahr", "55" NNB "500" NB "€ par an",
            "55.500" NB "€ al año", "€" NB "55.500 por ano",
            "€" NB "55.500 per jaar" } },
        { 45.25, 60, "USD", "hour",
          { "$45.25–$60 an hour", "45,25–60" NB "$ pro Stunde",
            "45,25–60" NB "$US par heure", "45,25-60" NB "US$ por hora",
            "US$" NB "45,25–60 por hora", "US$" NB "45,25-60 per uur" } },
        { 17.5, 0, "EUR", "hour",
          { "from €17.50 an hour", "ab 17,50" NB "€ pro Stunde",
            "à partir de 17,50" NB "€ par heure",
            "desde 17,50" NB "€ por hora", "a partir de €" NB "17,50 por hora",
            "vanaf €" NB "17,50 per uur" } },
        { 0, 600, "GBP", "day",
          { "up to £600 a day", "bis 600" NB "£ pro Tag",
            "jusqu’à 600" NB "£GB par jour", "hasta 600" NB "GBP al día",
            "até £" NB "600 por dia", "tot £" NB "600 per dag" } },
        { 1500, 1800, "CHF", "week",
          { "CHF" NB "1,500–1,800 a week", "1.500–1.800" NB "CHF pro Woche",
            "1" NNB "500–1" NNB "800" NB "CHF par semaine",
            "1500-1800" NB "CHF a la semana",
            "CHF" NB "1.500–1.800 por semana",
            "CHF" NB "1.500-1.800 per week" } },
        { 8000, 12000, "CAD", "month",
          { "CAD" NB "8,000–12k a month", "8.000–12.000" NB "CAD pro Monat",
            "8" NNB "000–12" NNB "000" NB "CAD par mois",
            "8000-12.000" NB "CAD al mes", "CAD" NB "8.000–12.000 por mês",
            "CAD" NB "8.000-12.000 per maand" } },
        { 1250000, 2500000, "INR", "year",
          { "₹1.25M–₹2.5M", "1.250.000–2.500.000" NB "₹ pro Jahr",
            "1" NNB "250" NNB "000–2" NNB "500" NNB "000" NB "₹ par an",
            "1.250.000-2.500.000" NB "INR al año",
            "₹" NB "1.250.000–2.500.000 por ano",
            "₹" NB "1.250.000-2.500.000 per jaar" } },
        { 20000, 0, "ILS", "month",
          { "from ₪20k a month", "ab 20.000" NB "₪ pro Monat",
            "à partir de 20" NNB "000" NB "₪ par mois",
            "desde 20.000" NB "ILS al mes",
            "a partir de ₪" NB "20.000 por mês",
            "vanaf ₪" NB "20.000 per maand" } },
        { 60000000, 60000000, "KRW", "year",
          { "₩60M", "60.000.000" NB "₩ pro Jahr",
            "60" NNB "000" NNB "000" NB "₩ par an",
            "60.000.000" NB "KRW al año", "₩" NB "60.000.000 por ano",
            "₩" NB "60.000.000 per jaar" } },
        { 900, 1200, "PHP", "day",
          { "₱900–₱1,200 a day", "900–1.200" NB "PHP pro Tag",
            "900–1" NNB "200" NB "PHP par jour", "900-1200" NB "PHP al día",
            "PHP" NB "900–1.200 por dia", "PHP" NB "900-1.200 per dag" } },
        { 191251, 191251, "USD", "year",
          { "$191,251", "191.251" NB "$ pro Jahr",
            "191" NNB "251" NB "$US par an", "191.251" NB "US$ al año",
            "US$" NB "191.251 por ano", "US$" NB "191.251 per jaar" } },
        { 5, 6, "USD", "fortnight", { "", "", "", "", "", "" } }
    };

    static const each_t  typical = {
        "$191k–$278k", "191.000–278.000" NB "$ pro Jahr",
        "191" NNB "000–278" NNB "000" NB "$US par an",
        "191.000-278.000" NB "US$ al año", "US$" NB "191.000–278.000 por ano",
        "US$" NB "191.000-278.000 per jaar"
    };

    static const each_t  headline = {
        "Typical salary: $191k–$278k · 1,401 listings with salary data",
        "Typisches Gehalt: 191.000–278.000" NB "$ pro Jahr · 1.401 Jobs mit "
        "Gehaltsangabe",
        "Salaire habituel" NB ": 191" NNB "000–278" NNB "000" NB "$US par an ·"
        " 1" NNB "401 offres avec salaire indiqué",
        "Salario habitual: 191.000-278.000" NB "US$ al año · 1401 empleos con "
        "salario indicado",
        "Salário típico: US$" NB "191.000–278.000 por ano · 1.401 vagas com "
        "salário informado",
        "Gebruikelijk salaris: US$" NB "191.000-278.000 per jaar · 1.401 "
        "vacatures met salaris"
    };

    static const each_t  of_data = {
        "Typical Data salary: $191k–$278k · 1,401 listings with salary data",
        "Typisches Gehalt für Data: 191.000–278.000" NB "$ pro Jahr · 1.401 "
        "Jobs mit Gehaltsangabe",
        "Salaire habituel (Data)" NB ": 191" NNB "000–278" NNB "000" NB "$US "
        "par an · 1" NNB "401 offres avec salaire indiqué",
        "Salario habitual (Data): 191.000-278.000" NB "US$ al año · 1401 "
        "empleos con salario indicado",
        "Salário típico (Data): US$" NB "191.000–278.000 por ano · 1.401 vagas "
        "com salário informado",
        "Gebruikelijk salaris voor Data: US$" NB "191.000-278.000 per jaar · "
        "1.401 vacatures met salaris"
    };

    jobs_headline_t  h;

    memset(&h, 0, sizeof(jobs_headline_t));
    memcpy(h.currency, "USD", 4);
    h.p25 = 190999.6;
    h.p75 = 278321;
    h.count = 1401;

    for (lang = 0; lang < JOBS_LANG_N; lang++) {

        for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
            memset(&l, 0, sizeof(l));
            l.salary_min = t[i].min;
            l.salary_max = t[i].max;
            l.has_salary_min = t[i].min > 0;
            l.has_salary_max = t[i].max > 0;
            l.salary_currency = tap_str(t[i].currency);
            l.salary_period = tap_str(t[i].period);

            jobs_salary_text(&out, &l, lang);
            same(lang, t[i].text, "a salary");
        }

        jobs_salary_range(&out, jobs_lit("USD"), 190999.6, 278321, lang);
        same(lang, typical, "a typical one is rounded");

        h.label = jobs_str(NULL, 0);
        jobs_headline_text(&out, &h, &filter, lang, jobs_buf_str);
        same(lang, headline, "the headline");

        h.label = jobs_lit("Data");
        jobs_headline_text(&out, &h, &filter, lang, jobs_buf_str);
        same(lang, of_data, "of a category");
    }
}


static int
ask(const char *query)
{
    jobs_rc_t           rc;
    const char         *reason;
    jobs_fault_t        fault;
    static jobs_args_t  args;

    jobs_filter_init(&filter, 20);

    if (jobs_args_parse(&args, tap_str(query), &reason) != JOBS_OK) {
        return 0;
    }

    rc = jobs_filter_args(&filter, &args, (1ULL << JOBS_P_N) - 1, 100, &fault);

    return rc == JOBS_OK;
}


static void
test_headings(void)
{
    size_t    i;
    unsigned  lang;

    static const struct {
        const char *query;
        each_t      text;
    } t[] = {
        { "", { "Jobs", "Jobs", "Offres d’emploi", "Empleos", "Vagas",
                "Vacatures" } },
        { "remote=remote&level=senior&category=data&company=acme"
          "&location=berlin",
          { "Remote Senior data jobs at acme in berlin",
            "Jobs: Remote, Senior, data · acme · berlin",
            "Offres d’emploi" NB ": Télétravail, Senior, data · acme · berlin",
            "Empleos: Remoto, Sénior, data · acme · berlin",
            "Vagas: Remoto, Sênior, data · acme · berlin",
            "Vacatures: Op afstand, Senior, data · acme · berlin" } },
        { "remote=hybrid,onsite&tag=go,sql",
          { "Hybrid or On-site go and sql jobs",
            "Jobs: Hybrid oder Vor Ort, go und sql",
            "Offres d’emploi" NB ": Hybride ou Sur site, go et sql",
            "Empleos: Híbrido / Presencial, go + sql",
            "Vagas: Híbrido ou Presencial, go e sql",
            "Vacatures: Hybride of Op locatie, go en sql" } },
        { "company=acme&location=berlin",
          { "Jobs at acme in berlin", "Jobs bei acme in berlin",
            "Offres d’emploi chez acme · berlin", "Empleos en acme en berlin",
            "Vagas na empresa acme · berlin",
            "Vacatures bij acme in berlin" } },
        { "country=CH", { "Jobs in CH", "Jobs · CH", "Offres d’emploi · CH",
                          "Empleos en CH", "Vagas · CH", "Vacatures · CH" } },
        { "region=latam",
          { "Jobs in Latin America", "Jobs in Lateinamerika",
            "Offres d’emploi · Amérique latine", "Empleos en Latinoamérica",
            "Vagas · América Latina", "Vacatures in Latijns-Amerika" } },
        { "level=-junior", { "Jobs", "Jobs", "Offres d’emploi", "Empleos",
                             "Vagas", "Vacatures" } }
    };

    static const each_t  changed = {
        "Remote Sales jobs at acme", "Jobs: Remote, Sales · acme",
        "Offres d’emploi" NB ": Télétravail, Sales · acme",
        "Empleos: Remoto, Sales · acme", "Vagas: Remoto, Sales · acme",
        "Vacatures: Op afstand, Sales · acme"
    };

    static const each_t  without = {
        "Remote jobs at acme", "Jobs: Remote · acme",
        "Offres d’emploi" NB ": Télétravail · acme",
        "Empleos: Remoto · acme", "Vagas: Remoto · acme",
        "Vacatures: Op afstand · acme"
    };

    for (lang = 0; lang < JOBS_LANG_N; lang++) {
        for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
            ok(ask(t[i].query), t[i].query);
            jobs_filter_heading(&out, &filter, lang);
            same(lang, t[i].text, t[i].query);
        }

        ok(ask("remote=remote&category=data&company=acme"), "a change");
        jobs_filter_heading_change(&out, &filter, lang, JOBS_P_CATEGORY,
                                   jobs_lit("Sales"));
        same(lang, changed, "another category");
        jobs_filter_heading_change(&out, &filter, lang, JOBS_P_CATEGORY,
                                   jobs_str(NULL, 0));
        same(lang, without, "none");
    }
}


static void
test_chips(void)
{
    size_t    i;
    unsigned  lang;

    static const struct {
        const char *query;
        each_t      text;
    } t[] = {
        { "remote=remote,-onsite",
          { "Workplace: Remote, not On-site",
            "Arbeitsmodell: Remote, nicht Vor Ort",
            "Mode de travail" NB ": Télétravail, sauf Sur site",
            "Modalidad: Remoto, excepto Presencial",
            "Modalidade: Remoto, exceto Presencial",
            "Werkvorm: Op afstand, niet Op locatie" } },
        { "posted_within=7d",
          { "Posted: Last 7 days", "Veröffentlicht: Letzte 7 Tage",
            "Publication" NB ": 7 derniers jours",
            "Publicación: Últimos 7 días", "Publicação: Últimos 7 dias",
            "Geplaatst: Afgelopen 7 dagen" } },
        { "posted_within=1d",
          { "Posted: Last 24 hours", "Veröffentlicht: Letzte 24 Stunden",
            "Publication" NB ": 24 dernières heures",
            "Publicación: Últimas 24 horas", "Publicação: Últimas 24 horas",
            "Geplaatst: Afgelopen 24 uur" } },
        { "posted_within=1h",
          { "Posted: Last hour", "Veröffentlicht: Letzte Stunde",
            "Publication" NB ": Dernière heure", "Publicación: Última hora",
            "Publicação: Última hora", "Geplaatst: Afgelopen uur" } },
        { "salary_min=120000",
          { "Minimum salary: 120,000", "Mindestgehalt: 120.000",
            "Salaire minimum" NB ": 120" NNB "000", "Salario mínimo: 120.000",
            "Salário mínimo: 120.000", "Minimumsalaris: 120.000" } },
        { "visa=1",
          { "Visa sponsorship", "Visum-Sponsoring", "Parrainage de visa",
            "Patrocinio de visado", "Patrocínio de visto",
            "Visumsponsoring" } },
        { "tag_any=go", { "Tag: go", "Schlagwort: go", "Mot-clé" NB ": go",
                          "Etiqueta: go", "Tag: go", "Tag: go" } }
    };

    for (lang = 0; lang < JOBS_LANG_N; lang++) {
        for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
            ok(ask(t[i].query), t[i].query);
            jobs_html_filter(&out, &filter, &filter.clauses[0], lang);
            same(lang, t[i].text, "a filter");
        }
    }

    is(jobs_html_order(JOBS_SORT_TITLE, 1, JOBS_LANG_NL), "Titel, Z tot A",
       "a reversed order");
    is(jobs_html_order(JOBS_SORT_RELEVANCE, 0, JOBS_LANG_EN), "Best match",
       "an order");
    is(jobs_html_choice(JOBS_P_TYPE, jobs_lit("part_time"), JOBS_LANG_DE),
       "Teilzeit", "a choice");
    is(jobs_html_choice(JOBS_P_TYPE, jobs_lit("Odd"), JOBS_LANG_DE), "Odd",
       "what is none stays");
    is(jobs_choice_label(JOBS_LANG_FR, JOBS_P_THEME, 2), "dark",
       "a choice that nobody reads");
    is(jobs_param_label(JOBS_LANG_FR, JOBS_P_LIMIT), "limit",
       "an argument that nobody reads");
    is(jobs_params[JOBS_P_LEVEL].choice_labels[2], "Mid-level",
       "the labels of facets are English");

    ok(jobs_html_language(jobs_lit("de-AT"), JOBS_LANG_DE).data == NULL,
       "a text in the page's language needs no mark");
    is(jobs_html_language(jobs_lit("de-AT"), JOBS_LANG_EN), "de-AT",
       "one in another has its own");
    is(jobs_html_language(jobs_lit("ja"), JOBS_LANG_PT), "ja",
       "any other one");
    ok(jobs_html_language(jobs_lit("x\" y"), JOBS_LANG_EN).data == NULL,
       "what is no language is none");
    ok(jobs_html_language(jobs_str(NULL, 0), JOBS_LANG_EN).data == NULL,
       "nor is nothing");
}


int
main(void)
{
    jobs_buf_init(&out, &tap_mem, 4096);

    test_table();
    test_numbers();
    test_dates();
    test_salaries();
    test_headings();
    test_chips();

    is(jobs_reason(JOBS_LANG_NL, "it must be salary"), "het moet salary zijn",
       "a reason");
    is(jobs_reason(JOBS_LANG_EN, "whatever"), "whatever", "is English");
    ok(jobs_reason(JOBS_LANG_DE, "whatever").data == NULL, "or not known");

    jobs_buf_free(&out);

    return tap_done();
}
