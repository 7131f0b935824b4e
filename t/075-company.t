# The module in the company of nginx's own: filters, access, error pages,
# caches in front, subrequests, HTTP/2.  (Also: 021, 071, 080.)

use strict;
use warnings;

use IO::Uncompress::Gunzip ();
use Test::More;
use Jobs::Test;

my $dir = tempdir();
my $live = "$dir/jobs.db";
my $many = snapshot(rows => [ map {
    row(title => "Welder $_", excerpt => "number $_ " . 'metal ' x 300)
} 1 .. 100 ]);

snapshot(output => $live);

my $n = nginx(once => 1, http => <<"EOH", server => <<"EOT");
    jobs_snapshot $live check=50ms;
    jobs_query_timeout 4s;
    limit_req_zone \$server_name zone=one:1m rate=1r/m;
    proxy_cache_path %PREFIX%/tmp/cache keys_zone=front:1m;
    proxy_cache_path %PREFIX%/tmp/stale keys_zone=stale:1m;
    add_header X-Front \$upstream_cache_status always;

    # another nginx in front, as far as HTTP goes

    server {
        listen unix:%PREFIX%/front.sock;
        proxy_http_version 1.1;
        proxy_set_header Host localhost:%PORT%;
        proxy_cache_revalidate on;

        location / {
            proxy_pass http://127.0.0.1:%PORT%;
            proxy_cache front;
            proxy_force_ranges on;
        }
        location = /stale.json {
            proxy_pass http://127.0.0.1:%PORT%;
            proxy_cache stale;
            proxy_cache_use_stale error http_503;
        }
        location /gunzip {
            proxy_pass http://127.0.0.1:%PORT%/jobs.json;
            proxy_set_header Accept-Encoding gzip;
            gunzip on;
        }
    }

    server {
        listen unix:%PREFIX%/h2.sock http2;
        location ^~ /jobs { jobs; }
    }
EOH
    location ^~ /jobs { jobs; }
    location ^~ /brief { jobs; jobs_max_age 1s; }
    location = /stale.json {
        jobs json;
        jobs_max_age 1s;
        if (-e $dir/down) { return 503; }
    }
    location ^~ /gzip { jobs; gzip on; gzip_min_length 1;
        gzip_types application/json; }
    location ^~ /nginxgzip { jobs; jobs_gzip off; gzip on; gzip_min_length 1;
        gzip_types application/json; gzip_vary on; }
    location ^~ /gunzip { jobs; gunzip on; }
    location ^~ /expires { jobs; expires 1h; }
    location ^~ /header { jobs; add_header X-Mine yes; }
    location ^~ /limited { jobs; limit_req zone=one; }
    location ^~ /rate { jobs; limit_rate 50k; limit_rate_after 1k; }
    location ^~ /sub { jobs; jobs_gzip off; sub_filter Acme Ecma;
        sub_filter_once off; }
    location ^~ /add { jobs; jobs_gzip off;
        add_before_body /before; add_after_body /jobs.html; }
    location = /before { return 200 "<!-- before -->"; }
    location ^~ /mirror { jobs; mirror /jobs.json; }
    location ^~ /auth { jobs; auth_request /jobs.json; }
    location ^~ /refused { jobs; auth_request /jobs/none:1.json; }
    location ^~ /forbidden { jobs; auth_request /no; }
    location = /no { return 403; }
    location ^~ /any { jobs; satisfy any; deny all; auth_request /jobs.json; }
    location ^~ /neither { jobs; satisfy any; deny all; auth_request /no; }
    location ^~ /errors { jobs; error_page 404 400 405 /sorry; }
    location = /sorry { internal; return 200 "sorry"; }
    location ^~ /secret { internal; jobs; }
    location = /door { rewrite ^ /secret.html last; }
    location = /list404 { error_page 404 /jobs.html?level=senior; return 404; }
    location = /list200 { error_page 404 =200 /jobs.html?level=senior;
        return 404; }
    location = /accel { proxy_pass http://127.0.0.1:%PORT%/backend; }
    location = /backend {
        add_header X-Accel-Redirect /secret.html;
        add_header Cache-Control no-store;
        return 200;
    }
    location = /page.html { ssi on; ssi_types text/plain; }
    types { text/html html; }
EOT

spew($n->prefix . '/html/page.html',
     'A<!--# include virtual="/jobs.html?level=senior" -->B');

my @headers = qw(ETag Vary Content-Length Cache-Control Last-Modified
                 Content-Type Content-Encoding);

sub headers
{
    my ($r, @names) = @_;

    return join "\n", map { "$_: " . ($r->header($_) // '-') }
                          @names ? @names : @headers;
}

sub plain
{
    my ($r) = @_;

    my ($bytes, $text) = $r->body;

    return $bytes if ($r->header('Content-Encoding') || '') ne 'gzip';

    IO::Uncompress::Gunzip::gunzip(\$bytes, \$text) or return 'broken';

    return $text;
}

sub front
{
    my ($uri, @more) = @_;

    my $client = Jobs::Test::Client->new(path => $n->prefix . '/front.sock',
                                         timeout => patience(5));

    return $client->request('GET', $uri, @more, Connection => 'close');
}


# whatever stands around it: the same answer, the same headers but those that
# the other directive is about

my $gz = 'gzip, identity;q=0.1';

for my $place (qw(gzip nginxgzip gunzip expires header mirror auth any rate)) {
    for my $suffix ('.json?level=senior', '.html?level=senior') {
        for my $accept ('identity', $gz) {
            my @more = ('Accept-Encoding' => $accept);
            my $coded = $accept eq $gz;
            my $uri = "/$place$suffix";
            my $own = $place ne 'nginxgzip';

            $n->get($uri, @more);

            my $is = $n->get($uri, @more);
            my $jobs = $n->get("/jobs$suffix", @more);
            my $text = plain($jobs);

            $text =~ s{(?<=")/jobs\b}{/$place}g;
            is($is->status, 200, "$uri, $accept");
            is(plain($is), $text, 'the text');
            is($is->header('Content-Encoding'), $coded ? 'gzip' : undef,
               'the coding');
            is(join(' ', sort split /, /, $is->header('Vary')),
               'Accept-Encoding'
               . ($suffix =~ /html/ ? ' Accept-Language' : ''), 'Vary, once')
                if $own || $coded;
            is($is->header('Cache-Control'),
               $place eq 'expires' ? 'max-age=3600'
                                   : $jobs->header('Cache-Control'),
               'Cache-Control, once');
            is($is->header('Content-Length'),
               $own || !$coded ? length $is->body : undef, 'its length');
            like($is->header('ETag'), $own || !$coded ? qr/\A"/ : qr{\AW/"},
                 'the tag');

            for my $tag ($is->header('ETag'), '*') {
                my $same = $n->get($uri, @more, 'If-None-Match' => $tag);

                is($same->status, 304, "If-None-Match: $tag");
                is(headers($same, 'Cache-Control'),
                   headers($is, 'Cache-Control'), 'the same words');
            }

            my $head = $n->head($uri, @more);

            is(headers($head), headers($is), 'HEAD is GET')
                if $own || !$coded;
            is($head->status, 200, 'HEAD');

            my $range = $n->get($uri, @more, Range => 'bytes=2-5');

            is($range->status, 200, 'no ranges');
            is($range->body, $is->body, 'all of it');
        }
    }
}

is($n->get('/header.json')->header('X-Mine'), 'yes', 'add_header');
is($n->get('/sub.html')->body,
   $n->get('/jobs.html')->body =~ s{(?<=")/jobs\b}{/sub}gr =~ s/acme/Ecma/gir,
   'sub_filter');

my $limited = join ' ', map { $n->get('/limited.json')->status } 1, 2;

is($limited, '200 503', 'limit_req');

my $r = $n->get('/add.html?level=senior', 'Accept-Encoding' => $gz,
                'If-None-Match' => '"x"', Range => 'bytes=0-1');
my $senior = $n->get('/jobs.html?level=senior')->body;
my $all = $n->get('/jobs.html')->body;

is($r->body, '<!-- before -->' . ($senior =~ s{(?<=")/jobs\b}{/add}gr) . $all,
   'addition: a list before a list');


# access

is($n->get('/refused.json')->status, 500, 'auth_request that says 404');
is($n->get('/forbidden.json')->status, 403, 'auth_request that says 403');
is($n->get('/neither.json')->status, 403, 'satisfy any: neither');
is($n->get('/secret.json')->status, 404, 'internal');
like($n->get('/door')->body, qr/Senior Backend/, 'internal, by rewrite');


# error pages

for my $uri ('/errors/none:1', '/errors?limit=x') {
    $r = $n->get($uri);
    is($r->body, 'sorry', "error_page: $uri");
    cmp_ok($r->status, '>=', 400, 'with its status');
}

is($n->request('POST', '/errors', 'Content-Length' => 0)->body, 'sorry',
   'error_page for a method');
is($n->get('/errors.json?limit=x')->type, 'application/problem+json',
   'but JSON is as it is');
like($n->get('/errors.html?limit=x')->body, qr/limit/, 'and a fragment');

my $tag = $n->get('/jobs.html?level=senior')->header('ETag');

for my $case ([ '/list404', 404 ], [ '/list200', 200 ]) {
    my ($uri, $status) = @$case;

    for my $method (qw(GET HEAD)) {
        for my $more ([], [ 'If-None-Match' => $tag ],
                      [ 'If-None-Match' => '"x"' ], [ Range => 'bytes=0-1' ])
        {
            $r = $n->request($method, $uri, @$more);
            is($r->status, $status, "a list as error page: $method @$more");
            is($r->body, $method eq 'GET' ? $senior : '', 'whole');
            is($r->header('Content-Length'), length $senior, 'its length');
        }
    }
}

is($n->get('/list404')->header('Cache-Control'), 'no-store',
   'an error that is a list is not kept');

$r = $n->get('/accel');
like($r->body, qr/Senior Backend/, 'X-Accel-Redirect');
is($r->header('Cache-Control'), 'no-store', 'who sent it has said how long');


# conditions of a page do not reach its lists

for my $more ([ 'If-None-Match' => $tag ], [ Range => 'bytes=0-3' ],
              [ Range => 'bytes=0-3', 'If-Range' => $tag ],
              [ 'Accept-Encoding' => $gz ])
{
    $r = $n->get('/page.html', @$more);
    is($r->status, 200, "SSI: @$more");
    is($r->body, "A${senior}B", 'whole');
    is($r->header('Content-Encoding'), undef, 'plain');
}


# a cache in front

for my $accept ('', $gz) {
    my @more = ('Accept-Encoding' => $accept);
    my ($miss, $hit) = map { front('/brief.json', @more) } 1, 2;
    my $own = $n->get('/brief.json', @more);

    is(headers($miss, 'X-Front'), 'X-Front: MISS', "in front: '$accept'");
    like($hit->header('X-Front'), qr/HIT|EXPIRED|REVALIDATED/, 'kept');
    is($hit->body, $own->body, 'the bytes');
    is(headers($hit), headers($own), 'the headers');

    ok(wait_until(sub {
        front('/brief.json', @more)->header('X-Front') eq 'REVALIDATED'
    }, 10), 'revalidated: 304 from us');
    is(front('/brief.json', @more)->body, $own->body, 'the bytes');
    is(front('/brief.json', @more, 'If-None-Match' => $own->header('ETag'))
         ->status, 304, 'its own 304');

    $r = front('/brief.json', @more, Range => 'bytes=2-5');
    is($r->status, 206, 'a range of what is kept there');
    is($r->body, substr($own->body, 2, 4), 'is of these bytes');
}

is(front('/gunzip')->body, $n->get('/jobs.json')->body, 'gunzip in front');
is(front('/stale.json')->header('X-Front'), 'MISS', 'kept, then');
spew("$dir/down", '');
ok(wait_until(sub { front('/stale.json')->header('X-Front') eq 'STALE' }, 10),
   'proxy_cache_use_stale');
is(front('/stale.json')->json->{total}, 8, 'is whole');


# HTTP/2

SKIP: {
    skip 'no curl with HTTP/2', 6
        if `curl --version 2>/dev/null` !~ /\bHTTP2\b/;

    my $socket = $n->prefix . '/h2.sock';
    my $curl = sub {
        open my $fh, '-|', 'curl', '-s', '--http2-prior-knowledge',
             '--unix-socket', $socket, @_ or die "curl: $!\n";
        local $/;
        return scalar <$fh>;
    };
    my $http = 'http://localhost:' . $n->port;
    my $one = $n->get('/jobs.html?level=senior', 'Accept-Encoding' => 'gzip');

    is($curl->("$http/jobs.html?level=senior"), $senior, 'HTTP/2');
    is($curl->('-H', 'Accept-Encoding: gzip', "$http/jobs.html?level=senior"),
       $one->body, 'compressed');
    like($curl->('-I', "$http/jobs.html?level=senior"),
         qr/\AHTTP\/2 200.*^content-length: ${\ length $senior}\r/ms, 'HEAD');
    like($curl->('-i', '-H', "If-None-Match: $tag",
                 "$http/jobs.html?level=senior"),
         qr/\AHTTP\/2 304.*\r\n\r\n\z/s, 'not modified');
    like($curl->('-i', "$http/jobs/none:1"), qr/\AHTTP\/2 404/, 'an error');
    like($curl->('-i', '-X', 'POST', "$http/jobs"),
         qr/\AHTTP\/2 405.*^allow:/ms, 'another method');
}


# hits in one write; the answers come in order

my $client = $n->client;
my @wanted = map { $n->get("/jobs.json?level=$_")->body }
             qw(senior junior senior mid);

$client->write(join '', map {
    "GET /jobs.json?level=$_ HTTP/1.1\r\nHost: localhost:" . $n->port
    . "\r\n\r\n"
} qw(senior junior senior mid));

is_deeply([ map { $client->read_response('GET')->body } @wanted ], \@wanted,
          'pipelined hits');


# a slow reader of an answer that the cache drops meanwhile

$n = nginx(snapshot => $many, cache => '1m', once => 1,
           server => 'location ^~ /jobs { jobs; jobs_gzip off; }');

my $long = '/jobs.json?limit=100';
my $whole = $n->get($long)->body;

cmp_ok(length $whole, '>', 150_000, 'a long answer');

my $slow = $n->client;
my $early = $n->client;

for ($slow, $early) {
    $_->write("GET $long HTTP/1.1\r\nHost: localhost:" . $n->port
              . "\r\n\r\n");
}

$early->bytes(100, time + patience(5));
$early->close;

my $flood = $n->client;

$flood->request('GET', "/jobs.json?limit=100&q=metal+or+word$_")
    for 1 .. rounds(60, 30, 10);

is($slow->read_response('GET')->body, $whole, 'a slow reader gets the bytes');
is($n->get($long)->body, $whole, 'and so does the next');

done_testing();
