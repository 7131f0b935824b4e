# Whatever a listing says shows as text in every view.

use strict;
use warnings;
use utf8;

use Test::More;
use Jobs::Test;

binmode $_, ':utf8' for Test::More->builder->output,
                        Test::More->builder->failure_output;

my @texts = (
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    ']]> <![CDATA[ <!-- --> -->',
    "line\x{2028}paragraph\x{2029}end",
    "\x{1F600} emoji \x{1F469}\x{200D}\x{1F4BB}",
    "\x{5DE}\x{5E4}\x{5EA}\x{5D7} \x{645}\x{631}\x{62D}\x{628}\x{627}",
    '&amp; &lt;b&gt; &#60; &',
    '</title></textarea></style><svg/onload=alert(1)>',
    '{{title}} {{{title}}} {{#x}} $jobs_total %s %n <!--# echo var="uri" -->',
    "back\\slash \"quote\" 'apostrophe' `tick`",
    "\x{FEFF}bom \x{FFFD} \x{10FFFD} \x{E000}",
    'x' x 290,
);

my @rows = map { row(
    id => "t:$_", title => $texts[$_], company => "Co $texts[$_]",
    location => "In $texts[$_]", tags => [ substr "Tag $texts[$_]", 0, 200 ],
    department => "Dep $texts[$_]", excerpt => "Excerpt $texts[$_]",
    description_text => "Text $texts[$_]",
) } 0 .. $#texts;

my ($status, $output) = build(rows => \@rows,
                              output => tempdir() . '/check.db');

is($status, 0, 'every such listing is taken') or diag($output);
like($output, qr/\b0 rejected/, 'none is rejected') or diag($output);

my $n = nginx(snapshot => snapshot(rows => \@rows), server => <<'EOT');
    location ^~ /jobs { jobs; jobs_limit 50; }
    location = /page { jobs page; }
EOT


# what the HTML shows: tags away, then entities

sub shown
{
    my ($html) = @_;

    $html =~ s/<[^>]*>//g;
    $html =~ s/&lt;/</g;
    $html =~ s/&gt;/>/g;
    $html =~ s/&quot;|&#34;|&#x22;/"/g;
    $html =~ s/&#39;|&#x27;|&apos;/'/g;
    $html =~ s/&#x([0-9a-f]+);/chr hex $1/gei;
    $html =~ s/&#(\d+);/chr $1/ge;
    $html =~ s/&amp;/&/g;

    return $html;
}


sub harmless
{
    my ($html, $name) = @_;

    unlike($html, qr{<(?:script(?! type="application/ld\+json">)|svg|img)\b}i,
           "no element of theirs: $name");

    # outside of attributes and text nothing of theirs is markup
    my @odd = grep { /\bon\w+\s*=/i }
              map { s/"[^"]*"//gr } $html =~ /<[a-z][^>]*>/gi;

    is("@odd", '', "no handler in a tag: $name");
    unlike($html, qr/[\x00-\x08\x0B\x0C\x0E-\x1F]/, "no gap is left: $name");
    unlike($html, qr/<!--#/, "no SSI command: $name");

    return;
}


for my $uri ('/jobs', '/jobs.html', '/page') {
    my $html = $n->get($uri)->text;
    my $shown = shown($html);

    harmless($html, $uri);

    for my $i (0 .. $#texts) {
        ok(index($shown, $texts[$i]) >= 0, "$uri shows the title of t:$i");
    }
}

for my $i (0 .. $#texts) {
    for my $form ('', '.html') {
        my $r = $n->get("/jobs/t:$i$form");
        my $html = $r->text;

        is($r->status, 200, "t:$i$form");
        harmless($html, "t:$i$form");
        ok(index(shown($html), $texts[$i]) >= 0, "t:$i$form shows its title");
    }
}

my %job = map { $_->{id} => $_ } @{ $n->get('/jobs.json')->json->{jobs} };

for my $i (0 .. $#texts) {
    my $one = $n->get("/jobs/t:$i.json")->json;

    for my $job ($job{"t:$i"}, $one) {
        is($job->{title}, $texts[$i], "JSON has the title of t:$i");
        is($job->{company}, "Co $texts[$i]", "JSON has the company of t:$i");
        is($job->{location}, "In $texts[$i]", "JSON has the place of t:$i");
        is($job->{excerpt}, "Excerpt $texts[$i]",
           "JSON has the excerpt of t:$i");
    }

    is($one->{description_text}, "Text $texts[$i]",
       "JSON has the description of t:$i");
}

my $body = $n->get('/jobs.json')->text;

unlike($body, qr/<\/|<!--/, 'JSON may stand inside a script element');
unlike($body, qr/[\x{2028}\x{2029}]/, 'and inside JavaScript');


# what the visitor says comes back as text too

for my $text (@texts[0 .. 4, 8, 9]) {
    my $q = $text;

    utf8::encode($q);
    $q =~ s/([^A-Za-z0-9])/sprintf '%%%02X', ord $1/ge;

    for my $uri ('/jobs', '/jobs.html', '/page') {
        for my $name (qw(q location category company limit remote)) {
            my $r = $n->get("$uri?$name=$q");

            ok($r->status == 200 || $r->status == 400,
               "$uri?$name: an answer");
            harmless($r->text, "$uri?$name=$text");
        }
    }

    my $r = $n->get("/jobs.json?remote=$q");

    is($r->json->{errors}[0]{parameter}, 'remote', 'a problem is valid JSON');
}


# addresses

my @bad = ('javascript:alert(1)', 'data:text/html,x', "ht\ntp://x/",
           '//example.com/', 'ftp://example.com/');

($status, $output) = build(rows => [ row(id => 't:good'),
                                     map { row(url => $_) } @bad ],
                           output => tempdir() . '/jobs.db');
is($status, 0, 'a listing whose address is not http is left out');
like($output, qr/\b@{[ scalar @bad ]} rejected/, 'and counted');

my $address = "https://x.example/a?b='c'&d=%22e%22";

$n = nginx(snapshot => snapshot(rows => [
               row(id => 't:1', url => $address, apply_url => $address) ]),
           server => <<'EOT');
    location ^~ /jobs { jobs; }
    location /one { jobs detail; }
EOT

is($n->get('/jobs/t:1/apply')->header('Location'), $address,
   'the address goes out as it was stored');

$body = $n->get('/one/t:1')->body;

unlike($body, qr/\Q$address\E/, 'in HTML it is escaped');
like($body, qr/a\?b=&#39;c&#39;&amp;d=%22e%22/, 'as HTML wants it');

done_testing();
