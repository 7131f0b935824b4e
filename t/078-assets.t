# The files that pages of other sites load: stylesheet and scripts.

use strict;
use warnings;

use Digest::SHA qw(sha384_hex);
use IO::Compress::Gzip qw(gzip $GzipError);
use IO::Uncompress::Gunzip qw(gunzip $GunzipError);
use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(), server => <<'EOT');
    location ^~ /jobs { jobs; }
    location ^~ /off { jobs; jobs_cors off; }
    location ^~ /some { jobs; jobs_cors https://partner.example; }
    location ^~ /plain { jobs; jobs_gzip off; }
    location ^~ /none { jobs; jobs_snapshot /nowhere/jobs.db; }
    location ^~ /base { jobs; jobs_base_url https://board.example/jobs; }
    location = /own.js { jobs widget; }
    location /tree/ { jobs widget; }
    location / { jobs; }
EOT

my %type = ('widget.js' => 'text/javascript', 'jobs.css' => 'text/css');
my $digest = sha384_hex($n->get('/jobs/widget.js')->body);
my $hash = substr $digest, 0, 16;
my $other = $hash eq '0' x 16 ? '1' x 16 : '0' x 16;


# headers and bytes

for my $name (sort keys %type) {
    my $r = $n->get("/jobs/$name");

    is($r->status, 200, "$name is there");
    is($r->header('Content-Type'), "$type{$name}; charset=utf-8", 'its type');
    is($r->header('Cache-Control'), 'public, max-age=3600', 'for an hour');
    is($r->header('Access-Control-Allow-Origin'), '*', 'for pages of any site');
    is($r->header('X-Content-Type-Options'), 'nosniff', 'and for what it is');
    is($r->header('Vary'), 'Accept-Encoding', 'varies with the coding only');
    is($r->header('Last-Modified'), undef, 'its bytes have no time');
    like($r->header('ETag'), qr/\A"[0-9a-f]{48}"\z/, 'a strong tag');
    is(substr($r->header('ETag'), 1, 48), substr(sha384_hex($r->body), 0, 48),
       'made of the bytes');

    my $etag = $r->header('ETag');

    for my $p (qw(/off /some /plain /none /base)) {
        my $same = $n->get("$p/$name", Origin => 'https://other.example');

        is($same->status, 200, "$p/$name");
        is($same->body, $r->body, 'the same everywhere');
        is($same->header('ETag'), $etag, 'with the same tag');
        is($same->header('Access-Control-Allow-Origin'), '*',
           'for all, whatever jobs_cors says');
        unlike($same->header('Vary') || '', qr/Origin/, 'whoever asks');
    }

    for my $match ($etag, "W/$etag", "\"x\", $etag", '*',
                   $etag =~ s/"\z/-gz"/r)
    {
        $r = $n->get("/jobs/$name", 'If-None-Match' => $match);
        is($r->status, 304, "If-None-Match: $match");
        is($r->body, '', 'has no body');
        is($r->header('Access-Control-Allow-Origin'), '*', 'and is for all');
        is($r->header('Cache-Control'), 'public, max-age=3600', 'for an hour');
    }

    is($n->get("/jobs/$name", 'If-None-Match' => '"x"')->status, 200,
       'another tag');

    my $get = $n->get("/jobs/$name");
    my $head = $n->head("/jobs/$name");

    is($head->status, 200, 'HEAD');
    is($head->body, '', 'without a body');
    is($head->header($_), $get->header($_), "with the $_ of GET")
        for qw(Content-Type Content-Length ETag Cache-Control);

    for my $method (qw(POST PUT DELETE)) {
        $r = $n->request($method, "/jobs/$name", 'Content-Length' => 0);
        is($r->status, 405, "$method $name is not allowed");
        is($r->header('Allow'), 'GET, HEAD, OPTIONS', 'Allow says what is');
        is($r->header('Cache-Control'), 'no-store', 'and it is not kept');
    }

    $r = $n->request('OPTIONS', "/off/$name", Origin => 'https://a.example',
                     'Access-Control-Request-Method' => 'GET');
    is($r->status, 204, 'preflight');
    is($r->header('Access-Control-Allow-Origin'), '*', 'is for all too');
}


# codings

for my $case ([ gzip => 'gzip', '-gz' ], [ br => 'br', '-br' ],
              [ 'gzip, deflate, br' => 'br', '-br' ], [ identity => undef, '' ],
              [ 'gzip;q=0' => undef, '' ])
{
    my ($accept, $coding, $suffix) = @$case;
    my $plain = $n->get('/jobs/widget.js');
    my @two = map { $n->get('/jobs/widget.js', 'Accept-Encoding' => $accept) }
              1, 2;
    my $r = $two[0];

    next if defined $coding && $coding eq 'br'
            && ($r->header('Content-Encoding') || '') ne 'br'
            && pass('built without Brotli');

    is($r->header('Content-Encoding'), $coding, "Accept-Encoding: $accept");
    is($r->header('ETag'), $plain->header('ETag') =~ s/"\z/$suffix"/r,
       'has a tag of its own');
    is($two[1]->body, $r->body, 'the same bytes each time');
    cmp_ok(length $r->body, '<', length($plain->body) / 2, 'less than half')
        if defined $coding;

    if (defined $coding && $coding eq 'gzip') {
        my $bytes = $r->body;
        my $text;

        gunzip(\$bytes => \$text) or die $GunzipError;
        is($text, $plain->body, 'of the same text');
    }

    is($n->get('/jobs/widget.js', 'Accept-Encoding' => $accept,
               'If-None-Match' => $r->header('ETag'))->status, 304,
       'and are validated');
}

is($n->get('/plain/widget.js', 'Accept-Encoding' => 'gzip')
     ->header('Content-Encoding'), undef, 'jobs_gzip off');


# what never changes

for my $p ('/jobs', '') {
    my $r = $n->get("$p/widget-$hash.js");

    is($r->status, 200, "$p/widget-$hash.js");
    is($r->body, $n->get('/jobs/widget.js')->body, 'is the script');
    is($r->header('Cache-Control'), 'public, max-age=31536000, immutable',
       'for ever');
    is($r->header('Content-Type'), 'text/javascript; charset=utf-8', 'its type');
    is($r->header('Access-Control-Allow-Origin'), '*', 'for all');

    $r = $n->get("$p/widget-$hash.js",
                 'If-None-Match' => $r->header('ETag'));
    is($r->status, 304, 'is validated');
    is($r->header('Cache-Control'), 'public, max-age=31536000, immutable',
       'for ever');
}

my $css = substr sha384_hex($n->get('/jobs/jobs.css')->body), 0, 16;

is($n->get("/jobs/jobs-$css.css")->status, 200, 'the stylesheet likewise');

for my $name ("widget-$other.js", "widget-$css.js", "widget-$hash",
              "widget-${hash}0.js", 'widget-' . substr($hash, 1) . '.js',
              "widget-\U$hash.js", 'widget-.js', "widget$hash.js", 'widget.css',
              'widget.js.js', 'widget.js/', 'Widget.js', 'jobs.js')
{
    next if $name eq "widget-$hash.js";             # without letters in it

    is($n->get("/jobs/$name")->status, 404, "$name is not there");
}


# a location of its own

for my $uri (qw(/own.js /tree/x /tree/)) {
    my $r = $n->get($uri);

    is($r->status, 200, "jobs widget: $uri");
    is($r->header('Content-Type'), 'text/javascript; charset=utf-8', 'its type');
    is($r->body, $n->get('/jobs/widget.js')->body, 'is the script');
}

my ($status, $output) = nginx_t(server => 'location = /w.js { jobs widget; }');

is($status, 0, 'needs no jobs_snapshot') or diag($output);


# the script itself

my $script = $n->get('/jobs/widget.js')->body;
my $gzipped;

gzip(\$script => \$gzipped, -Level => 9) or die $GzipError;

cmp_ok(length $gzipped, '<=', 5120, 'five kilobytes, compressed');
note(length($script) . ' bytes, ' . length($gzipped) . ' compressed');

unlike($script, qr/^\s*\/\//m, 'comments are not served');
unlike($script, qr/^[ \t]/m, 'nor is indentation');
unlike($script, qr/\beval\b|\bnew Function\b|\bimport\b|document\.cookie
                   |localStorage|sessionStorage|indexedDB/x,
       'no eval, no import, no cookie, no storage');
unlike($script, qr/innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
       'no markup is written');

SKIP: {
    my ($node) = grep { -x } map { "$_/node" } split /:/, $ENV{PATH};

    skip('there is no node', 2) if !$node;

    my $dir = tempdir();

    for my $case ([ 'as it is served', $script ],
                  [ 'as it is written',
                    slurp('ngx_jobs_module/web/widget.js') ])
    {
        spew("$dir/widget.mjs", $case->[1]);
        is(system($node, '--check', "$dir/widget.mjs"), 0,
           "$case->[0] it is JavaScript");
    }
}

done_testing();
