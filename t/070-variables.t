# Variables in log_format and add_header.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(), http => <<'EOH', server => <<'EOT');
    log_format jobs '$uri|$jobs_total|$jobs_count|$jobs_generation|'
                    '$jobs_age|$jobs_query_time|$jobs_id|';
EOH
    access_log %PREFIX%/logs/jobs.log jobs;
    add_header X-Total "$jobs_total" always;
    add_header X-Count "$jobs_count" always;
    add_header X-Generation "$jobs_generation" always;
    add_header X-Age "$jobs_age" always;
    add_header X-Time "$jobs_query_time" always;
    add_header X-Id "$jobs_id" always;

    location ^~ /jobs { jobs; }
    location = /plain { return 200 "plain"; }
    location = /print { return 200 "[$jobs_total$jobs_id$jobs_age]"; }
EOT

my $r = $n->get('/jobs.json?category=backend&limit=2');

is($r->header('X-Total'), 3, '$jobs_total in add_header');
is($r->header('X-Count'), 2, '$jobs_count');
like($r->header('X-Generation'), qr/\A[0-9a-f]{64}\z/, '$jobs_generation');
is($r->header('X-Generation'), $r->json->{snapshot}{generation},
   'is that of the answer');
like($r->header('X-Age'), qr/\A\d+\z/, '$jobs_age is whole seconds');
ok($r->header('X-Age') < 600, 'since the snapshot was built');
like($r->header('X-Time'), qr/\A\d+\.\d+\z/, '$jobs_query_time in seconds');
ok($r->header('X-Time') < 2, 'and not many');
is($r->header('X-Id'), undef, '$jobs_id is empty for a list');

$r = $n->get('/jobs/greenhouse:acme:1');
is($r->header('X-Id'), 'greenhouse:acme:1', '$jobs_id of a listing');
is($r->header('X-Total'), undef, '$jobs_total is empty for a listing');

$r = $n->get('/plain');
is(join('', map { defined $r->header($_) ? $r->header($_) : '' }
            qw(X-Total X-Count X-Generation X-Age X-Time X-Id)), '',
   'all are empty where no query ran');
is($n->get('/print')->body, '[]', 'in any use');
is($n->get('/jobs.json?limit=-1')->header('X-Total'), undef,
   'and where the request was refused');

my $log = $n->prefix . '/logs/jobs.log';
my $line;

ok(wait_until(sub {
    ($line) = grep { m{\A/jobs\.json\|3} } split /\n/, slurp($log);
    return $line;
}, 5), 'the access log has a line');
like($line, qr{\A/jobs\.json\|3\|2\|[0-9a-f]{64}\|\d+\|\d+\.\d+\|-?\|\z},
     'with every variable');

($line) = grep { m{\A/plain} } split /\n/, slurp($log);
like($line, qr{\A/plain(?:\|-?){6}\|\z}, 'which are empty elsewhere');

done_testing();
