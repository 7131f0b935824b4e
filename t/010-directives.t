# nginx -t refuses each wrong value, and says which value and what the rule is.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $board = 'location /jobs { jobs; }';


sub accepted
{
    my ($name, %opt) = @_;

    my ($status, $output) = nginx_t(%opt);

    ok($status == 0, $name) or diag($output);

    return;
}


sub refused
{
    my ($name, $regex, %opt) = @_;

    my ($status, $output) = nginx_t(%opt);

    ok($status != 0, "$name is refused") or diag($output);
    like($output, $regex, "$name: the message says why");
    unlike($output, qr/exited on signal|AddressSanitizer|runtime error/,
           "$name: nothing crashes");

    return;
}


# the message names the directive, the value and the rule

sub value
{
    my ($directive, $value, $text, $where) = @_;

    my %opt = ($where || 'http') eq 'http'
        ? (http => $text, server => $board)
        : (http => 'jobs_snapshot /nowhere/jobs.db;', server => $text);

    refused("\"$value\" in $directive",
            qr/"\Q$value\E".*"\Q$directive\E" directive, .*\bmust\b/,
            %opt);

    return;
}


accepted('every directive with good values', http => <<'EOT',
    jobs_snapshot /nowhere/jobs.db check=500ms stale=12h;
    jobs_filter remote remote;
    jobs_filter category $arg_section;
    jobs_args q category location limit offset page;
    jobs_limit 10 50;
    jobs_base_url https://jobs.example.com/board;
    jobs_query_timeout 150ms;
    jobs_threads default;
    jobs_cache_size 1m;
EOT
    server => <<'EOT');
    location ^~ /jobs { jobs; jobs_args on; }
    location /other { jobs; jobs_args off; jobs_limit 5; }
    location = /html { jobs html; }
    location = /page { jobs page; }
    location = /json { jobs json; }
    location /detail { jobs detail; }
    location ~ ^/x/ { jobs json; }
    location @named { jobs page; }
EOT

accepted('a snapshot that is missing does not keep nginx from starting',
         http => 'jobs_snapshot /nowhere/jobs.db;', server => $board);

accepted('a relative path', http => 'jobs_snapshot jobs.db;',
         server => $board);

accepted('the module where it is not used', http => '');


# jobs

value('jobs', 'foo', 'location /x { jobs foo; }', 'server');
value('jobs', 'nosuch', 'location /x { jobs nosuch; }', 'server');
refused('a view that is none',
        qr/must be page, html, json, rss, .*facets, stats, frame, oembed, embed, detail, widget, status or metrics/,
        server => 'location /x { jobs foo; }');
value('jobs', 'JSON', 'location /x { jobs JSON; }', 'server');
value('jobs', '', 'location /x { jobs ""; }', 'server');

for my $location ('~ ^/jobs', '~* /jobs', '= /jobs', '@jobs') {
    refused("the board in location $location", qr/"jobs".*prefix/s,
            http => 'jobs_snapshot /nowhere/jobs.db;',
            server => "location $location { jobs; }");
}

refused('the board in a location that ends in a slash',
        qr/"jobs".* must .*"\/jobs\/"/,
        http => 'jobs_snapshot /nowhere/jobs.db;',
        server => 'location /jobs/ { jobs; }');

refused('jobs without a snapshot', qr/jobs_snapshot/, server => $board);

refused('jobs in server', qr/"jobs" directive is not allowed here/,
        server => 'jobs;');

refused('jobs twice', qr/"jobs" directive is duplicate/,
        http => 'jobs_snapshot /nowhere/jobs.db;',
        server => 'location /jobs { jobs; jobs json; }');

refused('two views', qr/invalid number of arguments in "jobs" directive/,
        http => 'jobs_snapshot /nowhere/jobs.db;',
        server => 'location /jobs { jobs json html; }');


# jobs_snapshot

value('jobs_snapshot', '', 'jobs_snapshot "";');
value('jobs_snapshot', 'check=6hh', 'jobs_snapshot /nowhere/x check=6hh;');
value('jobs_snapshot', 'check=', 'jobs_snapshot /nowhere/x check=;');
value('jobs_snapshot', 'check=0', 'jobs_snapshot /nowhere/x check=0;');
value('jobs_snapshot', 'check=-1s', 'jobs_snapshot /nowhere/x check=-1s;');
value('jobs_snapshot', 'stale=1x', 'jobs_snapshot /nowhere/x stale=1x;');
value('jobs_snapshot', 'stale=', 'jobs_snapshot /nowhere/x stale=;');
value('jobs_snapshot', 'poll=1s', 'jobs_snapshot /nowhere/x poll=1s;');

refused('jobs_snapshot twice', qr/"jobs_snapshot" directive is duplicate/,
        http => 'jobs_snapshot /nowhere/a; jobs_snapshot /nowhere/b;',
        server => $board);


# jobs_filter

my $snapshot = 'jobs_snapshot /nowhere/jobs.db;';

value('jobs_filter', 'nosuch', "$snapshot jobs_filter nosuch x;");

value('jobs_filter', 'salary_min',
      "$snapshot jobs_filter salary_min 1; jobs_filter salary_min 2;");

for my $case ([ 'remote', 'mars' ], [ 'type', 'slavery' ], [ 'level', 'god' ],
              [ 'salary_min', 'lots' ], [ 'salary_max', '-5' ],
              [ 'salary_currency', 'dollars' ], [ 'has_salary', 'maybe' ],
              [ 'posted_within', '5x' ], [ 'posted_after', 'yesterday' ],
              [ 'visa', 'perhaps' ])
{
    my ($name, $wrong) = @$case;

    value('jobs_filter', $wrong, "$snapshot jobs_filter $name $wrong;");
}

for my $name (qw(sort limit offset page strict)) {
    refused("jobs_filter $name", qr/"$name".*"jobs_filter" directive, .*must/,
            http => "$snapshot jobs_filter $name 1;", server => $board);
}

refused('a filter without value',
        qr/invalid number of arguments in "jobs_filter"/,
        http => "$snapshot jobs_filter remote;", server => $board);

refused('a filter with an unknown variable', qr/unknown "nosuch" variable/,
        http => "$snapshot jobs_filter remote \$nosuch;", server => $board);


# jobs_args

value('jobs_args', 'nosuch', "$snapshot jobs_args nosuch;");
value('jobs_args', '', "$snapshot jobs_args \"\";");

refused('on beside a name', qr/"jobs_args" directive, .*must/,
        http => "$snapshot jobs_args on category;", server => $board);
refused('off beside a name', qr/"jobs_args" directive, .*must/,
        http => "$snapshot jobs_args category off;", server => $board);


# jobs_limit

value('jobs_limit', 'x', "$snapshot jobs_limit x;");
value('jobs_limit', '-1', "$snapshot jobs_limit -1;");
value('jobs_limit', '10x', "$snapshot jobs_limit 10 10x;");
value('jobs_limit', '5', "$snapshot jobs_limit 10 5;");
value('jobs_limit', '99999999999999999999',
      "$snapshot jobs_limit 10 99999999999999999999;");

refused('three limits', qr/invalid number of arguments in "jobs_limit"/,
        http => "$snapshot jobs_limit 1 2 3;", server => $board);


# jobs_base_url

for my $url ('ftp://example.com', 'example.com/jobs', '/jobs', 'https://',
             'https://example.com/jobs?x=1', 'https://example.com/jobs#top',
             'https://example.com/<script>', 'javascript:alert(1)', '')
{
    value('jobs_base_url', $url, qq($snapshot jobs_base_url "$url";));
}


# jobs_query_timeout

for my $time (qw(6hh -1 soon 0)) {
    value('jobs_query_timeout', $time, "$snapshot jobs_query_timeout $time;");
}


# what another user may not read

SKIP: {
    skip 'only root runs workers as another user', 2 if $> != 0;

    my $db = snapshot(rows => [ row() ]);

    chmod 0600, $db;

    my ($status, $output) = nginx_t(http => "jobs_snapshot $db;",
                                    server => $board);

    is($status, 0, 'a file that workers cannot read is no error');
    like($output, qr/\[warn\].*\Q$db\E/, 'but a warning at nginx -t');
}

done_testing();
