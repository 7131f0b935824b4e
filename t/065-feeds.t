# The formats that other programs read: feeds, tables, counts.

use strict;
use warnings;

use JSON::PP;
use Test::More;
use Jobs::Test;

my $dir = tempdir();

# rows that publish takes as another program wrote them: a source that keeps
# its listings out of feeds, but for one of its boards; another the reverse

my $hostile = "]]> <b>&amp;</b> \"q\" 'a' \x{1F680} \x{2028}";

system("sqlite3 $dir/rows.db < conf/schema.sql") == 0 or die 'sqlite3';
sql(<<'EOS');
INSERT INTO sources (name, url, attribution, feeds) VALUES
    ('Closed', 'https://closed.example/?a&b', 'via Closed', 0),
    ('Closed:open', NULL, NULL, 1), ('Open', NULL, 'by <Open>', 1),
    ('Open:closed', NULL, NULL, 0);
INSERT INTO listings (number, id, title, company, url, source, posted_at) VALUES
    (1, 'c:1', 'Closed 1', 'A', 'https://a.example/1?x=1&y=2', 'Closed', 1000),
    (2, 'c:2', 'Closed 2', 'A', 'https://a.example/2', 'Closed:board', 2000),
    (3, 'c:3', 'Closed 3', 'A', 'https://a.example/3', 'Closed:open:sub', 3000),
    (4, 'o:1', 'Open 1', 'A', 'https://a.example/4', 'Closed:open', 4000),
    (5, 'o:2', 'Open 2', 'A', 'https://a.example/5?x=1&y=2', 'Open', 5000),
    (6, 'c:4', 'Closed 4', 'A', 'https://a.example/6', 'Open:closed', 6000),
    (7, 'o:3', 'Open 3', 'A', 'https://a.example/7', 'Open:other', 7000),
    (8, 'o:4', 'Open 4', 'A', 'https://a.example/8', 'Unknown', NULL);
EOS
my $output = `${\ join ' ', sync_command('publish', '-o', "$dir/sources.db",
                                         "$dir/rows.db")} 2>&1`;
is($?, 0, 'the rows are published') or diag($output);

# valid UTF-8 that XML cannot hold

my $odd = snapshot(rows => [ row(title => "a\x{FFFE}b\x{FFFF}c") ]);

my $n = nginx(snapshot => snapshot(rows => [
        @{ rows() },
        row(id => 'nasty:1', title => "T $hostile", company => "C $hostile",
            excerpt => $hostile, tags => [ $hostile ], category => $hostile,
            location => $hostile, posted_at => '2026-08-20T01:02:03Z',
            updated_at => '2026-08-21T00:00:00Z', countries => [ 'DE' ],
            description_html => "<p>]]> &amp; \x{1F680}</p>",
            expires_at => '2099-01-01T00:00:00Z', remote => 'remote'),
        row(id => 'nasty:2', title => '=1+1', company => '+C',
            department => "\@SUM(1)", location => '-2+3',
            excerpt => "a,\"b\"\r\nc", tags => [ 'x', 'y' ],
            posted_at => '2026-08-19T00:00:00Z'),
    ]), server => <<"EOT");
    location ^~ /jobs { jobs; }
    location / { jobs; }
    location ^~ /abs { jobs; jobs_base_url https://board.example/jobs; }
    location ^~ /closed { jobs; jobs_snapshot $dir/sources.db; }
    location = /single.rss { jobs rss; jobs_filter remote remote; }
    location = /single.facets { jobs facets; jobs_filter remote remote; }
    location ^~ /odd { jobs; jobs_snapshot $odd; }
    location = /single.based { jobs rss; jobs_base_url https://b.example/j; }
EOT


sub sql
{
    my ($text) = @_;

    open my $pipe, '|-', 'sqlite3', "$dir/rows.db" or die "sqlite3: $!";
    print $pipe $text;
    close $pipe or die 'sqlite3 failed';

    return;
}


sub well_formed
{
    my ($body, $name) = @_;

    spew("$dir/document.xml", $body);
    my $said = `xmllint --noout --nonet $dir/document.xml 2>&1`;

    return ok($? == 0 && $said eq '', "$name is well-formed") || diag($said);
}


# the string value of an XPath expression, without regard to namespaces

sub xpath
{
    my ($body, $expression) = @_;

    spew("$dir/document.xml", $body);
    my $value = output('xmllint', '--nonet', '--xpath', "string($expression)",
                       "$dir/document.xml");

    $value =~ s/\n\z//;
    utf8::decode($value);

    return $value;
}


# what a command prints

sub output
{
    my (@command) = @_;

    open my $pipe, '-|', @command or die "$command[0]: $!";
    my $text = do { local $/; <$pipe> };
    close $pipe;

    return $text;
}


# RSS

my $r = $n->get('/jobs.rss?limit=3');
my $base = 'http://localhost:' . $n->port;
my $time = qr/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/;

is($r->header('Content-Type'), 'application/rss+xml; charset=utf-8',
   'the type of RSS');
well_formed($r->body, 'RSS');
is(xpath($r->body, '/rss/@version'), '2.0', 'its version');
is(xpath($r->body, '/rss/channel/link'), "$base/jobs?limit=3",
   'a channel links to its page');
is(xpath($r->body, '/rss/channel/title'), 'Jobs', 'has a title');
is(xpath($r->body, '/rss/channel/description'), 'Jobs', 'and a description');
like(xpath($r->body, '//lastBuildDate'), qr/^$time$/, 'and a time');
is(xpath($r->body, '//*[local-name()="link"][@rel="self"]/@href'),
   "$base/jobs.rss?limit=3", 'names itself');
is(xpath($r->body, 'count(//item)'), 3, 'has the items asked for');
is(xpath($r->body, '//item[1]/guid'), 'nasty:1', 'with their ids');
is(xpath($r->body, '//item[1]/guid/@isPermaLink'), 'false',
   'which are no addresses');
is(xpath($r->body, '//item[1]/link'), "$base/jobs/nasty:1", 'with a link');
is(xpath($r->body, '//item[1]/pubDate'), 'Thu, 20 Aug 2026 01:02:03 GMT',
   'and the time');
is(xpath($r->body, '//item[1]/description'),
   "<p>]]> &amp; \x{1F680}</p>", 'and the description as HTML');

like(xpath($r->body, '//item[1]/title'), qr/^T \Q$hostile\E/,
     'hostile text comes out as it went in');
is(xpath($r->body, '//item[1]/*[local-name()="expires"]'),
   '2099-01-01T00:00:00Z', 'fields of ours have a namespace');
is(xpath($n->get('/jobs.rss?company=Acme&level=senior')->body,
         '//*[local-name()="salary"]/@max'), '190000', 'with the salary');

my @walked;
my $next = '/jobs.rss?limit=3';

while (@walked < 20 && $next) {
    my $body = $n->get($next)->body;

    push @walked, $body =~ /<guid[^>]*>(.*?)</g;
    $next = xpath($body, '//*[local-name()="link"][@rel="next"]/@href');
    $next =~ s/^\Q$base\E// or $next eq '' or die "not absolute: $next";
}

is("@walked", join(' ', $n->get('/jobs.json')->ids), 'next leads to all of them');

is(xpath($n->get('/abs.rss')->body, '//item[1]/link'),
   'https://board.example/jobs/nasty:1', 'jobs_base_url is the base');
like(xpath($n->get('/single.rss')->body, '//item[1]/link'),
     qr{^https://example\.com/jobs/\d+$},
     'without a board an item links to the listing itself');
is(xpath($n->get('/single.based')->body,
         '//*[local-name()="link"][@rel="self"]/@href'),
   'https://b.example/single.based', 'a single view has the host of its base');
like($n->get('/jobs.rss', Host => 'x.example:8081')->body,
     qr{<link>http://x\.example:8081/jobs<}, 'else of the request');
like($n->get('/jobs.rss', Host => q(a"<b>'&.example))->body,
     qr{<link>http://a%22%3Cb%3E%27%26\.example/jobs<},
     'a hostile host is escaped');
like($n->get('/jobs.rss', Host => '[::1]:81')->body,
     qr{<link>http://\[::1\]:81/jobs<}, 'an IPv6 address stays one');
like($n->raw("GET http://other.example/jobs.rss HTTP/1.1\r\n"
             . "Host: x.example:81\r\nConnection: close\r\n\r\n")->body,
     qr{<link>http://other\.example/jobs<},
     'the host of the request line goes before the header');
like($n->raw("GET /jobs.rss HTTP/1.0\r\n\r\n")->body,
     qr{<link>http://127\.0\.0\.1:\d+/jobs<},
     'without a host it is the address that was asked');
is($n->get('/jobs.rss?limit=x')->type, 'application/problem+json',
   'errors are for programs');
is($n->head('/jobs.rss')->header('Content-Length'),
   length $n->get('/jobs.rss')->body, 'HEAD has the length of GET');
well_formed($n->get('/jobs.rss?company=nobody')->body, 'an empty feed');


# Atom

$r = $n->get('/jobs.atom?limit=2');

is($r->header('Content-Type'), 'application/atom+xml; charset=utf-8',
   'the type of Atom');
well_formed($r->body, 'Atom');
is(xpath($r->body, 'namespace-uri(/*)'), 'http://www.w3.org/2005/Atom',
   'its namespace');

my $atom = sub {
    my ($path) = @_;

    $path =~ s{([/\[])([a-z]+)}{$1*[local-name()="$2"]}g;

    return xpath($r->body, $path);
};

is($atom->('/feed/id'), "$base/jobs.atom?limit=2", 'a feed has an id');
like($atom->('/feed/updated'), qr/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
     'a time');
is($atom->('/feed/updated'), $n->get('/jobs.json')->json->{snapshot}{built_at},
   'which is the snapshot\'s');
is($atom->('/feed/link[@rel="self"]/@href'), "$base/jobs.atom?limit=2",
   'names itself');
is($atom->('/feed/link[@rel="alternate"]/@href'), "$base/jobs?limit=2",
   'and its page');
is($atom->('count(//entry)'), 2, 'has entries');
is($atom->('//entry/id'), 'urn:ngx-jobs:listing:nasty:1', 'with ids');
is($atom->('//entry/link/@href'), "$base/jobs/nasty:1", 'links');
is($atom->('//entry/updated'), '2026-08-21T00:00:00Z', 'times');
is($atom->('//entry/published'), '2026-08-20T01:02:03Z', 'both of them');
is($atom->('//entry/author/name'), "C $hostile", 'authors');
is($atom->('//entry/content'), "<p>]]> &amp; \x{1F680}</p>", 'and content');
is($atom->('//entry[2]/content'), "a,&quot;b&quot;\nc",
   'which is HTML where a source has only text');

my $first = $atom->('/feed/id');

$r = $n->get($atom->('/feed/link[@rel="next"]/@href') =~ s/^\Q$base\E//r);
well_formed($r->body, 'the next page');
is($atom->('/feed/id'), $first, 'all pages are one feed');
$r = $n->get('/jobs.atom?limit=2&offset=2');
is($atom->('/feed/link[@rel="prev"]/@href'), $first, 'pages have one before');


# JSON Feed

$r = $n->get('/jobs.feed.json?limit=2');
my $feed = $r->json;

is($r->header('Content-Type'), 'application/feed+json',
   'the type of JSON Feed');
is($feed->{version}, 'https://jsonfeed.org/version/1.1', 'its version');
is($feed->{title}, 'Jobs', 'its title');
is($feed->{home_page_url}, "$base/jobs?limit=2", 'its page');
is($feed->{feed_url}, "$base/jobs.feed.json?limit=2", 'itself');
is(@{ $feed->{items} }, 2, 'its items');

my ($item, $second) = @{ $feed->{items} };

is($item->{id}, 'nasty:1', 'with their ids');
is($item->{url}, "$base/jobs/nasty:1", 'addresses');
is($item->{title}, "T $hostile", 'titles');
is($item->{content_html}, "<p>]]> &amp; \x{1F680}</p>", 'HTML');
is($second->{content_text}, "a,\"b\"\r\nc", 'or text');
is($item->{date_published}, '2026-08-20T01:02:03Z', 'times');
is_deeply($item->{authors}, [ { name => "C $hostile" } ], 'and authors');
is($item->{_jobposting}{'@type'}, 'JobPosting', 'and the schema.org form');
is($item->{_jobposting}{validThrough}, '2099-01-01T00:00:00Z', 'with its end');
is($item->{_jobposting}{jobLocationType}, 'TELECOMMUTE', 'remote ones');
is_deeply($item->{_jobposting}{applicantLocationRequirements},
          [ { '@type' => 'Country', name => 'DE' } ], 'with their countries');

my $pay = $n->get('/jobs.feed.json?company=Acme&level=senior')->json->{items};

is_deeply($pay->[0]{_jobposting}{baseSalary},
          { '@type' => 'MonetaryAmount', currency => 'USD',
            value => { '@type' => 'QuantitativeValue', minValue => 150000,
                       maxValue => 190000, unitText => 'YEAR' } },
          'and the salary');
ok(! exists $pay->[0]{_jobposting}{jobLocationType},
   'without countries there is no TELECOMMUTE');

my $json_next = $n->get($feed->{next_url} =~ s/^\Q$base\E//r)->json;

is($json_next->{items}[0]{id}, ($n->get('/jobs.json')->ids)[2],
   'next_url leads on');
ok(! exists $n->get('/jobs.feed.json')->json->{next_url},
   'the last page has none');


# CSV

my @columns = qw(id title company company_slug company_logo url apply_url
                 location locations countries regions worldwide remote
                 employment_type seniority category department tags salary_min
                 salary_max salary_currency salary_period salary_predicted
                 language visa source posted_at updated_at expires_at excerpt);

# RFC 4180 and nothing else

sub csv
{
    my ($text) = @_;
    my (@rows, @row);

    while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gc) {
        my ($quoted, $bare, $end) = ($1, $2, $3);

        push @row, defined $quoted ? $quoted =~ s/""/"/gr : $bare;

        if ($end ne ',') {
            push @rows, [ @row ];
            @row = ();
        }
    }

    is(pos($text), length $text, 'all of it is CSV');

    return @rows;
}

$r = $n->get('/jobs.csv');

is($r->header('Content-Type'), 'text/csv; charset=utf-8; header=present',
   'the type of CSV');

my @table = csv($r->text);

is("@{ $table[0] }", "@columns", 'the header has the names of the fields');
is(scalar(grep { @$_ != @columns } @table), 0, 'each row has as many cells');
is(join(' ', map { $_->[0] } @table[1 .. $#table]),
   join(' ', $n->get('/jobs.json')->ids), 'and the rows are the list');

my %cells;

for my $row (@table[1 .. $#table]) {
    @{ $cells{ $row->[0] } }{@columns} = @$row;
}

is($cells{'nasty:1'}{title}, "T $hostile", 'hostile text is kept');
is($cells{'nasty:2'}{$_->[0]}, $_->[1], "$_->[0]: a formula is text")
    for [ title => q('=1+1) ], [ company => q('+C) ],
        [ department => q('@SUM(1)) ], [ location => q('-2+3) ];
is($cells{'nasty:2'}{excerpt}, "a,\"b\"\r\nc", 'quotes and ends of lines');
is($cells{'nasty:2'}{tags}, 'x;y', 'lists have semicolons');
is($cells{'greenhouse:acme:1'}{salary_min}, '150000', 'amounts are numbers');
like($r->body, qr/,150000,190000,/, 'without quotes');

SKIP: {
    my $reader = 'import csv,json,sys; '
        . 'json.dump(list(csv.reader(open(sys.argv[1], newline="", '
        . 'encoding="utf-8"), strict=True)), sys.stdout)';

    skip 'python3 is not installed', 1 if system('python3 -c "" 2>/dev/null');

    spew("$dir/list.csv", $r->body);
    my $read = output('python3', '-c', $reader, "$dir/list.csv");

    is_deeply(JSON::PP->new->decode($read), \@table,
              'Python reads the same cells');
}

# round trip: what a spreadsheet cannot run comes back as it was

spew("$dir/list.csv", $n->get('/jobs.csv?company=-%2BC')->body);
$output = `${\ join ' ', sync_command('build', '-f', 'csv', '-o',
                                      "$dir/again.db", "$dir/list.csv")} 2>&1`;
is($?, 0, 'jobs-sync reads the CSV') or diag($output);

my $again = nginx(snapshot => "$dir/again.db", server => 'location /jobs { jobs; }');

my $before = $n->get('/jobs.json?company=-%2BC')->json->{jobs};

# a list cannot hold its own separator

for my $job (@$before) {
    s/;/,/g for @{ $job->{tags} };
}

is_deeply($again->get('/jobs.json')->json->{jobs}, $before,
          'and the listings are the same');


# Indeed

$r = $n->get('/jobs.indeed.xml');

is($r->header('Content-Type'), 'application/xml; charset=utf-8',
   'the type of Indeed\'s XML');
well_formed($r->body, 'Indeed\'s XML');
is(xpath($r->body, 'count(/source/job)'), 10, 'a job for each listing');
is(xpath($r->body, '/source/job/title'), "T $hostile",
   'CDATA holds hostile text');
is(xpath($r->body, '/source/job/referencenumber'), 'nasty:1', 'the id');
is(xpath($r->body, '/source/job/url'), "$base/jobs/nasty:1", 'the address');
is(xpath($r->body, '/source/job/date'), 'Thu, 20 Aug 2026 01:02:03 GMT',
   'the date');
is(xpath($r->body, '/source/job/remotetype'), 'Fully remote', 'remote');
is(xpath($r->body, '/source/job/country'), 'DE', 'the country');
is(xpath($r->body, '/source/job/description'),
   "<p>]]> &amp; \x{1F680}</p>", 'the description');
is(xpath($n->get('/jobs.indeed.xml?level=senior&company=Acme')->body, '//salary'),
   "\$150k\x{2013}\$190k", 'the salary');


# readers that others wrote

my $feedparser = 'import feedparser,json,sys; '
    . 'f = feedparser.parse(sys.argv[1]); '
    . 'json.dump([f.bozo, f.version, [[e.id, e.link] for e in f.entries]], '
    . 'sys.stdout)';
my ($python) = grep { system("$_ -c 'import feedparser' 2>/dev/null") == 0 }
                    qw(/usr/bin/python3 python3);
my @ids = $n->get('/jobs.json')->ids;

for my $format (qw(rss atom)) {
    my $prefix = $format eq 'rss' ? '' : 'urn:ngx-jobs:listing:';

    spew("$dir/feed.xml", $n->get("/jobs.$format")->body);

  SKIP: {
        skip 'python3-feedparser is not installed', 1 if !defined $python;

        my $read = output($python, '-c', $feedparser, "$dir/feed.xml");

        is_deeply(JSON::PP->new->decode($read),
                  [ JSON::PP::false, $format eq 'rss' ? 'rss20' : 'atom10',
                    [ map { [ "$prefix$_", "$base/jobs/$_" ] } @ids ] ],
                  "feedparser reads $format");
    }

  SKIP: {
        my $read = output('t/tools/rss-parser', "$dir/feed.xml");

        skip "rss-parser is not to be had ($format)", 1 if $? >> 8 == 69;

        is_deeply([ map { [ $_->{guid} || $_->{id}, $_->{link} ] }
                    @{ JSON::PP->new->utf8->decode($read)->{items} } ],
                  [ map { [ "$prefix$_", "$base/jobs/$_" ] } @ids ],
                  "rss-parser reads $format");
    }
}


# facets and stats

my $facets = $n->get('/jobs/facets?category=backend')->json;

is_deeply([ sort keys %$facets ],
          [ qw(applied facets facets_other links snapshot total) ],
          'facets has counts and no rows');
is($facets->{total}, 3, 'its total');
is_deeply([ sort keys %{ $facets->{facets} } ],
          [ qw(category company country department language level region
               remote source tag type visa) ], 'all fields');
is_deeply($facets->{facets},
          $n->get('/jobs.json?category=backend&facets='
                  . join(',', sort keys %{ $facets->{facets} }))
            ->json->{facets}, 'as the list counts them');
is($facets->{links}{self}, '/jobs/facets?category=backend', 'itself');
is($facets->{links}{next}, undef, 'no page after it');
is(join(' ', sort keys %{ $n->get('/jobs/facets?facets=level,tag')->json
                              ->{facets} }), 'level tag', 'or some fields');
is($n->get('/jobs/facets?limit=5&page=2')->json->{links}{self}, '/jobs/facets',
   'it has no pages');
is_deeply($n->get('/jobs/facets?facets=level,tag&cursor=recent,1,a:1')
            ->json->{facets},
          $n->get('/jobs/facets?facets=tag,level')->json->{facets},
          'nor places');

my $stats = $n->get('/jobs/stats')->json;

is_deeply([ sort keys %$stats ], [ qw(applied links snapshot stats total) ],
          'stats has numbers and no rows');
is_deeply($stats->{stats}, $n->get('/jobs.json?stats=salary')->json->{stats},
          'as the list has them');
is($n->get('/jobs/stats?limit=-1')->status, 400, 'arguments are judged');
is($n->get('/single.facets')->json->{total}, 3, 'jobs facets;');


# every format

for my $uri (qw(/jobs.rss /jobs.atom /jobs.feed.json /jobs.csv /jobs.indeed.xml
                /jobs/facets /jobs/stats))
{
    my $get = $n->get($uri);
    my $head = $n->head($uri);

    is($get->status, 200, "GET $uri");
    is($head->header('Content-Length'), length $get->body,
       "HEAD has the length of GET: $uri");
    is($head->header('Content-Type'), $get->header('Content-Type'),
       "and its type: $uri");
    is($n->get("$uri?limit=0&company=nobody")->status, 200,
       "an empty $uri is one");
    is($n->request('POST', $uri, 'Content-Length' => 0)->status, 405,
       "POST $uri");
    is($n->get($uri =~ s{^/jobs(?=\.)}{/index}r =~ s{^/jobs/}{/}r,
               Host => 'root')->status, 200, "$uri of a board under /");
}

my $links = $n->get('/jobs.json?company=Acme&limit=1')->json->{links};

for my $name (qw(html rss atom jsonfeed csv)) {
    is($n->get($links->{$name})->status, 200, "links.$name: $links->{$name}");
    like($links->{$name}, qr/\?company=acme&limit=1$/, 'with the filter');
    is($n->get('/single.facets')->json->{links}{$name}, undef,
       "links.$name without a board");
}


# what XML cannot hold

for my $format (qw(rss atom indeed.xml)) {
    $r = $n->get("/odd.$format");

    well_formed($r->body, "odd text as $format");
    like($r->body, qr/\babc\b/, 'is left out');
}


# what sources allow

is(join(' ', sort $n->get('/closed.json')->ids),
   'c:1 c:2 c:3 c:4 o:1 o:2 o:3 o:4', 'JSON has the listings of all sources');

for my $format (qw(rss atom feed.json csv indeed.xml)) {
    my %found = map { $_ => 1 } $n->get("/closed.$format")->body
                                =~ /\b([co]:\d)\b/g;

    is(join(' ', sort keys %found), 'o:1 o:2 o:3 o:4',
       "$format leaves out what its source does");
}

my $body = $n->get('/closed.rss?limit=3&offset=1')->body;

is(xpath($body, '//*[local-name()="total"]'), 4, 'the total says so');
is(join(' ', $body =~ /<guid[^>]*>(.*?)</g), 'o:2 o:1 o:4',
   'and pages have no holes');
unlike($body, qr/rel="next"/, 'nor is there one too many');
is(xpath($body, '//*[local-name()="attribution"][@source="Open"]'),
   'by <Open>', 'sources are named as they ask');

done_testing();
