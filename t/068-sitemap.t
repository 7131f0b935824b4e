# The sitemap: named searches and listings for search engines, split where there
# are more than fit.

use strict;
use warnings;

use POSIX ();
use Test::More;
use Jobs::Test;

my $dir = tempdir();
my $now = time;


# publishes rows of that SQL

sub publish
{
    my ($name, $sql) = @_;

    my $rows = "$dir/$name-rows.db";

    spew("$dir/sql", slurp('conf/schema.sql') . $sql);
    system("sqlite3 -bail $rows < $dir/sql") == 0 or die "sqlite3 failed\n";
    system(sync_command(), 'publish', '-q', '-o', "$dir/$name.db", $rows) == 0
        or die "publish failed\n";

    return "$dir/$name.db";
}


my $small = publish('small', <<"EOT");
INSERT INTO listings (number, id, title, company, url, category, source,
    posted_at, updated_at, expires_at) VALUES
  (1, 't:1', 'A', 'Acme', 'https://x.example/1', 'it', 't', 1750000000, 1750003600, NULL),
  (2, 't:2', 'B', 'Acme', 'https://x.example/2', 'it', 't', 1750000001, NULL, NULL),
  (3, 't:3', 'C', 'Acme', 'https://x.example/3', 'it', 't', 1750000002, NULL, $now + 3600),
  (4, 't:4', 'D', 'Acme', 'https://x.example/4', 'it', 't', NULL, NULL, NULL),
  (5, 't:5', 'E', 'Acme', 'https://x.example/5', 'sales', 't', NULL, NULL, NULL),
  (6, 't:6', 'F', 'Acme', 'https://x.example/6', 'sales', 't', NULL, NULL, NULL),
  (7, 't:gone', 'G', 'Acme', 'https://x.example/7', 'sales', 't', 1750000009, NULL, $now - 60);
INSERT INTO searches (slug, query) VALUES ('all-jobs', 'company=acme'),
  ('it-jobs', 'category=it'), ('sales-jobs', 'category=sales'),
  ('a-jobs', 'title=A');
EOT

my $n = nginx(snapshot => $small, server => <<'EOT');
    location ^~ /jobs { jobs; }
    location ^~ /abs { jobs; jobs_base_url https://board.example/work; }
    location ^~ /it { jobs; jobs_filter category it; }
    location ^~ /never { jobs; jobs_filter category nosuch; }
    location / { jobs; }
EOT


sub places { return [ $_[0] =~ m{<loc>(.*?)</loc>}g ] }


# the document itself, and what xmllint says of it

sub valid
{
    my ($body, $name) = @_;

    spew("$dir/sitemap.xml", $body);
    is(`xmllint --noout '$dir/sitemap.xml' 2>&1`, '', "xmllint: $name");

    return;
}


my $r = $n->get('/jobs/sitemap.xml');
my $host = 'http://localhost:' . $n->port;

is($r->status, 200, 'there is a sitemap');
is($r->type, 'application/xml', 'in XML');
is_deeply(places($r->body),
          [ map { "$host/jobs/$_" }
            qw(all-jobs it-jobs t:3 t:2 t:1 t:4 t:5 t:6) ],
          'searches that are not too small, live listings by recency');
valid($r->body, 'small');
like($r->body, qr{t:1</loc><lastmod>2025-06-15T16:06:40Z</lastmod>},
     'when it was updated');
like($r->body, qr{t:2</loc><lastmod>2025-06-15T15:06:41Z</lastmod>},
     'or else posted');
like($r->body, qr{t:4</loc></url>}, 'or nothing where that is not known');
is($n->get('/jobs/sitemap.xml', Host => 'jobs.example:8443')->body =~ s{http://jobs\.example:8443}{$host}gr,
   $r->body, 'under the name that it was asked for');
is(places($n->get('/abs/sitemap.xml')->body)->[0],
   'https://board.example/work/all-jobs', 'or under jobs_base_url');
is(places($n->get('/sitemap.xml')->body)->[-1], "$host/t:6", 'under "/" too');
is_deeply(places($n->get('/it/sitemap.xml')->body),
          [ map { "$host/it/$_" } qw(all-jobs it-jobs t:3 t:2 t:1 t:4) ],
          'only what is pinned');

$r = $n->get('/never/sitemap.xml');
is_deeply(places($r->body), [ ], 'none where nothing matches');
valid($r->body, 'empty');

is($n->get('/jobs/sitemap-1.xml')->status, 404, 'it has no parts');
is($n->get("/jobs/$_")->status, 404, "no such thing: $_")
    for qw(sitemap sitemap-0.xml sitemap-01.xml sitemap-.xml sitemap-x.xml
           sitemap-99999999999999999999.xml sitemap.xml.gz);
is($n->get('/jobs/sitemap.xml?a=%zz')->status, 400, 'a request that is none');

for my $place (@{ places($n->get('/jobs/sitemap.xml')->body) }) {
    my $page = $n->get($place =~ s/^\Q$host\E//r);

    is($page->status, 200, "it is there: $place");
    unlike($page->body, qr/noindex/, 'and for search engines');
}


# split

my $many = 100_100;
my $large = publish('large', <<"EOT");
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $many)
INSERT INTO listings (number, id, title, company, url, source, posted_at,
    expires_at)
  SELECT i, 't:' || i, 'Job', 'Acme', 'https://x.example/' || i, 't',
    1800000000 - i, CASE WHEN i % 1000 = 0 THEN $now - 60 END FROM n;
INSERT INTO searches (slug, query) VALUES ('all-jobs', 'company=acme'),
  ('more-jobs', 'source=t');
EOT

my $m = nginx(snapshot => $large, server => <<'EOT');
    location ^~ /jobs { jobs; jobs_query_timeout 4s; }
EOT

$r = $m->get('/jobs/sitemap.xml');
$host = 'http://localhost:' . $m->port;

like($r->body, qr/<sitemapindex/, 'a large board has an index');
is_deeply(places($r->body), [ map { "$host/jobs/sitemap-$_.xml" } 1 .. 3 ],
          'of its parts');
valid($r->body, 'the index');

my @all;

for my $part (1 .. 3) {
    $r = $m->get("/jobs/sitemap-$part.xml");
    is($r->status, 200, "part $part");
    valid($r->body, "part $part");
    push @all, places($r->body);
}

is_deeply([ map { scalar @$_ } @all ], [ 50_000, 50_000, 2 ], 'no more than fit');
is_deeply([ map { @$_ } @all ],
          [ map { "$host/jobs/$_" } 'all-jobs', 'more-jobs',
            map { "t:$_" } grep { $_ % 1000 != 0 } 1 .. $many ],
          'together they have everything once');
is($m->get('/jobs/sitemap-4.xml')->status, 404, 'there is no other one');

done_testing();
