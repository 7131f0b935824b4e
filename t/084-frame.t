# The frame: what it is made of, whose pages may hold it, and how it tells its
# height to a page of another origin in Chromium.

use strict;
use warnings;

use Test::More;
use Jobs::Test;
use Jobs::Test::Browser;

my @jobs = map { row(
    id => "acme:$_", title => "Engineer number $_ of the platform team",
    company => 'Acme', location => 'Berlin', countries => ['DE'],
    remote => 'remote', category => 'backend', seniority => 'senior',
    tags => [ 'C++', 'PostgreSQL', 'Kubernetes', 'Observability' ],
    url => "https://acme.example/$_",
    posted_at => sprintf('2026-08-%02dT10:00:00Z', $_),
) } 1 .. 8;

my $pages = nginx(server => <<'EOT');
    location /page/ { }
EOT
my $html = $pages->prefix . '/html/page';
my $named = 'http://127.0.0.1:' . $pages->port;
my $other = 'http://localhost:' . $pages->port;

mkdir $html;

my $n = nginx(snapshot => snapshot(rows => \@jobs), server => <<"EOT");
    location ^~ /jobs { jobs; jobs_limit 5; error_page 400 404 503 /own; }
    location ^~ /off { jobs; jobs_cors off; }
    location ^~ /some { jobs; jobs_cors https://partner.example $named; }
    location ^~ /none { jobs; jobs_snapshot /nowhere/jobs.db; }
    location ^~ /based { jobs; jobs_base_url https://board.example/x; }
    location ^~ /pinned { jobs; jobs_filter level junior; }
    location = /single { jobs frame; jobs_limit 2; }
    location = /single-based { jobs frame; jobs_limit 2;
        jobs_base_url https://board.example/x; }
    location = /own { return 200 "my own error page"; }
EOT
my $board = 'http://127.0.0.1:' . $n->port;


# the document

my $r = $n->get('/jobs/frame');
my $body = $r->body;

is($r->status, 200, 'a frame');
is($r->header('Content-Type'), 'text/html; charset=utf-8', 'is HTML');
like($body, qr/\A<!doctype html>/i, 'a complete document');
like($body, qr/<meta name="robots" content="noindex">/, 'not to be indexed');
unlike($body, qr/jobs-crumbs|ld\+json|rel="canonical"|oembed/,
       'without what belongs to a page of its own');
unlike($body, qr/<script\b(?![^>]* src=)|\bstyle="|\bon\w+="/,
       'nothing inline');
is($r->header('Link'), undef, 'and no neighbours');
is(scalar(() = $body =~ /<li class="jobs-item"/g), 5, 'it has the list');
like($body, qr/<base target="_blank">/, 'its links open a page of their own');
like($body, qr{<a class="jobs-button jobs-next"[^>]* target="_self" href="/jobs/frame\?offset=5"},
     'but for the next page of the list');
like($body, qr{href="/jobs" rel="noopener">Show all jobs</a>},
     'it leads to the whole list');
unlike($n->get('/jobs/frame?limit=20')->body, qr/Show all jobs/,
       'unless that is there');

my $filtered = $n->get('/jobs/frame?category=backend&limit=2&theme=dark'
                       . '&show=list,paging&lang=de')->body;

like($filtered, qr/<html lang="de"/, 'lang is understood');
like($filtered, qr{href="/jobs\?category=backend&amp;lang=de" rel="noopener">Alle Jobs anzeigen<},
     'the whole list has its filters and language, not the looks of a frame');

for my $address ($filtered =~ /<a\b([^>]* href="\/jobs\/frame[^>]*)>/g) {
    like($address, qr/ target="_self"/, "stays: $address");
}

unlike($filtered, qr{ target="_self" (?:href|action)="(?!/jobs/frame[?"])},
       'nothing else stays');


unlike($n->get('/jobs/frame?theme=email')->body, qr/ style="/,
       'what is for mail is not for frames');


# the operator's own template need not know that it is framed

my $own = tempdir();

spew("$own/list.html", '<div><a href="{{next}}">more</a> '
     . '<a href="{{board_url}}">board</a>{{{rows}}}</div>');

my $templates = nginx(snapshot => snapshot(rows => \@jobs), server =>
    "location ^~ /jobs { jobs; jobs_template list $own/list.html; }");

like($templates->get('/jobs/frame?limit=2')->body,
     qr{<a target="_self" href="/jobs/frame\?limit=2&amp;offset=2">more</a> <a href="/jobs">board</a>},
     'a template of the operator');


# whose pages may hold it

sub policy { return $n->get($_[0])->header('Content-Security-Policy') }

is(policy('/jobs/frame'), "default-src 'none'; style-src 'self'; "
   . "script-src 'self'; form-action 'self'; base-uri 'none'; "
   . 'frame-ancestors *', 'any page, unless somebody says otherwise');
like(policy('/off/frame'), qr/; frame-ancestors 'self'\z/, 'jobs_cors off');
like(policy('/some/frame'),
     qr{; frame-ancestors 'self' https://partner\.example \Q$named\E\z},
     'jobs_cors with origins');
like(policy('/some/frame?limit=x'), qr/; frame-ancestors 'self' https/,
     'errors too');
like(policy('/based/frame'), qr{; script-src https://board\.example; },
     'with jobs_base_url its script is there');
unlike(policy($_), qr/frame-ancestors|script-src/, "not a frame: $_")
    for '/jobs', '/off', '/jobs/acme:1';


# a partner's: as far as jobs_cors lets him

my $dir = tempdir();

spew("$dir/sql", slurp('conf/schema.sql') . <<"EOS");
INSERT INTO listings (number, id, title, company, url, category, source,
    posted_at) VALUES
  (1, 't:1', 'Cook', 'Tea', 'https://t.example/1', 'food', 't', 1785000000),
  (2, 't:2', 'Clerk', 'Tea', 'https://t.example/2', 'office', 't', 1785000001);
INSERT INTO partners (id, name, origins, query, theme) VALUES
  ('tea', 'Tea', '$named https://tea.example', 'category=food', 'dark'),
  ('any', 'Any', NULL, NULL, NULL);
EOS
system("sqlite3 -bail '$dir/rows.db' < '$dir/sql'") == 0 or die "sqlite3\n";
system(join(' ', sync_command(), 'publish', '-o', "$dir/jobs.db",
            "$dir/rows.db") . " > '$dir/said' 2>&1") == 0
    or die slurp("$dir/said");

my $partners = nginx(snapshot => "$dir/jobs.db", server => <<"EOT");
    location ^~ /jobs { jobs; }
    location ^~ /some { jobs; jobs_cors https://tea.example https://x.example; }
    location ^~ /off { jobs; jobs_cors off; }
EOT

sub ancestors
{
    my ($uri) = @_;

    return $partners->get($uri)->header('Content-Security-Policy')
           =~ /; frame-ancestors (.*)\z/ && $1;
}

is(ancestors('/jobs/frame?partner=tea'), "'self' $named https://tea.example",
   'a partner says whose pages they are');
is(ancestors('/jobs/frame?partner=any'), '*', 'or does not');
is(ancestors('/some/frame?partner=tea'), "'self' https://tea.example",
   'and none that jobs_cors does not');
is(ancestors('/off/frame?partner=tea'), "'self'", 'nor where that is off');
is($partners->get('/jobs/frame?partner=none')->status, 404,
   'an unknown one is 404');

$body = $partners->get('/jobs/frame?partner=tea')->body;
like($body, qr/<body class="jobs-page" data-theme="dark">/, 'his theme');
is(scalar(() = $body =~ /<li class="jobs-item"/g), 1, 'and his listings');
like($partners->get('/jobs/frame?partner=tea&theme=light')->body,
     qr/color-scheme" content="light">.*<body class="jobs-page" data-theme="light">/s,
     'unless the address has another theme');

my $host = '127.0.0.1:' . $partners->port;
my $oembed = $partners->get("/jobs/oembed?url=http://$host/jobs?partner=tea",
                            Host => $host);

like($oembed->json->{html}, qr{src="http://\Q$host\E/jobs/frame\?partner=tea"},
     'oEmbed keeps him');
like($oembed->json->{title}, qr/food/i, 'and knows his listings');
is($partners->get("/jobs/oembed?url=http://$host/jobs?partner=none",
                  Host => $host)->status, 404, 'an unknown one is 404 there');
like($partners->get('/jobs/embed?partner=tea')->body,
     qr/name="partner" value="tea".*frame\?partner=tea.* partner=&quot;tea&quot;/s,
     'the code has him too');


# as every view

my $etag = $r->header('ETag');

is($n->get('/jobs/frame', 'If-None-Match' => $etag)->status, 304,
   'If-None-Match');
isnt($n->get('/jobs/frame?theme=dark')->header('ETag'), $etag,
     'other looks have another tag');
isnt($n->get('/jobs')->header('ETag'), $etag, 'so has the page');
is($n->request('HEAD', '/jobs/frame')->body, '', 'HEAD');
is($n->request('POST', '/jobs/frame')->status, 405, 'no other method');
like($r->header('Vary'), qr/Accept-Language/, 'it varies with the language');
like($n->get('/pinned/frame?level=senior')->body, qr/No jobs match/,
     'what the operator pinned cannot be widened');


# errors: a page of the frame's own, with the status

for my $case ([ '/jobs/frame?limit=x', 400, qr/<code>limit<\/code>/ ],
              [ '/jobs/frame/no-such', 404, qr/Page not found/ ],
              [ '/none/frame', 503, qr/unavailable at the moment/ ])
{
    my ($uri, $status, $text) = @$case;
    my $r = $n->get($uri);

    is($r->status, $status, "$status: $uri");
    like($r->body, $text, 'says why');
    like($r->body, qr/<base target="_blank">.*<main class="jobs-frame">/s,
         'in a frame, whatever error_page says');
}


# a view of its own

$body = $n->get('/single')->body;
like($body, qr{ target="_self" href="/single\?offset=2"},
     'a single view pages in itself');
unlike($body, qr/<script|Show all jobs|<link rel="stylesheet"/,
       'and without a board has neither script nor more to show');
like(policy('/single'), qr/style-src 'unsafe-inline'; form-action/,
     'but the stylesheet inside');

$body = $n->get('/single-based')->body;
like($body, qr{<script src="https://board\.example/x/frame\.js" defer>},
     'with a board it has the script');
like($body, qr{href="https://board\.example/x" rel="noopener">Show all jobs},
     'and the way there');
like($body, qr{ target="_self" href="/single-based\?offset=2"},
     'and still pages in itself');


# files

for my $file (qw(frame.js embed.js)) {
    $r = $n->get("/off/$file", Origin => 'https://any.example');
    is($r->header('Content-Type'), 'text/javascript; charset=utf-8', $file);
    is($r->header('Access-Control-Allow-Origin'), '*', 'is for all');
    like($r->header('Cache-Control'), qr/max-age=3600/, 'for an hour');
    unlike($r->body, qr/\beval\b|new Function|localStorage|cookie/,
           'and harmless');
}


# a page of another origin, in Chromium

my $missing = Jobs::Test::Browser::missing();

if (defined $missing) {
    note($missing);
    done_testing();
    exit;
}

my $browser = Jobs::Test::Browser->new;
my $listen = <<'EOS';
<script>
window.seen = [];
addEventListener('message', (e) => {
    const frame = [...document.querySelectorAll('iframe')]
                  .find((f) => f.contentWindow === e.source);
    window.seen.push({ data: e.data, mine: !!frame, origin: e.origin });
});
</script>
EOS


# writes a page around that and opens it; no page has the address of another
# one, whose tag nginx would make the same within a second

my $hosts = 0;

sub visit
{
    my ($embedded, $from) = @_;

    spew("$html/host-" . ++$hosts . '.html', <<"EOT");
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Host</title>
<link rel="icon" href="data:,"></head><body>
$embedded
<p id="below">Below</p></body></html>
EOT

    return $browser->visit(($from || $other) . "/page/host-$hosts.html");
}


# what a script returns inside the frame

sub inside
{
    my ($script) = @_;

    $browser->command('POST', "$browser->{session}/frame", { id => 0 });

    my $value = eval { $browser->run($script) };
    my $fault = $@;

    $browser->command('POST', "$browser->{session}/frame", { id => undef });
    die $fault if $fault;

    return $value;
}

sub height
{
    return $browser->run(
        'return document.querySelector("iframe").clientHeight');
}

sub needed
{
    return inside('return Math.ceil(document.querySelector(".jobs-frame")'
                  . '.getBoundingClientRect().height)');
}

sub fits
{
    my ($name) = @_;

    ok(wait_until(sub { height() == needed() && needed() > 100 }, 10), $name)
        or diag(height() . ' instead of ' . needed());

    return;
}

sub windows
{
    return @{ $browser->command('GET', "$browser->{session}/window/handles") };
}

sub close_others
{
    my ($first) = @_;

    for my $window (grep { $_ ne $first } windows()) {
        $browser->command('POST', "$browser->{session}/window",
                          { handle => $window });
        $browser->command('DELETE', "$browser->{session}/window");
    }

    $browser->command('POST', "$browser->{session}/window",
                      { handle => $first });

    return;
}

sub click
{
    my ($selector) = @_;

    $browser->command('POST', "$browser->{session}/frame", { id => 0 });

    my $element = $browser->command('POST', "$browser->{session}/element",
        { using => 'css selector', value => $selector });
    my ($id) = values %$element;

    $browser->command('POST', "$browser->{session}/element/$id/click", {});
    $browser->command('POST', "$browser->{session}/frame", { id => undef });

    return;
}

my ($window) = windows();
my $sandbox = 'sandbox="allow-scripts allow-forms allow-popups '
              . 'allow-popups-to-escape-sandbox"';

$browser->viewport(1000, 900);

for my $case ([ 'a frame', '' ], [ 'a sandboxed frame', $sandbox ]) {
    my ($name, $more) = @$case;

    visit(qq($listen<iframe src="$board/jobs/frame" title="Jobs" width="700" )
          . qq($more></iframe><script src="$board/jobs/embed.js"></script>));
    fits("$name gets the height that it needs");
    is($browser->run('return seen.every((m) => m.mine)'), 1,
       'it alone has spoken');
    is_deeply($browser->run('return Object.keys(seen[0].data).sort()'),
              [ 'height', 'type' ], 'and said nothing else');
    is(inside('return getComputedStyle(document.querySelector('
              . '".jobs-item article")).display'), 'grid', 'it has its looks');

    my $wide = height();

    $browser->run('document.querySelector("iframe").width = 220');
    ok(wait_until(sub { height() > $wide }, 10), "$name grows");
    fits('to what it needs');
    $browser->run('document.querySelector("iframe").width = 700');
    ok(wait_until(sub { height() == $wide }, 10), "$name shrinks");

    click('.jobs-next');
    ok(wait_until(sub { inside('return document.querySelectorAll('
                               . '".jobs-item").length') == 3 }, 10),
       'the next page is shown in the frame');
    ok(wait_until(sub { height() < $wide }, 10), 'which is lower then');
    fits('and fits');
    is(scalar(windows()), 1, 'no window was opened');

    click('.jobs-item a');
    ok(wait_until(sub { windows() == 2 }, 10),
       'a listing opens a window of its own');
    is(inside('return location.pathname'), '/jobs/frame',
       'and leaves the frame alone');

    my ($new) = grep { $_ ne $window } windows();

    $browser->command('POST', "$browser->{session}/window",
                      { handle => $new });
    ok(wait_until(sub {
        $browser->run('return document.querySelector("h1")?.textContent') }, 10)
        =~ /Engineer number/, 'the listing is there');
    is($browser->run('return window.opener'), undef,
       'and knows nothing of the page');
    close_others($window);
}

visit(qq(<script src="$board/jobs/embed.js"></script>)
      . qq(<iframe src="$board/jobs/frame" title="Jobs"></iframe>)
      . qq(<iframe src="$board/jobs/frame?limit=2" title="Jobs"></iframe>));
ok(wait_until(sub { $browser->run(<<'EOS') }, 10), 'each its own height');
const [a, b] = [...document.querySelectorAll('iframe')].map((f) => f.clientHeight);
return a > b + 100 && b > 200;
EOS

visit(qq(<iframe src="$board/jobs/frame" title="Jobs"></iframe>));
$browser->run(<<"EOS");
return new Promise((done) => {
    const script = document.createElement('script');
    script.src = '$board/jobs/embed.js';
    script.onload = done;
    document.body.append(script);
});
EOS
fits('a script that comes late asks for it');

spew("$html/liar.html", '<script>addEventListener("click", () => {});'
     . 'parent.postMessage({ type: "jobs:height", height: "x" }, "*");'
     . 'parent.postMessage({ type: "other", height: 500 }, "*");'
     . 'parent.postMessage(null, "*"); window.done = 1</script>');
visit(qq(<script src="$board/jobs/embed.js"></script><iframe )
      . qq(src="$other/page/liar.html" title="x" height="77"></iframe>));
ok(wait_until(sub { inside('return window.done') }, 10), 'a frame that lies');
is(height(), 77, 'changes nothing by what is no height');


# WordPress: its secret, its sandbox, its clamps

my $wordpress = <<'EOS';
<script>
window.seen = [];
addEventListener('message', (e) => {
    const data = e.data;
    if (!data || !data.secret || /[^a-zA-Z0-9]/.test(data.secret)) return;
    window.seen.push(data);
    for (const frame of document.querySelectorAll(
             `iframe[data-secret="${data.secret}"]`)) {
        if (e.source !== frame.contentWindow) continue;
        if (data.message === 'height') {
            frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
        }
    }
});
</script>
EOS

visit(qq($wordpress<iframe sandbox="allow-scripts" security="restricted" )
      . qq(src="$board/jobs/frame?limit=3#?secret=AbC123dEf4" )
      . qq(data-secret="AbC123dEf4" title="Jobs" width="600" frameborder="0">)
      . '</iframe>');
fits('the height in the form of WordPress');
is_deeply($browser->run('return Object.keys(seen[0]).sort()'),
          [ 'message', 'secret', 'value' ], 'as it wants it');
$browser->run('window.seen = []; document.querySelector("iframe")'
    . '.contentWindow.postMessage({ message: "ready", secret: "AbC123dEf4" }, "*")');
ok(wait_until(sub { $browser->run('return seen.length') }, 10),
   'it is told again when WordPress is ready');
$browser->run('window.seen = []; document.querySelector("iframe")'
    . '.contentWindow.postMessage({ message: "ready", secret: "other" }, "*")');
click('.jobs-item a');
ok(wait_until(sub { $browser->run('return seen.length') }, 10),
   'a link is told, where a frame may not open windows');
is_deeply($browser->run('return seen'), [ { message => 'link',
    secret => 'AbC123dEf4', value => "$board/jobs/acme:8" } ],
    'with its address; who has not the secret is told nothing');
is(scalar(windows()), 1, 'and left to WordPress');
click('.jobs-next');
ok(wait_until(sub { inside('return location.search') =~ /offset=3/ }, 10),
   'paging stays in the frame');
is(inside('return location.hash'), '#?secret=AbC123dEf4',
   'and keeps the secret');
fits('and the height');

visit(qq($wordpress<iframe sandbox="allow-scripts" title="Jobs" )
      . qq(src="$board/jobs/frame" data-secret="later" width="600" )
      . 'frameborder="0"></iframe>');
inside('return 1');
$browser->run('document.querySelector("iframe").src += "#?secret=later"');
ok(wait_until(sub { $browser->run('return seen.length') }, 10),
   'a secret that comes later');


# who may hold it is really enforced

sub shown
{
    my ($from, $uri) = @_;

    visit(qq(<iframe src="$board$uri" title="Jobs"></iframe>), $from);

    return wait_until(sub {
        my $what = eval { inside('return document.readyState === "complete" && '
            . '[location.protocol, document.querySelectorAll(".jobs-item").length]') };
        return $what && ($what->[1] > 0 ? 'list'
                         : $what->[0] eq 'chrome-error:' ? 'refused' : 0);
    }, 10);
}

is(shown($other, '/jobs/frame'), 'list', 'any page may hold a frame');
is(shown($other, '/off/frame'), 'refused', 'jobs_cors off: none of others');
is(shown($named, '/some/frame'), 'list', 'a page of an origin that is named');
is(shown($other, '/some/frame'), 'refused', 'not of another one');
is(shown($other, '/some/frame?limit=x'), 'refused', 'nor an error');


# without scripts: all of it is there, and can be scrolled

$browser->scripts(0);
visit(qq(<iframe src="$board/jobs/frame" title="Jobs" height="300" )
      . 'width="600"></iframe>');
ok(wait_until(sub { inside('return document.querySelectorAll(".jobs-item")'
                           . '.length') == 5 }, 10), 'without scripts');
is(inside('window.scrollTo(0, 200); return window.scrollY'), 200,
   'what does not fit is scrolled');
$browser->scripts(1);


# errors in it

for my $case ([ '/jobs/frame?limit=x', qr/This search does not work/ ],
              [ '/jobs/frame/no-such', qr/Page not found/ ],
              [ '/none/frame', qr/unavailable at the moment/ ])
{
    my ($uri, $text) = @$case;

    visit(qq(<iframe src="$board$uri" title="Jobs"></iframe>)
          . qq(<script src="$board/jobs/embed.js"></script>));
    ok(wait_until(sub { inside('return document.body.innerText') =~ $text }, 10),
       "an error can be read: $uri");
    fits('and fits') if $uri !~ /none/;
}


# nothing hinders anybody

for my $scheme (qw(light dark)) {
    $browser->media('prefers-color-scheme' => $scheme);
    $browser->visit("$board/jobs/frame?limit=3");

    my $hindered = $browser->axe;

    if (defined $hindered) {
        is(join("\n", @$hindered), '', "axe-core: $scheme");

    } else {
        note('axe-core cannot be had here');
    }
}

$browser->stop;
done_testing();
