# Hostile requests get their 400, nginx's 414, or a result; never a 500.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(), server => 'location ^~ /jobs { jobs; }',
              http => 'large_client_header_buffers 8 256k;');
my $small = nginx(snapshot => snapshot(),
                  server => 'location ^~ /jobs { jobs; }');


sub encode { return $_[0] =~ s/([^A-Za-z0-9])/sprintf '%%%02X', ord $1/ger }


sub answered
{
    my ($query, $name, @status) = @_;

    for my $uri (qw(/jobs /jobs.html /jobs.json)) {
        my $r = $n->get("$uri?$query");

        ok((grep { $_ == $r->status } @status), "$name: $uri")
            or diag('status ' . $r->status);
        ok(eval { $r->json; 1 }, "$name: JSON") if $uri eq '/jobs.json';
    }

    return;
}


my $many = join '&', map { "a$_=$_" } 1 .. 10_000;

answered($many, '10,000 arguments', 400);
is($small->get("/jobs.json?$many")->status, 414,
   "or nginx's own 414 with its own buffers");
answered(join('&', map { "category=c$_" } 1 .. 10_000), 'one of them 10,000 times',
         400);
answered('q=' . 'x' x 8192, '8 KB of one argument', 400);
answered('x=' . 'x' x 200_000, '200 KB of one argument', 400);
answered('category=' . join(',', map { "c$_" } 1 .. 400), '400 values',
         200, 400);
answered('q=%00', 'a NUL', 400);
answered('%00', 'a NUL as a name', 200, 400);
answered("q=\xff\xfe", 'bytes that are not UTF-8', 400);
answered('q=%C3', 'half a character', 400);
answered('q=%', 'half an escape', 400);
answered('limit=-1', 'a negative limit', 400);
answered('offset=99999999999', 'a far offset', 200);
answered('offset=9223372036854775807', 'the farthest offset', 200, 400);
answered('offset=18446744073709551616', 'too far an offset', 400);
answered('page=9223372036854775807&limit=100', 'a far page', 200, 400);
answered('page=1000000000000000&limit=100', 'a product that overflows',
         200, 400);
answered('salary_min=1e308&salary_max=-0', 'odd amounts', 200, 400);
answered('&&&===&=&', 'only separators', 200);
answered('?' x 100, 'question marks', 200);
answered('q=a;DROP%20TABLE%20listings', 'SQL', 200);
answered("category=' OR 1=1 --" =~ s/ /%20/gr, 'more SQL', 200);


# what FTS5 would take for syntax

for my $q ('"', '""', '"""', 'NEAR(', 'NEAR(a b, 5)', '*', '**', 'a*b', '*a',
           'title:', 'title:engineer', 'nosuch:x', '{title company}: x',
           '- title : x', 'AND', 'OR', 'NOT', 'a AND', 'AND a', 'NOT a',
           'a OR', 'or', 'or or', 'a or or b', '(', ')', '()', '(a', 'a)',
           '((((((((', '^a', '^', '+', 'a + b', '-', '--', '-a', '-"', '-""',
           '-a -b', '"a', '"a b" "c', 'a"b"c', "'", "\\", '%', '_', '?', ';',
           '{', '}', '[', ']', ':', ',', '.', '...', '!', '@#$%^&*()',
           "a'b", 'c*', 'e*', '*' x 100, '"' x 101, '(' x 200,
           'a ' x 200, 'a* ' x 50, 'or ' x 100, '-x ' x 100,
           join(' ', 'a' .. 'z'), 'x' x 1500, "\xc3\x9f", "\xe2\x80\xa8",
           "\xf0\x9f\x98\x80", "\xd9\x85\xd8\xb1", "a\xcc\x81" x 100,
           'engineer', 'C++', 'C#', '+++', '###', '-C++', '"C++"')
{
    my $name = length $q > 24 ? substr($q, 0, 24) . '...' : $q;

    for my $argument (qw(q title location)) {
        my $r = $n->get("/jobs.json?$argument=" . encode($q));

        ok($r->status == 200 || $r->status == 400, "$argument=$name")
            or diag('status ' . $r->status);
    }
}

is($n->get('/jobs.json?q=title%3Aengineer')->status, 200,
   'what does not parse is taken as words');
is($n->get('/jobs.json?q=%22backend+engineer')->json->{total}, 2,
   'a quote that is not closed is left out');
is($n->get('/jobs.json?q=NEAR(engineer')->status, 200, 'NEAR is a word');


# addresses

for my $uri ('/jobs/%00', '/jobs/a:%00', '/jobs/a:b%2Fapply', '/jobs/%ff:1',
             '/jobs/..%2f..%2fetc%2fpasswd', '/jobs/' . 'a:' x 100 . 'b',
             '/jobs/a:' . 'b' x 5000, '/jobs/:', '/jobs/::', '/jobs/a:',
             '/jobs/:b', "/jobs/a:'", '/jobs/a:b;c', '/jobs/a:<b>',
             '/jobs/a:b%20c', '/jobs/a:%e2%80%a8', '/jobs/.json',
             '/jobs/%2e%2e/jobs.json/', '/jobs/a:b.json.html')
{
    my $r = $n->get($uri);

    ok($r->status == 404 || $r->status == 400, 'an odd address: '
       . substr $uri, 0, 40) or diag('status ' . $r->status);
    unlike($r->body, qr/<b>/, 'it is not repeated as markup');
}


# bytes that are no request of a browser

for my $bytes ("GET /jobs.json?q=a b HTTP/1.1\r\nHost: x\r\n\r\n",
               "GET /jobs.json?q=\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
               "GET /jobs.json?\r\n\r\n",
               "GET //jobs.json HTTP/1.1\r\nHost: x\r\n\r\n",
               "GET http://other.example/jobs.json HTTP/1.1\r\nHost: x\r\n\r\n",
               "GET /jobs.json#x HTTP/1.1\r\nHost: x\r\n\r\n",
               "GET /jobs.json?#x HTTP/1.1\r\nHost: x\r\n\r\n")
{
    my $r = $n->raw($bytes);

    ok(!$r || $r->status < 500, 'raw bytes: ' . ($bytes =~ /\A([^\r]*)/)[0]);
}


# nothing of ours ever reaches a client

for my $query ('q=%00', 'limit=-1', 'q="', 'category=%ff', 'remote=x') {
    for my $uri (qw(/jobs /jobs.html /jobs.json)) {
        unlike($n->get("$uri?$query")->body,
               qr/(?i:sqlite|fts5|FROM listings)|SELECT |\.db\b|\/tmp\//,
               "no SQL, no path: $uri?$query");
    }
}

is($n->get('/jobs.json')->json->{total}, 8, 'after all that it still serves');

done_testing();
