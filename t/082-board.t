# The board without JavaScript: what may be chosen, what is shown, how it looks.

use strict;
use warnings;
use utf8;

use Test::More;
use Jobs::Test;
use Jobs::Test::Browser;

my @companies = map { row(id => "many:$_", company => sprintf('Firm %02d', $_),
                          category => 'logistics', countries => [ 'PT' ],
                          regions => [ 'europe' ]) } 1 .. 40;
my @odd = (
    row(id => 'odd:1', company => 'Comma, "Quote" & Sons', tags => [ 'a,b',
        '-x', '"q"' ], category => '<b>"', remote => 'remote', language => 'he',
        title => "\x{5DE}\x{5E4}\x{5EA}\x{5D7}"),
    row(id => 'odd:2', title => 'Donaudampfschifffahrtsgesellschaft' x 5,
        company => 'W' x 150, location => 'x' x 150, tags => [ 'y' x 80 ],
        category => 'z' x 90),
    row(id => 'odd:3', expires_at => '2026-01-01T00:00:00Z',
        category => 'logistics'),
);

my $n = nginx(snapshot => snapshot(rows => [ @{ rows() }, @companies, @odd ]),
              http => 'types { text/html html; }', server => <<'EOT');
    location ^~ /jobs { jobs; jobs_limit 5; }
    location ^~ /based { jobs; jobs_base_url https://board.example/x; }
    location ^~ /pinned { jobs; jobs_filter category backend,logistics;
                          jobs_filter title engineer; }
    location ^~ /deaf { jobs; jobs_args q company show; }
    location ^~ /old { jobs; jobs_snapshot %SNAPSHOT% stale=1s; }
    location ^~ /none { jobs; jobs_snapshot /nowhere/jobs.db; }
    location = /snippet { jobs html; jobs_limit 2; }
    location = /lone { jobs page; jobs_limit 2; }
    location / { ssi on; }
EOT
my $html = $n->prefix . '/html';


# what stands in the form: [ name, value, what it is, checked ]...

sub text
{
    my ($text) = @_;

    $text =~ s/&quot;/"/g;
    $text =~ s/&#39;/'/g;
    $text =~ s/&lt;/</g;
    $text =~ s/&gt;/>/g;
    $text =~ s/&amp;/&/g;

    return $text;
}

sub controls
{
    my ($body) = @_;

    my ($form) = $body =~ m{<form\b.*?</form>}sg or return;
    my @controls;

    while ($form =~ m{<input\ type="(\w+)"\ name="(\w+)"\ value="([^"]*)"
                        ([^>]*)> | <select\ name="(\w+)">(.*?)</select>}sgx)
    {
        if (defined $1) {
            my ($type, $name, $value, $rest) = ($1, $2, $3, $4);

            push @controls, [ $name, text($value), $type,
                              $rest =~ /\bchecked\b/ ? 1 : 0 ];

        } else {
            my ($name, $options) = ($5, $6);
            my ($value) = $options =~ /<option value="([^"]*)" selected>/;

            push @controls, [ $name, defined $value ? text($value) : '',
                              'select', 1 ];
        }
    }

    return @controls;
}


# the query string that a browser makes of it

sub submitted
{
    my ($body) = @_;

    return join '&', map { my $value = $_->[1];
                           utf8::encode($value);
                           $value =~ s/([^A-Za-z0-9._-])/sprintf '%%%02X', ord $1/ge;
                           "$_->[0]=$value" }
                     grep { $_->[2] ne 'checkbox' || $_->[3] } controls($body);
}

sub page { return $n->get($_[0])->text }

sub canonical { return page($_[0]) =~ /rel="canonical" href="([^"]*)"/ ? text($1) : undef }


# { field => { value => number } } of the checkboxes, and the labels

sub facets
{
    my ($body) = @_;

    my %facets;

    # what is excluded has no number

    while ($body =~ m{<input\ type="checkbox"\ name="(\w+)"\ value="([^"]*)"
                      [^>]*><bdi>[^<]*</bdi>\ <span[^>]*>([\d,]+)</span>}sgx)
    {
        my ($name, $value, $number) = ($1, text($2), $3);

        $value =~ s/""/"/g if $value =~ s/\A"(.*)"\z/$1/s;
        $number =~ tr/,//d;
        ok(!exists $facets{$name}{$value}, "$name $value stands there once")
            if exists $facets{$name}{$value};
        $facets{$name}{$value} = $number;
    }

    return \%facets;
}


# counts are those of JSON, whatever is asked

my @fields = qw(remote level type category tag company region country language);
my %closed = map { $_ => 1 } qw(remote level type region);

for my $query ('', 'level=senior', 'level=senior,junior&remote=remote',
               'q=engineer', 'tag=linux', 'tag=linux,c', 'company=acme,blue-ocean',
               'category=backend&type=full_time&language=en', 'language=-en,-de','country=pt',
               'salary_min=60000&has_salary=1', 'level=-senior', 'page=3')
{
    my $page = page("/jobs?$query");
    my $shown = facets($page);
    my $json = $n->get("/jobs.json?$query&facets=" . join ',', @fields)->json;
    my $counted = $json->{facets};
    my $wrong = 0;
    my %drawn;

    for my $field (@fields) {
        my %real = map { $_->{value} => $_->{count} } @{ $counted->{$field} };
        my @chosen = @{ $json->{applied}{$field} || [] };

        for my $value (keys %{ $shown->{$field} || {} }) {
            $wrong++ if $shown->{$field}{$value} != ($real{$value} || 0);
        }

        my $choice = (keys %real > 1 || grep { !/^-/ } @chosen)
                     || @chosen || grep { $_ < $json->{total} } values %real;

        $drawn{$field} = 1 if $choice;
        is($page =~ /<input type="checkbox" name="$field"/ ? 1 : 0,
           $choice ? 1 : 0, "?$query: $field is there where one can choose");

        next if !$choice;

        my $all = keys %real;

        $all++ for grep { !/^-/ && !exists $real{$_} } @chosen;
        is(scalar(keys %{ $shown->{$field} }), $all > 30 ? 30 : $all,
           "?$query: $field has its values") if @chosen == 0 || $all <= 30;
    }

    is($wrong, 0, "?$query: every number is JSON's");
}

# and what one gets by a click

for my $query ('', 'level=senior', 'q=engineer&type=full_time') {
    my $shown = facets(page("/jobs?$query"));

    for my $field (grep { $_ ne 'tag' } keys %$shown) {
        (my $rest = $query) =~ s/\b$field=\w+//;

        for my $value (grep { /\A[\w-]+\z/ && !/\A-/ } keys %{ $shown->{$field} }) {
            my $total = $n->get("/jobs.json?$rest&$field=$value&limit=0")->total;

            is($total, $shown->{$field}{$value}, "?$query: $field=$value")
                if $total != $shown->{$field}{$value};
        }
    }
}

my $body = page('/jobs?company=firm-40,nosuch&limit=1');
my %company = %{ facets($body)->{company} };

is($company{'firm-40'}, 1, 'what is chosen is seen though others have more');
is($company{nosuch}, 0, 'so is what nobody has');
like($body, qr/value="firm-40" checked.*jobs-rest/s, 'before those behind a fold');
is(scalar(() = $body =~ /value="firm-40"/g), 1, 'and once');


# a group is open where something is chosen, or if it is one of the first

my $english = page('/jobs?language=en');
my %open;

while ($english =~ m{<details class="jobs-facet"( open)?>\s*<summary>(\w+)}g) {
    $open{$2} = $1 ? 1 : 0;
}

is($open{Language}, 1, 'the group of what is chosen is open');
is($open{Company}, 0, 'one behind the first ones is not');
is($open{Workplace}, 1, 'the first is');


# what is pinned or not honoured is no choice

is(facets(page('/pinned'))->{category}, undef, 'a pinned field has no facet');
ok(facets(page('/pinned'))->{level}, 'others have');
is_deeply([ keys %{ facets(page('/deaf')) } ], [ 'company' ],
          'arguments that are not honoured have none');
is(join(' ', map { $_->[0] } grep { $_->[2] ne 'checkbox' }
             controls(page('/deaf'))), 'q', 'and no control');


# a submit loses nothing, adds nothing, and begins on the first page

for my $query ('', 'q=engineer&sort=salary', 'q=a&q=b', 'q=%22c%2B%2B%22+-x',
               'level=senior,-intern,lead&remote=remote', 'tag=%22a,b%22,linux',
               'tag=%22-x%22', 'tag=%22%22%22q%22%22%22', 'tag_any=c,python',
               'company=comma-quote-sons', 'company=-acme', 'category=backend,x',
               'salary_min=50000&salary_max=90000.5&salary_currency=EUR',
               'salary_include_unknown=1&salary_min=1', 'has_salary=1',
               'has_salary=0', 'posted_within=14d', 'posted_within=7&sort=-title',
               'posted_within=36h', 'posted_after=2026-08-02', 'sort=-salary',
               'sort=company&limit=3', 'location=Austin,+TX&title=senior',
               'country=pt&region=europe&worldwide=0', 'language=de&visa=1',
               'department=engineering&source=lever', 'partner=&strict=1',
               'lang=de&theme=dark&show=list,search,facets&heading=3',
               'level=intern&level=lead&level=mid', 'category=%3Cb%3E%22',
               'remote=onsite&page=2', 'limit=2&offset=4&level=senior,junior')
{
    for my $uri ('/jobs', '/pinned') {
        my $before = page("$uri?$query");
        my $again = submitted($before);
        my $want = canonical("$uri?$query");

        $want =~ s/[?&]offset=\d+//;
        is(canonical("$uri?$again"), $want, "$uri?$query, submitted again")
            or diag($again);
        is($n->get("$uri.json?$again&strict=1")->status, 200,
           "$uri?$query: every name is known");
        unlike($again, qr/\b(?:page|offset|cursor)=/, 'the first page');
    }
}

my $cursor = $n->get('/jobs.json')->json->{links}{next};

$cursor =~ s/\.json//;
unlike(submitted(page($cursor)), qr/cursor/, 'nor does a cursor stay');
is(submitted(page('/deaf?q=x&level=senior')) =~ /level/ ? 1 : 0, 0,
   'what was not honoured is not sent');


# parts

my %mark = (
    list => qr/class="jobs-list"/, search => qr/name="q"/,
    facets => qr/class="jobs-facets"/, headline => qr/class="jobs-headline"/,
    paging => qr/class="jobs-paging"/, related => qr/class="jobs-related"/,
);

# a headline wants 30 salaries

my $paid = nginx(snapshot => snapshot(rows => [ map {
    row(category => $_ % 2 ? 'a' : 'b', seniority => 'senior', salary_min => 1e5,
        salary_max => 2e5, salary_currency => 'USD', salary_period => 'year')
} 1 .. 70 ]), server => 'location ^~ /jobs { jobs; }');

sub parts
{
    my ($uri) = @_;

    my $body = $paid->get($uri)->body;

    return join ',', grep { $body =~ $mark{$_} } sort keys %mark;
}

is(parts('/jobs'), 'facets,headline,list,paging,related,search',
   'a page has every part');
is(parts('/jobs.html'), 'headline,list,paging', 'a fragment has fewer');

for my $part (sort keys %mark) {
    is(parts("/jobs?show=$part"), $part, "show=$part of a page");
    is(parts("/jobs.html?show=$part"), $part, "show=$part of a fragment");
}

is(parts('/jobs.html?show=list,related&show=search'), 'list,related,search',
   'several');
is($paid->get('/jobs.html?show=list,headline,paging')->body
     =~ s/show=headline,list,paging&amp;//r, $paid->get('/jobs.html')->body,
   'the parts of a fragment, named');
is(parts('/jobs?show=facets&facets=level'), 'facets', 'facets= is JSON\'s');
unlike($paid->get('/jobs.json?show=facets')->body, qr/"facets":/,
       'and show= is not');

for my $uri (map { "/jobs.html?show=$_" } sort keys %mark) {
    like($paid->get($uri)->body, qr/\A<section [^>]*aria-label="Jobs">.*<h2\b/s,
         "$uri has its heading");
}


# levels of headings

sub levels { return join '', $n->get($_[0])->body =~ /<h(\d)\b/g }

is(levels('/jobs?limit=1'), '1232', 'a page');
is(levels('/jobs?limit=1&heading=5'), '1232', 'a page has its own');
is(levels('/jobs.html?limit=2'), '233', 'a fragment');

for my $level (2 .. 6) {
    my $below = $level < 6 ? $level + 1 : 6;

    is(levels("/jobs.html?limit=2&heading=$level"), "$level$below$below",
       "heading=$level");
    is(levels("/jobs.html?category=nosuch&heading=$level"), "$level$below",
       'where nothing is found');
    is(levels("/jobs.html?show=related&heading=$level"), "$level$below",
       'of related searches');
    is(levels("/jobs/manual:8.html?heading=$level"), $level, 'of a listing');
    is(levels("/jobs/no:such.html?heading=$level"), $level, 'of an error');
    is(levels("/jobs/odd:3.html?heading=$level"), "$level$below" . $below x 3,
       'of one that is gone, and what is like it');
}

# rows that are made are as those that are ready

my $ready = $n->get('/jobs.html?limit=60')->body;
my $made = $n->get('/jobs.html?limit=60&heading=3')->body;

$made =~ s/<(\/?)h(\d)/"<$1h" . ($2 - 1)/ge;
is($made, $ready, 'made rows are as ready ones');


# no id, so that none stands twice

spew("$html/many.html", join "\n", map { qq(<!--# include virtual="$_" -->) }
    '/jobs.html', '/jobs.html', '/snippet',
    '/jobs.html?show=list,search,facets,headline,paging,related&level=senior',
    '/jobs.html?show=list,search,facets,headline,paging,related',
    '/jobs/manual:8.html', '/jobs/no:such.html');

$body = $n->get('/many.html')->body;
is(scalar(() = $body =~ /class="jobs-list"/g), 5, 'several lists on one page');
is(join(' ', $body =~ /\b(?:id|for|aria-\w+by)="[^"]*"/g), '',
   'name nothing by an id');


# forced themes

for my $theme (qw(light dark)) {
    for my $uri ('/jobs', '/jobs/manual:8', '/jobs/no:such', '/jobs?limit=x') {
        my $page = page($uri . ($uri =~ /\?/ ? '&' : '?') . "theme=$theme");

        like($page, qr/<body class="jobs-page" data-theme="$theme">/,
             "$uri is $theme");
        like($page, qr/class="jobs-board[^>]*data-theme="$theme"/,
             'so is what is inside');
        like($page, qr/name="color-scheme" content="$theme"/, 'and its bars');
    }

    like(page("/jobs.html?theme=$theme"), qr/\A<section[^>]*data-theme="$theme"/,
         'a fragment');
}

unlike(page('/jobs?theme=auto'), qr/data-theme/, 'what is not forced says nothing');
like(page('/jobs'), qr/name="color-scheme" content="light dark"/, 'and is both');


# a list for a mail

for my $uri ('/jobs', '/jobs.html', '/based', '/based.html', '/snippet', '/lone') {
    my $r = $n->get("$uri?theme=email");
    my $mail = $r->text;

    like($mail, qr/<td\b.*Intern, Marketing/s, "$uri as a mail has listings");
    unlike($mail, qr/<(?:link|style|script|form|input|img|details)\b/,
           'nothing but text');
    unlike($mail, qr/\bclass="/, 'and styles of its own');
    is(join(' ', grep { !m{\Ahttps?://} } $mail =~ /href="([^"]*)"/g), '',
       'every address is whole');
    is(join(' ', grep { /theme|show/ } $mail =~ /href="([^"]*)"/g), '',
       'and leads to the board as it is');
    is($mail =~ /<!DOCTYPE html>/ ? 1 : 0, $uri =~ /html|snippet/ ? 0 : 1,
       'a document where it is a page');
}

like($n->get('/jobs?theme=email', Host => 'jobs.example')->body,
     qr{href="http://jobs\.example/jobs/ashby:}, 'of the host that was asked');
like(page('/based?theme=email'), qr{href="https://board\.example/x/ashby:},
     'or of the board');
like(page('/jobs?theme=email&level=senior,junior&limit=1&sort=title'),
     qr{href="http://[^"]*/jobs\?level=junior,senior"[^>]*>See all jobs},
     'and on to all of them');
unlike(page('/jobs?theme=email&limit=100'), qr/See all/, 'unless these are all');
like($n->get('/jobs?theme=email')->header('Content-Security-Policy'),
     qr/style-src 'unsafe-inline'/, 'its styles may be seen in a browser');
like($n->get('/jobs')->header('Content-Security-Policy'),
     qr/style-src 'self'/, 'those of no other page');
like(page('/jobs/manual:8?theme=email'), qr/stylesheet/,
     'a listing is no mail');
like(page('/jobs?theme=email&show=related,search'), qr/<h1\b/,
     'what a mail has no place for');


# the stylesheet

my $css = $n->get('/jobs/jobs.css')->body;

# (its own properties are set once for each theme; those of the forced colours
# and the printer are what the reader's system says)

(my $rules = $css) =~ s{/\*.*?\*/}{}gs;
is(join(' ', $rules =~ /(?<![\w-])(?:margin|padding|border|inset)?-?(?:left|right)(?:-\w+)*\s*:/g),
   '', 'nothing is left or right');
unlike($rules, qr/!important|url\(|\@import/, 'nothing is forced or fetched');

my %documented = map { $_ => 1 } slurp('docs/html.md') =~ /^\| (`--jobs.*?`) \|/mg;
my @documented = sort map { /`(--jobs-[a-z-]+)`/g } keys %documented;
my %used = map { $_ => 1 } $rules =~ /var\((--jobs-[a-z-]+)/g;

is(join(' ', @documented), join(' ', sort keys %used),
   'docs/html.md lists the properties that it takes');
unlike($rules, qr/--jobs-[a-z-]+\s*:/, 'it sets none of them');


# in a browser

my $missing = Jobs::Test::Browser::missing();

if (defined $missing) {
    pass("no browser: $missing");
    done_testing();
    exit;
}

my $browser = Jobs::Test::Browser->new;
my $site = 'http://127.0.0.1:' . $n->port;

sub host
{
    my ($name, $head, $body) = @_;

    spew("$html/$name.html", '<!DOCTYPE html><html lang="en"><head><title>Host'
         . '</title><meta name="viewport" content="width=device-width">'
         . '<link rel="stylesheet" href="/jobs/jobs.css">'
         . "$head</head>$body</html>");

    return;
}

my $all = 'show=list,search,facets,headline,paging,related';
my $fragment = qq(<!--# include virtual="/jobs.html?$all&level=senior,-mid" -->);

host('plain', '', "<body><h1>Host</h1>$fragment</body>");
host('rtl', '', qq(<body dir="rtl"><h1>Host</h1>$fragment</body>));
host('narrow', '', qq(<body><h1>Host</h1><div style="width:320px">$fragment</div>)
     . qq(<div id="wide">$fragment</div></body>));
host('hostile', '<style>* { all: unset } head, style, title { display: none }'
     . ' body { display: block; font: 40px cursive }</style>',
     "<body><h1>Host</h1>$fragment</body>");

my %state = (
    page => '/jobs', last => '/jobs?page=3', fragment => '/plain.html',
    chosen => '/jobs?level=senior&remote=remote&q=engineer&company=acme,nosuch',
    none => '/jobs?q=unicorn', beyond => '/jobs?offset=1000', stale => '/old',
    unavailable => '/none', wrong => '/jobs?limit=x', gone => '/jobs/odd:3',
    listing => '/jobs/greenhouse:acme:1', long => '/jobs/odd:2',
    mail => '/jobs?theme=email', rtl => '/rtl.html', narrow => '/narrow.html',
    hostile => '/hostile.html',
);

my $open = 'for (const d of document.querySelectorAll("details")) d.open = true;';
my $axe;

for my $scheme (qw(light dark)) {
    $browser->media('prefers-color-scheme' => $scheme);

    for my $width (320, 1280) {
        $browser->viewport($width, 800);

        for my $name (sort keys %state) {
            next if $width == 320 && $name =~ /narrow|mail/;
            next if $scheme eq 'dark' && $name eq 'hostile';

            $browser->visit("$site$state{$name}");
            is($browser->run('return document.documentElement.scrollWidth'
                             . ' <= innerWidth'), 1,
               "$name at $width px is no wider") or diag($browser->run(<<'EOS'));
return [...document.querySelectorAll('*')].filter((e) =>
    e.getBoundingClientRect().right > innerWidth).slice(0, 5)
    .map((e) => e.outerHTML.slice(0, 100)).join("\n");
EOS
            $browser->run($open);
            $axe = $browser->axe;
            last if !defined $axe;
            is(join("\n", @$axe), '', "$name, $scheme, $width px: nothing in"
               . ' the way');
        }
    }
}

diag('axe-core was not asked') if !defined $axe;

$browser->viewport(1280, 800);
$browser->media('prefers-color-scheme' => 'light');

for my $theme (qw(light dark)) {
    $browser->media('prefers-color-scheme' => $theme eq 'light' ? 'dark'
                                                                : 'light');
    for my $uri ("/jobs?theme=$theme&level=senior", "/jobs/manual:8?theme=$theme") {
        $browser->visit("$site$uri");

        my ($red) = $browser->run('return getComputedStyle(document.body)'
                                  . '.backgroundColor') =~ /(\d+)/;

        is($red > 128 ? 'light' : 'dark', $theme, "$uri, whoever asks");
        $axe = $browser->axe;
        is(join("\n", @{ $axe || [] }), '', 'and nothing in the way');
    }
}

$browser->media('prefers-color-scheme' => 'light');


# a choice, without scripts: checked, sent, seen, and taken back

sub element
{
    my ($selector) = @_;

    return (values %{ $browser->command('POST', "$browser->{session}/element",
        { using => 'css selector', value => $selector }) })[0];
}

# (WebDriver's own click takes what a closed <details> holds for hidden)

sub click
{
    my ($selector) = @_;

    my ($x, $y) = @{ $browser->run(<<'EOS', $selector) };
const e = document.querySelector(arguments[0]);
e.scrollIntoView({block: 'center'});
const r = e.getBoundingClientRect();
return [r.x + r.width / 2, r.y + r.height / 2];
EOS

    for my $type (qw(mousePressed mouseReleased)) {
        $browser->cdp('Input.dispatchMouseEvent', type => $type, x => $x,
                      y => $y, button => 'left', clickCount => 1);
    }

    return;
}

sub keys_to
{
    my ($selector, $text) = @_;

    my $id = element($selector);

    return $browser->command('POST', "$browser->{session}/element/$id/value",
                             { text => $text });
}

sub where
{
    my $url = $browser->command('GET', "$browser->{session}/url");

    return $url =~ s/\A\Q$site\E//r;
}

sub count { return $browser->run('return document.querySelector(".jobs-count").textContent') }

$browser->scripts(0);
$browser->visit("$site/jobs");

# { name => 1 } of the checkboxes that who does not see is told of

sub told
{
    my $tree = $browser->cdp('Accessibility.getFullAXTree');

    return { map { $_->{name}{value} => 1 }
             grep { !$_->{ignored} && ($_->{role}{value} || '') eq 'checkbox' }
             @{ $tree->{nodes} } };
}

ok(told()->{'Senior 1'}, 'wide: the facets are there for everybody');
click('[name=level][value=senior]');
click('[name=level][value=junior]');
click('.jobs-apply button');
ok(wait_until(sub { where() =~ /level=senior/ }), 'the form is sent');
is(count(), '2 jobs', 'either of two levels');
like(where(), qr/level=junior&level=senior/, 'a link that can be passed on');
is($browser->run('return [...document.querySelectorAll("[name=level]:checked")]'
                 . '.map((e) => e.value).join()'), 'junior,senior',
   'which are checked there');
$browser->command('POST', "$browser->{session}/back", {});
ok(wait_until(sub { where() eq '/jobs' }), 'and back');
is(count(), '50 jobs', 'to all of them');

$browser->visit("$site/jobs");
keys_to('[name=q]', "engineer\x{E007}");
ok(wait_until(sub { where() =~ /q=engineer/ }), 'Enter sends it too');
is(count(), $n->get('/jobs.json?q=engineer')->total . ' jobs',
   'and what was typed is found');

# at 320 px the groups are behind a fold that the keyboard opens

$browser->viewport(320, 800);
$browser->visit("$site/jobs");
ok(!told()->{'Senior 1'}, 'narrow: the facets are behind a fold');
keys_to('.jobs-more > summary', "\x{E007}");
ok(told()->{'Senior 1'}, 'which the keyboard opens');
$browser->scripts(1);
$browser->viewport(1280, 800);


# every control can be reached by Tab, and is seen when it is

for my $uri ('/jobs?level=senior&company=acme', '/hostile.html',
             '/jobs/greenhouse:acme:1')
{
    $browser->visit("$site$uri");
    $browser->run($open);

    my $wanted = $browser->run(<<'EOS');
window.seen = [];
window.wanted = [...document.querySelectorAll(
    '.jobs-board :is(a, button, select, summary, input:not([type=hidden]))')]
    .filter((e) => e.checkVisibility({contentVisibilityAuto: true}));
return wanted.length;
EOS

    my $left = $wanted;

    for (1 .. $wanted + 20) {
        $browser->command('POST', "$browser->{session}/actions", { actions => [
            { type => 'key', id => 'keyboard', actions => [
                { type => 'keyDown', value => "\x{E004}" },
                { type => 'keyUp', value => "\x{E004}" } ] } ] });
        $left = $browser->run(<<'EOS');
const e = document.activeElement;
const s = [getComputedStyle(e), getComputedStyle(e, '::after')];
if (s.some((s) => s.outlineStyle === 'solid' && parseFloat(s.outlineWidth) >= 2))
    seen.push(e);
return wanted.filter((e) => !seen.includes(e)).length;
EOS
        last if $left == 0;
    }

    is($left, 0, "$uri: Tab reaches and shows all $wanted controls")
        or diag($browser->run('return wanted.filter((e) => !seen.includes(e))'
                              . '.map((e) => e.outerHTML).join("\n")'));
}


# room is that of the element, not of the window

$browser->visit("$site/narrow.html");

my ($narrow, $wide) = @{ $browser->run(<<'EOS') };
const place = (a, name) => a.querySelector(name).getBoundingClientRect();
return [...document.querySelectorAll('.jobs-board')].map((b) => [
    ...[...b.querySelectorAll('.jobs-item article')]
        .filter((a) => a.querySelector('time')).slice(0, 1)
        .map((a) => place(a, 'time').top < place(a, 'a').bottom ? 'beside' : 'below'),
    getComputedStyle(b.querySelector('.jobs-layout')).display,
    b.scrollWidth <= b.clientWidth ]);
EOS

is("@$narrow", 'below block 1', '320 px inside of 1280: one column');
is("@$wide", 'beside grid 1', 'and beside it all the room there is');


# a page that knows nothing of the board does not change it

$browser->visit("$site/hostile.html");
is($browser->run(<<'EOS'), '', 'all: unset leaves it as it is');
const want = getComputedStyle, wrong = [];
const is = (selector, property, value) => {
    const e = document.querySelector(selector);
    const got = getComputedStyle(e)[property];
    if (got !== value) wrong.push(`${selector}: ${property}: ${got}`);
};
is('.jobs-board', 'fontSize', '16px');
is('.jobs-board', 'display', 'block');
is('.jobs-item article', 'display', 'grid');
is('.jobs-search [type=hidden]', 'display', 'none');
is('.jobs-check input', 'appearance', 'auto');
is('.jobs-chips a', 'textDecorationLine', 'none');
is('.jobs-related a', 'textDecorationLine', 'underline');
is('.jobs-list', 'listStyleType', 'none');
if (/cursive/.test(getComputedStyle(document.querySelector('.jobs-item h3'))
    .fontFamily)) wrong.push('cursive');
return wrong.join("\n");
EOS


# in a shadow root, and properties that are set outside of it

$browser->visit("$site/plain.html");
is($browser->run(<<'EOS'), 'rgb(1, 2, 3) rgb(0, 128, 0) block', 'a shadow root');
const host = document.createElement('x-host');
host.style = '--jobs-accent: rgb(1, 2, 3)';
document.body.append(host);
const root = host.attachShadow({mode: 'open'});
const sheet = new CSSStyleSheet();
sheet.replaceSync(await (await fetch('/jobs/jobs.css')).text());
root.adoptedStyleSheets = [sheet];
root.innerHTML = await (await fetch('/jobs.html')).text();
const style = document.createElement('style');
style.textContent = 'x-host::part(title) { color: green }';
document.head.append(style);
return [getComputedStyle(root.querySelector('.jobs-foot, a')).getPropertyValue('--j-accent'),
        getComputedStyle(root.querySelector('[part=title]')).color,
        getComputedStyle(host).display].join(' ');
EOS


# what the reader's system asks for

my $motion = 'return getComputedStyle(document.querySelector("article")).transitionDuration';

$browser->visit("$site/jobs");
$browser->media('prefers-reduced-motion' => 'no-preference');
like($browser->run($motion), qr/0\.15s/, 'it moves');
$browser->media('prefers-reduced-motion' => 'reduce');
is($browser->run($motion), '0s', 'not for who asks for that');
$browser->cdp('Emulation.setEmulatedMedia', media => 'print');
is($browser->run('return [".jobs-search", ".jobs-paging", ".jobs-related"].filter((s) => '
                 . 'document.querySelector(s).checkVisibility()).join()'), '',
   'print has no controls');
is($browser->run('return document.querySelectorAll(".jobs-item").length'), 5,
   'but the list');
$browser->cdp('Emulation.setEmulatedMedia', media => '');

$browser->visit("$site/jobs?level=senior");
is($browser->shift_score, 0, 'nothing moves while it loads');

done_testing();
