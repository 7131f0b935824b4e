# Named searches: pages at addresses of their own, what is near them, and which
# address is the canonical one.

use strict;
use warnings;
use utf8;

use JSON::PP ();
use Test::More;
use Jobs::Test;

my $dir = tempdir();
my $db = "$dir/jobs.db";
my $now = time;

my $listings = <<"EOT";
INSERT INTO categories VALUES ('it', 'Software', NULL),
  ('backend', 'Backend', 'it'), ('frontend', 'Frontend', 'it'),
  ('sales', 'Sales', NULL);
INSERT INTO currencies VALUES ('USD', 1, '2026-01-01');
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
INSERT INTO listings (number, id, title, company, url, category, remote,
    location, source, posted_at, expires_at)
  SELECT i, 't:' || i, 'Job ' || i, 'Acme', 'https://x.example/' || i,
    CASE i % 3 WHEN 0 THEN 'backend' WHEN 1 THEN 'frontend' ELSE 'sales' END,
    CASE WHEN i % 2 = 0 THEN 'remote' ELSE 'onsite' END,
    CASE WHEN i <= 6 THEN 'Berlin' END, 't', 1700000000 + i,
    CASE WHEN i = 60 THEN $now - 5 END FROM n;
EOT


# what publish says of rows with these searches, and its status

sub publish
{
    my ($to, $searches) = @_;

    my $rows = "$dir/rows.db";

    unlink $rows;
    spew("$dir/sql", slurp('conf/schema.sql') . $listings . $searches);
    system("sqlite3 -bail $rows < $dir/sql") == 0 or die "sqlite3 failed\n";

    my $said = join ' ', sync_command(), 'publish', '-o', $to, $rows;

    $said = `$said 2>&1`;

    return ($? >> 8, $said);
}


my ($status, $said) = publish($db, <<'EOT');
INSERT INTO searches (slug, query, parent, title, heading, description,
    intro_html, faq_html) VALUES
  ('software-jobs', 'category=it', NULL, 'Software Jobs | Board',
   'Software & more', 'All <software> jobs.', '<p>The <em>intro</em>.</p>',
   '<h2>Questions</h2><p>The answers.</p>'),
  ('backend-jobs', 'category=Backend', 'software-jobs', 'Backend Jobs', NULL,
   NULL, NULL, NULL),
  ('frontend-jobs', 'industry=frontend', 'software-jobs', NULL, NULL, NULL,
   NULL, NULL),
  ('remote-backend-jobs', 'remote=1&category=backend', 'backend-jobs', NULL,
   'Remote Backend', NULL, NULL, NULL),
  ('sales-jobs', 'category=sales', NULL, NULL, 'Sales Jobs', NULL, NULL, NULL),
  ('berlin-backend', 'location=Berlin&category=backend', 'backend-jobs', NULL,
   NULL, NULL, NULL, NULL),
  ('nothing-here', 'company=nobody', 'software-jobs', NULL, 'Nothing', NULL,
   NULL, NULL);
EOT

is($status, 0, 'named searches are published') or diag($said);

my $n = nginx(snapshot => $db, server => <<'EOT');
    location ^~ /jobs { jobs; }
    location ^~ /abs { jobs; jobs_base_url https://board.example/jobs; }
    location ^~ /sales { jobs; jobs_filter category sales; }
    location ^~ /few { jobs; jobs_args level; }
    location ^~ / { jobs; }
EOT


sub page { return $n->get($_[0])->body }

sub found { return page($_[0]) =~ m{jobs-count"[^>]*>([\d,]+) job} ? $1 : undef }

sub canonical { return page($_[0]) =~ m{rel="canonical" href="([^"]*)"} ? $1 : undef }

sub noindex { return page($_[0]) =~ /name="robots" content="noindex"/ ? 1 : 0 }


# [ address, name, number ] of what is related

sub related
{
    my $body = page($_[0]);

    my ($part) = $body =~ m{<nav class="jobs-related".*?</nav>}s ? $& : '';

    return [ $part =~ m{<a href="([^"]*)"><bdi>(.*?)</bdi></a> <span[^>]*>(\d+)}g ];
}


sub crumbs
{
    my $body = page($_[0]);

    my ($part) = $body =~ m{<nav class="jobs-crumbs".*?</nav>}s ? $& : '';

    return [ $part =~ m{<a href="([^"]*)"}g ];
}


# the page

my $page = $n->get('/jobs/software-jobs');

is($page->status, 200, 'a named search has a page');
is($page->type, 'text/html', 'in HTML');
is(found('/jobs/software-jobs'), 39, 'with the listings of its query, less one expired');
like($page->body, qr{<title>Software Jobs \| Board</title>}, 'its title');
like($page->body, qr{<h1 dir="auto"[^>]*>Software &amp; more</h1>}, 'its heading');
like($page->body, qr{name="description" content="All &lt;software&gt; jobs."},
     'its description');
like($page->body, qr{<p>The <em>intro</em>.</p>}, 'its introduction as it stands');
like($page->body, qr{<h2>Questions</h2><p>The answers.</p>}, 'and its answers');
like(page('/jobs/backend-jobs'), qr{<h1 dir="auto"[^>]*>Backend Jobs</h1>},
     'without a heading it is the title');
like(page('/jobs/frontend-jobs'), qr{<h1 dir="auto"[^>]*>Frontend jobs</h1>},
     'without both its filters say it');
is(found('/software-jobs'), 39, 'under "/" too');
unlike($n->get('/jobs/software-jobs')->header('Vary'), qr/\bAccept\b(?!-)/,
       'Accept is not looked at');
unlike($page->body, qr{jobs-chips}, 'its filters cannot be removed from it');


# the visitor narrows it

is(found('/jobs/backend-jobs?remote=remote'), 9, "a visitor's filter is added");
is(found('/jobs/software-jobs?category=backend'), 19, 'of the same field as well');
like(page('/jobs/backend-jobs?category=sales'), qr/No jobs match/,
     'and never widens');
like(page('/jobs/backend-jobs?remote=remote'),
     qr{href="/jobs/backend-jobs" rel="nofollow"}, 'it can be taken away again');
like(page('/jobs/backend-jobs?remote=remote'),
     qr{<h1 dir="auto"[^>]*>Remote Backend jobs</h1>}, 'the heading says it');
unlike(page('/jobs/software-jobs?remote=remote'), qr/intro|Questions/,
       'the introduction speaks of the search alone');
like(page('/jobs/backend-jobs'), qr{<form[^>]* action="/jobs/backend-jobs"},
     'the form stays there');
is($n->get('/jobs/backend-jobs?limit=x')->status, 400, 'a wrong value is a 400');
is(found('/few/backend-jobs?remote=remote'), 19,
   'jobs_args is about what visitors ask, not about the search');

like(page('/jobs/software-jobs'), qr{rel="next" href="/jobs/software-jobs\?offset=20"},
     'paging stays there');
is(canonical('/jobs/software-jobs?page=2'), '/jobs/software-jobs?offset=20',
   'page 2 is its own canonical');
unlike(page('/jobs/software-jobs?page=2'), qr/intro|Questions/,
       'and does not repeat the introduction');
is_deeply([ page('/jobs/software-jobs?page=2') =~ /jobs-item/g, ],
          [ ('jobs-item') x 19 ], 'it has what is left');


# pinned filters hold

is(found('/sales/sales-jobs'), 20, 'within what is pinned');
like(page('/sales/backend-jobs'), qr/No jobs match/, 'not beyond it');


# canonical

is(canonical('/jobs/software-jobs'), '/jobs/software-jobs', 'canonical: itself');
is(canonical('/jobs?category=backend'), '/jobs/backend-jobs',
   'the same filters: the named search');
is(canonical('/jobs?department=&industry=BACKEND&limit=20'), '/jobs/backend-jobs',
   'however they are spelled');
is(canonical('/jobs?category=backend&remote=true'), '/jobs/remote-backend-jobs',
   'two of them');
is(canonical('/abs?category=sales'), 'https://board.example/jobs/sales-jobs',
   'absolute where the board is');
is(canonical('/jobs?category=backend&page=2&limit=5'), '/jobs?category=backend&amp;limit=5&amp;offset=5',
   'page 2 is its own');
is(canonical('/jobs?category=backend&remote=onsite'),
   '/jobs?category=backend&amp;remote=onsite', 'no such search: itself');
is(canonical('/jobs/backend-jobs?remote=onsite'),
   '/jobs/backend-jobs?remote=onsite', 'a narrowed one: itself');
is(canonical('/jobs'), '/jobs', 'the board: itself');


# robots

is(noindex($_), 0, "for search engines: $_")
    for '/jobs', '/jobs/software-jobs', '/jobs?category=backend&remote=remote',
        '/jobs/backend-jobs?remote=remote';
is(noindex($_), 1, "not for search engines: $_")
    for '/jobs/nothing-here', '/jobs/berlin-backend', '/jobs/backend-jobs?q=job',
        '/jobs?category=backend&remote=remote&source=t',
        '/jobs/backend-jobs?remote=remote&source=t&company=acme',
        '/jobs?company=none';


# near

is_deeply([ @{ related('/jobs/software-jobs') }[0 .. 8] ],
          [ '/jobs/backend-jobs', 'Backend Jobs', 19,
            '/jobs/frontend-jobs', 'Frontend jobs', 20,
            '/jobs/sales-jobs', 'Sales Jobs', 20 ],
          'below and beside a search, none that is empty');
is_deeply([ @{ related('/jobs/backend-jobs') }[0 .. 11] ],
          [ '/jobs/berlin-backend', 'Backend jobs in berlin', 2,
            '/jobs/remote-backend-jobs', 'Remote Backend', 9,
            '/jobs/frontend-jobs', 'Frontend jobs', 20,
            '/jobs/software-jobs', 'Software &amp; more', 39 ],
          'below, beside, above');
is_deeply([ @{ related('/jobs?category=backend') }[0 .. 2] ],
          [ '/jobs/berlin-backend', 'Backend jobs in berlin', 2 ],
          'the same for a list with these filters');
is($n->get('/jobs.json?category=backend')->json->{related}[1]{url},
   '/jobs/remote-backend-jobs', 'in JSON too');
is_deeply([ map { $_->{url} }
            @{ $n->get('/sales.json?category=backend')->json->{related} } ],
          [ '/sales.json' ], 'empty under what is pinned: not there');
cmp_ok(@{ related('/jobs/backend-jobs?remote=remote&source=t&company=acme') }, '<=',
       24, 'eight at most');

for my $path ('/jobs/software-jobs', '/jobs/backend-jobs', '/jobs/remote-backend-jobs',
              '/jobs/backend-jobs?remote=remote')
{
    my @related = @{ related($path) };

    while (my ($url, $label, $count) = splice @related, 0, 3) {
        $url =~ s/&amp;/&/g;
        is(found($url), $count, "$path: $url has as many as it says");
    }
}


# breadcrumb

is_deeply(crumbs('/jobs'), [ ], 'the board is below nothing');
is_deeply(crumbs('/jobs/remote-backend-jobs'),
          [ '/jobs', '/jobs/software-jobs', '/jobs/backend-jobs' ],
          'a search is below those above it');
is_deeply(crumbs('/jobs/backend-jobs?remote=onsite'),
          [ '/jobs', '/jobs/software-jobs', '/jobs/backend-jobs' ],
          'a narrowed one below the search');
is_deeply(crumbs('/jobs?remote=onsite'), [ '/jobs' ], 'a list below the board');


sub list
{
    my ($path) = @_;

    my @data = page($path) =~ m{<script type="application/ld\+json">(.*?)</script>}sg;

    is(scalar @data, 1, "one data block: $path");

    my $d = JSON::PP->new->utf8->decode($data[0]);

    is($d->{'@type'}, 'BreadcrumbList', 'which is a breadcrumb');

    return [ map { [ @$_{qw(position name item)} ] }
             @{ $d->{itemListElement} } ];
}


is_deeply(list('/abs/backend-jobs'),
          [ [ 1, 'Jobs', 'https://board.example/jobs' ],
            [ 2, 'Software & more', 'https://board.example/jobs/software-jobs' ],
            [ 3, 'Backend Jobs', undef ] ], 'as JSON-LD');
is_deeply(list('/jobs/t:3'),
          [ [ 1, 'Jobs', '/jobs' ], [ 2, 'Backend', '/jobs?category=backend' ],
            [ 3, 'Job 3', undef ] ], "a listing's");


# unknown

is($n->get($_)->status, 404, "unknown: $_")
    for '/jobs/no-such', '/jobs/Software-Jobs', '/jobs/software-jobs/',
        '/jobs/software_jobs', '/jobs/software-jobs.json', '/jobs/status',
        '/jobs/software-jobs/apply';
like(page('/jobs/no-such'), qr/Page not found/, 'with a page');


# a search of the last days counts those, also where nothing has expired

my $week = "$dir/week.db";

($status, $said) = publish($week, <<'EOT');
UPDATE listings SET expires_at = NULL,
    posted_at = strftime('%s', 'now') - 86400 * (rowid - 1) - 3600;
INSERT INTO searches (slug, query, parent) VALUES
  ('all-backend', 'category=backend', NULL),
  ('new-backend', 'category=backend&posted_within=7', 'all-backend'),
  ('new-jobs', 'posted_within=3d', 'all-backend');
EOT

is($status, 0, 'searches of the last days') or diag($said);

$n = nginx(snapshot => $week, server => 'location ^~ /jobs { jobs; }');

for my $path ('/jobs/all-backend', '/jobs/new-backend') {
    my @related = @{ related($path) };

    while (my ($url, $label, $count) = splice @related, 0, 3) {
        $url =~ s/&amp;/&/g;
        is(found($url), $count, "$path: $url has as many as it says");
    }
}

cmp_ok(found('/jobs/new-jobs'), '<', 5, 'a few are new');


# what is no search is not published

for ([ q{'bad', 'limit=5'}, qr/"bad".*limit.*it is no filter/ ],
     [ q{'bad', 'nonsense=1'}, qr/"bad".*nonsense.*it is no filter/ ],
     [ q{'bad', 'remote=maybe'}, qr/"bad".*"maybe" in remote/ ],
     [ q{'bad', 'q=%zz'}, qr/"bad".*query/ ],
     [ q{'bad', ''}, qr/"bad".*it has no filter/ ],
     [ q{'stats', 'remote=1'}, qr/address "stats"/ ],
     [ q{'a:b', 'remote=1'}, qr/address "a:b"/ ],
     [ q{'a b', 'remote=1'}, qr/address "a b"/ ])
{
    my ($values, $says) = @$_;

    ($status, $said) = publish("$dir/other.db",
        "INSERT INTO searches (slug, query) VALUES ($values);\n");

    is($status, 65, "refused: $values");
    like($said, $says, 'with a reason');
    ok(!-e "$dir/other.db", 'and nothing is there');
}


# a file that somebody else made with such a search is served without it

my $forged = "$dir/forged.db";

publish($forged, "INSERT INTO searches (slug, query) VALUES ('a', 'remote=1'),"
                 . "('b', 'remote=onsite');");
system('sqlite3', $forged, "UPDATE searches SET query = 'limit=-1' WHERE slug = 'a'")
    == 0 or die "sqlite3 failed\n";

my $m = nginx(snapshot => $forged, server => 'location ^~ /jobs { jobs; }');

is($m->get('/jobs/a')->status, 404, 'a query that cannot be is no page');
is($m->get('/jobs')->status, 200, 'the board is there');

done_testing();
