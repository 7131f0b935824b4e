# The page of one listing: what it tells search engines, and what is there when
# the listing is gone.

use strict;
use warnings;
use utf8;

use JSON::PP ();
use POSIX ();
use Test::More;
use Jobs::Test;


sub stamp { return POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $_[0]) }


my $now = time;
my $dir = tempdir();
my $rows = "$dir/rows.db";
my $db = "$dir/jobs.db";

# by conf/schema.sql, as only there sources say what they allow

spew("$dir/sql", slurp('conf/schema.sql') . <<"EOT");
INSERT INTO sources (name, jsonld) VALUES ('shy', 0);
INSERT INTO listings (number, id, title, company, url, location, remote,
    employment_type, category, salary_min, salary_max, salary_currency,
    salary_period, salary_predicted, worldwide, source, posted_at, expires_at)
VALUES
  (1, 'a:office', 'Cook </script><b>', 'Acme & Sons', 'https://x.example/1',
   'Berlin', 'onsite', 'contract', 'kitchen', 20, 25, 'EUR', 'hour', 0, 0, 'a',
   1750000000, $now + 86400),
  (2, 'a:distant', 'Baker', 'Acme', 'https://x.example/2', 'Remote', 'remote',
   'internship', 'kitchen', 50000, 60000, 'EUR', 'year', 1, 0, 'a',
   1750000001, NULL),
  (3, 'a:world', 'Painter', 'Acme', 'https://x.example/3', 'Anywhere',
   'remote', NULL, 'art', NULL, NULL, NULL, NULL, 0, 1, 'a', 1750000002, NULL),
  (4, 'a:nodate', 'Gardener', 'Acme', 'https://x.example/4', 'Berlin',
   'onsite', NULL, 'art', NULL, NULL, NULL, NULL, 0, 0, 'a', NULL, NULL),
  (5, 'a:notext', 'Driver', 'Acme', 'https://x.example/5', 'Berlin', 'onsite',
   NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 'a', 1750000003, NULL),
  (6, 'a:noplace', 'Sailor', 'Acme', 'https://x.example/6', 'Berlin',
   'onsite', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 'a', 1750000004, NULL),
  (7, 'shy:board:7', 'Spy', 'Acme', 'https://x.example/7', 'Berlin', 'onsite',
   NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 'shy:board', 1750000005, NULL),
  (8, 'a:gone', 'Old cook', 'Acme', 'https://x.example/8', NULL, NULL, NULL,
   'kitchen', NULL, NULL, NULL, NULL, 0, 0, 'a', 1750000006, $now - 60),
  (9, 'a:alone', 'Old diver', 'Acme', 'https://x.example/9', NULL, NULL, NULL,
   'sea', NULL, NULL, NULL, NULL, 0, 0, 'a', 1750000007, $now - 60),
  (10, 'b:last', 'Old ghost', 'Beta', 'https://x.example/10', NULL, NULL, NULL,
   'void', NULL, NULL, NULL, NULL, 0, 0, 'b', 1750000008, $now - 60);
INSERT INTO listing_texts (listing, description_html)
  SELECT number, '<p>All of it. </script></p>' FROM listings
   WHERE id <> 'a:notext';
INSERT INTO listing_countries
  SELECT number, 'DE' FROM listings WHERE id NOT IN ('a:noplace', 'a:world');
INSERT INTO listing_countries VALUES (2, 'AT'), (6, 'DE'), (6, 'AT');
INSERT INTO listing_locations VALUES (1, 0, 'Berlin'), (1, 1, 'Potsdam');
INSERT INTO currencies VALUES ('EUR', 1.1, '2026-08-01');
EOT

system("sqlite3 -bail $rows < $dir/sql") == 0 or die "sqlite3 failed\n";
system(sync_command(), 'publish', '-q', '-o', $db, $rows) == 0
    or die "publish failed\n";
system('sqlite3', '-bail', $db, <<"EOT") == 0 or die "sqlite3 failed\n";
INSERT INTO alternatives SELECT 'feed:77', number, 'feed', 'https://f.example/77'
    FROM listings WHERE id = 'a:office';
INSERT INTO gone VALUES ('a:closed', $now);
EOT

my $n = nginx(snapshot => $db, server => <<'EOT');
    location ^~ /jobs { jobs; }
    location ^~ /abs { jobs; jobs_base_url https://board.example/jobs; }
    location ^~ /pinned { jobs; jobs_filter category art; }
    location ^~ /own { jobs; error_page 410 /gone; }
    location = /gone { internal; return 200 "my own"; }
EOT


# the data blocks of a page, decoded, by their type

sub data
{
    my ($path) = @_;

    my $body = $n->get($path)->body;

    return { map { my $d = JSON::PP->new->utf8->decode($_);
                   ($d->{'@type'} => $d) }
             $body =~ m{<script type="application/ld\+json">(.*?)</script>}sg };
}


sub posting { return data($_[0])->{JobPosting} }


my $office = posting('/jobs/a:office');

is($office->{'@context'}, 'https://schema.org', 'a posting is one of schema.org');
is($office->{title}, 'Cook </script><b>', 'its title, which ends no element');
is($office->{description}, '<p>All of it. </script></p>',
   'its whole description');
is($office->{datePosted}, '2025-06-15T15:06:40Z', 'its date');
is($office->{validThrough}, stamp($now + 86400), 'and its last one');
is($office->{employmentType}, 'CONTRACTOR', 'its type in their words');
is_deeply($office->{hiringOrganization},
          { '@type' => 'Organization', name => 'Acme & Sons' }, 'the employer');
is_deeply($office->{identifier},
          { '@type' => 'PropertyValue', name => 'Acme & Sons',
            value => 'a:office' }, 'the identifier');
is_deeply([ map { $_->{address} } @{ $office->{jobLocation} } ],
          [ map { { '@type' => 'PostalAddress', addressLocality => $_,
                    addressCountry => 'DE' } } 'Berlin', 'Potsdam' ],
          'every place with its country');
is_deeply($office->{baseSalary},
          { '@type' => 'MonetaryAmount', currency => 'EUR',
            value => { '@type' => 'QuantitativeValue', unitText => 'HOUR',
                       minValue => 20, maxValue => 25 } }, 'the salary');
ok(!exists $office->{$_}, "nothing of $_")
    for qw(directApply jobLocationType applicantLocationRequirements);

my $distant = posting('/jobs/a:distant');

is($distant->{jobLocationType}, 'TELECOMMUTE', 'a remote job is one');
is_deeply($distant->{applicantLocationRequirements},
          [ map { { '@type' => 'Country', name => $_ } } 'AT', 'DE' ],
          'with the countries that may apply');
ok(!exists $distant->{$_}, "nothing of $_")
    for qw(baseSalary validThrough jobLocation);
is($distant->{employmentType}, 'INTERN', 'internship');

is(posting("/jobs/$_"), undef, "no posting that is not complete or allowed: $_")
    for qw(a:world a:nodate a:notext a:noplace shy:board:7);

unlike($n->get('/jobs/a:office.html')->body, qr/ld\+json/, 'none in a fragment');
is(posting('/jobs'), undef, 'none on a list');
is(posting('/jobs?category=kitchen'), undef, 'nor on another');


# head

my $head = $n->get('/abs/a:office')->body;

like($head, qr{<link rel="canonical" href="https://board.example/jobs/a:office">},
     'canonical link');
like($head, qr{<meta property="og:$_->[0]" content="$_->[1]">}, "og:$_->[0]")
    for [ title => 'Cook &lt;/script&gt;&lt;b&gt; at Acme &amp; Sons' ],
        [ type => 'article' ], [ description => '[^"]+' ],
        [ url => 'https://board.example/jobs/a:office' ];
unlike($n->get('/jobs/a:office')->body, qr/og:url/,
       'no og:url that is not absolute');


# gone

sub similar { return [ map { $_->{id} } @{ $n->get($_[0])->json->{similar} } ] }


my $gone = $n->get('/jobs/a:gone');

is($gone->status, 410, 'an expired listing is gone');
like($gone->body, qr/<meta name="robots" content="noindex">/, 'noindex');
is_deeply([ $gone->body =~ m{<h3 dir="auto"[^>]*><a href="/jobs/([^"]+)"}g ],
          [ 'a:distant', 'a:office' ],
          'its page has live ones of the same category');
is_deeply([ $n->get('/jobs/a:gone.html')->body
                =~ m{<h3 dir="auto"[^>]*><a href="/jobs/([^"]+)"}g ],
          [ 'a:distant', 'a:office' ], 'its fragment too');
is($n->get("/jobs$_")->header('X-Robots-Tag'), 'noindex',
   "a fragment is no page for search engines: $_")
    for '.html', '/a:gone.html', '/a:office.html';
is($n->get("/jobs$_")->header('X-Robots-Tag'), undef, "a page may be: $_")
    for '', '/a:office';
is($n->get('/jobs/a:gone.json')->type, 'application/problem+json',
   'and so has the problem');
is_deeply(similar('/jobs/a:gone.json'), [ 'a:distant', 'a:office' ],
          'those as JSON');
is($n->get('/jobs/a:gone.json')->json->{similar}[1]{apply_url},
   '/jobs/a:office/apply', 'whole, with links');
is_deeply(similar('/jobs/a:alone.json'),
          [ 'shy:board:7', 'a:noplace', 'a:notext' ],
          'three of the company where the category has none');
unlike($n->get('/jobs/b:last.json')->body, qr/similar/, 'or none at all');
unlike($n->get('/jobs/b:last')->body, qr/Similar/, 'and no heading for them');
is($n->get('/jobs/a:gone/apply')->status, 410, 'apply is gone too');
is($n->get('/jobs/a:nothing')->status, 404, 'what never was is unknown');
unlike($n->get('/jobs/a:nothing')->body, qr/Similar/, 'and like nothing');
is($n->get('/pinned/a:gone')->status, 404, 'pinned out of the board: unknown');
is($n->get('/own/a:gone')->body, 'my own', "the operator's own page goes first");


# closed at the source, and the same job from another source

is($n->get("/jobs/a:closed$_")->status, 410, "a closed listing is gone: $_")
    for '', '.html', '.json', '/apply';
unlike($n->get('/jobs/a:closed')->body, qr/Similar/, 'nobody knows what it was like');
is($n->get('/pinned/a:closed')->status, 404, 'where something is pinned it may never have been there');
is($n->get('/jobs/feed:77.json')->json->{id}, 'a:office', 'another listing stands for it');
like($n->get('/abs/feed:77')->body, qr{<link rel="canonical" href="https://board.example/jobs/a:office">},
     'whose page is the one for search engines');
is($n->get('/jobs/feed:77/apply')->header('Location'), 'https://x.example/1', 'and where one applies');
is($n->get('/pinned/feed:77')->status, 404, 'what is pinned counts for that one');
is($n->get('/jobs.json')->json->{total}, 7, 'a list has neither');

done_testing();
