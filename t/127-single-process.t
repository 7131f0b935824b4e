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
my $dir = tempdir();
my $module = Jobs::Test::module_path();
my $port = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1')
                           ->sockport;

replace_file($path{one}, "$dir/jobs.db");
mkdir "$dir/tmp" or die "$dir/tmp: $!\n";

spew("$dir/nginx.conf", <<"EOT");
load_module $module;
daemon off;
master_process off;
pid $dir/nginx.pid;
error_log $dir/error.log notice;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path $dir/tmp; proxy_temp_path $dir/tmp;
    fastcgi_temp_path $dir/tmp; uwsgi_temp_path $dir/tmp;
    scgi_temp_path $dir/tmp;
    jobs_snapshot $dir/jobs.db check=50ms;
    server { listen 127.0.0.1:$port; location ^~ /jobs { jobs; } }
}
EOT

my $pid = fork;

die "fork: $!\n" if !defined $pid;

if ($pid == 0) {
    $ENV{LD_PRELOAD} = $ENV{JOBS_PRELOAD} if $ENV{JOBS_PRELOAD};
    open STDERR, '>', "$dir/output" or die "$!\n";
    exec Jobs::Test::Program::command(
        Jobs::Test::Nginx->executable, '-p', $dir, '-c', "$dir/nginx.conf",
        '-e', "$dir/error.log") or die "nginx: $!\n";
}

END { kill 'QUIT', $pid if $pid }

sub title
{
    my $client = Jobs::Test::Client->new(port => $port, timeout => patience(5))
        or return '';
    my $r = $client->request('GET', '/jobs.json?limit=1') or return '';

    return $r->status == 200 ? $r->json->{jobs}[0]{title} : $r->status;
}

ok(wait_until(sub { title() =~ /^one/ }, 10), 'one process serves');

replace_file($path{two}, "$dir/jobs.db");
ok(wait_until(sub { title() =~ /^two/ }, 10), 'and takes a new file over');

is(kill(0, $pid), 1, 'and the process lives');
unlike(slurp("$dir/error.log"), qr/\[(?:alert|emerg)\]/, 'without an alert');

kill 'QUIT', $pid;
waitpid $pid, 0;
is($? & 127, 0, 'it ends by itself');
undef $pid;

done_testing();
