#!/usr/bin/perl

# What is installed beside jobs-sync says the same as its help: man page,
# completion; the units of systemd are right.

use strict;
use warnings;

use Test::More;
use Cwd 'getcwd';
use Jobs::Test::Sync;

sub has { return system("command -v $_[0] >/dev/null 2>&1") == 0 }

my (undef, undef, $all) = sync('--help');
my @commands = $all =~ /^  (\w+) +\S/mg;
my %help;
for my $command (@commands) {
    my (undef, undef, $text) = sync($command, '--help');
    $help{$command} = { map { $_ => 1 } $text =~ /^ {2}(?:-\w,|   ) --([a-z-]+)/mg };
}

# the man page: the synopsis has the options of each command

my $man = read_file('docs/jobs-sync.1');
my ($synopsis) = $man =~ /^\.Sh SYNOPSIS\n(.*?)^\.Sh /ms;
my ($options) = $man =~ /^\.Sh OPTIONS\n(.*?)^\.Sh /ms;
my %long = $options =~ /^\.It Fl (\w) , Fl -([a-z-]+)/mg;
my %described = map { $_ => 1 } $options =~ /^\.It (?:Fl \w , )?Fl -([a-z-]+)/mg;
my %synopsis = $synopsis =~ /^\.Nm\n\.Cm (\w+)\n(.*?)(?=^\.Nm\n|\z)/msg;

is(join(' ', sort keys %synopsis), join(' ', sort @commands), 'the man page has every command');
for my $command (@commands) {
    my %has = map { $_ => 1 } map { length == 1 ? $long{$_} || "-$_" : $_ } ($synopsis{$command} || '') =~ /\bFl -?([a-z][a-z-]*)/g;
    my %takes = %{ $help{$command} };
    delete @takes{qw(help version)};
    is(join(' ', sort keys %has), join(' ', sort keys %takes), "... $command with the options of its help");
}
my %any = map { %$_ } values %help;
is(join(' ', sort keys %described), join(' ', sort keys %any), '... and describes them all');
my $statuses = join ' ', $man =~ /^\.It (\d+)$/mg;
is($statuses, join(' ', $all =~ /\b(\d+) (?:published|refused|wrong|bad|a source|a file|another)/g), '... with the exit statuses of the help');

SKIP: {
    skip 'man is not installed', 2 if !has('man') || !has('groff');
    my $text = `man --warnings -l docs/jobs-sync.1 2>&1 | col -b`;
    like($text, qr/^NAME\n\s+jobs-sync\b/m, 'man shows it');
    unlike($text, qr/warning|error:/i, '... without complaints');
}

# completion

SKIP: {
    skip 'bash is not installed', 3 if !has('bash');
    is(system('bash', '-n', 'conf/completion/jobs-sync'), 0, 'the completion is bash');

    # a real try: the words, of which the last is to be completed

    my $complete = sub {
        my @words = (sync_command(), @_);
        my $script = 'source conf/completion/jobs-sync; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _jobs_sync; printf "%s\n" "${COMPREPLY[@]}"';
        open my $p, '-|', 'bash', '-c', $script, 'bash', @words or die;
        return join ' ', sort map { chomp; $_ } <$p>;
    };

    if (@{[ sync_command() ]} == 1) {
        is($complete->(''), join(' ', sort '--help', '--version', @commands), 'the commands');
        is($complete->('ro'), 'rollback', '... one that has begun');
        is($complete->($_, '--'), join(' ', map { "--$_" } sort keys %{ $help{$_} }), "... the options of $_") for @commands;
        is($complete->('run', 'conf/sou'), 'conf/sources.json', '... files');
    }
}

# systemd

SKIP: {
    skip 'systemd-analyze is not installed', 3 if !has('systemd-analyze');
    my $binary = (sync_command())[-1];
    mkdir work('units') or die;
    for my $unit (qw(jobs-sync.service jobs-sync.timer)) {
        my $text = read_file("conf/systemd/$unit");
        $text =~ s{/usr/bin/jobs-sync}{$binary};
        write_file("units/$unit", $text);
    }
    my ($service, $timer) = map { work("units/jobs-sync.$_") } qw(service timer);
    my $said = `systemd-analyze verify --man=no '$service' '$timer' 2>&1`;
    skip 'systemd-analyze has no system to ask', 3 if $said =~ /Failed to (?:initialize manager|connect)/;
    is("$? $said", '0 ', 'systemd-analyze verify has nothing to say');
    my ($level) = `systemd-analyze security --offline=true --no-pager '$service' 2>&1` =~ /exposure level for \S+: ([\d.]+)/;
    SKIP: {
        skip 'it does not know --offline', 1 if !defined $level;
        cmp_ok($level, '<=', 2, "the service is exposed by $level");
    }
    my ($run) = read_file('conf/systemd/jobs-sync.service') =~ /^ExecStart=\S+ (.*)/m;
    my @words = split ' ', $run;
    is(scalar(grep { /^--(.*)/ && !$help{run}{$1} } @words), 0, 'the options of the service exist');
}

# the example of sources.json: nothing is fetched, for its places do not exist

my $example = read_file('conf/sources.json');
$example =~ s{/var/lib/jobs}{work('nowhere')}ge;
my ($status, $err) = sync('run', write_file('sources.json', $example));
is($status, 74, 'conf/sources.json is right');
like($err, qr/nowhere/, '... but for its directory');

done_testing();
