# Queries in threads: the same answers as inline, in every kind of request.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(), main => 'thread_pool own threads=1;',
              http => 'types { text/html html; }', server => <<'EOT');
    add_header X-Total "$jobs_total" always;
    add_header X-Count "$jobs_count" always;
    add_header X-Generation "$jobs_generation" always;
    add_header X-Time "$jobs_query_time" always;

    location ^~ /jobs { jobs; }
    location ^~ /mine { jobs; jobs_threads own; }
    location ^~ /here { jobs; jobs_threads off; }
    location = /pinned { jobs json; jobs_filter q engineer; }
    location = /place { jobs json; jobs_filter location $arg_place; }
    location ^~ /errors { jobs; error_page 503 =200 /alive; }
    location = /status { jobs status; }
    location / { ssi on; ssi_silent_errors off; }
EOT


# nginx -t

my $where = 'jobs_snapshot /nowhere/jobs.db;';
my ($status, $output) = nginx_t(http => $where, main => 'thread_pool mine threads=2;',
                                server => 'location /jobs { jobs; jobs_threads mine; }');

is($status, 0, 'a pool of the configuration') or diag($output);

($status, $output) = nginx_t(http => $where,
                             server => 'location /jobs { jobs; jobs_threads foo; }');
isnt($status, 0, 'an unknown pool is refused');
like($output, qr/unknown thread pool "foo"/, 'by its name');

($status, $output) = nginx_t(http => "$where jobs_threads off; jobs_threads off;");
like($output, qr/"jobs_threads" directive is duplicate/, 'twice is too much');

($status, $output) = nginx_t(http => $where,
                             server => 'location /jobs { jobs; jobs_threads ""; }');
like($output, qr/invalid value "" in "jobs_threads" directive, it must be/,
     'a pool has a name');


# what a search gives does not depend on where it ran

my @searches = ('q=engineer', 'q=engineer&sort=-title', 'title=engineer',
                'location=indiana', 'q=nosuchword', 'q=-engineer&limit=2',
                'where=berlin&category=backend',
                'q=engineer&facets=category,company&stats=salary',
                'q=engineer&limit=0', 'q=engineer&offset=1&limit=1');

for my $uri (map { my $s = $_; map { "$_?$s" } '', '.json', '.html' }
             @searches)
{
    my ($inline, $default, $own) = map { $n->get("/$_$uri") } qw(here jobs mine);

    for ($inline, $default, $own) {
        $_->{body} =~ s{(/|%2F)(?:here|mine|jobs)(?=[.?"/%&])}{$1P}g;
    }

    is($default->status, 200, "$uri in a thread");
    is($default->body, $inline->body, "$uri: the answer is that of inline");
    is($own->body, $inline->body, "$uri: and of another pool");
    is($default->header($_), $inline->header($_), "$uri: $_")
        for qw(X-Total X-Count X-Generation Content-Type Content-Length);
    like($default->header('X-Time'), qr/\A\d+\.\d{6}\z/,
         "$uri: the query was timed");
}

is($n->get('/pinned')->json->{total},
   $n->get('/here.json?q=engineer')->json->{total}, 'a search that is pinned');
is($n->get('/place?place=berlin')->json->{total}, 1, 'by a variable');
is($n->get('/place')->json->{total}, 8, 'or not at all');
is($n->get('/jobs.json?q=x&limit=-1')->status, 400, 'a wrong value is a 400');
is($n->get('/errors?q=engineer')->status, 200, 'beside an error_page');


# kinds of requests

my $r = $n->head('/jobs.json?q=engineer');

is($r->status, 200, 'HEAD');
is($r->header('Content-Length'),
   length $n->get('/jobs.json?q=engineer')->body, 'tells the length');

my $client = $n->client;

for my $i (1 .. 5) {
    $r = $client->request('GET', "/jobs.json?q=engineer&limit=$i");
    is($r && $r->status, 200, "request $i of one connection");
}

$client->write(join '', map {
    "GET /jobs.json?q=engineer&limit=$_ HTTP/1.1\r\nHost: localhost\r\n\r\n"
} 1 .. 3);

for my $i (1 .. 3) {
    $r = $client->read_response('GET');
    is($r && $r->json->{limit}, $i, "request $i of a pipeline");
}

$client->close;


# 300 subrequests of one page, and 300 more that wait for each other

my $html = $n->prefix . '/html';
my $include = sub {
    my ($kind) = @_;

    join "\n", map {
        my $words = $_ % 3 ? 'engineer' : 'executive';

        "<b>$_<!--# include virtual=\"/jobs.json?q=$words&limit=1"
        . "&salary_include_unknown=1&salary_min=$_\" $kind--></b>"
    } 1 .. 300
};

spew("$html/many.html", $include->(''));
spew("$html/wait.html", $include->('wait="yes" '));

for my $page (qw(many wait)) {
    $r = $n->get("/$page.html");
    is($r->status, 200, "$page: a page of 300 searches");

    my @parts = $r->body =~ m{<b>(\d+)(\{"total":\d+,.*?\})\s*</b>}sg;
    my $wrong = 0;

    for my $i (1 .. 300) {
        my ($number, $json) = splice @parts, 0, 2;

        $wrong++ if !defined $json || $number != $i
                    || $json !~ /"salary_min":\["$i"\]/
                    || $json !~ ($i % 3 ? qr/"q":\["engineer"/
                                        : qr/"q":\["executive"/);
    }

    is($wrong, 0, "$page: all are filled in, each in its place");
}

$r = $n->get('/status')->json->{snapshots}[0];
is($r->{connections}, 3, 'a worker has two connections for threads');
is("$r->{waiting} $r->{running}", '0 0', 'and nothing is left of all that');


is(scalar($n->log_lines(qr/\[(?:error|crit)\]/)), 0, 'no error in the log');


# HTTP/2

SKIP: {
    skip 'curl has no HTTP/2', 2 if `curl -V 2>&1` !~ /\bHTTP2\b/;

    my $h2 = nginx(snapshot => snapshot(), conf => undef, start => 0);
    my $text = $h2->configuration;

    $text =~ s/listen 127\.0\.0\.1:\d+/listen 127.0.0.1:%PORT% http2/;
    $text =~ s/^pid .*$/pid %PREFIX%\/nginx.pid;/m;
    $text =~ s/location = \/alive.*$/location ^~ \/jobs { jobs; }/m;
    $h2->set(conf => $text);
    $h2->start;

    my $url = 'http://127.0.0.1:' . $h2->port . '/jobs.json?q=engineer';
    my @curl = ('curl', '-s', '--http2-prior-knowledge');

    open my $curl, '-|', @curl, '-w', '%{http_version} %{http_code}', '-o',
         '/dev/null', $url or die "curl: $!\n";

    is(<$curl>, '2 200', 'HTTP/2');
    close $curl;

    open $curl, '-|', @curl, $url or die "curl: $!\n";
    like(<$curl>, qr/\A\{"total":[1-9]/, 'with its body');
    close $curl;
}

done_testing();
