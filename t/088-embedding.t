# Each way of embedding, on a page of another origin: with scripts and without,
# under a strict policy, beside styles that mean harm, narrow and wide, dark,
# from right to left, without results, and with the board gone.

use strict;
use warnings;
use utf8;

use JSON::PP ();
use Test::More;
use Jobs::Test;
use Jobs::Test::Browser;

my $missing = Jobs::Test::Browser::missing();

plan(skip_all => $missing) if defined $missing;

use constant RESERVED => 640;

my @jobs = map { row(
    id => "acme:$_", title => "Senior Backend Engineer $_",
    company => 'Acme & Sons', location => 'Berlin', countries => ['DE'],
    remote => $_ % 2 ? 'remote' : 'hybrid', category => 'backend',
    seniority => 'senior', employment_type => 'full_time',
    tags => [ 'C++', 'PostgreSQL' ], url => "https://acme.example/$_",
    salary_min => 60_000 + 1000 * $_, salary_max => 80_000 + 1000 * $_,
    salary_currency => 'EUR', salary_period => 'year',
    excerpt => 'We build things that last.',
    posted_at => sprintf('2026-08-%02dT10:00:00Z', $_),
) } 1 .. 12;

my $board = nginx(snapshot => snapshot(rows => \@jobs), server => <<'EOT');
    location ^~ /jobs { jobs; }
EOT
my $base = 'http://127.0.0.1:' . $board->port . '/jobs';
my $dead = 'http://127.0.0.1:' . Jobs::Test::Nginx::free_port() . '/jobs';

# what a partner's server has: two stylesheets, and a way to ask the board

my $pages = nginx(server => <<"EOT");
    ssi on;
    ssi_silent_errors on;
    location /page/ { }
    location /strict/ {
        alias html/page/;
        add_header Content-Security-Policy "default-src 'none'; script-src http://127.0.0.1:@{[ $board->port ]}; connect-src http://127.0.0.1:@{[ $board->port ]}; style-src 'self' http://127.0.0.1:@{[ $board->port ]}; frame-src http://127.0.0.1:@{[ $board->port ]}";
    }
    proxy_set_header Accept-Encoding "";     # what is included is text
    location /board/ { internal; proxy_pass http://127.0.0.1:@{[ $board->port ]}/; }
    location /gone/ { internal; proxy_pass $dead/; }
EOT
my $origin = 'http://localhost:' . $pages->port;
my $html = $pages->prefix . '/html/page';

mkdir $html;

spew("$html/plain.css", <<"EOT");
body { margin: 0; font: 16px/1.5 sans-serif }
main { padding: 8px }
jobs-board { display: block }
jobs-board[height] { min-height: @{[ RESERVED ]}px }
iframe { width: 100%; border: 0 }
\@media (prefers-color-scheme: dark) {
    body { background: #000; color: #fff } a { color: #9cf }
}
EOT
spew("$html/hostile.css", <<"EOT");
* { all: unset }
head, style, script, title, link, meta { display: none }
html, body, main, section, article, ol, p, h1, iframe { display: block }
body { font: 40px cursive }
iframe { width: 100%; height: @{[ RESERVED ]}px }
EOT

my $browser = Jobs::Test::Browser->new;
my $query = 'category=backend&limit=5';
my $wide = 1264;                    # what a page leaves to an embedded one
my $fallback = qq(<a href="$base?category=backend">Backend jobs, all of them</a>);

sub oembed
{
    my ($query, $width) = @_;
    my $url = "$base?$query";

    $url =~ s/([^A-Za-z0-9.~_-])/sprintf '%%%02X', ord $1/ge;

    return $board->get("/jobs/oembed?url=$url&maxwidth=$width",
                       Host => '127.0.0.1:' . $board->port)->json->{html};
}


# what a partner writes, by the way he chooses

sub attributes
{
    my ($query) = @_;

    return join ' ', map { my ($k, $v) = split /=/; qq($k="$v") }
                     split /&/, $query;
}

my %way = (
    include => sub {
        my ($at, $query) = @_;
        my $from = $at eq $base ? '/board/jobs' : '/gone/jobs';

        return qq(<link rel="stylesheet" href="$at/jobs.css">)
               . qq(<!--# block name="none" -->$fallback<!--# endblock -->)
               . qq(<!--# include virtual="$from.html?$query" stub="none" -->);
    },
    element => sub {
        my ($at, $query, $more) = @_;

        return qq(<script type="module" src="$at/widget.js"></script>)
               . qq(<jobs-board src="$at" @{[ attributes($query) ]} $more>)
               . "$fallback</jobs-board>";
    },
    adopted => sub {
        my ($at, $query, $more) = @_;
        my $from = $at eq $base ? '/board/jobs' : '/gone/jobs';

        return qq(<link rel="stylesheet" href="$at/jobs.css">)
               . qq(<script type="module" src="$at/widget.js"></script>)
               . qq(<!--# block name="none" -->$fallback<!--# endblock -->)
               . qq(<jobs-board src="$at" @{[ attributes($query) ]} $more>)
               . qq(<!--# include virtual="$from.html?$query" stub="none" -->)
               . '</jobs-board>';
    },
    frame => sub {
        my ($at, $query, $more) = @_;

        return qq(<iframe src="$at/frame?$query" title="Backend jobs" )
               . ($more || 'height="' . RESERVED . '"') . '></iframe>';
    },
    oembed => sub {
        my ($at, $query) = @_;
        my $html = oembed($query, $wide);

        $html =~ s/\Q$base\E/$at/g;

        return $html;
    },
);


# Opens a page that embeds in one way.  at: the board's address; query; style;
# strict; dir; more: attributes.

sub visit
{
    my ($way, %opt) = @_;

    my $embedded = $way{$way}->($opt{at} || $base, $opt{query} || $query,
                                $opt{more} // '');
    my $style = $opt{style} || 'plain';
    my $dir = $opt{dir} || 'ltr';

    spew("$html/$way.html", <<"EOT");
<!DOCTYPE html>
<html lang="en" dir="$dir">
<head><meta charset="utf-8"><title>A partner</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="$style.css"></head>
<body><main><h1>A partner</h1>
$embedded
<p id="below">What stands below the list.</p></main></body>
</html>
EOT

    $browser->visit("$origin/" . ($opt{strict} ? 'strict' : 'page')
                    . "/$way.html");

    return;
}


# Runs a script where the list is, with root, its document or shadow root.

sub inside
{
    my ($way, $script) = @_;
    my ($value, $frame);

    $frame = $way eq 'frame' || $way eq 'oembed';

    if ($frame) {
        $browser->command('POST', "$browser->{session}/frame", { id => 0 });
    }

    $value = eval { $browser->run(<<"EOS") };
const element = document.querySelector('jobs-board');
const root = element && element.shadowRoot
             && element.shadowRoot.querySelector('.jobs-board')
             ? element.shadowRoot : document;
$script
EOS
    my $fault = $@;

    if ($frame) {
        $browser->command('POST', "$browser->{session}/frame",
                          { id => undef });
    }

    die $fault if $fault;

    return $value;
}


# The number of listings that can be seen; waits for them.

sub listed
{
    my ($way, $wanted) = @_;
    my $n;

    wait_until(sub {
        $n = inside($way, <<'EOS');
return [...root.querySelectorAll('.jobs-item')].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.height > 20 && box.width > 100
           && getComputedStyle(e).visibility === 'visible';
}).length;
EOS
        return $n == $wanted;
    }, 10);

    return $n;
}


sub overflows
{
    return $browser->run(<<'EOS');
return document.documentElement.scrollWidth
       - document.documentElement.clientWidth;
EOS
}


sub hindered
{
    my ($name) = @_;
    my $found = $browser->axe;

    if (!defined $found) {
        diag("axe-core cannot be had here: $name was not looked at");
        return;
    }

    is(join("\n", @$found), '', "axe: $name");

    return;
}

my @ways = sort keys %way;


# 1. at once, wide and narrow, light and dark, in both directions

for my $way (@ways) {
    for my $width (320, 1280) {
        for my $look ([ 'light', 'ltr' ], [ 'dark', 'rtl' ]) {
            my ($scheme, $dir) = @$look;
            my $name = "$way, $width px, $scheme, $dir";

            $wide = $width - 40;        # a scroll bar, too
            $browser->viewport($width, 900);
            $browser->media('prefers-color-scheme' => $scheme);
            visit($way, dir => $dir);
            is(listed($way, 5), 5, "$name: the list is there");
            cmp_ok(overflows(), '<=', 0, "$name: nothing stands over");
            hindered($name);

            if ($way eq 'frame' || $way eq 'oembed') {
                is(inside($way, 'return document.documentElement.scrollWidth'
                                . ' - document.documentElement.clientWidth'),
                   0, "$name: nor inside");
            }
        }
    }
}

$browser->media('prefers-color-scheme' => 'light');


# 2. nothing moves where the room is known; what moves elsewhere is told

$browser->viewport(1280, 900);

for my $case ([ 'include', '', 1 ], [ 'adopted', '', 1 ],
              [ 'element', 'height="' . RESERVED . '"', 1 ],
              [ 'frame', 'height="' . RESERVED . '"', 1 ],
              [ 'element', '', 0 ], [ 'oembed', '', 1 ])
{
    my ($way, $more, $reserved) = @$case;

    visit($way, more => $more);
    listed($way, 5);

    my $score = $browser->shift_score;

    if ($reserved) {
        is($score, 0, "$way: nothing moves");

    } else {
        note(sprintf '%s without a height: layout shift %.3f', $way, $score);
    }
}


# 3. under a policy that allows nothing but what the documentation says

for my $way (@ways) {
    visit($way, strict => 1);
    is(listed($way, 5), 5, "$way: under a strict policy");
}


# 4. beside styles that reset everything

for my $way (@ways) {
    visit($way, style => 'hostile');
    is(listed($way, 5), 5, "$way: the list beside a hostile style");

    next if $way eq 'include';

    is_deeply(inside($way, <<'EOS'), [ 'grid', JSON::PP::false(), 16 ],
const article = root.querySelector('.jobs-item article');
const style = getComputedStyle(article);
return [style.display, /cursive/.test(style.fontFamily), parseFloat(style.fontSize)];
EOS
              "$way: it looks as it should");
}


# 5. without scripts

$browser->scripts(0);

for my $way (@ways) {
    visit($way);

    if ($way eq 'element') {
        like($browser->run('return document.querySelector("main").innerText'),
             qr/Backend jobs, all of them/, 'element: what stands in it');

    } else {
        is(listed($way, 5), 5, "$way: without scripts");
    }
}

$browser->scripts(1);


# 6. nothing found is said, in every way

for my $way (@ways) {
    visit($way, query => 'category=backend&level=junior');
    ok(wait_until(sub {
        return inside($way, 'return !!root.querySelector(".jobs-empty")')
    }, 10), "$way: nothing is found, and that is said");
    hindered("$way without results");
}


# 7. the board is gone: what the partner wrote stays

for my $way (qw(include element adopted oembed)) {
    visit($way, at => $dead);

    my $text;

    ok(wait_until(sub {
        $text = $browser->run('return document.querySelector("main").innerText');
        return $text =~ /backend jobs/i;
    }, 10), "$way: with the board gone") or diag($text);
    like($text, qr/What stands below/, "$way: and the page is whole");
}


# 8. every control of the board can be reached by keyboard, and shows it

sub tab
{
    return $browser->command('POST', "$browser->{session}/actions", {
        actions => [ { type => 'key', id => 'keys', actions => [
            { type => 'keyDown', value => "\x{E004}" },
            { type => 'keyUp', value => "\x{E004}" } ] } ],
    });
}

my $controls = <<'EOS';
const all = (root) => [...root.querySelectorAll('*')].flatMap((e) => [
    ...(e.matches('a[href],button,input:not([type=hidden]),select,textarea,summary')
        && e.checkVisibility() && e.getBoundingClientRect().height > 0 ? [e] : []),
    ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
EOS

for my $uri ("$base?level=senior&limit=3&page=2", "$base/acme:1",
             "$base/frame?limit=3", "$base/embed", "$base?level=junior")
{
    $browser->visit($uri);

    my $n = $browser->run("$controls return all(document).length");
    my (%seen, @hidden);

    cmp_ok($n, '>', 0, "$uri has controls");

    for (1 .. 4 * $n) {         # those in a frame come between
        last if keys %seen == $n;
        tab();

        my ($i, $what, $shows) = @{ $browser->run(<<"EOS") };
$controls
let e = document.activeElement;
while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
const outlined = (e, pseudo) => {
    const s = getComputedStyle(e, pseudo);
    return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
};
const box = e.getBoundingClientRect();
return [all(document).indexOf(e), e.outerHTML.slice(0, 120),
        outlined(e) || outlined(e, '::after')];
EOS

        next if $i < 0;
        $seen{$i} = 1;
        push @hidden, $what if !$shows;
    }

    is(scalar keys %seen, $n, "$uri: all of them can be reached");
    is(join("\n", @hidden), '', "$uri: where one is can be seen");
}

done_testing();
