/*
 * Why an argument cannot be used, in the languages of the board.
 *
 * Core tells a reason in English, and JSON passes it on so.  The values that
 * an argument takes are the same in every language.
 */

#include "jobs_words.h"


static const struct {
    const char    *reason;
    jobs_str_t     text[JOBS_LANG_N - 1];       /* from German on */
} jobs_reasons[] = {
    { "there are more than 64 arguments",
        { jobs_string("es sind mehr als 64 Argumente"),
          jobs_string("il y a plus de 64 arguments"),
          jobs_string("hay más de 64 argumentos"),
          jobs_string("há mais de 64 argumentos"),
          jobs_string("er zijn meer dan 64 argumenten") } },
    { "a \"%\" is not followed by two hexadecimal digits",
        { jobs_string("auf ein „%“ folgen keine zwei Hexadezimalziffern"),
          jobs_string("un «\u00A0%\u00A0» n’est pas suivi de deux chiffres "
                      "hexadécimaux"),
          jobs_string("tras un «%» no hay dos dígitos hexadecimales"),
          jobs_string("um \"%\" não é seguido de dois dígitos hexadecimais"),
          jobs_string("na een ‘%’ staan geen twee hexadecimale cijfers") } },
    { "there is a control character",
        { jobs_string("es enthält ein Steuerzeichen"),
          jobs_string("il y a un caractère de contrôle"),
          jobs_string("hay un carácter de control"),
          jobs_string("há um caractere de controle"),
          jobs_string("er staat een stuurteken in") } },
    { "the arguments are longer than 2048 bytes",
        { jobs_string("die Argumente sind länger als 2048 Byte"),
          jobs_string("les arguments dépassent 2048 octets"),
          jobs_string("los argumentos superan los 2048 bytes"),
          jobs_string("os argumentos passam de 2048 bytes"),
          jobs_string("de argumenten zijn langer dan 2048 bytes") } },
    { "the arguments are not UTF-8",
        { jobs_string("die Argumente sind nicht in UTF-8"),
          jobs_string("les arguments ne sont pas en UTF-8"),
          jobs_string("los argumentos no están en UTF-8"),
          jobs_string("os argumentos não estão em UTF-8"),
          jobs_string("de argumenten zijn geen UTF-8") } },
    { "the value is not valid",
        { jobs_string("der Wert ist ungültig"),
          jobs_string("la valeur n’est pas valide"),
          jobs_string("el valor no es válido"),
          jobs_string("o valor não é válido"),
          jobs_string("de waarde is ongeldig") } },
    { "the argument is not known here",
        { jobs_string("dieses Argument ist hier unbekannt"),
          jobs_string("cet argument est inconnu ici"),
          jobs_string("este argumento no se conoce aquí"),
          jobs_string("este argumento não é conhecido aqui"),
          jobs_string("dit argument is hier onbekend") } },
    { "it is given more than once",
        { jobs_string("es ist mehrfach angegeben"),
          jobs_string("il est donné plusieurs fois"),
          jobs_string("se ha indicado más de una vez"),
          jobs_string("foi informado mais de uma vez"),
          jobs_string("het is meer dan eens opgegeven") } },
    { "it cannot stand beside offset",
        { jobs_string("es kann nicht neben offset stehen"),
          jobs_string("il ne peut pas accompagner offset"),
          jobs_string("no puede acompañar a offset"),
          jobs_string("não pode acompanhar offset"),
          jobs_string("het kan niet naast offset staan") } },
    { "it must be taken from an answer's links.next",
        { jobs_string("es muss aus links.next einer Antwort stammen"),
          jobs_string("il doit provenir de links.next d’une réponse"),
          jobs_string("debe proceder de links.next de una respuesta"),
          jobs_string("deve vir de links.next de uma resposta"),
          jobs_string("het moet uit links.next van een antwoord komen") } },
    { "it cannot stand beside the order \"relevance\"",
        { jobs_string("es kann nicht neben der Sortierung „relevance“ "
                      "stehen"),
          jobs_string("il ne peut pas accompagner le tri "
                      "«\u00A0relevance\u00A0»"),
          jobs_string("no puede acompañar al orden «relevance»"),
          jobs_string("não pode acompanhar a ordem \"relevance\""),
          jobs_string("het kan niet naast de volgorde ‘relevance’ staan") } },
    { "it belongs to another order",
        { jobs_string("es gehört zu einer anderen Sortierung"),
          jobs_string("il appartient à un autre tri"),
          jobs_string("pertenece a otro orden"),
          jobs_string("pertence a outra ordem"),
          jobs_string("het hoort bij een andere volgorde") } },
    { "it cannot stand beside offset or page",
        { jobs_string("es kann nicht neben offset oder page stehen"),
          jobs_string("il ne peut accompagner ni offset ni page"),
          jobs_string("no puede acompañar a offset ni a page"),
          jobs_string("não pode acompanhar offset nem page"),
          jobs_string("het kan niet naast offset of page staan") } },
    { "it must be europe, north-america, latam, asia, africa, oceania, emea "
      "or apac",
        { jobs_string("zulässig sind europe, north-america, latam, asia, "
                      "africa, oceania, emea und apac"),
          jobs_string("il faut europe, north-america, latam, asia, africa, "
                      "oceania, emea ou apac"),
          jobs_string("debe ser europe, north-america, latam, asia, africa, "
                      "oceania, emea o apac"),
          jobs_string("deve ser europe, north-america, latam, asia, africa, "
                      "oceania, emea ou apac"),
          jobs_string("het moet europe, north-america, latam, asia, "
                      "africa, oceania, emea of apac zijn") } },
    { "it must be remote, hybrid or onsite",
        { jobs_string("zulässig sind remote, hybrid und onsite"),
          jobs_string("il faut remote, hybrid ou onsite"),
          jobs_string("debe ser remote, hybrid u onsite"),
          jobs_string("deve ser remote, hybrid ou onsite"),
          jobs_string("het moet remote, hybrid of onsite zijn") } },
    { "it must be full_time, part_time, contract, temporary, internship, "
      "volunteer or other",
        { jobs_string("zulässig sind full_time, part_time, contract, "
                      "temporary, internship, volunteer und other"),
          jobs_string("il faut full_time, part_time, contract, temporary, "
                      "internship, volunteer ou other"),
          jobs_string("debe ser full_time, part_time, contract, temporary, "
                      "internship, volunteer u other"),
          jobs_string("deve ser full_time, part_time, contract, temporary, "
                      "internship, volunteer ou other"),
          jobs_string("het moet full_time, part_time, contract, "
                      "temporary, internship, volunteer of other zijn") } },
    { "it must be intern, junior, mid, senior, lead, director or executive",
        { jobs_string("zulässig sind intern, junior, mid, senior, lead, "
                      "director und executive"),
          jobs_string("il faut intern, junior, mid, senior, lead, director "
                      "ou executive"),
          jobs_string("debe ser intern, junior, mid, senior, lead, director "
                      "o executive"),
          jobs_string("deve ser intern, junior, mid, senior, lead, director "
                      "ou executive"),
          jobs_string("het moet intern, junior, mid, senior, lead, "
                      "director of executive zijn") } },
    { "it must be recent, relevance, salary, company or title, with \"-\" "
      "before it to reverse",
        { jobs_string("zulässig sind recent, relevance, salary, company und "
                      "title, umgekehrt mit „-“ davor"),
          jobs_string("il faut recent, relevance, salary, company ou title, "
                      "avec «\u00A0-\u00A0» devant pour inverser"),
          jobs_string("debe ser recent, relevance, salary, company o title, "
                      "con «-» delante para invertir"),
          jobs_string("deve ser recent, relevance, salary, company ou "
                      "title, com \"-\" antes para inverter"),
          jobs_string("het moet recent, relevance, salary, company of "
                      "title zijn, met ‘-’ ervoor om te keren") } },
    { "it must be names out of category, company, country, department, "
      "language, level, region, remote, source, tag, type and visa",
        { jobs_string("zulässig sind die Namen category, company, country, "
                      "department, language, level, region, remote, source, "
                      "tag, type und visa"),
          jobs_string("il faut des noms parmi category, company, country, "
                      "department, language, level, region, remote, source, "
                      "tag, type et visa"),
          jobs_string("deben ser nombres entre category, company, country, "
                      "department, language, level, region, remote, source, "
                      "tag, type y visa"),
          jobs_string("devem ser nomes dentre category, company, country, "
                      "department, language, level, region, remote, source, "
                      "tag, type e visa"),
          jobs_string("het moeten namen zijn uit category, company, "
                      "country, department, language, level, region, "
                      "remote, source, tag, type en visa") } },
    { "it must be salary",
        { jobs_string("zulässig ist salary"),
          jobs_string("il faut salary"),
          jobs_string("debe ser salary"),
          jobs_string("deve ser salary"),
          jobs_string("het moet salary zijn") } },
    { "it must be 1 to 64 letters, digits, - and _",
        { jobs_string("zulässig sind 1 bis 64 Buchstaben, Ziffern, - und _"),
          jobs_string("il faut de 1 à 64 lettres, chiffres, - et _"),
          jobs_string("deben ser de 1 a 64 letras, cifras, - y _"),
          jobs_string("devem ser de 1 a 64 letras, dígitos, - e _"),
          jobs_string("het moeten 1 tot 64 letters, cijfers, - en _ "
                      "zijn") } },
    { "it must be a language such as en or pt-BR (BCP 47)",
        { jobs_string("es muss eine Sprache wie en oder pt-BR sein (BCP 47)"),
          jobs_string("il faut une langue telle que en ou pt-BR (BCP 47)"),
          jobs_string("debe ser un idioma como en o pt-BR (BCP 47)"),
          jobs_string("deve ser um idioma como en ou pt-BR (BCP 47)"),
          jobs_string("het moet een taal zijn zoals en of pt-BR (BCP "
                      "47)") } },
    { "it must be auto, light, dark or email",
        { jobs_string("zulässig sind auto, light, dark und email"),
          jobs_string("il faut auto, light, dark ou email"),
          jobs_string("debe ser auto, light, dark o email"),
          jobs_string("deve ser auto, light, dark ou email"),
          jobs_string("het moet auto, light, dark of email zijn") } },
    { "it must be names out of list, search, facets, headline, paging and "
      "related",
        { jobs_string("zulässig sind die Namen list, search, facets, "
                      "headline, paging und related"),
          jobs_string("il faut des noms parmi list, search, facets, "
                      "headline, paging et related"),
          jobs_string("deben ser nombres entre list, search, facets, "
                      "headline, paging y related"),
          jobs_string("devem ser nomes dentre list, search, facets, "
                      "headline, paging e related"),
          jobs_string("het moeten namen zijn uit list, search, facets, "
                      "headline, paging en related") } },
    { "it must be a level from 2 to 6",
        { jobs_string("zulässig ist eine Ebene von 2 bis 6"),
          jobs_string("il faut un niveau de 2 à 6"),
          jobs_string("debe ser un nivel de 2 a 6"),
          jobs_string("deve ser um nível de 2 a 6"),
          jobs_string("het moet een niveau van 2 tot 6 zijn") } },
    { "there are more than 128 values",
        { jobs_string("es sind mehr als 128 Werte"),
          jobs_string("il y a plus de 128 valeurs"),
          jobs_string("hay más de 128 valores"),
          jobs_string("há mais de 128 valores"),
          jobs_string("er zijn meer dan 128 waarden") } },
    { "the values are too long",
        { jobs_string("die Werte sind zu lang"),
          jobs_string("les valeurs sont trop longues"),
          jobs_string("los valores son demasiado largos"),
          jobs_string("os valores são longos demais"),
          jobs_string("de waarden zijn te lang") } },
    { "a search has at most 8 words",
        { jobs_string("eine Suche hat höchstens 8 Wörter"),
          jobs_string("une recherche compte 8 mots au plus"),
          jobs_string("una búsqueda tiene como máximo 8 palabras"),
          jobs_string("uma busca tem no máximo 8 palavras"),
          jobs_string("een zoekopdracht heeft hoogstens 8 woorden") } },
    { "it must be 1, true, 0 or false",
        { jobs_string("zulässig sind 1, true, 0 und false"),
          jobs_string("il faut 1, true, 0 ou false"),
          jobs_string("debe ser 1, true, 0 o false"),
          jobs_string("deve ser 1, true, 0 ou false"),
          jobs_string("het moet 1, true, 0 of false zijn") } },
    { "it must be a number of days from 1 to 3650, or hours as in 24h",
        { jobs_string("zulässig sind 1 bis 3650 Tage oder Stunden wie in "
                      "24h"),
          jobs_string("il faut un nombre de jours de 1 à 3650, ou des "
                      "heures comme 24h"),
          jobs_string("debe ser un número de días de 1 a 3650, u horas como "
                      "en 24h"),
          jobs_string("deve ser um número de dias de 1 a 3650, ou horas "
                      "como em 24h"),
          jobs_string("het moet een aantal dagen van 1 tot 3650 zijn, "
                      "of uren zoals 24h") } },
    { "it must be an amount from 0 to 1000000000000",
        { jobs_string("zulässig ist ein Betrag von 0 bis 1000000000000"),
          jobs_string("il faut un montant de 0 à 1000000000000"),
          jobs_string("debe ser un importe de 0 a 1000000000000"),
          jobs_string("deve ser um valor de 0 a 1000000000000"),
          jobs_string("het moet een bedrag van 0 tot 1000000000000 zijn") } },
    { "it must be a whole number from 1",
        { jobs_string("zulässig ist eine ganze Zahl ab 1"),
          jobs_string("il faut un nombre entier à partir de 1"),
          jobs_string("debe ser un número entero desde 1"),
          jobs_string("deve ser um número inteiro a partir de 1"),
          jobs_string("het moet een geheel getal vanaf 1 zijn") } },
    { "it must be a whole number from 0",
        { jobs_string("zulässig ist eine ganze Zahl ab 0"),
          jobs_string("il faut un nombre entier à partir de 0"),
          jobs_string("debe ser un número entero desde 0"),
          jobs_string("deve ser um número inteiro a partir de 0"),
          jobs_string("het moet een geheel getal vanaf 0 zijn") } },
    { "it must be a currency of three letters (ISO 4217)",
        { jobs_string("es muss eine Währung aus drei Buchstaben sein (ISO "
                      "4217)"),
          jobs_string("il faut une devise de trois lettres (ISO 4217)"),
          jobs_string("debe ser una moneda de tres letras (ISO 4217)"),
          jobs_string("deve ser uma moeda de três letras (ISO 4217)"),
          jobs_string("het moet een valuta van drie letters zijn (ISO "
                      "4217)") } },
    { "it must be a country of two letters (ISO 3166)",
        { jobs_string("es muss ein Land aus zwei Buchstaben sein (ISO 3166)"),
          jobs_string("il faut un pays de deux lettres (ISO 3166)"),
          jobs_string("debe ser un país de dos letras (ISO 3166)"),
          jobs_string("deve ser um país de duas letras (ISO 3166)"),
          jobs_string("het moet een land van twee letters zijn (ISO "
                      "3166)") } },
    { "it must be a time as in 2026-08-08T09:00:00Z",
        { jobs_string("es muss eine Zeit wie 2026-08-08T09:00:00Z sein"),
          jobs_string("il faut un instant tel que 2026-08-08T09:00:00Z"),
          jobs_string("debe ser una hora como 2026-08-08T09:00:00Z"),
          jobs_string("deve ser um horário como 2026-08-08T09:00:00Z"),
          jobs_string("het moet een tijd zijn zoals "
                      "2026-08-08T09:00:00Z") } }
};


jobs_str_t
jobs_reason(jobs_lang_e lang, const char *reason)
{
    size_t  i;

    if (lang == JOBS_LANG_EN) {
        return jobs_str(reason, strlen(reason));
    }

    for (i = 0; i < sizeof(jobs_reasons) / sizeof(jobs_reasons[0]); i++) {
        if (strcmp(jobs_reasons[i].reason, reason) == 0) {
            return jobs_reasons[i].text[lang - 1];
        }
    }

    return jobs_str(NULL, 0);
}
