package Jobs::Test::Nginx;

# One nginx with a temporary prefix.

use strict;
use warnings;

use IO::Socket::INET;
use POSIX ();
use Time::HiRes ();

use Jobs::Test::Client;
use Jobs::Test::Program;


# new(prefix => DIR, ...):
#
#     snapshot   path, becomes "jobs_snapshot PATH check=100ms;" in http
#     http       text inside http
#     server     text inside the one server
#     main       text at the top
#     events     text inside events
#     conf       a complete configuration instead of all these
#     workers    1
#     connections    512
#     once       1: a request is not asked again (see compare)
#     cache      jobs_cache_size, the module's default; 0 where a test is about
#                what happens at each request
#     log        level of the error log, info
#     expect     [alert] and [emerg] lines that match are expected
#     killed     1: the test kills workers, and so are nginx's lines of that
#     start      0: do not start
#
# In every text %PORT%, %PREFIX%, %SNAPSHOT% and %MODULE% are replaced.

sub new
{
    my ($class, %opt) = @_;

    my $self = bless { workers => 1, connections => 512, log => 'info',
                        start => 1, %opt }, $class;

    mkdir "$self->{prefix}/$_", 0755 for qw(logs tmp html reports);
    chmod 01777, "$self->{prefix}/reports";

    $self->start if $self->{start};

    return $self;
}


sub prefix { return $_[0]{prefix} }
sub port { return $_[0]{port} }
sub pid { return $_[0]{pid} }


sub user
{
    return '' if $> != 0;

    for my $name (qw(www-data nobody)) {
        return "user $name;" if defined getpwnam $name;
    }

    return '';
}


# Below the range from which the kernel takes ports of outgoing connections.

sub free_port
{
    for (1 .. 200) {
        my $port = 15000 + int rand 15000;
        my $socket = IO::Socket::INET->new(LocalAddr => '127.0.0.1',
                                           LocalPort => $port,
                                           Proto => 'tcp', Listen => 1);

        if ($socket) {
            close $socket;
            return $port;
        }
    }

    die "no free port\n";
}


sub configuration
{
    my ($self) = @_;

    my %part = map { $_ => defined $self->{$_} ? $self->{$_} : '' }
               qw(main events http server snapshot);
    my $text = $self->{conf};

    $part{snapshot} = "jobs_snapshot $part{snapshot} check=100ms;"
        if $part{snapshot} ne '';

    $part{snapshot} .= " jobs_cache_size $self->{cache};"
        if defined $self->{cache};

    # how busy the machine is decides no test

    $part{snapshot} .= ' jobs_query_timeout 4s;'
        if $part{http} !~ /jobs_query_timeout/;

    $text = <<"EOT" if !defined $text;
load_module %MODULE%;
%USER%
worker_processes $self->{workers};
worker_shutdown_timeout 30s;
pid %PREFIX%/nginx.pid;
error_log %PREFIX%/logs/error.log $self->{log};
$part{main}

events {
    worker_connections $self->{connections};
    $part{events}
}

http {
    access_log off;
    client_body_temp_path %PREFIX%/tmp/body;
    proxy_temp_path %PREFIX%/tmp/proxy;
    fastcgi_temp_path %PREFIX%/tmp/fastcgi;
    uwsgi_temp_path %PREFIX%/tmp/uwsgi;
    scgi_temp_path %PREFIX%/tmp/scgi;
    default_type text/plain;
    $part{snapshot}
    $part{http}

    server {
        listen 127.0.0.1:%PORT%;
        server_name localhost;
        root %PREFIX%/html;

        location = /alive { return 200 "alive"; }
        $part{server}
    }
}
EOT

    my %value = (
        PORT => $self->{port} || 80, PREFIX => $self->{prefix},
        MODULE => Jobs::Test::module_path(), USER => $self->user,
        SNAPSHOT => defined $self->{snapshot} ? $self->{snapshot} : '',
    );

    $text =~ s/%(PORT|PREFIX|MODULE|USER|SNAPSHOT)%/$value{$1}/g;

    return $text;
}


sub write_configuration
{
    my ($self) = @_;

    return Jobs::Test::spew("$self->{prefix}/nginx.conf",
                            $self->configuration);
}


# Changes parts of the configuration; takes effect at the next reload.

sub set
{
    my ($self, %opt) = @_;

    @$self{keys %opt} = values %opt;
    $self->write_configuration;

    return $self;
}


sub executable
{
    return $ENV{JOBS_NGINX} if $ENV{JOBS_NGINX};

    for my $dir (split(/:/, $ENV{PATH}), '/usr/sbin', '/usr/local/sbin') {
        return "$dir/nginx" if -x "$dir/nginx";
    }

    die "nginx was not found\n";
}


sub arguments
{
    my ($self) = @_;

    return ($self->executable, '-p', "$self->{prefix}/",
            '-e', "$self->{prefix}/logs/error.log",
            '-c', "$self->{prefix}/nginx.conf");
}


# In the child: everything it prints goes to a file; then nginx replaces it.

sub become
{
    my ($self, @more) = @_;

    my $output = "$self->{prefix}/logs/output";

    open STDIN, '<', '/dev/null';
    open STDOUT, '>', $output or POSIX::_exit(126);
    open STDERR, '>&', \*STDOUT or POSIX::_exit(126);

    if ($ENV{JOBS_PRELOAD}) {
        my $log = "log_path=$self->{prefix}/reports/report";

        $ENV{LD_PRELOAD} = $ENV{JOBS_PRELOAD};
        $ENV{ASAN_OPTIONS} = "detect_leaks=0:$log";
        $ENV{UBSAN_OPTIONS} = "print_stacktrace=1:$log";
    }

    $SIG{PIPE} = $SIG{INT} = $SIG{TERM} = 'DEFAULT';

    { exec Jobs::Test::Program::command($self->arguments, @more) }

    print STDERR "exec nginx: $!\n";
    POSIX::_exit(127);
}


sub test
{
    my ($self) = @_;

    $self->write_configuration;

    my $child = fork;

    die "fork: $!\n" if !defined $child;

    $self->become('-t') if $child == 0;

    waitpid $child, 0;

    return ($? >> 8, Jobs::Test::slurp("$self->{prefix}/logs/output"));
}


sub start
{
    my ($self) = @_;

    die "the module is not there: " . Jobs::Test::module_path() . "\n"
        if !-e Jobs::Test::module_path();

    for my $try (1 .. 5) {
        $self->{port} = free_port() if !$self->{port} || $try > 1;
        $self->write_configuration;

        my $child = fork;

        die "fork: $!\n" if !defined $child;

        $self->become('-g', 'daemon off;') if $child == 0;

        $self->{pid} = $child;

        my $ready = Jobs::Test::wait_until(sub {
            if (waitpid($child, POSIX::WNOHANG()) == $child) {
                delete $self->{pid};
                return 'ended';
            }

            return $self->listens ? 'listens' : undef;
        }, 15);

        return $self if $ready && $ready eq 'listens';

        my $output = Jobs::Test::slurp("$self->{prefix}/logs/output");

        if ($output =~ /Address already in use/) {
            unlink "$self->{prefix}/logs/error.log";
            next;
        }

        $self->stop;

        die "nginx did not start:\n$output" . $self->log . "\n";
    }

    die "nginx found no port\n";
}


# Somebody answers, and it is a worker of ours.

sub listens
{
    my ($self) = @_;

    return 0 if !-s "$self->{prefix}/nginx.pid";
    return 0 if !$self->worker_pids;

    my $client = Jobs::Test::Client->new(port => $self->{port}, timeout => 5);

    return 0 if !$client;

    $client->close;

    return 1;
}


# The children of the master, by /proc.

sub worker_pids
{
    my ($self) = @_;

    my @pids;

    opendir my $dir, '/proc' or die "/proc: $!\n";

    for my $pid (grep { /\A\d+\z/ } readdir $dir) {
        open my $fh, '<', "/proc/$pid/stat" or next;
        my $stat = <$fh>;
        close $fh;

        next if !defined $stat;
        next if $stat !~ /\A\d+ \(.*\) (\S) (\d+)/s;

        push @pids, $pid if $self->{pid} && $2 == $self->{pid} && $1 ne 'Z';
    }

    @pids = sort { $a <=> $b } @pids;      # sort has no value in scalar context

    return @pids;
}


# Waits until every worker has the file open: until then it has not looked; and
# has its title, which nginx gives it when it has begun: what it opened is loaded.

sub wait_loaded
{
    my ($self, $path) = @_;

    my $done = Jobs::Test::wait_until(sub {
        my @pids = $self->worker_pids;

        return @pids == $self->{workers}
               && @pids == grep {
                      begun($_)
                      && grep { (readlink || '') eq $path } glob "/proc/$_/fd/*"
                  } @pids;
    }, 15);

    die "the workers did not open $path:\n" . $self->log . "\n" if !$done;
}


sub begun
{
    my ($pid) = @_;

    open my $fh, '<', "/proc/$pid/cmdline" or return 0;
    my $title = <$fh>;
    close $fh;

    return ($title // '') =~ /worker process/;
}


# Waits until as many new workers run as are configured, and with
# gone => 1 until the old ones have ended.

sub reload
{
    my ($self, %opt) = @_;

    my %old = map { $_ => 1 } $self->worker_pids;

    $self->write_configuration;
    kill 'HUP', $self->{pid};

    my $done = Jobs::Test::wait_until(sub {
        my @pids = $self->worker_pids;
        my @new = grep { !$old{$_} } @pids;

        return 0 if @new < $self->{workers};
        return 0 if $opt{gone} && grep { $old{$_} } @pids;
        return 1;
    }, 15);

    die "nginx did not reload:\n" . $self->log . "\n" if !$done;

    return $self;
}


# Ends the server; gives complaints.

sub stop
{
    my ($self) = @_;

    my $pid = delete $self->{pid};

    return if !$pid;

    my $gone = sub { waitpid($pid, POSIX::WNOHANG()) != 0 };

    kill 'TERM', $pid;
    return if Jobs::Test::wait_until($gone, 10);

    $self->{pid} = $pid;

    my @workers = $self->worker_pids;

    delete $self->{pid};

    kill 'KILL', $pid, @workers;
    Jobs::Test::wait_until($gone, 5);

    return "nginx did not stop";
}


sub log
{
    my ($self) = @_;

    my $path = "$self->{prefix}/logs/error.log";

    return -e $path ? Jobs::Test::slurp($path) : '';
}


# The lines of the error log that match.

sub log_lines
{
    my ($self, $regex) = @_;

    return grep { /$regex/ } split /\n/, $self->log;
}


# Waits for a line that matches; undef after the seconds given.

sub wait_for_log
{
    my ($self, $regex, $seconds) = @_;

    return Jobs::Test::wait_until(sub {
        my ($line) = $self->log_lines($regex);

        return $line;
    }, $seconds);
}


# What no test may leave behind.

sub complaints
{
    my ($self) = @_;

    my @expect = grep { defined } $self->{expect};

    # nginx itself kills workers that take more than a second to end; one that
    # holds a zone's mutex then is named, and the mutex is freed

    push @expect, qr/exited on signal 9|shared memory zone .* was locked by/
        if $self->{killed} || $ENV{JOBS_VALGRIND};

    my @lines = $self->log_lines(qr/\[(?:alert|emerg)\]/);

    for my $expect (@expect) {
        @lines = grep { !/$expect/ } @lines;
    }

    # UBSan reads its options at the first fault, when nginx has cleared a
    # worker's environment: these do not stand in a report

    push @lines, $self->log_lines(qr/: runtime error: /);

    push @lines, @{ $self->{differ} || [] };

    for my $report (glob "$self->{prefix}/reports/*") {
        push @lines, "$report:\n" . Jobs::Test::slurp($report);
    }

    return @lines;
}


sub client
{
    my ($self, %opt) = @_;

    my $client = Jobs::Test::Client->new(
        port => $self->{port}, host => "localhost:$self->{port}",
        timeout => Jobs::Test::patience(5), %opt);

    die "no connection to port $self->{port}: $!\n" if !$client;

    return $client;
}


# One request over a connection of its own.

sub request
{
    my ($self, $method, $uri, @headers) = @_;

    my $client = $self->client;
    my $response = $client->request($method, $uri, @headers,
                                    Connection => 'close');
    my $rest = $response ? $client->{buffer} : '';

    $client->close;

    die "no answer to $method " . substr($uri, 0, 200) . "\n" if !$response;
    die "bytes after the answer to $method $uri\n" if $rest ne '';

    $self->compare($response, $uri, @headers) if $method eq 'GET';

    return $response;
}


# Every answer that says what it is known by is asked for once more, which the
# cache answers then: it has to be the same to the byte.  Answers that share a
# tag share their bytes, whenever they came.

sub compare
{
    my ($self, $first, $uri, @headers) = @_;

    my $etag = $first->header('ETag');

    return if $first->status != 200 || !defined $etag || $self->{once};

    my $client = $self->client or return;
    my $again = $client->request('GET', $uri, @headers, Connection => 'close');

    $client->close;

    return if !$again || ($again->header('ETag') || '') ne $etag;

    my ($a, $b) = map {
        my $r = $_;
        join "\n", $r->body,
             map { "$_->[0]: $_->[1]" }
             grep { $_->[0] !~ /\A(?:Date|X-.*|Age)\z/ } @{ $r->{headers} };
    } $first, $again;

    push @{ $self->{differ} }, "$uri: another answer the second time"
        if $a ne $b;

    my $known = $self->{tags}{$etag} ||= $first->body;

    push @{ $self->{differ} }, "$uri: another answer with the tag $etag"
        if $known ne $first->body;

    $self->{compared}++;

    return;
}


sub get { my $self = shift; return $self->request('GET', @_) }
sub head { my $self = shift; return $self->request('HEAD', @_) }


# The answer to these bytes.

sub raw
{
    my ($self, $bytes, $method) = @_;

    my $client = $self->client;

    $client->write($bytes);

    my $response = $client->read_response($method || 'GET');

    $client->close;

    return $response;
}


1;
