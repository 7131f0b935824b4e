# Every HTML view is valid: by tidy, and by html-validate where npm has it.

use strict;
use warnings;
use utf8;

use Test::More;
use Jobs::Test;

my @nasty = (
    row(id => 'x:1', title => '<script>alert("x")</script> & \'quotes\' ]]>',
        company => '"A" <b>', location => "\x{645}\x{631}\x{62D}\x{628}",
        tags => [ '<i>', 'C++', "\x{1F600}" ], excerpt => "a\x{2028}b",
        description_html => '<p>One <strong>two</strong></p><ul><li>x</li>'
                            . '</ul>',
        salary_min => 17.5, salary_currency => 'USD', salary_period => 'hour',
        remote => 'remote', employment_type => 'full_time',
        seniority => 'senior', category => 'backend',
        posted_at => '2026-08-01T10:00:00Z'),
    row(id => 'x:3', category => 'backend',
        expires_at => '2026-01-01T00:00:00Z'),
    row(id => 'x:2', title => 'x' x 300,
        description_text => "Plain <text>\nwith lines & signs"),
);

my $n = nginx(snapshot => snapshot(rows => [ @{ rows() }, @nasty ]),
              server => <<'EOT');
    location ^~ /jobs { jobs; jobs_limit 4; }
    location ^~ /based { jobs; jobs_base_url https://board.example/x; }
    location ^~ /empty { jobs; jobs_filter category nosuch; }
    location ^~ /old { jobs; jobs_snapshot %SNAPSHOT% check=50ms stale=1s; }
    location = /page { jobs page; }
    location = /html { jobs html; }
    location = /detail { jobs detail; }
    location ^~ /none { jobs; jobs_snapshot /nowhere/jobs.db; }
EOT

# the board says that its listings are old once they are

ok(wait_until(sub { $n->get('/old.html')->body ne $n->get('/jobs.html?limit=20')
                                                    ->body
                    && $n->get('/old')->body =~ /stale|old|out of date/i }, 5),
   'a stale board says so');

my %view = (
    page => '/jobs', fragment => '/jobs.html', last => '/jobs?page=3',
    middle => '/jobs?page=2&sort=title',
    filtered => '/jobs?q=engineer+or+x&category=backend,sales&remote=remote'
                . '&level=-junior&salary_min=1000&posted_within=3650'
                . '&type=full_time&has_salary=1&sort=salary&location=austin',
    'filtered-fragment' => '/jobs.html?category=backend,-sales&tag=C%2B%2B',
    'no-match' => '/jobs?category=nosuch&q=%22%3Cb%3E',
    'no-match-fragment' => '/jobs.html?category=nosuch',
    empty => '/empty', 'empty-fragment' => '/empty.html',
    beyond => '/jobs?offset=1000', stale => '/old',
    'stale-fragment' => '/old.html', based => '/based',
    'based-fragment' => '/based.html', 'single-page' => '/page',
    'single-fragment' => '/html', 'single-detail' => '/detail?id=x:1',
    'detail-nasty' => '/jobs/x:1', 'detail-long' => '/jobs/x:2',
    'detail-full' => '/jobs/greenhouse:acme:1', 'detail-bare' => '/jobs/manual:8',
    'detail-cafe' => '/jobs/ashby:cafe:5', 'detail-fragment' => '/jobs/x:1.html',
    'bad-argument' => '/jobs?limit=%3Cb%3E',
    'bad-argument-fragment' => '/jobs.html?limit=-1',
    gone => '/jobs/x:3', 'gone-fragment' => '/jobs/x:3.html',
    'not-found' => '/jobs/nosuch:1', 'not-found-fragment' => '/jobs/nosuch:1.html',
    unavailable => '/none', 'unavailable-fragment' => '/none.html',
    chosen => '/jobs?level=senior,-junior&company=acme,nosuch&tag=linux',
    'chosen-fragment' => '/jobs.html?level=senior,-junior,-mid&tag_any=c,linux'
                         . '&show=list,search,facets,headline,paging,related',
    'facets-fragment' => '/jobs.html?show=facets&source=lever,ashby',
    'search-fragment' => '/jobs.html?show=search&heading=4',
    'deep-fragment' => '/jobs.html?show=list,related&heading=6',
    'deep-empty-fragment' => '/jobs.html?category=nosuch&heading=5',
    'deep-detail-fragment' => '/jobs/x:1.html?heading=3',
    'deep-gone-fragment' => '/jobs/x:3.html?heading=3',
    dark => '/jobs?theme=dark', 'light-fragment' => '/jobs.html?theme=light',
    email => '/jobs?theme=email', 'email-fragment' => '/jobs.html?theme=email',
    'email-none' => '/jobs?theme=email&category=nosuch',
    'email-stale' => '/old?theme=email',
    (map {; "page-$_" => "/jobs?lang=$_&level=senior",
            "none-$_" => "/jobs?lang=$_&q=nosuch",
            "email-fragment-$_" => "/old.html?lang=$_&theme=email" }
         qw(de fr es pt nl)),
);

for my $name (qw(page filtered no-match detail-full stale-fragment
                 bad-argument gone-fragment unavailable))
{
    my $uri = $view{$name};

    $view{"$name-$_"} = $uri . ($uri =~ /\?/ ? '&' : '?') . "lang=$_"
        for qw(de fr es pt nl);
}

my $dir = tempdir();
my @files;

for my $name (sort keys %view) {
    my $body = $n->get($view{$name})->body;
    my $fragment = $name =~ /fragment/;

    ok(length $body > 20, "$name is no blank hole");

    # a mail has its styles where they are used

    $body =~ s/(?=<(?:body|div) )/<!-- [html-validate-disable no-inline-style] -->/
        if $name =~ /email/;

    # a fragment is validated inside the page of somebody else, below a
    # heading of each level that is above its own

    $body = qq(<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">)
            . '<title>Host</title></head><body>'
            . join('', map { "<h$_>Host</h$_>" }
                       1 .. ($view{$name} =~ /heading=(\d)/ ? $1 : 2) - 1)
            . "\n$body\n"
            . "</body></html>\n" if $fragment;

    push @files, spew("$dir/$name.html", $body);
}

# the document's outline and the links that a machine looks for

my $page = $n->get('/jobs')->body;

like($page, qr/\A<!doctype html>/i, 'the page begins with its doctype');
like($page, qr/<html[^>]* lang="en"/, 'and says its language');
is(scalar(() = $page =~ /<h1\b/g), 1, 'it has one first heading');
is(scalar(() = $n->get('/jobs.html')->body =~ /<h1\b/g), 0,
   'the fragment has none: the page around it has');
like($page, qr/<meta name="viewport"/, 'it is made for phones too');
like($page, qr/<link[^>]* rel="canonical"/, 'it has a canonical link');
like($page, qr/<form\b[^>]* action="\/jobs"/, 'its form asks the board');
unlike($page, qr/<script\b|\bstyle="/, 'no script, no inline style');

my $filtered = $n->get($view{filtered})->body;

like($filtered, qr/name="q"[^>]*value="engineer or x"|value="engineer or x"[^>]*name="q"/,
     'the form keeps what was asked');
like($n->get('/jobs?q=x')->body, qr/<meta name="robots" content="[^"]*noindex/,
     'a search is not for search engines');


# what the form sends is what the page shows


for my $name ($page =~ /<(?:input|select)\b[^>]*\bname="(\w+)"/g) {
    is($n->get("/jobs.json?strict=1&$name=")->status, 200,
       "a field of the form is an argument: $name");
}


# validators

for my $file (@files) {
    my ($name) = $file =~ m{([^/]+)\.html\z};
    my $output = `tidy -quiet -errors -utf8 --show-warnings yes --mute-id yes --drop-empty-elements no '$file' 2>&1`;
    my $status = $? >> 8;

    # tidy of 2017 does not know what has come since
    my @lines = grep { !/not approved by W3C|proprietary attribute/i }
                split /\n/, $output;

    isnt($status, 127, "tidy is there") if $file eq $files[0];
    is(join("\n", @lines), '', "tidy: $name");
}

my $output = `t/tools/html-validate --formatter text @files 2>&1`;
my $status = $? >> 8;

if ($status == 69) {
    chomp $output;
    diag("html-validate was not asked ($output); tidy was");
    pass('html-validate cannot be had here, tidy was asked instead');

} else {
    $output =~ s/\Q$dir\E\///g;
    is($status, 0, 'html-validate has nothing to say') or diag($output);
}

done_testing();
