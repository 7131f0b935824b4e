package Jobs::Test::Sync;

# Runs jobs-sync and looks into what it made, with its own "info --json" and
# the sqlite3 shell where a test needs the rows.

use strict;
use warnings;

use Exporter 'import';
use File::Temp ();
use JSON::PP ();

use Jobs::Test::Program 'sync_command';

our @EXPORT = qw(sync sync_command work write_file read_file info rows
                 generation row line);

my $work = File::Temp->newdir('jobs-sync-XXXXXX', TMPDIR => 1);


sub work { return defined $_[0] ? "$work/$_[0]" : "$work" }


sub write_file
{
    my ($name, @text) = @_;

    open my $f, '>:raw', work($name) or die "$name: $!\n";
    print $f @text;
    close $f or die "$name: $!\n";

    return work($name);
}


sub read_file
{
    open my $f, '<:raw', $_[0] or return undef;
    local $/;
    my $text = <$f>;
    return $text;
}


# (exit status, standard error, standard output); a leading hash reference:
# before => shell text, stdin => file

sub sync
{
    my $opt = ref $_[0] ? shift : {};
    my @command = sync_command(@_);
    my ($out, $err) = (work('stdout'), work('stderr'));

    my $child = fork();
    die "fork: $!\n" if !defined $child;

    if ($child == 0) {
        open STDIN, '<', $opt->{stdin} || '/dev/null';
        open STDOUT, '>', $out;
        open STDERR, '>', $err;

        @command = ('sh', '-c', "$opt->{before}; exec \"\$@\"", 'sh', @command)
            if $opt->{before};

        { exec @command }
        exit 127;
    }

    waitpid $child, 0;

    my $status = $? & 127 ? 'signal ' . ($? & 127) : $? >> 8;

    return ($status, read_file($err), read_file($out));
}


# a good canonical row, with what a test changes; undef takes a name away

sub row
{
    my (%change) = @_;
    my %row = (id => 'acme:1', title => 'Engineer', company => 'Acme',
               url => 'https://acme.example/1', %change);

    for my $name (keys %row) {
        delete $row{$name} if !defined $row{$name};
    }

    return \%row;
}


sub line { return JSON::PP->new->canonical->utf8->encode(row(@_)) . "\n" }


sub info
{
    my ($status, $err, $out) = sync('info', '--json', $_[0]);
    return $status eq '0' ? JSON::PP::decode_json($out) : undef;
}


sub generation { my $info = info($_[0]); return $info && $info->{generation} }


# rows of a query as a list of hashes

sub rows
{
    my ($file, $sql) = @_;

    open my $p, '-|', 'sqlite3', '-json', $file, $sql or die "sqlite3: $!\n";
    local $/;
    my $text = <$p>;
    close $p or die "sqlite3 failed: $sql\n";

    return $text =~ /\S/ ? @{JSON::PP::decode_json($text)} : ();
}


1;
