package Jobs::Test::Program;

# How the programs of a test are run.  With JOBS_VALGRIND=1 they run under
# t/memcheck, and what it reports makes the test fail.

use strict;
use warnings;

use Cwd ();
use Exporter 'import';
use File::Temp ();

our @EXPORT_OK = qw(command sync_command);

my $pid = $$;
my $root = Cwd::getcwd();           # prove runs from the repository's root
my $dir;

# workers of another user write there too

if ($ENV{JOBS_VALGRIND}) {
    $dir = File::Temp::tempdir('jobs-memcheck-XXXXXXXX', TMPDIR => 1,
                               CLEANUP => 1);
    chmod 01777, $dir or die "chmod $dir: $!\n";
}


# What is to be run instead of this command.

sub command
{
    my (@command) = @_;

    return @command if !$dir;

    return ("$root/t/memcheck", "--log-file=$dir/memcheck.%p", @command);
}


# The command that runs jobs-sync with these arguments.

sub sync_command
{
    my (@arguments) = @_;

    my $path = $ENV{JOBS_SYNC} || 'build/jobs-sync';

    $path = "$root/$path" if $path !~ m{^/};

    return command($path, @arguments);
}


# The reports there are; each is told once.

sub reports
{
    return if !$dir;

    my @reports;

    for my $path (glob "$dir/*") {
        next if -z $path;

        open my $fh, '<:raw', $path or die "$path: $!\n";
        push @reports, join '', <$fh>;
        close $fh;
        truncate $path, 0 or die "$path: $!\n";
    }

    return @reports;
}


END {
    if ($$ == $pid) {
        my $status = $?;
        my @reports = reports();

        if (@reports) {
            print STDERR map { s/^/# /mgr } @reports;
            $status ||= 1;
        }

        $? = $status;
    }
}


1;
