# Lists in subrequests.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(), http => 'types { text/html html; }',
              server => <<'EOT');
    location ^~ /jobs { jobs; }
    location = /snippets/remote {
        jobs html;
        jobs_filter remote remote;
        jobs_limit 1;
    }
    location = /snippets/json { jobs json; jobs_args off; jobs_limit 1; }
    location = /snippets/none {
        jobs html;
        jobs_snapshot /nowhere/jobs.db;
    }
    location / { ssi on; }
    location = /gzipped.html { ssi on; gzip on; gzip_min_length 1; }
EOT

my $html = $n->prefix . '/html';

spew("$html/one.html", 'A<!--# include virtual="/jobs.html?tag=linux" -->B');
spew("$html/gzipped.html",
     'A<!--# include virtual="/jobs.html?tag=linux" -->B');
spew("$html/many.html", join '', map { "<p>$_</p>$_\n" } (
    '<!--# include virtual="/jobs.html?category=sales" -->',
    '<!--# include virtual="/snippets/remote" -->',
    '<!--# include virtual="/jobs.html?category=marketing" -->',
    '<!--# include virtual="/jobs/manual:8.html" -->',
    '<!--# include virtual="/snippets/json" -->'));
spew("$html/wait.html", join "\n", map {
    qq(<!--# include virtual="/jobs.html?limit=$_" wait="yes" -->)
} 1 .. 10);
spew("$html/wrong.html", join "|", 'A',
     '<!--# include virtual="/jobs.html?limit=-1" -->', 'B',
     '<!--# include virtual="/jobs/nosuch:1.html" -->', 'C',
     '<!--# include virtual="/snippets/none" -->', 'D');
spew("$html/stub.html",
     '<!--# block name="sorry" -->sorry<!--# endblock -->'
     . '<!--# include virtual="/jobs.html?category=sales" stub="sorry" -->');
spew("$html/set.html",
     '<!--# include virtual="/snippets/json" set="json" -->'
     . '<!--# echo var="json" encoding="none" -->');
spew("$html/pinned.html",
     '<!--# include virtual="/snippets/remote?remote=onsite&limit=8" -->');


sub titles { return join ', ', $_[0] =~ /(Account Executive|Intern, Marketing|Night watch|(?:Senior|Junior) Backend Engineer|Data Scientist)/g }


my $r = $n->get('/one.html');
my $body = $r->body;

is($r->status, 200, 'a page with one list');
like($body, qr/\AA.*Senior Backend Engineer.*B\z/s,
     'the list stands where the command stood');
like($body, qr/Junior Backend Engineer/, 'it holds every listing of its own');
unlike($body, qr/Data Scientist/, 'and no other');
unlike($body, qr/<html|<!doctype|<head[\s>]/i, 'and no second document');
is($n->get('/one.html')->body, $body, 'again the same');

$r = $n->get('/one.html?category=sales&limit=-1');
is($r->body, $body, 'arguments of the page are not those of the list');

$r = $n->get('/many.html');
$body = $r->body;
is($r->status, 200, 'a page with several lists');

my @order = (qr/Account Executive/, qr/Senior Backend|Account Executive/,
             qr/Intern, Marketing/, qr/Night watch/, qr/"total":\s*8/);

like($body, qr/$order[0].*$order[1].*$order[2].*$order[3].*$order[4]/s,
     'each in its place');

# an id is unique even though several lists share the page

my %ids;

$ids{$_}++ for $body =~ /\bid="([^"]*)"/g;
is(join(' ', grep { $ids{$_} > 1 } sort keys %ids), '',
   'no id stands twice in one page');

$r = $n->get('/wait.html');
is($r->status, 200, 'ten lists that wait for each other');
is(() = $r->body =~ /<li class="jobs-item"/g, 36 + 8 + 8, 'and every one is whole');

$r = $n->get('/wrong.html');
is($r->status, 200, 'a page with lists that cannot be');
like($r->body, qr/A\|.*limit.*\|B\|.*\|C\|.*\|D/s,
     'the page is whole, and the lists say what is wrong');
unlike($r->body, qr/\[an error occurred/, 'in words of their own');

like($n->get('/stub.html')->body, qr/Account Executive/, 'a stub is not used');
like($n->get('/set.html')->body, qr/"total":\s*8/,
     'the answer can go into a variable');
unlike($n->get('/pinned.html')->body, qr/Night watch|Data Scientist/,
       'pinned filters hold in a subrequest');

$r = $n->get('/one.html', 'If-None-Match' => '"x"', Range => 'bytes=0-3',
             'Accept-Encoding' => 'gzip');
is($r->status, 200, 'conditions of the page do not reach the list');
like($r->body, qr/Senior Backend Engineer/, 'and it is whole');

$r = $n->get('/gzipped.html', 'Accept-Encoding' => 'gzip');
is($r->header('Content-Encoding'), 'gzip', 'nginx compresses the page');

$r = $n->head('/one.html');
is($r->status, 200, 'HEAD of such a page');

is($n->request('POST', '/jobs.html', 'Content-Length' => 0)->status, 405,
   'POST is refused outside');


# many clients that leave in the middle do no harm

for (1 .. 50) {
    my $client = $n->client;

    $client->write("GET /many.html HTTP/1.1\r\nHost: x\r\n\r\n");
    $client->close;
}

is($n->get('/many.html')->body, $body, 'after 50 clients that left');

done_testing();
