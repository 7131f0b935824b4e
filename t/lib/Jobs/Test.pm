package Jobs::Test;

# The harness of the server tests, over Perl's core modules only.
#
#     use Jobs::Test;
#
#     my $db = snapshot(rows => [ row(title => 'Baker') ]);
#     my $n = nginx(snapshot => $db, server => 'location /jobs { jobs; }');
#
#     is($n->get('/jobs.json')->json->{total}, 1, 'a listing is served');
#     done_testing();
#
# done_testing() stops every server and fails the test where an error log
# holds [alert] or [emerg], or where a sanitizer or valgrind wrote a report.
# Nothing here sleeps for a fixed time: it waits for conditions.

use strict;
use warnings;

use Cwd ();
use Exporter 'import';
use File::Temp ();
use Test::More ();
use Time::HiRes ();

use Jobs::Test::Nginx;
use Jobs::Test::Program 'sync_command';
use Jobs::Test::Snapshot ();

our @EXPORT = qw(
    nginx nginx_t snapshot build row rows tempdir patience rounds wait_until
    holds spew slurp replace_file poke done_testing module_path sync_command
    root without_number numbers
);

my $pid = $$;
my $finished = 0;
my @servers;
my @dirs;


# The repository's root: prove runs from there.

sub root
{
    return Cwd::getcwd();
}


sub module_path
{
    my $path = $ENV{JOBS_MODULE} || 'build/ngx_jobs_module.so';

    return $path =~ m{^/} ? $path : root() . "/$path";
}


# Seconds that a condition may take: a loaded machine is slow, and a checked
# program slower.

sub patience
{
    my ($seconds) = @_;

    return $seconds * rounds(2, 4, 40);
}


# The first number; the second with sanitizers, the third under valgrind:
# tests do less there of what takes long.

sub rounds
{
    my ($plain, $sanitized, $valgrind) = @_;

    return $ENV{JOBS_VALGRIND} ? $valgrind
         : $ENV{JOBS_PRELOAD} ? $sanitized
         : $plain;
}


# A directory that workers of another user may enter too.

sub tempdir
{
    my $dir = File::Temp::tempdir('jobs-test-XXXXXXXX', TMPDIR => 1,
                                  CLEANUP => 1);

    chmod 0755, $dir or die "chmod $dir: $!\n";
    push @dirs, $dir;

    return $dir;
}


# Calls the function until it gives a true value, which is returned; after
# the seconds given, undef.

sub wait_until
{
    my ($sub, $seconds) = @_;

    my $end = Time::HiRes::time() + patience($seconds || 5);
    my $step = 0.002;

    while (1) {
        my $value = $sub->();

        return $value if $value;
        return undef if Time::HiRes::time() > $end;

        Time::HiRes::sleep($step);
        $step *= 1.5 if $step < 0.05;
    }
}


# True where the function gives a true value at every look for so long: that
# nothing happens can only be seen by waiting.

sub holds
{
    my ($sub, $seconds) = @_;

    my $end = Time::HiRes::time() + $seconds;

    while (Time::HiRes::time() < $end) {
        return 0 if !$sub->();

        Time::HiRes::sleep(0.01);
    }

    return 1;
}


# The last parts of the ids of an answer, sorted: "1 2 7".

sub numbers
{
    my ($response) = @_;

    return $response->status . ' ' . $response->body
        if $response->status != 200;

    return join ' ', sort map { /([^:]+)\z/ } $response->ids;
}


sub spew
{
    my ($path, $bytes, $mode) = @_;

    open my $fh, '>:raw', $path or die "$path: $!\n";
    print {$fh} $bytes;
    close $fh or die "$path: $!\n";
    chmod $mode || 0644, $path;

    return $path;
}


sub slurp
{
    my ($path) = @_;

    open my $fh, '<:raw', $path or die "$path: $!\n";
    local $/;
    my $bytes = <$fh>;
    close $fh;

    return defined $bytes ? $bytes : '';
}


# Puts a copy of a file (or the bytes of a scalar reference) in the place of
# another as a publisher does: beside it, then rename(2).

my $copies = 0;

sub replace_file
{
    my ($from, $to, $mode) = @_;

    my $temporary = "$to.new$$." . ++$copies;

    spew($temporary, ref $from ? $$from : slurp($from), $mode);
    rename $temporary, $to or die "rename $to: $!\n";

    return $to;
}


# The bytes of a file with some of them changed: offset => bytes, ...

sub poke
{
    my ($path, %change) = @_;

    my $bytes = slurp($path);

    for my $offset (keys %change) {
        substr $bytes, $offset, length $change{$offset}, $change{$offset};
    }

    return $bytes;
}


sub nginx
{
    shift if @_ && $_[0] eq __PACKAGE__;

    my $server = Jobs::Test::Nginx->new(@_, prefix => tempdir());

    push @servers, $server;

    return $server;
}


# (exit status, output) of nginx -t

sub nginx_t
{
    shift if @_ && $_[0] eq __PACKAGE__;

    return Jobs::Test::Nginx->new(@_, prefix => tempdir(), start => 0)->test;
}


# The path of a snapshot with these rows.

sub snapshot
{
    shift if @_ && $_[0] eq __PACKAGE__;

    return Jobs::Test::Snapshot::snapshot(@_);
}


sub build { return Jobs::Test::Snapshot::build(@_) }
sub row { return Jobs::Test::Snapshot::row(@_) }
sub rows { return Jobs::Test::Snapshot::rows() }


# Removes what two snapshots of the same rows may differ in.

sub without_number
{
    my ($text) = @_;

    $text =~ s/[0-9a-f]{64}/GENERATION/g;
    $text =~ s/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=[^<]*<\/time>)/TIME/g;

    return $text;
}


sub stop_all
{
    my @complaints;

    for my $server (@servers) {
        push @complaints, $server->stop, $server->complaints;
    }

    @servers = ();

    return (@complaints, Jobs::Test::Program::reports());
}


sub done_testing
{
    my @complaints = stop_all();

    $finished = 1;

    Test::More::is(join("\n", @complaints), '',
                   'no alert, no emergency, no report');
    Test::More::done_testing();

    return;
}


$SIG{INT} = $SIG{TERM} = sub { exit 1 };
$SIG{PIPE} = 'IGNORE';


END {
    if ($$ == $pid && !$finished) {
        my $status = $?;
        my @complaints = stop_all();

        if (@complaints) {
            print STDERR map { "# $_\n" } @complaints;
            $status ||= 1;
        }

        $? = $status;
    }
}


1;
