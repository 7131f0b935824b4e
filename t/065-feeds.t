# The formats that other programs read: feeds, tables, counts.

use strict;
use warnings;

use JSON::PP;
use Test::More;
use Jobs::Test;

my $dir = tempdir();

# rows that publish takes as another program wrote them: a source that keeps
# its listings out of feeds, but for one of its boards; another the reverse

my $hostile = "]]> <b>&amp;</b> \"q\" 'a' \x{FFFE} \x{1F680} \x{2028}";

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
    location ^~ /abs { jobs; jobs_base_url https://board.example/jobs; }
    location ^~ /closed { jobs; jobs_snapshot $dir/sources.db; }
    location = /single.rss { jobs rss; jobs_filter remote remote; }
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
    open my $pipe, '-|', 'xmllint', '--nonet', '--xpath',
         "string($expression)", "$dir/document.xml"
        or die "xmllint: $!";
    my $value = do { local $/; <$pipe> };
    close $pipe;
    $value =~ s/\n\z//;
    utf8::decode($value);

    return $value;
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

my $shown = $hostile =~ s/\x{FFFE}//gr;

like(xpath($r->body, '//item[1]/title'), qr/^T \Q$shown\E/,
     'hostile text comes out as it went in');
is(xpath($r->body, '//item[1]/*[local-name()="expires"]'),
   '2099-01-01T00:00:00Z', 'fields of ours have a namespace');
is(xpath($n->get('/jobs.rss?company=Acme&level=senior')->body,
         '//*[local-name()="salary"]/@max'), '190000', 'with the salary');

my @ids;
my $next = '/jobs.rss?limit=3';

while (@ids < 20 && $next) {
    my $body = $n->get($next)->body;

    push @ids, $body =~ /<guid[^>]*>(.*?)</g;
    $next = xpath($body, '//*[local-name()="link"][@rel="next"]/@href');
    $next =~ s/^\Q$base\E// or $next eq '' or die "not absolute: $next";
}

is("@ids", join(' ', $n->get('/jobs.json')->ids), 'next leads to all of them');

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
is($n->get('/jobs.rss?limit=x')->type, 'application/problem+json',
   'errors are for programs');
is($n->head('/jobs.rss')->header('Content-Length'),
   length $n->get('/jobs.rss')->body, 'HEAD has the length of GET');
well_formed($n->get('/jobs.rss?company=nobody')->body, 'an empty feed');


# what sources allow

is(join(' ', sort $n->get('/closed.json')->ids),
   'c:1 c:2 c:3 c:4 o:1 o:2 o:3 o:4', 'JSON has the listings of all sources');

for my $format (qw(rss)) {
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
