# oEmbed: what it says of which address, and an editor into which one is pasted.

use strict;
use warnings;
use utf8;

use JSON::PP ();
use Test::More;
use Jobs::Test;
use Jobs::Test::Browser;

my $dir = tempdir();
my $db = "$dir/jobs.db";

spew("$dir/sql", slurp('conf/schema.sql') . <<'EOS');
INSERT INTO listings (number, id, title, company, url, category, remote, source,
    posted_at, expires_at) VALUES
  (1, 't:1', 'Cook & <Baker>', 'Tea "Room"', 'https://t.example/1', 'food',
   'remote', 't', 1785000000, NULL),
  (2, 't:2', 'Waiter', 'Tea', 'https://t.example/2', 'food', 'onsite', 't',
   1785000001, NULL),
  (3, 't:3', 'Clerk', 'Tea', 'https://t.example/3', 'office', 'remote', 't',
   1785000002, NULL),
  (4, 't:4', 'Gone', 'Tea', 'https://t.example/4', 'food', 'remote', 't',
   1785000003, 1786000000);
INSERT INTO searches (slug, query, heading) VALUES
  ('food-jobs', 'category=food', 'Jobs with food & <drink>');
EOS
system("sqlite3 -bail '$dir/rows.db' < '$dir/sql'") == 0 or die "sqlite3\n";

my $said = join ' ', sync_command(), 'publish', '-o', $db, "$dir/rows.db";
system("$said > '$dir/said' 2>&1") == 0 or die slurp("$dir/said");

my $n = nginx(snapshot => $db, server => <<'EOT');
    location ^~ /jobs { jobs; }
    location ^~ / { jobs; }
    location ^~ /based { jobs; jobs_base_url https://board.example/x; }
    location ^~ /pinned { jobs; jobs_filter remote remote; jobs_args category; }
    location ^~ /off { jobs; jobs_cors off; jobs_max_age 5m; }
    location ^~ /none { jobs; jobs_snapshot /nowhere/jobs.db; }
    location = /alone { jobs oembed; jobs_base_url https://board.example/x; }
EOT
my $host = '127.0.0.1:' . $n->port;
my $board = "http://$host/jobs";


# P/oembed?url=..., with more arguments

sub escaped
{
    my ($text) = @_;

    utf8::encode($text);
    $text =~ s/([^A-Za-z0-9.~_-])/sprintf '%%%02X', ord $1/ge;

    return $text;
}

sub ask
{
    my ($url, $more, $at, @headers) = @_;

    return $n->get(($at // '/jobs') . '/oembed?url=' . escaped($url)
                   . ($more || ''), Host => $host, @headers);
}

sub json { return ask(@_)->json }

sub frame { return json(@_)->{html} =~ /<iframe src="([^"]*)"/ ? $1 : undef }


# a list

my $r = ask("$board?category=food");
my $found = $r->json;

is($r->status, 200, 'an answer');
is($r->header('Content-Type'), 'application/json', 'is JSON');
is($found->{version}, '1.0', 'version');
is($found->{type}, 'rich', 'type');
like($found->{title}, qr/food/i, 'title');
is($found->{provider_name}, $host, 'provider');
is($found->{provider_url}, $board, 'and its address');
is($found->{cache_age}, 60, 'how long it may be kept');
is($found->{width}, 600, 'width');
like($found->{height}, qr/\A\d{3,4}\z/, 'height');
like($r->body, qr/"$_":\d/, "$_ is a number") for qw(width height cache_age);
like($found->{html},
     qr{\A<blockquote[^>]*><a href="\Q$board\E\?category=food">[^<]+</a></blockquote><iframe [^>]*></iframe>\z},
     'a blockquote with a link, then a frame');
is(frame("$board?category=food"), "$board/frame?category=food",
   'of the same list');
like($found->{html}, qr/<iframe [^>]*title="[^"]*food/i, 'with a title');
unlike($found->{html}, qr/<script|\bstyle=|\bon\w+=/, 'and nothing that acts');

cmp_ok(json($board)->{height}, '>', $found->{height}, 'more listings are higher');
cmp_ok(json("$board?limit=1")->{height}, '<', $found->{height}, 'fewer lower');
cmp_ok(json("$board?category=food&show=list")->{height}, '<', $found->{height},
       'without paging as well');
cmp_ok(json("$board?category=none")->{height}, '>', 200, 'none is not nothing');


# what of it WordPress keeps (wp_filter_oembed_result)

my $kept = $found->{html};

$kept =~ s/<blockquote [^>]*>/<blockquote>/;
ok($kept =~ /(<blockquote>.*?<\/blockquote>)?.*(<iframe.*?><\/iframe>)/s && $1,
   'WordPress finds both');
like($2, qr/ src=(["'])\Q$board\E\/frame\?.*?\1/, 'and the address');
is(join(' ', sort $2 =~ / (\w+)=/g), 'frameborder height src title width',
   'all attributes of the frame are such as it keeps');


# sizes

for my $case ([ '&maxwidth=320', 320, undef ], [ '&maxheight=150', 600, 150 ],
              [ '&maxwidth=100&maxheight=77', 100, 77 ],
              [ '&maxwidth=1', 1, undef ], [ '&maxwidth=5000', 600, undef ],
              [ '&maxheight=99999999999999999999', 600, undef ],
              [ '&maxwidth=&maxheight=', 600, undef ])
{
    my ($more, $width, $height) = @$case;
    my $got = json("$board?category=food", $more);

    is($got->{width}, $width, "width, $more");
    is($got->{height}, $height || $found->{height}, "height, $more");
    like($got->{html}, qr/ width="$width" height="$got->{height}"/,
         'the frame has both');
}

for my $more ('&maxwidth=0', '&maxheight=-1', '&maxwidth=x', '&maxheight=1.5') {
    $r = ask($board, $more);
    my ($name) = $more =~ /(\w+)=/;

    is($r->status, 400, "400: $more");
    is($r->json->{errors}[0]{parameter}, $name, 'which names the argument');
}


# formats

$r = ask("$board/food-jobs?remote=remote", '&format=xml&maxwidth=400');
is($r->header('Content-Type'), 'text/xml; charset=utf-8', 'XML');
spew("$dir/o.xml", $r->body);
is(`xmllint --noout --nonet '$dir/o.xml' 2>&1`, '', 'well-formed');

sub value
{
    my ($name) = @_;

    my $value = `xmllint --nonet --xpath 'string(/oembed/$name)' '$dir/o.xml'`;
    chomp $value;

    return $value;
}

my $same = json("$board/food-jobs?remote=remote", '&format=json&maxwidth=400');

is(value($_), $same->{$_}, "the same $_ as in JSON") for sort keys %$same;
is(`xmllint --nonet --xpath 'count(/oembed/*)' '$dir/o.xml'` + 0,
   scalar(keys %$same), 'and no more');
is(ask($board, "&format=$_")->status, 501, "501: format=$_")
    for qw(yaml XML jsonp 1);
is(ask('http://elsewhere.example/', '&format=yaml')->status, 501,
   'whatever the address');


# which addresses: all that show this board's lists, in any spelling

for my $case (
    [ $board, '/jobs/frame' ], [ "$board/", '/jobs/frame' ],
    [ "$board.html?category=food", '/jobs/frame?category=food' ],
    [ "$board/frame?category=food&theme=dark",
      '/jobs/frame?category=food&theme=dark' ],
    [ "$board?industry=Food&utm_source=x", '/jobs/frame?category=food' ],
    [ "$board?page=2&limit=1", '/jobs/frame?limit=1&offset=1' ],
    [ "$board?category=food#list", '/jobs/frame?category=food' ],
    [ "$board#?category=food", '/jobs/frame' ],
    [ "https://$host/jobs", '/jobs/frame' ],
    [ "HTTP://$host/j%6Fbs", '/jobs/frame' ],
    [ "$board/food-jobs", '/jobs/frame/food-jobs' ],
    [ "$board/frame/food-jobs?remote=remote",
      '/jobs/frame/food-jobs?remote=remote' ],
    [ "$board?q=caf\x{e9}", '/jobs/frame?q=caf%C3%A9' ],
    [ "$board?show=list&heading=3&lang=de",
      '/jobs/frame?lang=de&show=list&heading=3' ],
) {
    my ($url, $frame) = @$case;
    my $got = frame($url);

    $got =~ s/&amp;/&/g if defined $got;
    is($got, "http://$host$frame", $url);
}

is(json("$board/food-jobs")->{title}, 'Jobs with food & <drink>',
   'a named search has its heading');
like(json("$board/food-jobs")->{html},
     qr{><a href="\Q$board\E/food-jobs">Jobs with food &amp; &lt;drink&gt;</a>},
     'escaped, with its own address');
is(ask("$board/food-jobs?show=list&lang=de&limit=1")->json->{html}
   =~ /<a href="([^"]*)"/ && $1, "$board/food-jobs?lang=de",
   'the link is that of the whole page');
is(ask($_)->status, 404, "404: $_")
    for 'http://elsewhere.example/jobs', "http://$host.example/jobs",
        "http://user\@$host/jobs", "http://127.0.0.1:1/jobs",
        "http://$host:80/jobs", "http://$host/jobsfoo", "http://$host/other/x",
        "$board.json", "$board.rss", "$board/embed", "$board/oembed",
        "$board/widget.js", "$board/jobs.css", "$board/facets", "$board/t:1/apply",
        "$board/no-such-search", "$board/frame/no-such", "$board/../jobs",
        "$board/sitemap.xml", "$board//";

for my $case ([ '/jobs/oembed', 'url' ], [ '/jobs/oembed?url=', 'url' ],
              [ '/jobs/oembed?url=jobs', 'url' ],
              [ '/jobs/oembed?url=javascript:alert(1)', 'url' ],
              [ '/jobs/oembed?url=http://', 'url' ],
              [ '/jobs/oembed?url=http:///jobs', 'url' ],
              [ '/jobs/oembed?url=%zz', '' ],
              [ '/jobs/oembed?url=' . escaped("$board?limit=x"), 'limit' ],
              [ '/jobs/oembed?url=' . escaped("$board?q=%ff"), '' ],
              [ '/jobs/oembed?url=' . escaped("$board?show=x"), 'show' ])
{
    my ($uri, $parameter) = @$case;
    my $r = $n->get($uri, Host => $host);

    is($r->status, 400, "400: $uri");
    is($r->header('Content-Type'), 'application/problem+json', 'a problem');
    is($r->json->{errors}[0]{parameter} || '', $parameter, 'that names it');
}

# as long as arguments may be, and of what escapes make longest

for my $sign ('"', '&', "'", '"&') {
    my $long = $sign x (1850 / length $sign);
    my $code = ask("$board?tag=" . ($sign =~ /&/ ? escaped(substr $long, 0, 600)
                                                 : $long), '&format=json');

    is($code->status, 200, "a long address of $sign");
    is(ref eval { $code->json }, 'HASH', 'has an answer');
}

for my $page ($board, "$board/food-jobs") {
    my $uri = "$page?tag=" . escaped('"&' x 990);

    $uri =~ s/\Ahttp:..\Q$host\E//;
    $r = $n->get($uri, Host => $host);
    is($r->status, 200, 'a page with a long address');
    like($r->body, qr{<link [^>]*json\+oembed[^>]*href="http://[^"]*&amp;format=json"},
         'tells its oEmbed');
}

$r = ask("$board/t:4");
is($r->status, 410, 'a listing that is gone');
is_deeply([ sort map { $_->{id} } @{ (eval { $r->json } || {})->{similar} } ],
          [ 't:1', 't:2' ], 'is a problem in JSON, with others');

is(ask("http://$host/none", '', '/none')->status, 503, 'no snapshot');


# other boards of the same server: each knows its own

is(ask("http://$host/pinned", '', '/jobs')->status, 404, "another board's");
is(frame("http://$host/", '', ''), "http://$host/frame", 'a board under /');
is(frame("http://$host", '', ''), "http://$host/frame", 'without its slash');
is(frame("http://$host/index.html?category=food", '', ''),
   "http://$host/frame?category=food", 'its fragment');
is(frame("http://$host/pinned?category=food&remote=onsite", '', '/pinned'),
   "http://$host/pinned/frame?category=food",
   'what is not honoured there is no filter here');

$found = json('https://board.example/x?category=food', '', '/based');
is($found->{provider_url}, 'https://board.example/x', 'jobs_base_url');
like($found->{html}, qr{src="https://board\.example/x/frame\?category=food"},
     'and its frame');
is(frame('https://board.example:443/x/food-jobs', '', '/based'),
   'https://board.example/x/frame/food-jobs', "with the scheme's own port");
is(frame("http://$host/based?category=food", '', '/based'),
   'https://board.example/x/frame?category=food',
   'found by the address of the request as well');
is(ask('https://board.example/', '', '/based')->status, 404,
   'but not beside it');
is($n->get('/alone?url=' . escaped('https://board.example/x?category=food'))
     ->json->{html} =~ /src="([^"]*)"/ && $1,
   'https://board.example/x/frame?category=food', 'a location of its own');

for my $view (qw(oembed embed)) {
    my ($code, $output) = nginx_t(snapshot => $db,
        server => "location = /x { jobs $view; }");

    isnt($code, 0, "jobs $view alone");
    like($output, qr/"jobs $view" needs a "jobs_base_url" directive/,
         'needs to know the board');
}


# a listing: its link

$found = json("$board/t:1");
is($found->{type}, 'link', 'a listing is a link');
is($found->{title}, 'Cook & <Baker>', 'with its title');
is($found->{author_name}, 'Tea "Room"', 'and company');
is($found->{provider_url}, $board, 'of this board');
is($found->{html}, undef, 'without a frame');
is_deeply(json("$board/t:1.html?theme=dark"), $found, 'in any form');
spew("$dir/o.xml", ask("$board/t:1", '&format=xml')->body);
is(`xmllint --noout --nonet '$dir/o.xml' 2>&1`, '', 'also as XML');
is(value('title'), 'Cook & <Baker>', 'escaped');
is(ask("$board/none:1")->status, 404, 'an unknown one');
is(ask("$board/t:4")->status, 410, 'an expired one');
is(ask("http://$host/pinned/t:2", '', '/pinned')->status, 404,
   'one that is pinned out');


# headers

$r = ask($board);
my $etag = $r->header('ETag');

is(ask($board, '', undef, 'If-None-Match' => $etag)->status, 304, 'ETag');
isnt(ask($board, $_)->header('ETag'), $etag, "another tag: $_")
    for '&format=xml', '&maxwidth=10', '&maxheight=10';
is(ask($board, '&format=json&utm=1')->header('ETag'), $etag,
   'the same for the same');
isnt(ask("$board?category=food")->header('ETag'), $etag, 'another list');
isnt(ask("$board/food-jobs")->header('ETag'),
     ask("$board?category=food")->header('ETag'), 'a named search');
like($r->header('Cache-Control'), qr/\Apublic, max-age=60,/, 'Cache-Control');
is($r->header('Access-Control-Allow-Origin'), '*', 'any page may read it');
is($r->header('Link'), undef, 'there is nothing beside it');
is(ask($board, '', undef, 'Accept-Language' => 'de')->header('ETag'), $etag,
   'it is not in the language of who asks');
is($n->request('HEAD', '/jobs/oembed?url=' . escaped($board),
               Host => $host)->body, '', 'HEAD');
is($n->request('POST', '/jobs/oembed')->status, 405, 'no POST');
is(ask("http://$host/off", '', '/off')->header('Access-Control-Allow-Origin'),
   undef, 'jobs_cors');
is(json("http://$host/off", '', '/off')->{cache_age}, 300, 'jobs_max_age');


# discovery: in the page and in its headers

sub links
{
    my ($uri) = @_;

    my $r = $n->get($uri, Host => $host);
    my %found;

    for my $link ($r->text =~ /<link rel="alternate"([^>]*)>/g) {
        my ($type) = $link =~ /type="([^"]*)"/;
        my ($href) = $link =~ /href="([^"]*)"/;

        $href =~ s/&amp;/&/g;
        $found{$type} = $href if $type =~ /oembed/;
    }

    my %header = reverse(($r->header('Link') || '')
                 =~ /<([^>]*)>; rel="alternate"; type="([^"]*oembed)"/g);

    return (\%found, \%header);
}

for my $uri ('/jobs', '/jobs?category=food&limit=1', '/jobs/food-jobs',
             '/jobs?page=2&limit=2', '/', '/pinned?category=food')
{
    my ($page, $header) = links($uri);

    is(join(' ', sort keys %$page),
       'application/json+oembed text/xml+oembed', "discovery: $uri");
    is_deeply($header, $page, 'the headers say the same');

    for my $type (sort keys %$page) {
        like($page->{$type}, qr{\Ahttp://\Q$host\E/}, "absolute: $type");

        my ($path) = $page->{$type} =~ m{\Ahttp://[^/]+(/.*)\z};
        my $r = $n->get($path, Host => $host);

        is($r->status, 200, 'leads to an answer');
        (my $expected = $type) =~ s/\+oembed//;
        like($r->header('Content-Type'), qr/\A\Q$expected\E/, 'of that type');
    }
}

like((links('/based'))[0]{'text/xml+oembed'},
     qr{\Ahttps://board\.example/x/oembed\?url=https:%2F%2Fboard\.example%2Fx&format=xml\z},
     'jobs_base_url');
is(scalar(keys %{ (links($_))[0] }), 0, "not of $_")
    for '/jobs/t:1', '/jobs.html', '/jobs/frame', '/jobs?limit=x';
cmp_ok(length($n->get('/jobs?department=' . 'x%20' x 400)->header('Link')),
       '<=', 2048, 'headers stay within 2 KB');


# an editor: takes the page, finds the link, asks, and shows what it gets

my $missing = Jobs::Test::Browser::missing();

if (defined $missing) {
    note($missing);
    done_testing();
    exit;
}

my $pages = nginx(server => "location /page/ { }\n");
my $browser = Jobs::Test::Browser->new;
my $editor = 'http://localhost:' . $pages->port;

mkdir $pages->prefix . '/html/page';

for my $uri ('/jobs?category=food', '/jobs/food-jobs') {
    my ($path) = (links($uri))[0]{'application/json+oembed'}
                 =~ m{\Ahttp://[^/]+(/.*)\z};
    my $html = $n->get("$path&maxwidth=500", Host => $host)->json->{html};
    my ($name) = $uri =~ /(\w+)\z/;

    utf8::encode($html);
    spew($pages->prefix . "/html/page/$name.html",
         qq(<!DOCTYPE html><html lang="en"><meta charset="utf-8">)
         . "<title>Editor</title><p>$html</p></html>");
    $browser->visit("$editor/page/$name.html");

    ok(wait_until(sub { return $browser->run(
        'return document.querySelector("blockquote a").textContent') }, 10)
       =~ /food/, "the editor shows the link: $uri");
    $browser->command('POST', "$browser->{session}/frame", { id => 0 });
    ok(wait_until(sub { $browser->run('return document.querySelectorAll('
        . '".jobs-item").length') == 2 }, 10), 'and the list in a frame');
    cmp_ok($browser->run('return document.documentElement.scrollHeight'
           . ' - document.documentElement.clientHeight'), '<=', 0,
           'which is high enough');
    cmp_ok($browser->run('return document.querySelector(".jobs-frame")'
           . '.getBoundingClientRect().height / innerHeight'), '>', .6,
           'and not much too high');
    $browser->command('POST', "$browser->{session}/frame", { id => undef });
    is($browser->run('return document.querySelector("iframe").width'), 500,
       'as wide as it asked for');
}

$browser->stop;
done_testing();
