/*
 * The words of what is embedded, and of the page that makes the code for it;
 * a group of the table in jobs_words.h.
 */

#ifndef JOBS_WORDS_EMBED_H
#define JOBS_WORDS_EMBED_H


#define jobs_words_embed(X)                                                   \
    X(EMBED_TITLE, embed_title, "Embed jobs", "Jobs einbetten",               \
      "Intégrer les offres", "Insertar los empleos", "Incorporar as vagas",   \
      "Vacatures insluiten")                                                  \
    X(EMBED_INTRO, embed_intro,                                               \
      "Choose what your page shows, then copy the code.",                     \
      "Wählen Sie, was Ihre Seite zeigt, und kopieren Sie den Code.",         \
      "Choisissez ce que votre page affiche, puis copiez le code.",           \
      "Elija lo que muestra su página y copie el código.",                    \
      "Escolha o que a sua página mostra e copie o código.",                  \
      "Kies wat je pagina toont en kopieer de code.")                         \
    X(EMBED_CHOICE, embed_choice, "What it shows", "Was gezeigt wird",        \
      "Ce qui est affiché", "Qué se muestra", "O que é mostrado",             \
      "Wat er te zien is")                                                    \
    X(EMBED_PARTS, embed_parts, "Parts", "Teile", "Parties", "Partes",        \
      "Partes", "Onderdelen")                                                 \
    X(PART_LIST, part_list, "List", "Liste", "Liste", "Lista", "Lista",       \
      "Lijst")                                                                \
    X(PART_SEARCH, part_search, "Search form", "Suchformular",                \
      "Formulaire de recherche", "Formulario de búsqueda",                    \
      "Formulário de busca", "Zoekformulier")                                 \
    X(PART_FACETS, part_facets, "Filters with counts", "Filter mit Anzahl",   \
      "Filtres avec effectifs", "Filtros con recuento",                       \
      "Filtros com contagem", "Filters met aantallen")                        \
    X(PART_HEADLINE, part_headline, "Typical salary", "Typisches Gehalt",     \
      "Salaire habituel", "Salario habitual", "Salário típico",               \
      "Gebruikelijk salaris")                                                 \
    X(PART_PAGING, part_paging, "Pages", "Seiten", "Pages", "Páginas",        \
      "Páginas", "Pagina’s")                                                  \
    X(PART_RELATED, part_related, "Related searches", "Ähnliche Suchen",      \
      "Recherches associées", "Búsquedas relacionadas",                       \
      "Buscas relacionadas", "Verwante zoekopdrachten")                       \
    X(EMBED_DEFAULT, embed_default, "Default", "Standard", "Par défaut",      \
      "Predeterminado", "Padrão", "Standaard")                                \
    X(THEME_AUTO, theme_auto, "As the reader’s system", "Wie das System",     \
      "Comme le système", "Como el sistema", "Como o sistema",                \
      "Zoals het systeem")                                                    \
    X(THEME_LIGHT, theme_light, "Light", "Hell", "Clair", "Claro", "Claro",   \
      "Licht")                                                                \
    X(THEME_DARK, theme_dark, "Dark", "Dunkel", "Sombre", "Oscuro", "Escuro", \
      "Donker")                                                               \
    X(EMBED_UPDATE, embed_update, "Update", "Aktualisieren", "Actualiser",    \
      "Actualizar", "Atualizar", "Bijwerken")                                 \
    X(EMBED_PREVIEW, embed_preview, "Preview", "Vorschau", "Aperçu",          \
      "Vista previa", "Prévia", "Voorbeeld")                                  \
    X(EMBED_CODE, embed_code, "Code to copy", "Code zum Kopieren",            \
      "Code à copier", "Código para copiar", "Código para copiar",            \
      "Code om te kopiëren")                                                  \
    X(EMBED_COPY, embed_copy, "Copy", "Kopieren", "Copier", "Copiar",         \
      "Copiar", "Kopiëren")                                                   \
    X(EMBED_COPIED, embed_copied, "Copied", "Kopiert", "Copié", "Copiado",    \
      "Copiado", "Gekopieerd")                                                \
    X(EMBED_POLICY, embed_policy,                                             \
      "What a Content-Security-Policy of your page must allow:",              \
      "Was eine Content-Security-Policy Ihrer Seite erlauben muss:",          \
      "Ce qu’une Content-Security-Policy de votre page doit permettre :",     \
      "Lo que debe permitir una Content-Security-Policy de su página:",       \
      "O que uma Content-Security-Policy da sua página deve permitir:",       \
      "Wat een Content-Security-Policy van je pagina moet toestaan:")         \
    X(WAY_INCLUDE, way_include, "Server-side include",                        \
      "Einbindung auf dem Server (SSI)", "Inclusion côté serveur (SSI)",      \
      "Inclusión en el servidor (SSI)", "Inclusão no servidor (SSI)",         \
      "Invoegen op de server (SSI)")                                          \
    X(NOTE_INCLUDE, note_include,                                             \
      "No script. Your server passes the address on to the board.",           \
      "Ohne Skript. Ihr Server reicht die Adresse an die Jobbörse weiter.",   \
      "Sans script. Votre serveur transmet l’adresse au site d’emploi.",      \
      "Sin script. Su servidor pasa la dirección al portal de empleo.",       \
      "Sem script. O seu servidor repassa o endereço ao site de vagas.",      \
      "Zonder script. Je server geeft het adres door aan de vacaturesite.")   \
    X(WAY_ELEMENT, way_element, "Custom element", "Eigenes Element",          \
      "Élément personnalisé", "Elemento personalizado",                       \
      "Elemento personalizado", "Eigen element")                              \
    X(NOTE_ELEMENT, note_element,                                             \
      "Part of your page. Without scripts the link stays.",                   \
      "Ein Teil Ihrer Seite. Ohne Skripte bleibt der Link.",                  \
      "Une partie de votre page. Sans scripts, le lien reste.",               \
      "Parte de su página. Sin scripts queda el enlace.",                     \
      "Parte da sua página. Sem scripts fica o link.",                        \
      "Deel van je pagina. Zonder scripts blijft de link staan.")             \
    X(WAY_FRAME, way_frame, "Frame of a fixed height",                        \
      "Rahmen mit fester Höhe", "Cadre de hauteur fixe",                      \
      "Marco de altura fija", "Quadro de altura fixa",                        \
      "Frame met vaste hoogte")                                               \
    X(NOTE_FRAME, note_frame,                                                 \
      "Nothing on your page moves; what does not fit is scrolled.",           \
      "Auf Ihrer Seite bewegt sich nichts; was nicht passt, wird gescrollt.", \
      "Rien ne bouge sur votre page ; ce qui dépasse défile.",                \
      "Nada se mueve en su página; lo que no cabe se desplaza.",              \
      "Nada se move na sua página; o que não cabe é rolado.",                 \
      "Niets op je pagina verschuift; wat niet past, scrolt.")                \
    X(WAY_FIT, way_fit, "Frame that fits its content",                        \
      "Rahmen in der Höhe des Inhalts", "Cadre adapté à son contenu",         \
      "Marco ajustado a su contenido", "Quadro ajustado ao conteúdo",         \
      "Frame die zich aan de inhoud aanpast")                                 \
    X(NOTE_FIT, note_fit,                                                     \
      "The script gives the frame the height of its content.",                \
      "Das Skript gibt dem Rahmen die Höhe des Inhalts.",                     \
      "Le script donne au cadre la hauteur de son contenu.",                  \
      "El script da al marco la altura de su contenido.",                     \
      "O script dá ao quadro a altura do conteúdo.",                          \
      "Het script geeft de frame de hoogte van de inhoud.")                   \
    X(WAY_FILE, way_file, "The same, without a script in the page",           \
      "Dasselbe ohne Skript in der Seite", "De même, sans script en ligne",   \
      "Lo mismo, sin script en la página", "O mesmo, sem script na página",   \
      "Hetzelfde, zonder script in de pagina")                                \
    X(WAY_OEMBED, way_oembed, "Address to paste into an editor (oEmbed)",     \
      "Adresse zum Einfügen in einen Editor (oEmbed)",                        \
      "Adresse à coller dans un éditeur (oEmbed)",                            \
      "Dirección para pegar en un editor (oEmbed)",                           \
      "Endereço para colar em um editor (oEmbed)",                            \
      "Adres om in een editor te plakken (oEmbed)")                           \
    X(NOTE_OEMBED, note_oembed,                                               \
      "WordPress and others turn it into a frame.",                           \
      "WordPress und andere machen daraus einen Rahmen.",                     \
      "WordPress et d’autres en font un cadre.",                              \
      "WordPress y otros la convierten en un marco.",                         \
      "O WordPress e outros fazem dele um quadro.",                           \
      "WordPress en andere maken er een frame van.")                          \
    X(JSON, json, "JSON", "JSON", "JSON", "JSON", "JSON", "JSON")             \
    X(RSS, rss, "RSS", "RSS", "RSS", "RSS", "RSS", "RSS")                     \
    X(NOTE_DATA, note_data, "For a program of your own.",                     \
      "Für ein eigenes Programm.", "Pour votre propre programme.",            \
      "Para un programa propio.", "Para um programa próprio.",                \
      "Voor een eigen programma.")                                            \
    X(NOTE_FEED, note_feed, "For feed readers.", "Für Feedreader.",           \
      "Pour les lecteurs de flux.", "Para lectores de fuentes.",              \
      "Para leitores de feeds.", "Voor feedlezers.")                          \
    X(HEIGHTS, heights, "Heights to reserve", "Höhen zum Reservieren",        \
      "Hauteurs à réserver", "Alturas que reservar", "Alturas a reservar",    \
      "Hoogten om te reserveren")                                             \
    X(EMBED_LIMIT, embed_limit, "Jobs per page", "Jobs pro Seite",            \
      "Offres par page", "Empleos por página", "Vagas por página",            \
      "Vacatures per pagina")                                                 \
    X(EMBED_PARTNER, embed_partner, "Partner", "Partner", "Partenaire",       \
      "Socio", "Parceiro", "Partner")                                         \
    X(EMBED_THEME, embed_theme, "Theme", "Farbschema", "Thème", "Tema",       \
      "Tema", "Thema")                                                        \
    X(EMBED_HEADING, embed_heading, "Level of the heading",                   \
      "Ebene der Überschrift", "Niveau du titre", "Nivel del título",         \
      "Nível do título", "Niveau van de kop")                                 \
    X(HEIGHT_ROWS, height_rows, "Jobs", "Jobs", "Offres", "Empleos",          \
      "Vagas", "Vacatures")                                                   \
    X(HEIGHT_PIXELS, height_pixels, "Height in pixels", "Höhe in Pixeln",     \
      "Hauteur en pixels", "Altura en píxeles", "Altura em pixels",           \
      "Hoogte in pixels")


#endif /* JOBS_WORDS_EMBED_H */
