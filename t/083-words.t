# The board's own words: in each language none of another one remains, and what
# is not the board's is marked as what it is.

use strict;
use warnings;
use utf8;

use Encode qw(decode_utf8);
use Test::More;
use Jobs::Test;

binmode Test::More->builder->$_, ':encoding(UTF-8)'
    for qw(output failure_output todo_output);

my $core = root() . '/ngx_jobs_module/core';


# the table as C has it: name, en, de, fr, es, pt, nl

my @langs = qw(en de fr es pt nl);
my %word;
my $table = decode_utf8(slurp("$core/jobs_words_table.h"));

$table =~ s/\\\n//g;

while ($table =~ /X\((\w+), (\w+),((?:\s*"(?:[^"\\]|\\.)*",?)+)\)/g) {
    my ($name, $strings) = ($2, $3);

    $strings =~ s/"\s+"//g;

    my @texts = $strings =~ /"((?:[^"\\]|\\.)*)"/g;

    s/\\u([0-9A-F]{4})/chr hex $1/ge for @texts;
    $word{$name} = { map { $langs[$_] => $texts[$_] } 0 .. $#langs };
    is(scalar @texts, @langs, "$name is there in each language");
}

cmp_ok(scalar keys %word, '>', 100, 'the table is read');


# listings that say nothing in any language, with something of everything

my @rows = map {
    row(id => "qx:$_", title => "Zorp $_", company => 'Blivet',
        category => 'quux', department => 'Fnord', tags => [ 'xyzzy' ],
        location => 'Xanadu', locations => [ 'Xanadu', 'Zyx' ],
        remote => (qw(remote hybrid onsite))[$_ % 3],
        employment_type => (qw(full_time part_time contract temporary
                               internship volunteer other))[$_ % 7],
        seniority => (qw(intern junior mid senior lead director
                         executive))[$_ % 7],
        salary_min => 50000 + 1000 * $_, salary_max => 70000 + 1000 * $_,
        salary_currency => 'USD', salary_period => 'year',
        visa => $_ % 2 ? JSON::PP::true : JSON::PP::false,
        language => 'la', posted_at => '2026-05-08T09:00:00Z',
        expires_at => '2099-05-08T09:00:00Z', excerpt => 'Zyxw.',
        description_html => '<p>Vwxyz.</p>', source => 'qx')
} 1 .. 45;

$rows[0]{$_} = undef for qw(salary_max description_html);
$rows[1]{salary_min} = undef;
@{ $rows[$_] }{qw(salary_min salary_max salary_period)}
    = @{ [ [ 45.25, 60, 'hour' ], [ 400, 500, 'day' ], [ 1500, 1800, 'week' ],
           [ 8000, 9000, 'month' ] ]->[$_ - 3] } for 3 .. 6;

push @rows, row(id => 'qx:gone', title => 'Zorp', company => 'Blivet',
                category => 'quux', source => 'qx', language => 'la',
                expires_at => '2026-05-01T00:00:00Z');

my $n = nginx(snapshot => snapshot(rows => \@rows), server => <<'EOS');
    location ^~ /jobs { jobs; jobs_limit 10; }
    location ^~ /old { jobs; jobs_snapshot %SNAPSHOT% check=50ms stale=1s; }
    location ^~ /empty { jobs; jobs_filter category nosuch; }
    location ^~ /none { jobs; jobs_snapshot /nowhere/jobs.db; }
    location = /single.html { jobs html; jobs_base_url https://b.example/j; }
EOS

my $filters = 'remote=remote,-onsite&level=-junior&type=full_time,part_time'
            . '&posted_within=3650&salary_min=1000&has_salary=1&region=-europe'
            . '&visa=1&worldwide=0&salary_include_unknown=1&sort=-salary';

my %view = (
    page => '/jobs', 'page 2' => '/jobs?page=2&sort=company',
    fragment => '/jobs.html', filtered => "/jobs?$filters",
    'filtered fragment' => "/jobs.html?$filters",
    'a category' => '/jobs?category=quux&remote=remote&company=blivet',
    'no match' => '/jobs?category=nosuch&q=zorp', empty => '/empty',
    'empty fragment' => '/empty.html', beyond => '/jobs?offset=1000',
    stale => '/old', 'stale fragment' => '/old.html',
    single => '/single.html', unavailable => '/none',
    'unavailable fragment' => '/none.html',
    (map { ("listing $_" => "/jobs/qx:$_") } 1 .. 8),
    'listing fragment' => '/jobs/qx:2.html',
    'bad argument' => '/jobs?limit=x', 'bad fragment' => '/jobs.html?limit=x',
    'not found' => '/jobs/no:such', gone => '/jobs/qx:gone',
    'gone fragment' => '/jobs/qx:gone.html',
);

ok(wait_until(sub { $n->get('/old.html')->body =~ /jobs-notice/ }, 5),
   'a stale board says so');


# what a reader sees or hears: texts, and the attributes that are read out

sub seen
{
    my ($html) = @_;
    my @seen;

    $html =~ s{<(style|script|code|q)\b.*?</\1>}{}gs;

    push @seen, $1 while $html =~ /\b(?:aria-label|placeholder|title|alt)
                                   ="([^"]*)"/gx;
    push @seen, $1 while $html =~ /(?:name="description"
                                      |property="og:(?:title|description)")
                                   \ content="([^"]*)"/gx;
    $html =~ s/<[^>]*>/\n/g;

    my $seen = join "\n", @seen, $html;

    $seen =~ s/&#39;/'/g;
    $seen =~ s/&quot;/"/g;

    return $seen;
}

sub get
{
    my ($view, $lang) = @_;
    my $uri = $view{$view};

    return decode_utf8($n->get($uri . ($uri =~ /\?/ ? '&' : '?')
                               . "lang=$lang")->body);
}

my %english = map { $_ => seen(get($_, 'en')) } keys %view;
my %met;

for my $lang (@langs[1 .. $#langs]) {
    for my $view (sort keys %view) {
        my $html = get($view, $lang);
        my $seen = seen($html);
        my @english;

        for my $name (sort keys %word) {
            my ($en, $own) = @{ $word{$name} }{'en', $lang};

            next if $en eq $own;

            for my $part (grep { /\w.*\w.*\w/ } split /\s*%\d\s*/, $en) {
                $part =~ s/^\s+|\s+$//g;

                $met{$name} = 1 if $english{$view} =~ /(?<!\w)\Q$part\E(?!\w)/;

                # unless the language says that itself somewhere

                push @english, "$name ($part)"
                    if $seen =~ /(?<!\w)\Q$part\E(?!\w)/
                       && !grep { $_->{$lang} =~ /(?<!\w)\Q$part\E(?!\w)/ }
                                values %word;
            }
        }

        is(join(', ', @english), '', "no English remains: $view in $lang");
        unlike($seen, qr/\bMay\b/, "nor an English month: $view in $lang");
        like($html, qr/<(?:section|article)[^>]* lang="$lang"/,
             "it says its language: $view in $lang");
        unlike($html, qr/ lang="en"/, "and no other: $view in $lang");
    }
}

# a test that met no words would prove nothing

for my $name (qw(all_jobs apply salary locations workplace level
                 visa visa_offered visa_not_offered open_until more_jobs_at
                 breadcrumb bad_search fault_reason not_found gone similar
                 unavailable try_again typical n_open typical_of pay_from
                 pay_up_to an_hour a_day a_week a_month n_jobs onsite
                 temporary executive))
{
    ok($met{$name}, "\"$word{$name}{en}\" was looked for");
}


# the numbers and dates of a listing

my %looks = (
    en => [ '8 May 2026', '$45.25–$60 an hour' ],
    de => [ '8. Mai 2026', "45,25–60\x{A0}\$ pro Stunde" ],
    fr => [ '8 mai 2026', "45,25–60\x{A0}\$US par heure" ],
    es => [ '8 de mayo de 2026', "45,25-60\x{A0}US\$ por hora" ],
    pt => [ '8 de maio de 2026', "US\$\x{A0}45,25–60 por hora" ],
    nl => [ '8 mei 2026', "US\$\x{A0}45,25-60 per uur" ],
);

for my $lang (@langs) {
    for my $uri ('/jobs/qx:4', '/jobs/qx:4.html', '/jobs?title=%22zorp+4%22',
                 '/jobs.html?title=%22zorp+4%22')
    {
        my $body = decode_utf8($n->get($uri . ($uri =~ /\?/ ? '&' : '?')
                                       . "lang=$lang")->body);

        like($body, qr/>\Q$_\E</, "$uri in $lang has $_") for @{ $looks{$lang} };
    }
}


# reasons: those of the core are translated, each of them

my %reason = map { $_ => 1 } reasons(slurp("$core/jobs_reasons.c"),
                                     qr/\{ /);
my @told = map { reasons(slurp("$core/$_.c"),
                         qr/(?:reason|\.rule) = (?:[^"=;]*[?:] )?/) }
           qw(jobs_args jobs_filter jobs_params jobs_value);

cmp_ok(scalar @told, '>', 30, 'the core has reasons');
is(join("\n", grep { !$reason{$_} } @told), '', 'each is translated');

sub reasons
{
    my ($source, $before) = @_;
    my @reasons = $source =~ /$before((?:"(?:[^"\\]|\\.)*"\s*)+)/g;

    s/(?<!\\)"\s+"//g, s/^"|"\s*$//g for @reasons;

    return @reasons;
}

like(decode_utf8($n->get('/jobs?limit=x&lang=de')->body),
     qr{Der\ Wert\ <q\ dir="auto">x</q>\ von\ <code>limit</code>\ kann\ nicht
        \ verwendet\ werden:\ zulässig\ ist\ eine\ ganze\ Zahl\ ab\ 0\.<}x,
     'a reason in German');
is($n->get('/jobs.json?limit=x&lang=de')->json->{errors}[0]{reason},
   'it must be a whole number from 0', 'JSON is English');


# a listing's own text has its own language

for ([ en => 'la' ], [ de => 'la' ]) {
    my ($lang, $own) = @$_;

    like($n->get("/jobs.html?lang=$lang")->body,
         qr/<h\d[^>]* lang="$own"/, "a title of $own in $lang");

    my $body = $n->get("/jobs/qx:3?lang=$lang")->body;

    like($body, qr/<h1[^>]* lang="$own"/, "the heading of $own in $lang");
    like($body, qr/class="jobs-text"[^>]* lang="$own"/,
         "and the description");
    like($n->get("/jobs/qx:1?lang=$lang")->body,
         qr/class="jobs-text jobs-plain"[^>]* lang="$own"/,
         'and one without marks');
}

my $m = nginx(snapshot => snapshot(rows => [
    row(id => 'a:1', language => 'de-AT'), row(id => 'a:2'),
    row(id => 'a:3', language => 'x" onclick="y') ]), server => <<'EOS');
    location ^~ /jobs { jobs; }
EOS

like($m->get('/jobs/a:1.html')->body, qr/<h2[^>]* lang="de-AT"/,
     'a region stays');
unlike($m->get('/jobs/a:1.html?lang=de')->body, qr/<h2[^>]* lang=/,
       'a title in the language of the page has none');
unlike($m->get('/jobs/a:2.html')->body, qr/<h2[^>]* lang=/,
       'nor one of an unknown language');
unlike($m->get('/jobs/a:3.html')->body . $m->get('/jobs.html')->body,
       qr/onclick="/, 'what is no language is none');


# programs read English

for my $format (qw(json rss atom feed.json csv)) {
    my $uri = "/jobs.$format?category=quux";

    is($n->get("$uri&lang=fr")->body, $n->get($uri)->body,
       "$format has no language");
}

like($n->get('/jobs?category=quux&remote=remote&lang=de')->body,
     qr/"name":\s*"Remote quux jobs"/, 'JSON-LD is English as well');
is($n->get('/jobs.json?facets=remote&lang=nl')->json->{facets}{remote}[0]
     {label}, 'Hybrid', 'and so are facets');

done_testing();
