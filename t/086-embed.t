# The page that makes code: its form, and every piece of its code in a page of
# another origin.

use strict;
use warnings;
use utf8;

use Test::More;
use Jobs::Test;
use Jobs::Test::Browser;

my @jobs = map { row(
    id => "acme:$_", title => "Engineer $_", company => 'Acme & "Sons"',
    location => 'Berlin', countries => ['DE'], category => 'backend',
    remote => $_ % 2 ? 'remote' : 'onsite', seniority => 'senior',
    tags => [ 'C++' ], url => "https://acme.example/$_",
    posted_at => sprintf('2026-08-%02dT10:00:00Z', $_),
) } 1 .. 9;

my $n = nginx(snapshot => snapshot(rows => \@jobs), server => <<'EOT');
    location ^~ /jobs { jobs; }
    location ^~ / { jobs; }
    location ^~ /based { jobs; jobs_base_url https://board.example/x; }
    location ^~ /pinned { jobs; jobs_filter remote remote; jobs_args q remote; }
    location ^~ /none { jobs; jobs_snapshot /nowhere/jobs.db;
        error_page 503 /own; }
    location = /own { return 200 mine; }
EOT
my $host = '127.0.0.1:' . $n->port;
my $origin = "http://$host";

sub page { return $n->get($_[0], Host => $host)->text }

sub plain
{
    my ($html) = @_;
    my %char = (amp => '&', lt => '<', gt => '>', quot => '"', '#39' => "'");

    $html =~ s/&(amp|lt|gt|quot|#39);/$char{$1}/g;

    return $html;
}

# the code of each way, as it would be copied

sub codes
{
    my %code = page($_[0])
        =~ m{<textarea id="code-(\w+)"[^>]*>(.*?)</textarea>}sg;

    return { map { $_ => plain($code{$_}) } keys %code };
}


# the page

my $r = $n->get('/jobs/embed?category=backend&limit=3', Host => $host);
my $body = $r->text;

is($r->status, 200, 'the page');
is($r->type, 'text/html', 'is HTML');
like($body, qr/<meta name="robots" content="noindex">/, 'not to be indexed');
unlike($body, qr/<script\b(?![^>]* src=)|\bstyle="|\bon\w+=/, 'nothing inline');
is($r->header('Content-Security-Policy'), "default-src 'none'; style-src "
   . "$origin; script-src $origin; connect-src $origin; frame-src $origin; "
   . "form-action $origin; base-uri 'none'", 'its policy');
like($body, qr{<form [^>]*method="get" action="\Q$origin\E/jobs/embed"},
     'a plain form');
like($body, qr{<iframe class="jobs-preview" src="\Q$origin\E/jobs/frame\?category=backend&amp;limit=3" title="[^"]*backend[^"]*" height="\d+">}i,
     'a preview');
is($n->get('/jobs/embed', 'If-None-Match' =>
           $n->get('/jobs/embed')->header('ETag'))->status, 304, 'ETag');
like($n->get('/jobs/embed', 'Accept-Language' => 'fr')->text,
     qr/<html lang="fr">.*Code à copier/s, 'in the language of the reader');

for my $name ($body =~ /<(?:input|select)\b[^>]*\bname="(\w+)"/g) {
    is($n->get("/jobs/embed?strict=1&$name=")->status, 200,
       "a field is an argument: $name");
}

my @labelled = $body =~ /<label for="(code-\w+)">/g;

is_deeply([ $body =~ /<textarea id="(code-\w+)"/g ], \@labelled,
          'every code has a label');
like($body, qr/<textarea [^>]* readonly/, 'and is there to be read');
is(() = $body =~ /<button[^>]* hidden>/g, scalar @labelled,
   'without a script no button pretends to copy');


# what was chosen stays chosen

$body = page('/jobs/embed?q=%22a+b%22&category=backend,-x&level=senior'
             . '&remote=remote,hybrid&theme=dark&lang=de&show=list&heading=3'
             . '&has_salary=1&region=europe&tag=C%2B%2B&sort=salary'
             . '&limit=7&salary_min=50000&page=2');

for my $line ('name="q" value="&quot;a b&quot;"',
              'name="category" value="backend,-x"',
              'name="tag" value="c++"', 'name="limit" value="7"',
              'name="salary_min" value="50000"', 'name="partner" value=""',
              'type="hidden" name="region" value="europe"',
              '<option value="senior" selected>',
              '<option value="dark" selected>', '<option value="de" selected>',
              '<option value="3" selected>', '<option value="salary" selected>',
              '<option value="1" selected>',
              'name="show" value="list" checked>')
{
    like($body, qr/\Q$line\E/i, $line);
}

like($body, qr/<option value="(?:remote,hybrid|hybrid,remote)" selected>/,
     'several values too');
unlike($body, qr/name="show" value="paging" checked/, 'and what was not is not');
unlike($body, qr/name="(?:page|offset)"/, 'a page of the list is no choice');
unlike(page('/pinned/embed'), qr/<(?:input|select)[^>]* name="(?:remote|level)"/,
       'what is pinned, or not honoured, has no control');


# the code

my $code = codes('/jobs/embed?category=backend&remote=remote&limit=3'
                 . '&theme=dark&show=list,paging');
my $query = 'category=backend&remote=remote&limit=3';
my $look = '&theme=dark&show=list,paging';

is(join(' ', sort keys %$code), 'element file fit frame include json oembed rss',
   'each way has its code');
like($code->{include},
     qr{<!--# include virtual="/jobs\.html\?\Q$query$look\E" -->\z},
     'an include asks for a path');
like($code->{element}, qr{<jobs-board src="\Q$origin\E/jobs" category="backend" remote="remote" limit="3" theme="dark" show="list,paging" height="\d+">},
     'the element has attributes');
is($code->{oembed}, "$origin/jobs?$query$look", 'the address to paste');
is($code->{json}, "$origin/jobs.json?$query", 'JSON has no looks');
is($code->{rss}, "$origin/jobs.rss?$query", 'nor has RSS');
like(codes('/jobs/embed?title=cook')->{element}, qr/ filter-title="cook"/,
     '"title" has another name there');
like($code->{$_}, qr{<iframe src="\Q$origin\E/jobs/frame\?category=backend&amp;},
     "$_: escaped as HTML is") for qw(frame fit file);

my $nasty = codes('/jobs/embed?q=%22%3E%3Cscript%3E--%3E%27%24x&company=%3C%22');

for my $way (sort keys %$nasty) {
    unlike($nasty->{$way}, qr/<script>-|"><script>/, "hostile words: $way");
}

unlike($nasty->{include}, qr/-->./s, 'an include ends where it should');
unlike($nasty->{include}, qr/\$x/, 'and holds no variable');
like(codes('/embed?category=backend')->{include},
     qr{virtual="/index\.html\?category=backend"}, 'a board under /');
like(codes('/based/embed')->{element},
     qr{src="https://board\.example/x/widget\.js".*src="https://board\.example/x"}s,
     'jobs_base_url');
like(codes('/based/embed')->{include}, qr{virtual="/x\.html"},
     'and its path alone');

my ($documented) = slurp('docs/embedding.md')
                   =~ m{```html\n(<script>\naddEventListener.*?</script>)\n```}s;

like($code->{fit}, qr/\Q$documented\E\z/,
     'the lines are those of the documentation');

my @heights = page('/jobs/embed') =~ m{<tr><td>(\d+)</td><td>(\d+)</td></tr>}g;

cmp_ok(scalar @heights, '>=', 6, 'heights to reserve');
is(join(' ', map { $heights[$_] } grep { $_ % 2 } 0 .. $#heights),
   join(' ', sort { $a <=> $b } map { $heights[$_] } grep { $_ % 2 } 0 .. $#heights),
   'more rows are higher');
is(($code->{frame} =~ /height="(\d+)"/)[0],
   ($code->{element} =~ /height="(\d+)"/)[0], 'the code reserves it');


# errors

is($n->get('/jobs/embed?limit=x')->status, 400, 'a wrong argument');
like($n->get('/jobs/embed?limit=x')->body, qr/<code>limit<\/code>/, 'with a page');
is($n->get('/none/embed')->status, 503, 'no snapshot');
like($n->get('/none/embed')->body, qr/unavailable/, 'whatever error_page says');
is($n->request('POST', '/jobs/embed')->status, 405, 'no POST');


# in Chromium

# as long as arguments may be, and of what escapes make longest

for my $sign ('"', '&', '<', '"&', "\xC3\xA9") {
    my $value = $sign x int(1990 / length $sign);

    $value =~ s/(.)/sprintf '%%%02X', ord $1/ge;

    for my $name (qw(category q tag)) {
        my $uri = "/jobs/embed?$name=$value";
        my $r = $n->get($uri, Host => $host);

        is($r->status, 200, "a long $name of $sign");
        like($r->body, qr{</textarea>.*</html>\s*\z}s, 'has its code');
    }
}


my $missing = Jobs::Test::Browser::missing();

if (defined $missing) {
    note($missing);
    done_testing();
    exit;
}

my $browser = Jobs::Test::Browser->new;
my %policy = page('/jobs/embed?category=backend&limit=3')
    =~ m{id="code-(\w+)".*?(?:<code dir="ltr">(.*?)</code>|</section>)}sg;

my $pages = nginx(server => join '', <<"EOT",
    ssi on;
    location /jobs {
        proxy_pass $origin;
        proxy_set_header Accept-Encoding "";
    }
    location /page/ { }
EOT
    map { my $policy = plain($policy{$_} || ''); <<"EOT" } sort keys %policy);
    location /strict-$_/ {
        alias html/page/;
        add_header Content-Security-Policy "default-src 'none'; $policy";
    }
EOT
my $partner = 'http://localhost:' . $pages->port;
my $html = $pages->prefix . '/html/page';

mkdir $html;
$code = codes('/jobs/embed?category=backend&limit=3&show=list,paging');
$browser->viewport(800, 900);

sub visit
{
    my ($way, $dir) = @_;

    spew("$html/$way.html", '<!DOCTYPE html><html lang="en"><head>'
         . '<meta charset="utf-8"><title>Partner</title></head><body>'
         . "$code->{$way}<p>Below</p></body></html>");

    return $browser->visit("$partner/$dir/$way.html");
}

# the rows of the list, where the code shows them

sub listed
{
    my ($way) = @_;
    my $frame = $code->{$way} =~ /<iframe/;

    return wait_until(sub {
        $browser->command('POST', "$browser->{session}/frame", { id => 0 })
            if $frame;

        my $count = eval { $browser->run(<<'EOS') };
const element = document.querySelector('jobs-board');
const list = (element && element.shadowRoot || document)
             .querySelectorAll('.jobs-item');
return [...list].filter((e) => e.checkVisibility()).length;
EOS

        $browser->command('POST', "$browser->{session}/frame",
                          { id => undef }) if $frame;

        return $count && $count == 3;
    }, 10);
}

for my $dir ('page', 'strict') {
    for my $way (qw(include element frame fit file)) {
        visit($way, $dir eq 'page' ? $dir : "strict-$way");
        ok(listed($way), "$way: the list is there, $dir");
        cmp_ok($browser->shift_score, '<', .001, 'nothing moved')
            if $way eq 'frame' || $way eq 'include';

        if ($way eq 'fit' || $way eq 'file') {
            ok(wait_until(sub { $browser->run(
                'return document.querySelector("iframe").style.height') }, 10),
               'the frame has the height that it asked for');
        }
    }
}

for my $way (qw(json rss)) {
    $browser->visit("$partner/page/frame.html");
    is($browser->fetch($code->{$way})->{status}, 200, "$way can be read");
}

$browser->scripts(0);

for my $way (qw(include frame fit file)) {
    visit($way, 'page');
    ok(listed($way), "$way: without scripts");
}

visit('element', 'page');
is($browser->run('return document.querySelector("jobs-board a").href'),
   "$origin/jobs?category=backend", 'element: without scripts the link');

# the form, without and with scripts

sub element
{
    my ($selector) = @_;
    my $element = $browser->command('POST', "$browser->{session}/element",
        { using => 'css selector', value => $selector });

    return (values %$element)[0];
}

sub act
{
    my ($selector, $what, %arguments) = @_;

    return $browser->command('POST', "$browser->{session}/element/"
                             . element($selector) . "/$what", \%arguments);
}

sub value { return $browser->run(
    'return document.getElementById("code-oembed").value') }

$browser->visit("$origin/jobs/embed");
act('[name=category]', 'value', text => 'backend');
act('[name=theme] [value=dark]', 'click');
act('.jobs-builder [type=submit]', 'click');
ok(wait_until(sub { value() =~ /category=backend&.*theme=dark/ }, 10),
   'the form makes new code without scripts');
is($browser->run('return document.querySelectorAll("button[data-copy]:not([hidden])").length'),
   0, 'and no button pretends to copy');

$browser->scripts(1);
$browser->visit("$origin/jobs/embed");
ok(wait_until(sub { $browser->run(
    'return !document.querySelector("button[data-copy]").hidden') }, 10),
   'with scripts one can copy');
$browser->run('window.same = 1');
act('[name=category]', 'value', text => 'backend');
act('[name=show][value=search]', 'click');
ok(wait_until(sub { value() =~ /category=backend&.*show=.*search/ }, 10),
   'and the code follows at once');
is($browser->run('return window.same'), 1, 'on the same page');
like($browser->run('return document.querySelector(".jobs-preview").src'),
     qr/category=backend/, 'with its preview');
like($browser->run('return location.search'), qr/category=backend/,
     'whose address can be kept');
$browser->run(<<'EOS');
const limit = document.querySelector('[name=limit]');
const asked = new Promise((done) => new PerformanceObserver((list) => {
    if (list.getEntries().some((e) => /limit=x/.test(e.name))) done();
}).observe({ type: 'resource' }));
limit.type = 'text';
limit.value = 'x';
limit.dispatchEvent(new Event('input', { bubbles: true }));
return asked;
EOS
act('button[data-copy=code-oembed]', 'click');
ok(wait_until(sub { $browser->run('return document.querySelector('
    . '"button[data-copy=code-oembed]").textContent') eq 'Copied' }, 10),
   'it is copied');
like(value(), qr/category=backend/, 'what cannot be used changes nothing');

for my $width (320, 1280) {
    for my $scheme (qw(light dark)) {
        $browser->viewport($width, 900);
        $browser->media('prefers-color-scheme' => $scheme);
        $browser->visit("$origin/jobs/embed?category=backend&limit=3");
        cmp_ok($browser->run('return document.documentElement.scrollWidth'), '<=',
               $width, "$width px: nothing stands over");

        my $hindered = $browser->axe;

        is(join("\n", @$hindered), '', "axe-core: $width px, $scheme")
            if defined $hindered;
    }
}

$browser->stop;
done_testing();
