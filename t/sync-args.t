#!/usr/bin/perl

# The command line: every command has its help, takes its options and no
# others, and says what is wrong.

use strict;
use warnings;

use Test::More;
use Jobs::Test::Sync;

my (undef, undef, $all) = sync('--help');
my @commands = $all =~ /^  (\w+) +\S/mg;
my %options = map { $_ => 1 } $all =~ /(?<![\w-])--([a-z-]+)/g;

cmp_ok(scalar(@commands), '>=', 4, 'the help lists the commands');

for my $command (@commands) {
    like($all, qr/^(?:usage:|      ) jobs-sync $command /m, "$command has its usage line");

    my ($status, $err, $out) = sync($command, '--help');
    is("$status$err", '0', "$command --help is no error");
    like($out, qr/\Ausage: jobs-sync $command .*?\n\n\S/s, '... and says what it is for');
    is((sync('help', $command))[2], $out, "help $command is the same");

    my %takes = map { $_ => 1 } $out =~ /^ {2}(?:-\w,|   ) --([a-z-]+)/mg;

    for my $option (grep { !$takes{$_} && !/^(?:help|version)$/ } sort keys %options) {
        my $argument = $all =~ /--\Q$option\E [A-Z]+ /;
        ($status, $err) = sync($command, "--$option", $argument ? '1' : ());
        is($status, 64, "$command --$option is wrong usage");
        like($err, qr/$command takes no --\Q$option\E$/m, '... which it names');
    }
}

for my $case ([ [ 'build', '-x' ], qr/unknown option "-x"/ ], [ [ 'build', '--bogus' ], qr/unknown option "--bogus"/ ],
              [ [ 'build', '-qx' ], qr/unknown option "-x"/ ], [ [ 'build', '--output' ], qr/"--output" needs a value/ ],
              [ [ 'build', '--force=1' ], qr/"--force" has no value/ ], [ [ 'build', 'x' ], qr/build needs -o FILE/ ],
              [ [ 'build', '-o', '', 'x' ], qr/build needs -o FILE/ ],
              [ [ 'build', '--at', 'noon', '-o', 'x', 'y' ], qr/invalid --at "noon"/ ],
              [ [ 'check' ], qr/check needs one file/ ], [ [ 'check', 'a', 'b' ], qr/check needs one file/ ],
              [ [ 'help', 'bild' ], qr/unknown command "bild"/ ])
{
    my ($args, $message) = @$case;
    my ($status, $err) = sync(@$args);
    is($status, 64, "@$args: wrong usage");
    like($err, $message, '... is named');
}

my $db = work('jobs.db');
sync('build', '--at', '2026-08-08T09:00:00+02:00', '-o', $db, write_file('feed', line()));
is(info($db)->{built_at}, '2026-08-08T07:00:00Z', '--at is the time of the run');

done_testing();
