/*
 * The table of the module's own words: X(NAME, name, en, de, fr, es, pt, nl).
 *
 * German and the like speak to the reader as "Sie", Dutch as "je"; Portuguese
 * is Brazil's.  What would have to agree with a value stands beside it instead
 * ("Salaire habituel (Data) :"), so that no value makes it wrong.  Spanish has
 * signs for "y" and "o", which are "e" and "u" before some words.
 */

#ifndef JOBS_WORDS_TABLE_H
#define JOBS_WORDS_TABLE_H


#include "jobs_words_embed.h"


/* around a list */

#define jobs_words_board(X)                                                   \
    X(LANG, lang, "en", "de", "fr", "es", "pt", "nl")                         \
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
    X(SIMILAR, similar, "Similar jobs", "Ähnliche Jobs", "Offres similaires", \
      "Empleos similares", "Vagas semelhantes", "Vergelijkbare vacatures")    \
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
      "Actualizado el", "Atualizado em", "Bijgewerkt op")

/* the search form */

#define jobs_words_form(X)                                                    \
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
      "Filtros e ordenação", "Filters en volgorde")                           \
    X(EMPLOYMENT, employment, "Employment", "Beschäftigung",                  \
      "Type de contrat", "Tipo de empleo", "Contratação", "Dienstverband")    \
    X(ORDER, order, "Order", "Sortierung", "Tri", "Orden", "Ordenação",       \
      "Volgorde")                                                             \
    X(ANY, any, "Any", "Beliebig", "Indifférent", "Cualquiera", "Qualquer",   \
      "Maakt niet uit")                                                       \
    X(ANY_TIME, any_time, "Any time", "Beliebig", "Toutes les dates",         \
      "Cualquier fecha", "Qualquer data", "Maakt niet uit")                   \
    X(ONLY_WITH_SALARY, only_with_salary, "Only with a salary",               \
      "Nur mit Gehaltsangabe", "Uniquement avec salaire", "Solo con salario", \
      "Somente com salário", "Alleen met salaris")                            \
    X(SALARY_YEAR, salary_year, "Salary a year", "Jahresgehalt",              \
      "Salaire annuel", "Salario anual", "Salário anual", "Jaarsalaris")      \
    X(AT_LEAST, at_least, "From", "Von", "De", "Desde", "De", "Van")          \
    X(AT_MOST, at_most, "To", "Bis", "À", "Hasta", "Até", "Tot")              \
    X(MORE_VALUES, more_values, "Show more", "Mehr anzeigen",                 \
      "Afficher plus", "Mostrar más", "Mostrar mais", "Toon meer")            \
    X(SHOW_ALL, show_all, "Show all", "Alles anzeigen", "Tout afficher",       \
      "Mostrar todo", "Mostrar tudo", "Alles tonen")                          \
    X(SHOW_RESULTS, show_results, "Show results", "Ergebnisse anzeigen",      \
      "Voir les résultats", "Ver resultados", "Ver resultados",               \
      "Toon resultaten")

/* one listing */

#define jobs_words_detail(X)                                                  \
    X(APPLY, apply, "Apply for this job", "Auf diese Stelle bewerben",        \
      "Postuler à cette offre", "Solicitar este empleo",                      \
      "Candidatar-se a esta vaga", "Solliciteer op deze vacature")            \
    X(APPLY_HERE, apply_here, "Apply", "Bewerben", "Postuler", "Solicitar",   \
      "Candidatar-se", "Solliciteer")                                         \
    X(SALARY, salary, "Salary", "Gehalt", "Salaire", "Salario", "Salário",    \
      "Salaris")                                                              \
    X(ESTIMATE, estimate, "(estimate)", "(geschätzt)", "(estimation)",        \
      "(estimación)", "(estimativa)", "(schatting)")                          \
    X(LOCATIONS, locations, "Locations", "Standorte", "Lieux", "Ubicaciones", \
      "Locais", "Locaties")                                                   \
    X(VISA_OFFERED, visa_offered, "Offered", "Wird angeboten", "Proposé",     \
      "Se ofrece", "Oferecido", "Wordt aangeboden")                           \
    X(VISA_NOT_OFFERED, visa_not_offered, "Not offered",                      \
      "Wird nicht angeboten", "Non proposé", "No se ofrece", "Não oferecido", \
      "Wordt niet aangeboden")                                                \
    X(OPEN_UNTIL, open_until, "Open until", "Offen bis", "Date limite",       \
      "Fecha límite", "Aberta até", "Sluitingsdatum")                         \
    X(MORE_JOBS_AT, more_jobs_at, "More jobs at", "Weitere Jobs bei",         \
      "Autres offres chez", "Más empleos en", "Mais vagas na empresa",        \
      "Meer vacatures bij")

/* errors; their sentence is value <..> of <..> reason */

#define jobs_words_errors(X)                                                  \
    X(BAD_SEARCH, bad_search, "This search does not work",                    \
      "Diese Suche funktioniert nicht", "Cette recherche ne fonctionne pas",  \
      "Esta búsqueda no funciona", "Esta busca não funciona",                 \
      "Deze zoekopdracht werkt niet")                                         \
    X(BAD_SEARCH_TEXT, bad_search_text,                                       \
      "Please change the address or start a new search.",                     \
      "Bitte ändern Sie die Adresse oder beginnen Sie eine neue Suche.",      \
      "Veuillez modifier l’adresse ou lancer une nouvelle recherche.",        \
      "Cambie la dirección o inicie una búsqueda nueva.",                     \
      "Altere o endereço ou inicie uma nova busca.",                          \
      "Wijzig het adres of begin een nieuwe zoekopdracht.")                   \
    X(FAULT_VALUE, fault_value, "The value", "Der Wert", "La valeur",         \
      "El valor", "O valor", "De waarde")                                     \
    X(FAULT_OF, fault_of, "of", "von", "de", "de", "de", "van")               \
    X(FAULT_REASON, fault_reason, "cannot be used:",                          \
      "kann nicht verwendet werden:", "ne peut pas être utilisée\u00A0:",     \
      "no se puede usar:", "não pode ser usado:",                             \
      "kan niet worden gebruikt:")                                            \
    X(NOT_FOUND, not_found, "Page not found", "Seite nicht gefunden",         \
      "Page introuvable", "Página no encontrada", "Página não encontrada",    \
      "Pagina niet gevonden")                                                 \
    X(NOT_FOUND_TEXT, not_found_text,                                         \
      "There is no job and no page at this address.",                         \
      "Unter dieser Adresse gibt es weder einen Job noch eine Seite.",        \
      "Il n’y a ni offre ni page à cette adresse.",                           \
      "En esta dirección no hay ningún empleo ni ninguna página.",            \
      "Não há vaga nem página neste endereço.",                               \
      "Op dit adres staat geen vacature en geen pagina.")                     \
    X(NOT_ALLOWED, not_allowed, "This cannot be done here",                   \
      "Das ist hier nicht möglich", "Cela n’est pas possible ici",            \
      "Esto no se puede hacer aquí", "Isso não pode ser feito aqui",          \
      "Dat kan hier niet")                                                    \
    X(NOT_ALLOWED_TEXT, not_allowed_text, "This address can only be read.",   \
      "Diese Adresse kann nur gelesen werden.",                               \
      "Cette adresse est en lecture seule.",                                  \
      "Esta dirección es de solo lectura.",                                   \
      "Este endereço é somente para leitura.",                                \
      "Dit adres is alleen te lezen.")                                        \
    X(GONE, gone, "This job is no longer open",                               \
      "Diese Stelle ist nicht mehr offen", "Cette offre n’est plus ouverte",  \
      "Este empleo ya no está disponible", "Esta vaga não está mais aberta",  \
      "Deze vacature staat niet meer open")                                   \
    X(GONE_TEXT, gone_text, "It has been filled, withdrawn or has run out.",  \
      "Sie wurde besetzt oder zurückgezogen oder ist abgelaufen.",            \
      "Elle a été pourvue ou retirée, ou a expiré.",                          \
      "Se ha cubierto, se ha retirado o ha caducado.",                        \
      "Ela foi preenchida, retirada ou expirou.",                             \
      "De vacature is vervuld, ingetrokken of verlopen.")                     \
    X(UNAVAILABLE, unavailable, "Jobs are unavailable at the moment",         \
      "Die Jobs sind zurzeit nicht verfügbar",                                \
      "Les offres sont momentanément indisponibles",                          \
      "Los empleos no están disponibles en este momento",                     \
      "As vagas estão indisponíveis no momento",                              \
      "De vacatures zijn op dit moment niet beschikbaar")                     \
    X(WRONG, wrong, "Something went wrong", "Etwas ist schiefgelaufen",       \
      "Une erreur s’est produite", "Se ha producido un error",                \
      "Ocorreu um erro", "Er is iets misgegaan")                              \
    X(TRY_AGAIN, try_again, "Please try again in a few minutes.",             \
      "Bitte versuchen Sie es in einigen Minuten noch einmal.",               \
      "Veuillez réessayer dans quelques minutes.",                            \
      "Inténtelo de nuevo en unos minutos.",                                  \
      "Tente novamente em alguns minutos.",                                   \
      "Probeer het over een paar minuten opnieuw.")

/* what the arguments are called, in jobs_param_e's order */

#define jobs_words_labels(X)                                                  \
    X(SEARCHED, searched, "Search", "Suche", "Recherche", "Búsqueda",         \
      "Busca", "Zoekopdracht")                                                \
    X(TITLE, title, "Title", "Titel", "Intitulé", "Título", "Título",         \
      "Titel")                                                                \
    X(CATEGORY, category, "Category", "Kategorie", "Catégorie", "Categoría",  \
      "Categoria", "Categorie")                                               \
    X(DEPARTMENT, department, "Department", "Abteilung", "Service",           \
      "Departamento", "Departamento", "Afdeling")                             \
    X(COMPANY, company, "Company", "Unternehmen", "Entreprise", "Empresa",    \
      "Empresa", "Bedrijf")                                                   \
    X(SOURCE, source, "Source", "Quelle", "Source", "Fuente", "Fonte",        \
      "Bron")                                                                 \
    X(LOCATION, location, "Location", "Ort", "Lieu", "Ubicación", "Local",    \
      "Locatie")                                                              \
    X(COUNTRY, country, "Country", "Land", "Pays", "País", "País", "Land")    \
    X(REGION, region, "Region", "Region", "Région", "Región", "Região",       \
      "Regio")                                                                \
    X(NOT_WORLDWIDE, not_worldwide, "Without jobs open world-wide",           \
      "Ohne weltweit offene Jobs",                                            \
      "Sans les offres ouvertes au monde entier",                             \
      "Sin empleos abiertos a todo el mundo",                                 \
      "Sem vagas abertas ao mundo todo", "Zonder wereldwijd open vacatures")  \
    X(WORKPLACE, workplace, "Workplace", "Arbeitsmodell", "Mode de travail",  \
      "Modalidad", "Modalidade", "Werkvorm")                                  \
    X(JOB_TYPE, job_type, "Job type", "Beschäftigung", "Type de contrat",     \
      "Tipo de empleo", "Contratação", "Dienstverband")                       \
    X(LEVEL, level, "Level", "Karrierestufe", "Niveau", "Nivel", "Nível",     \
      "Niveau")                                                               \
    X(TAG, tag, "Tag", "Schlagwort", "Mot-clé", "Etiqueta", "Tag", "Tag")     \
    X(TAG_ANY, tag_any, "Tag", "Schlagwort", "Mot-clé", "Etiqueta", "Tag",    \
      "Tag")                                                                  \
    X(SALARY_MIN, salary_min, "Minimum salary", "Mindestgehalt",              \
      "Salaire minimum", "Salario mínimo", "Salário mínimo",                  \
      "Minimumsalaris")                                                       \
    X(SALARY_MAX, salary_max, "Maximum salary", "Höchstgehalt",               \
      "Salaire maximum", "Salario máximo", "Salário máximo",                  \
      "Maximumsalaris")                                                       \
    X(CURRENCY, currency, "Currency", "Währung", "Devise", "Moneda", "Moeda", \
      "Valuta")                                                               \
    X(UNKNOWN_SALARIES, unknown_salaries, "Unknown salaries too",             \
      "Auch ohne Gehaltsangabe", "Aussi sans salaire indiqué",                \
      "También sin salario indicado", "Também sem salário informado",         \
      "Ook zonder salaris")                                                   \
    X(WITH_SALARY, with_salary, "With salary", "Mit Gehaltsangabe",           \
      "Avec salaire indiqué", "Con salario indicado",                         \
      "Com salário informado", "Met salaris")                                 \
    X(POSTED, posted, "Posted", "Veröffentlicht", "Publication",              \
      "Publicación", "Publicação", "Geplaatst")                               \
    X(POSTED_AFTER, posted_after, "Posted after", "Veröffentlicht nach dem",  \
      "Publication après le", "Publicación después del", "Publicação após",   \
      "Geplaatst na")                                                         \
    X(LANGUAGE, language, "Language", "Sprache", "Langue", "Idioma",          \
      "Idioma", "Taal")                                                       \
    X(VISA, visa, "Visa sponsorship", "Visum-Sponsoring",                     \
      "Parrainage de visa", "Patrocinio de visado", "Patrocínio de visto",    \
      "Visumsponsoring")

/* their choices, in jobs_params' order */

#define jobs_words_remote(X)                                                  \
    X(REMOTE, remote, "Remote", "Remote", "Télétravail", "Remoto", "Remoto",  \
      "Op afstand")                                                           \
    X(HYBRID, hybrid, "Hybrid", "Hybrid", "Hybride", "Híbrido", "Híbrido",    \
      "Hybride")                                                              \
    X(ONSITE, onsite, "On-site", "Vor Ort", "Sur site", "Presencial",         \
      "Presencial", "Op locatie")

#define jobs_words_types(X)                                                   \
    X(FULL_TIME, full_time, "Full-time", "Vollzeit", "Temps plein",           \
      "Tiempo completo", "Tempo integral", "Voltijd")                         \
    X(PART_TIME, part_time, "Part-time", "Teilzeit", "Temps partiel",         \
      "Tiempo parcial", "Meio período", "Deeltijd")                           \
    X(CONTRACT, contract, "Contract", "Freie Mitarbeit", "Freelance",         \
      "Por contrato", "Prestação de serviços", "Opdracht")                    \
    X(TEMPORARY, temporary, "Temporary", "Befristet", "Temporaire",           \
      "Temporal", "Temporário", "Tijdelijk")                                  \
    X(INTERNSHIP, internship, "Internship", "Praktikum", "Stage",             \
      "Prácticas", "Estágio", "Stage")                                        \
    X(VOLUNTEER, volunteer, "Volunteer", "Ehrenamt", "Bénévolat",             \
      "Voluntariado", "Voluntariado", "Vrijwilligerswerk")                    \
    X(OTHER_TYPE, other_type, "Other", "Sonstiges", "Autre", "Otro", "Outro", \
      "Overig")

#define jobs_words_levels(X)                                                  \
    X(INTERN, intern, "Intern", "Praktikum", "Stage", "Prácticas", "Estágio", \
      "Stage")                                                                \
    X(JUNIOR, junior, "Junior", "Junior", "Junior", "Junior", "Júnior",       \
      "Junior")                                                               \
    X(MID_LEVEL, mid_level, "Mid-level", "Mit Berufserfahrung",               \
      "Intermédiaire", "Nivel medio", "Pleno", "Medior")                      \
    X(SENIOR, senior, "Senior", "Senior", "Senior", "Sénior", "Sênior",       \
      "Senior")                                                               \
    X(LEAD, lead, "Lead", "Teamleitung", "Responsable", "Liderazgo",          \
      "Liderança", "Leidinggevend")                                           \
    X(DIRECTOR, director, "Director", "Direktion", "Direction", "Dirección",  \
      "Diretoria", "Directie")                                                \
    X(EXECUTIVE, executive, "Executive", "Geschäftsleitung",                  \
      "Direction générale", "Alta dirección", "Alta direção",                 \
      "Topmanagement")

#define jobs_words_regions(X)                                                 \
    X(EUROPE, europe, "Europe", "Europa", "Europe", "Europa", "Europa",       \
      "Europa")                                                               \
    X(NORTH_AMERICA, north_america, "North America", "Nordamerika",           \
      "Amérique du Nord", "Norteamérica", "América do Norte",                 \
      "Noord-Amerika")                                                        \
    X(LATAM, latam, "Latin America", "Lateinamerika", "Amérique latine",      \
      "Latinoamérica", "América Latina", "Latijns-Amerika")                   \
    X(ASIA, asia, "Asia", "Asien", "Asie", "Asia", "Ásia", "Azië")            \
    X(AFRICA, africa, "Africa", "Afrika", "Afrique", "África", "África",      \
      "Afrika")                                                               \
    X(OCEANIA, oceania, "Oceania", "Ozeanien", "Océanie", "Oceanía",          \
      "Oceania", "Oceanië")                                                   \
    X(EMEA, emea, "EMEA", "EMEA", "EMEA", "EMEA", "EMEA", "EMEA")             \
    X(APAC, apac, "APAC", "APAC", "APAC", "APAC", "APAC", "APAC")

/* orders, in jobs_sort_e's order, and the same reversed */

#define jobs_words_sorts(X)                                                   \
    X(NEWEST, newest, "Newest first", "Neueste zuerst",                       \
      "Plus récentes d’abord", "Más recientes primero",                       \
      "Mais recentes primeiro", "Nieuwste eerst")                             \
    X(BEST_MATCH, best_match, "Best match", "Beste Treffer", "Pertinence",    \
      "Relevancia", "Relevância", "Relevantie")                               \
    X(HIGHEST_SALARY, highest_salary, "Highest salary", "Höchstes Gehalt",    \
      "Salaire le plus élevé", "Salario más alto", "Maior salário",           \
      "Hoogste salaris")                                                      \
    X(BY_COMPANY, by_company, "Company", "Unternehmen", "Entreprise",         \
      "Empresa", "Empresa", "Bedrijf")                                        \
    X(BY_TITLE, by_title, "Title", "Titel", "Intitulé", "Título", "Título",   \
      "Titel")

#define jobs_words_reversed(X)                                                \
    X(OLDEST, oldest, "Oldest first", "Älteste zuerst",                       \
      "Plus anciennes d’abord", "Más antiguos primero",                       \
      "Mais antigas primeiro", "Oudste eerst")                                \
    X(BEST_MATCH_LAST, best_match_last, "Best match last",                    \
      "Beste Treffer zuletzt", "Moins pertinentes d’abord",                   \
      "Menos relevantes primero", "Menos relevantes primeiro",                \
      "Minst relevante eerst")                                                \
    X(LOWEST_SALARY, lowest_salary, "Lowest salary first",                    \
      "Niedrigstes Gehalt zuerst", "Salaire le plus bas d’abord",             \
      "Salario más bajo primero", "Menor salário primeiro",                   \
      "Laagste salaris eerst")                                                \
    X(COMPANY_REVERSED, company_reversed, "Company, Z to A",                  \
      "Unternehmen, Z bis A", "Entreprise, de Z à A",                         \
      "Empresa, de la Z a la A", "Empresa, de Z a A", "Bedrijf, Z tot A")     \
    X(TITLE_REVERSED, title_reversed, "Title, Z to A", "Titel, Z bis A",      \
      "Intitulé, de Z à A", "Título, de la Z a la A", "Título, de Z a A",     \
      "Titel, Z tot A")

/*
 * What C code makes sentences of: %1 to %3 are values, and a plural stands
 * behind its singular.  No template can name one with values.
 */

#define jobs_words_sentences(X)                                               \
    X(JOBS, jobs, "Jobs", "Jobs", "Offres d’emploi", "Empleos", "Vagas",      \
      "Vacatures")                                                            \
    X(COLON, colon, ": ", ": ", "\u00A0: ", ": ", ": ", ": ")                 \
    X(AND, and, " and ", " und ", " et ", " + ", " e ", " en ")               \
    X(OR, or, " or ", " oder ", " ou ", " / ", " ou ", " of ")                \
    X(NOT, not, "not ", "nicht ", "sauf ", "excepto ", "exceto ", "niet ")    \
    X(AT_COMPANY, at_company, " at ", " bei ", " chez ", " en ",              \
      " na empresa ", " bij ")                                                \
    X(IN_PLACE, in_place, " in ", " in ", " · ", " en ", " · ", " in ")       \
    X(IN_COUNTRY, in_country, " in ", " · ", " · ", " en ", " · ", " · ")     \
    X(ONE_JOB, one_job, "%1 job", "%1 Job", "%1 offre", "%1 empleo",          \
      "%1 vaga", "%1 vacature")                                               \
    X(N_JOBS, n_jobs, "%1 jobs", "%1 Jobs", "%1 offres", "%1 empleos",        \
      "%1 vagas", "%1 vacatures")                                             \
    X(ONE_OPEN, one_open, "%1 open position", "%1 offene Stelle",             \
      "%1 poste à pourvoir", "%1 puesto vacante", "%1 vaga aberta",           \
      "%1 openstaande vacature")                                              \
    X(N_OPEN, n_open, "%1 open positions", "%1 offene Stellen",               \
      "%1 postes à pourvoir", "%1 puestos vacantes", "%1 vagas abertas",      \
      "%1 openstaande vacatures")                                             \
    X(LAST_HOUR, last_hour, "Last hour", "Letzte Stunde", "Dernière heure",   \
      "Última hora", "Última hora", "Afgelopen uur")                          \
    X(LAST_HOURS, last_hours, "Last %1 hours", "Letzte %1 Stunden",           \
      "%1 dernières heures", "Últimas %1 horas", "Últimas %1 horas",          \
      "Afgelopen %1 uur")                                                     \
    X(LAST_DAYS, last_days, "Last %1 days", "Letzte %1 Tage",                 \
      "%1 derniers jours", "Últimos %1 días", "Últimos %1 dias",              \
      "Afgelopen %1 dagen")                                                   \
    X(JOB_AT, job_at, "%1 at %2", "%1 bei %2", "%1 chez %2", "%1 en %2",      \
      "%1 – %2", "%1 bij %2")                                                 \
    X(ON_PAGE, on_page, ", page %1", ", Seite %1", ", page %1",               \
      ", página %1", ", página %1", ", pagina %1")                            \
    X(LIST_TEXT, list_text, "%1: %2, updated %3.", "%1 – %2, Stand: %3.",     \
      "%1 – %2, au %3.", "%1 – %2, actualizado el %3.",                       \
      "%1 – %2, atualizado em %3.", "%1 – %2, bijgewerkt op %3.")             \
    X(JOBS_FROM, jobs_from, "Jobs from %1", "Jobs von %1",                    \
      "Offres fournies par %1", "Empleos de %1", "Vagas de %1",               \
      "Vacatures van %1")                                                     \
    X(TYPICAL, typical, "Typical salary: %1 · %2 listings with salary data",  \
      "Typisches Gehalt: %1 · %2 Jobs mit Gehaltsangabe",                     \
      "Salaire habituel\u00A0: %1 · %2 offres avec salaire indiqué",          \
      "Salario habitual: %1 · %2 empleos con salario indicado",               \
      "Salário típico: %1 · %2 vagas com salário informado",                  \
      "Gebruikelijk salaris: %1 · %2 vacatures met salaris")                  \
    X(TYPICAL_OF, typical_of,                                                 \
      "Typical %3 salary: %1 · %2 listings with salary data",                 \
      "Typisches Gehalt für %3: %1 · %2 Jobs mit Gehaltsangabe",              \
      "Salaire habituel (%3)\u00A0: %1 · %2 offres avec salaire indiqué",     \
      "Salario habitual (%3): %1 · %2 empleos con salario indicado",          \
      "Salário típico (%3): %1 · %2 vagas com salário informado",             \
      "Gebruikelijk salaris voor %3: %1 · %2 vacatures met salaris")          \
    X(PAY_FROM, pay_from, "from %1", "ab %1", "à partir de %1", "desde %1",   \
      "a partir de %1", "vanaf %1")                                           \
    X(PAY_UP_TO, pay_up_to, "up to %1", "bis %1", "jusqu’à %1", "hasta %1",   \
      "até %1", "tot %1")                                                     \
    X(AN_HOUR, an_hour, " an hour", " pro Stunde", " par heure", " por hora", \
      " por hora", " per uur")                                                \
    X(A_DAY, a_day, " a day", " pro Tag", " par jour", " al día", " por dia", \
      " per dag")                                                             \
    X(A_WEEK, a_week, " a week", " pro Woche", " par semaine",                \
      " a la semana", " por semana", " per week")                             \
    X(A_MONTH, a_month, " a month", " pro Monat", " par mois", " al mes",     \
      " por mês", " per maand")                                               \
    X(A_YEAR, a_year, "", " pro Jahr", " par an", " al año", " por ano",      \
      " per jaar")

#define jobs_words(X)                                                         \
    jobs_words_board(X)                                                       \
    jobs_words_form(X)                                                        \
    jobs_words_detail(X)                                                      \
    jobs_words_errors(X)                                                      \
    jobs_words_labels(X)                                                      \
    jobs_words_remote(X)                                                      \
    jobs_words_types(X)                                                       \
    jobs_words_levels(X)                                                      \
    jobs_words_regions(X)                                                     \
    jobs_words_sorts(X)                                                       \
    jobs_words_reversed(X)                                                    \
    jobs_words_sentences(X)                                                   \
    jobs_words_embed(X)


#endif /* JOBS_WORDS_TABLE_H */
