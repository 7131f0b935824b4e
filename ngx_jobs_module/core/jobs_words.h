/*
 * The module's own words, in the languages that it speaks.
 */

#ifndef JOBS_WORDS_H
#define JOBS_WORDS_H


#include "jobs_core.h"


typedef enum {
    JOBS_LANG_EN = 0,
    JOBS_LANG_DE,
    JOBS_LANG_FR,
    JOBS_LANG_ES,
    JOBS_LANG_PT,
    JOBS_LANG_NL,
    JOBS_LANG_N
} jobs_lang_e;

/* their codes (BCP 47), by jobs_lang_e; ends with a null string */
extern const jobs_str_t  jobs_langs[];


/*
 * Each word once: X(NAME, name, en, de, fr, es, pt, nl).  C code asks for
 * JOBS_W_NAME, a template for {{w.name}}.
 */

#define jobs_words(X)                                                         \
    X(ALL_JOBS, all_jobs, "All jobs", "Alle Jobs", "Toutes les offres",       \
      "Todos los empleos", "Todas as vagas", "Alle vacatures")                \
    X(BREADCRUMB, breadcrumb, "Breadcrumb", "Navigationspfad",                \
      "Fil d’Ariane", "Ruta de navegación", "Trilha de navegação",            \
      "Kruimelpad")                                                           \
    X(FILTERS, filters, "Filters", "Filter", "Filtres", "Filtros", "Filtros", \
      "Filters")                                                              \
    X(REMOVE_FILTER, remove_filter, "Remove the filter", "Filter entfernen:", \
      "Retirer le filtre", "Quitar el filtro", "Remover o filtro",            \
      "Verwijder het filter")                                                 \
    X(CLEAR_ALL, clear_all, "Clear all", "Alle entfernen", "Tout effacer",    \
      "Borrar todo", "Limpar tudo", "Alles wissen")                           \
    X(NO_MATCH, no_match, "No jobs match", "Keine passenden Jobs",            \
      "Aucune offre ne correspond", "Ningún empleo coincide",                 \
      "Nenhuma vaga encontrada", "Geen passende vacatures")                   \
    X(TRY_WITHOUT, try_without, "Try it without one of your filters:",        \
      "Versuchen Sie es ohne einen der Filter:",                              \
      "Essayez sans l’un des filtres\u00A0:",                                 \
      "Puede probar sin alguno de los filtros:", "Tente sem um dos filtros:", \
      "Probeer het zonder een van je filters:")                               \
    X(WITHOUT, without, "without", "ohne", "sans", "sin", "sem", "zonder")    \
    X(SHOW_ALL_JOBS, show_all_jobs, "Show all jobs", "Alle Jobs anzeigen",    \
      "Afficher toutes les offres", "Mostrar todos los empleos",              \
      "Mostrar todas as vagas", "Toon alle vacatures")                        \
    X(NOTHING_OPEN, nothing_open,                                             \
      "There is nothing open here at the moment. New jobs appear as soon "    \
        "as they are published.",                                             \
      "Zurzeit ist hier keine Stelle ausgeschrieben. Neue Jobs erscheinen, "  \
        "sobald sie veröffentlicht sind.",                                    \
      "Aucune offre n’est ouverte ici pour le moment. Les nouvelles offres "  \
        "apparaissent dès leur publication.",                                 \
      "En este momento no hay ningún empleo disponible. Los nuevos "          \
        "aparecen en cuanto se publican.",                                    \
      "No momento não há vagas abertas aqui. Novas vagas aparecem assim "     \
        "que são publicadas.",                                                \
      "Er staat hier op dit moment niets open. Nieuwe vacatures "             \
        "verschijnen zodra ze zijn gepubliceerd.")                            \
    X(PAST_END, past_end, "This page is past the end of the list.",           \
      "Diese Seite liegt hinter dem Ende der Liste.",                         \
      "Cette page se trouve après la fin de la liste.",                       \
      "Esta página está más allá del final de la lista.",                     \
      "Esta página fica além do fim da lista.",                               \
      "Deze pagina ligt voorbij het einde van de lijst.")                     \
    X(FIRST_PAGE, first_page, "Back to the first page",                       \
      "Zurück zur ersten Seite", "Revenir à la première page",                \
      "Volver a la primera página", "Voltar à primeira página",               \
      "Terug naar de eerste pagina")                                          \
    X(PAGES, pages, "Pages", "Seiten", "Pages", "Páginas", "Páginas",         \
      "Pagina’s")                                                             \
    X(PREVIOUS, previous, "Previous", "Zurück", "Précédent", "Anterior",      \
      "Anterior", "Vorige")                                                   \
    X(NEXT, next, "Next", "Weiter", "Suivant", "Siguiente", "Próxima",        \
      "Volgende")                                                             \
    X(PAGE, page, "Page", "Seite", "Page", "Página", "Página", "Pagina")      \
    X(OF_PAGES, of_pages, "of", "von", "sur", "de", "de", "van")              \
    X(SEE_ALL_JOBS, see_all_jobs, "See all jobs", "Alle Jobs ansehen",        \
      "Voir toutes les offres", "Ver todos los empleos",                      \
      "Ver todas as vagas", "Bekijk alle vacatures")                          \
    X(RELATED, related, "Related searches", "Ähnliche Suchen",                \
      "Recherches associées", "Búsquedas relacionadas",                       \
      "Buscas relacionadas", "Gerelateerde zoekopdrachten")                   \
    X(STALE, stale, "This list may be out of date.",                          \
      "Diese Liste ist möglicherweise veraltet.",                             \
      "Cette liste n’est peut-être plus à jour.",                             \
      "Es posible que esta lista no esté actualizada.",                       \
      "Esta lista pode estar desatualizada.",                                 \
      "Deze lijst is mogelijk verouderd.")                                    \
    X(LAST_UPDATED, last_updated, "It was last updated on",                   \
      "Letzte Aktualisierung:", "Dernière mise à jour\u00A0:",                \
      "Última actualización:", "Última atualização:", "Laatst bijgewerkt op") \
    X(UPDATED, updated, "Updated", "Aktualisiert am", "Mise à jour\u00A0:",   \
      "Actualizado el", "Atualizado em", "Bijgewerkt op")                     \
    X(SEARCH_JOBS, search_jobs, "Search jobs", "Jobs suchen",                 \
      "Rechercher des offres", "Buscar empleos", "Buscar vagas",              \
      "Vacatures zoeken")                                                     \
    X(SEARCH, search, "Search", "Suchen", "Rechercher", "Buscar", "Buscar",   \
      "Zoeken")                                                               \
    X(WHAT, what, "What", "Was", "Quoi", "Qué", "O quê", "Wat")               \
    X(WHAT_HINT, what_hint, "Title, skill or company",                        \
      "Jobtitel, Kenntnisse oder Unternehmen",                                \
      "Poste, compétence ou entreprise", "Puesto, habilidad o empresa",       \
      "Cargo, habilidade ou empresa", "Functie, vaardigheid of bedrijf")      \
    X(WHERE, where, "Where", "Wo", "Où", "Dónde", "Onde", "Waar")             \
    X(WHERE_HINT, where_hint, "City or country", "Ort oder Land",             \
      "Ville ou pays", "Ciudad o país", "Cidade ou país", "Plaats of land")   \
    X(FILTERS_AND_ORDER, filters_and_order, "Filters and order",              \
      "Filter und Sortierung", "Filtres et tri", "Filtros y orden",           \
      "Filtros e ordem", "Filters en volgorde")                               \
    X(ORDER, order, "Order", "Sortierung", "Tri", "Orden", "Ordem",           \
      "Volgorde")                                                             \
    X(ANY, any, "Any", "Beliebig", "Indifférent", "Cualquiera", "Qualquer",   \
      "Maakt niet uit")                                                       \
    X(ANY_TIME, any_time, "Any time", "Jederzeit", "N’importe quand",         \
      "En cualquier momento", "A qualquer momento", "Maakt niet uit wanneer") \
    X(ONLY_WITH_SALARY, only_with_salary, "Only with a salary",               \
      "Nur mit Gehaltsangabe", "Uniquement avec salaire", "Solo con salario", \
      "Somente com salário", "Alleen met salaris")                            \
    X(POSTED, posted, "Posted", "Veröffentlicht", "Publiée", "Publicado",     \
      "Publicada", "Geplaatst")                                               \
    X(NOT, not, "not ", "nicht ", "sauf ", "excepto ", "exceto ", "niet ")    \
    X(SALARY_YEAR, salary_year, "Salary a year", "Jahresgehalt",              \
      "Salaire annuel", "Salario anual", "Salário anual", "Jaarsalaris")      \
    X(AT_LEAST, at_least, "From", "Von", "De", "Desde", "De", "Van")          \
    X(AT_MOST, at_most, "To", "Bis", "À", "Hasta", "Até", "Tot")              \
    X(MORE_VALUES, more_values, "Show more", "Mehr anzeigen",                 \
      "Afficher plus", "Mostrar más", "Mostrar mais", "Toon meer")            \
    X(SHOW_RESULTS, show_results, "Show results", "Ergebnisse anzeigen",      \
      "Voir les résultats", "Ver resultados", "Ver resultados",               \
      "Toon resultaten")

#define jobs_word_index(name, slot, en, de, fr, es, pt, nl)  JOBS_W_##name,

typedef enum {
    jobs_words(jobs_word_index)
    JOBS_W_N
} jobs_word_e;


jobs_str_t jobs_word(jobs_lang_e lang, jobs_word_e word);

/* the word that a template calls so, without the "w."; JOBS_W_N: none */
jobs_word_e jobs_word_find(jobs_str_t name);

/*
 * The language of a tag (BCP 47): by its first part, "de" of "de-AT", whatever
 * the case.  JOBS_LANG_N: none of them.
 */
jobs_lang_e jobs_lang_find(jobs_str_t tag);

/* 1 if tag has the form of one, whoever speaks it */
int jobs_lang_valid(jobs_str_t tag);


#endif /* JOBS_WORDS_H */
