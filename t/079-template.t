# jobs_template: an operator's own HTML.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $dir = tempdir();
my $db = snapshot(rows => [
    @{ rows() },
    row(id => 'nasty:1', title => '"><script>alert(1)</script> {{title}}',
        company => "It's & co", category => 'nasty',
        excerpt => '<b onclick=x>&amp;</b>'),
    row(id => 'gone:1', category => 'backend',
        expires_at => '2020-01-01T00:00:00Z'),
]);


sub template
{
    my ($name, $text) = @_;

    return spew("$dir/$name", $text) && "$dir/$name";
}


# faults: each fails nginx -t with its file, its line and why

sub refused
{
    my ($name, $server, $message) = @_;

    my ($status, $output) = nginx_t(snapshot => '/nowhere/jobs.db',
                                    server => $server);

    isnt($status, 0, "$name fails nginx -t");
    ok(index($output, $message) >= 0, "$name: the message")
        or diag($output, "wanted: $message");
    unlike($output, qr/signal|AddressSanitizer|runtime error/,
           "$name: nothing crashes");

    return;
}


sub faulty
{
    my ($text, $line, $reason) = @_;

    my $path = template('faulty.html', $text);

    refused($reason, "location ^~ /jobs { jobs; jobs_template list $path; }",
            "[emerg] \"jobs_template\": $path:$line: $reason\n");

    return;
}

faulty("<p>\n\n{{titel}}</p>\n", 3, 'unknown field "titel"');
faulty("{{title}}", 1, 'unknown field "title"');
faulty("{{#jobs}}\n{{tittle}}\n{{/jobs}}", 2, 'unknown field "tittle"');
faulty("\n{{w.none}}", 2, 'unknown field "w.none"');
faulty("{{heading}}\n{{{heading}}}", 2,
       'three braces are for HTML fields only "heading"');
faulty("{{rows}}", 1, 'HTML field needs three braces "rows"');
faulty("<script>\nvar a = '{{heading}}';\n</script>", 2,
       'a script cannot hold the field "heading"');
faulty("<a title={{heading}}>", 1,
       'an attribute without quotes cannot hold the field "heading"');
faulty("<a onclick=\"x('{{heading}}')\">", 1,
       'an event handler cannot hold the field "heading"');
faulty("<a href=\"{{heading}}\">", 1,
       'an address cannot hold the field "heading"');
faulty("{{#page}}\n<b title=\"{{/page}}\">", 2,
       'the HTML is in another state behind the section "page"');
faulty("\n\n\n<b", 4, 'the HTML ends inside of something');
faulty("\n{{#page}}\n", 2, 'section is never closed "page"');
faulty("\n{{heading", 2, 'tag is never closed');
faulty("{{=<% %>=}}", 1, 'delimiters cannot be changed');
faulty("a\nb\xff", 2, 'the file is not UTF-8');
faulty("a\n{{> list}}", 2, 'this partial takes itself "list"');
faulty("{{> form_}}", 1, "open() \"$dir/form_.html\" failed (2: No such file "
       . 'or directory), the partial "form_"');
faulty("{{> ../x}}", 1, 'a partial\'s name is of letters, digits, "-" and "_"'
       . ', unlike "../x"');

template('wrong.html', "one\n\n{{nothing}}\n");
my $outer = template('outer.html', "\n{{> wrong}}");

refused('a partial with a fault',
        "location ^~ /jobs { jobs; jobs_template list $outer; }",
        "\"jobs_template\": $dir/wrong.html:3: unknown field \"nothing\"\n");

my $loop = template('loop.html', "x {{> loop}}");

refused('a file that takes itself',
        "location ^~ /jobs { jobs; jobs_template detail $loop; }",
        "\"jobs_template\": $loop:1: this partial takes itself \"loop\"\n");

for my $case (
    [ 'another view', 'page x.html', 'invalid value "page" in "jobs_template" '
        . 'directive, it must be list, item, detail, empty or error in ' ],
    [ 'no view', 'lists x.html', 'invalid value "lists" in "jobs_template" '
        . 'directive, it must be list, item, detail, empty or error in ' ],
    [ 'a variable', 'list $arg_x.html', 'invalid value "$arg_x.html" in '
        . '"jobs_template" directive, it must be a path without variables' ],
    [ 'no file', "list $dir/none.html", "\"jobs_template\": open() "
        . "\"$dir/none.html\" failed (2: No such file or directory) in " ],
    [ 'a directory', "list $dir", "\"jobs_template\": \"$dir\" is no file in" ],
    [ 'two for one view', "list $loop; jobs_template list $loop",
        '"jobs_template" directive is duplicate in ' ],
    [ 'one argument', 'list', 'invalid number of arguments in '
        . '"jobs_template" directive' ],
    [ 'a large file', 'item ' . template('large.html', ' ' x 1048577),
        'large.html" is larger than 1m in ' ],
) {
    my ($name, $arguments, $message) = @$case;

    refused($name, "location ^~ /jobs { jobs; jobs_template $arguments; }",
            $message);
}

{
    my $bad = template('bad.html', '{{nothing}}');
    my $good = template('good.html', 'good');

    refused('a template that every location replaces',
            "jobs_template list $bad;\n"
            . "location ^~ /jobs { jobs; jobs_template list $good; }",
            "$bad:1: unknown field");
    refused('a template that nobody uses',
            "location ^~ /jobs { jobs; }\n"
            . "location /x { jobs_template error $bad; }",
            "$bad:1: unknown field");
    refused('an empty state that the list does not take',
            "location ^~ /jobs { jobs; jobs_template list $good;\n"
            . "jobs_template empty $bad; }", "$bad:1: unknown field");

    my ($status, $output) = nginx_t(snapshot => '/nowhere/jobs.db',
        server => "location ^~ /jobs { jobs; jobs_template list $good;\n"
                  . "jobs_template item $good; jobs_template error $good; }");

    is($status, 0, 'good ones pass') or diag($output);
}


# the built-in ones are such files: as they are embedded, they give the same
# bytes, and as they stand in web/ the same but for white space

my %builtin;
my $gen = tempdir();

is(system('sh', 'ngx_jobs_module/embed', $gen), 0, 'the files are embedded');

{
    my $header = slurp("$gen/jobs_web.h");

    while ($header =~ /jobs_web_(\w+)_html\[\] =\n(.*?)\n    ;/sg) {
        my ($name, $text) = ($1, $2);

        $text =~ s/^    "(.*)"$/$1/mg;
        $text =~ s/\n//g;
        $text =~ s/\\(.)/$1 eq 'n' ? "\n" : $1/ge;
        $builtin{$name} = $text;
    }
}

my @views = qw(list item detail empty error);

for my $view (@views) {
    spew("$dir/built-$view.html", $builtin{$view});
    spew("$dir/web-$view.html", slurp("ngx_jobs_module/web/$view.html"));
}

my $all = join "\n", map { "jobs_template $_ $dir/PREFIX-$_.html;" } @views;
(my $built = $all) =~ s/PREFIX/built/g;
(my $web = $all) =~ s/PREFIX/web/g;

template('own-list.html', <<'END');
{{! my own }}
<main class="mine" data-total="{{total}}">
  <h1>{{heading}}, {{w.all_jobs}}</h1>
  {{#jobs}}
    {{> item}}
    {{#tags}}<i>{{.}}</i>{{/tags}} of {{total}}
  {{/jobs}}
  {{^jobs}}{{> empty}}{{/jobs}}
  ROWS{{{rows}}}SWOR
  {{#next}}<a href="{{next}}">more</a>{{/next}}
  {{> foot}}
</main>
END
template('own-item.html', '<div>{{#link}}<a href="{{link_url}}">{{title}}</a>'
         . "{{/link}}: {{company}}{{#excerpt}}, {{.}}{{/excerpt}}</div>\n");
template('own-empty.html', "<p>Nothing for {{heading}}</p>\n");
template('own-detail.html', '<article>{{title}} at {{company}}'
         . '{{#apply_url}} <a href="{{apply_url}}">go</a>{{/apply_url}}'
         . '{{{description}}}{{#page}} PAGE{{/page}}</article>');
template('own-error.html', '<section>{{title}}!{{#fault}} {{parameter}}'
         . '={{value}}{{/fault}}<ul>{{{similar}}}</ul></section>');
template('foot.html', "<footer>{{updated_text}}\n{{> sub}}</footer>");
template('sub.html', "<b>\n{{order}}</b>\n");

(my $own = $all) =~ s/PREFIX/own/g;

my %part = (server => <<"EOT");
    location ^~ /jobs { jobs; }
    location ^~ /none { jobs; }
    location ^~ /built { jobs; $built }
    location ^~ /web { jobs; $web }
    location ^~ /own { jobs; $own }
    location ^~ /item { jobs; jobs_template item $dir/own-item.html; }
    location ^~ /empty { jobs; jobs_template empty $dir/own-empty.html; }
    location ^~ /base { jobs; jobs_base_url https://b.example/x; $own }
    location = /single { jobs html; $own jobs_limit 2; }
    location = /detail { jobs detail; $own }
    location = /json { jobs json; $own }
    location ^~ /if {
        jobs;
        jobs_template item $dir/own-item.html;
        if (\$arg_x) { set \$y 1; }
    }
    location ^~ /inline { jobs; jobs_threads off; $own }
    location = /ssi.html { ssi on; }
    location ^~ /changing { jobs; jobs_template list $dir/changing.html; }
    location ^~ /relative { jobs; jobs_template error relative.html; }
EOT

template('changing.html', "<p>one</p>{{> changed}}\n");
template('changed.html', "<p>two</p>\n");

my $n = nginx(snapshot => $db, http => 'types { text/html html; }',
              expect => 'changing.html:1: unknown field', %part, start => 0);

spew($n->prefix . '/relative.html', 'RELATIVE {{title}}');
spew($n->prefix . '/html/ssi.html',
     '[<!--# include virtual="/own.html?category=sales" -->]');
$n->start;

my @addresses = ('', '.html', '?category=backend', '.html?category=backend',
                 '?q=nosuchword', '.html?q=nosuchword&level=junior',
                 '?page=9&limit=3', '?limit=2&page=2', '?limit=none',
                 '.html?limit=-1', '/greenhouse:acme:1',
                 '/greenhouse:acme:1.html', '/manual:7.html', '/nasty:1',
                 '/gone:1', '/gone:1.html', '/nosuch:1', '?lang=de',
                 '?q=engineer', '.html?heading=4&show=list');

sub body
{
    my ($address) = @_;

    my $body = $n->get($address)->body;

    $body =~ s{(/|%2F)(?:none|built|web)\b}{$1jobs}g;

    return $body;
}


sub spaceless
{
    my ($body) = @_;

    $body =~ s/\s*\n\s*/\n/g;

    return $body;
}

for my $address (@addresses) {
    my $want = body("/none$address");

    ok(length $want > 100, "there is an answer at $address");
    is(body("/built$address"), $want, "the built-in files give it: $address");
    is(spaceless(body("/web$address")), spaceless($want),
       "and those of web/ but for white space: $address");
}


# the operator's

my $list = $n->get('/own.html?company=acme')->body;

like($list, qr/\A<main class="mine" data-total="2 jobs">\n  <h1>/,
     'a list of my own');
like($list, qr{
    \ \ \ \ <div><a\ href="/own/greenhouse:acme:2">Junior\ Backend\ Engineer</a>:
    \ Acme,\ Learn\ from\ people\ who\ care\.</div>\n
    \ \ \ \ <i>C</i><i>Linux</i>\ of\ 2\ jobs\n
    \ \ \ \ <div><a\ href="/own/greenhouse:acme:1">Senior\ Backend\ Engineer</a>
}x, 'its jobs, with my item, indented, and fields of both views');
like($list, qr{ROWS<div><a href="/own/greenhouse:acme:2">.*?</div>\n<div><a href="/own/greenhouse:acme:1">.*?</div>\nSWOR},
     'and as finished rows');
like($list, qr{\n  <footer>\d+ \w+ \d+, \d\d:\d\d UTC\n  <b>\nNewest first</b>\n</footer>},
     'partials beside the file');
unlike($list, qr/Nothing for/, 'it is not empty');
unlike($list, qr/[\x01-\x03]/, 'no gap is left');

$list = $n->get('/own.html?q=nosuchword')->body;
like($list, qr{<p>Nothing for Jobs</p>}, 'an empty list');
unlike($list, qr/<div>/, 'it has no items');

$list = $n->get('/own?limit=1')->body;
like($list, qr{<!DOCTYPE html>.*<body class="jobs-page">.*<main class="mine".*<a href="/own\?limit=1&amp;offset=1">more</a>.*</html>}s,
     'a page around it');

$list = $n->get('/own?category=nasty&lang=de')->body;
like($list, qr{&lt;script&gt;alert\(1\)&lt;/script&gt; \{\{title\}\}</a>: It&#39;s &amp; co, &lt;b onclick=x&gt;&amp;amp;&lt;/b&gt;</div>},
     'hostile text is text');
unlike($list, qr/<script>alert/, 'nowhere else either');
like($list, qr/, Alle Jobs</, 'words are in the language of the reader');

like($n->get('/item.html?company=acme')->body,
     qr{<section class="jobs-board".*<div><a href="/item/greenhouse:acme:2">}s,
     'my item in the built-in list');
like($n->get('/item/gone:1.html')->body,
     qr{jobs-error.*<div><a href="/item/\S+">Director of Engineering</a>}s,
     'and below a listing that is gone');
like($n->get('/empty.html?q=nosuchword')->body,
     qr{<section class="jobs-board".*<p>Nothing for}s,
     'my empty state in the built-in list');
like($n->get('/base.html?company=acme')->body,
     qr{<a href="https://b\.example/x/greenhouse:acme:2">.*ROWS<div><a href="https://b\.example/x/greenhouse:acme:2">}s,
     'links of a board elsewhere');
like($n->get('/single?company=acme')->body,
     qr{<a href="https://example\.com/jobs/greenhouse-acme-2">.*ROWS<div><a href="https://example\.com/jobs/greenhouse-acme-2">}s,
     'without a board, to the listing itself');

like($n->get('/own/greenhouse:acme:1.html')->body,
     qr{\A<article>Senior Backend Engineer at Acme <a href="/own/greenhouse:acme:1/apply">go</a></article>\z},
     'a listing');
like($n->get('/own/greenhouse:acme:1')->body,
     qr{<title>Senior.*ld\+json.*<article>Senior.* PAGE</article>}s,
     'and its page');
like($n->get('/detail?id=greenhouse:acme:1')->body,
     qr{<article>Senior.* <a href="https://apply\.example\.com/}s,
     'a single view');

my $r = $n->get('/own.html?limit=-1');
is($r->status, 400, 'an error keeps its status');
is($r->body, '<section>This search does not work! limit=-1<ul></ul></section>',
   'and is mine');
like($n->get('/own/gone:1.html')->body,
     qr{no longer open!<ul><div><a href="/own/}, 'with similar listings');
like($n->get('/own/x/y/z')->body, qr{<section>Page not found!}, 'a 404');
like($n->get('/relative/x/y')->body, qr/RELATIVE Page not found/,
     'a path is relative to that of nginx.conf');

is($n->get('/json?company=acme')->total, 2, 'JSON is as it was');
is($n->get('/own.json?company=acme')->total, 2, 'on a board too');

like($n->get('/ssi.html')->body,
     qr{\A\[<main class="mine".*Account Executive.*</main>\n\]\z}s, 'in SSI');

like($n->get('/if.html?x=1&company=acme')->body, qr{<div><a href="/if/},
     'an "if" block keeps the templates around it');

(my $threads = $n->get('/own.html?q=engineer')->body) =~ s/own/inline/g;
is($n->get('/inline.html?q=engineer')->body, $threads,
   'a search in a thread gives the same');


# what depends on a template is known by it

my $tag = $n->get('/changing.html')->header('ETag');
my $other = $n->get('/jobs.html')->header('ETag');

is($n->get('/changing.html')->body, "<p>one</p><p>two</p>\n\n",
   'a template with a partial');
is($n->get('/changing.html', 'If-None-Match' => $tag)->status, 304,
   'its tag is confirmed');

template('changed.html', "<p>three</p>\n");
is($n->get('/changing.html')->body, "<p>one</p><p>two</p>\n\n",
   'a change is not seen');

$n->reload(gone => 1);
is($n->get('/changing.html')->body, "<p>one</p><p>three</p>\n\n",
   'until a reload');
isnt($n->get('/changing.html')->header('ETag'), $tag, 'with another tag');
is($n->get('/changing.html', 'If-None-Match' => $tag)->status, 200,
   'the old one is not confirmed');
is($n->get('/jobs.html')->header('ETag'), $other,
   'other locations keep theirs');

template('changing.html', "{{nothing}}");
kill 'HUP', $n->pid;
ok($n->wait_for_log(qr/changing\.html:1: unknown field "nothing"/),
   'a reload with a fault says so');
is($n->get('/changing.html')->body, "<p>one</p><p>three</p>\n\n",
   'and changes nothing');
template('changing.html', "one");


# inheritance: view by view

template("level-$_.html", "$_ {{> item}}") for qw(http server location);
template("level-$_-empty.html", "$_") for qw(http server);

my $levels = nginx(snapshot => $db, http => <<"EOT", server => <<"EOT2");
    jobs_template error $dir/own-error.html;
    jobs_template empty $dir/level-http-empty.html;
    jobs_template list $dir/own-list.html;
EOT
    jobs_template empty $dir/level-server-empty.html;
    location ^~ /outer {
        jobs;
        location ^~ /outer/in { jobs; jobs_template item $dir/own-item.html; }
    }
EOT2

like($levels->get('/outer.html?q=nosuchword')->body, qr/^  server$/m,
     'a level replaces a view of the level above');
like($levels->get('/outer.html?company=acme')->body,
     qr/<main class="mine".*<li class="jobs-item"/s,
     'and inherits the others, the built-in one where there is none');
like($levels->get('/outer/in.html?company=acme')->body,
     qr{<main class="mine".*<div><a href="/outer/in/}s,
     'a nested location adds one');
like($levels->get('/outer/in/x/y')->body, qr{<section>Page not found!},
     'and has those of http');

done_testing();
