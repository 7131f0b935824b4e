# master_process off: one process does everything.  (After a reload such an
# nginx answers nothing any more, with or without this module.)

use strict;
use warnings;

use IO::Socket::INET;
use Test::More;
use Jobs::Test;
use Jobs::Test::Client;
use Jobs::Test::Generations;

my %path = map { $_ => generation($_, size => 3) } qw(one two);
my $module = Jobs::Test::module_path();
my ($dir, $port, $pid);

END { kill 'QUIT', $pid if $pid }

sub start
{
    my ($before, $after) = @_;

    $dir = tempdir();
    $port = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1')
                            ->sockport;

    replace_file($path{one}, "$dir/jobs.db");
    mkdir "$dir/tmp" or die "$dir/tmp: $!\n";

    spew("$dir/nginx.conf", <<"EOT");
load_module $module;
daemon off;
$before
pid $dir/nginx.pid;
error_log $dir/error.log notice;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path $dir/tmp; proxy_temp_path $dir/tmp;
    fastcgi_temp_path $dir/tmp; uwsgi_temp_path $dir/tmp;
    scgi_temp_path $dir/tmp;
    jobs_snapshot $dir/jobs.db check=50ms;
    server {
        listen 127.0.0.1:$port;
        location ^~ /jobs { jobs; }
        location = /threads { jobs json; jobs_threads default; }
    }
}
$after
EOT

    $pid = fork;

    die "fork: $!\n" if !defined $pid;

    if ($pid == 0) {
        $ENV{LD_PRELOAD} = $ENV{JOBS_PRELOAD} if $ENV{JOBS_PRELOAD};
        open STDERR, '>', "$dir/output" or die "$!\n";
        exec Jobs::Test::Program::command(
            Jobs::Test::Nginx->executable, '-p', $dir, '-c',
            "$dir/nginx.conf", '-e', "$dir/error.log") or die "nginx: $!\n";
    }

    return;
}

sub title
{
    my $client = Jobs::Test::Client->new(port => $port, timeout => patience(5))
        or return '';
    my $r = $client->request('GET', '/jobs.json?limit=1') or return '';

    return $r->status == 200 ? $r->json->{jobs}[0]{title} : $r->status;
}

# nginx ends the pools of threads of a configuration that it did not start

for my $place ([ 'master_process off;', '' ], [ '', 'master_process off;' ]) {
    start(@$place);

    ok(wait_until(sub { title() =~ /^one/ }, 10), 'one process serves');

    replace_file($path{two}, "$dir/jobs.db");
    ok(wait_until(sub { title() =~ /^two/ }, 10), 'and takes a new file over');

    is(kill(0, $pid), 1, 'and the process lives');

    kill 'HUP', $pid;
    ok(wait_until(sub {
        1 < (() = slurp("$dir/error.log") =~ /event method/g)
    }, 10), 'it is reconfigured');

    kill 'QUIT', $pid;
    waitpid $pid, 0;
    is($?, 0, 'and ends by itself');
    undef $pid;

    unlike(slurp("$dir/error.log"), qr/\[(?:alert|emerg)\]/,
           'without an alert');
}

done_testing();
