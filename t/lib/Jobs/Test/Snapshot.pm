package Jobs::Test::Snapshot;

# Snapshots from Perl hashes, through jobs-sync and its canonical JSON Lines.

use strict;
use warnings;

use JSON::PP ();
use POSIX ();

my $json = JSON::PP->new->utf8->canonical;
my $number = 0;


# build(rows => [...], output => PATH, args => [...]): (exit status, output)

sub build
{
    my (%opt) = @_;

    my $dir = Jobs::Test::tempdir();
    my $feed = "$dir/feed.jsonl";

    Jobs::Test::spew($feed, join '', map { $json->encode($_) . "\n" }
                                     @{ $opt{rows} });

    my @command = Jobs::Test::sync_command('build', '-o', $opt{output},
                                           @{ $opt{args} || [] }, $feed);
    my $child = fork;

    die "fork: $!\n" if !defined $child;

    if ($child == 0) {
        open STDIN, '<', '/dev/null';
        open STDOUT, '>', "$dir/output" or POSIX::_exit(126);
        open STDERR, '>&', \*STDOUT or POSIX::_exit(126);
        { exec @command }
        POSIX::_exit(127);
    }

    waitpid $child, 0;

    return ($?, Jobs::Test::slurp("$dir/output"));
}


# The path of a new snapshot (in a directory of its own, or output => PATH).

sub snapshot
{
    my (%opt) = @_;

    my $output = $opt{output} || Jobs::Test::tempdir() . '/jobs.db';
    my ($status, $text) = build(%opt, rows => $opt{rows} || rows(),
                                output => $output);

    die "jobs-sync build failed ($status):\n$text\n" if $status != 0;

    return $output;
}


# A listing that is complete but for what is given.

sub row
{
    my (%field) = @_;

    my $n = ++$number;

    return {
        id => "test:$n", title => "Job $n", company => 'Example',
        url => "https://example.com/jobs/$n", source => 'test', %field
    };
}


# The listings of most tests.  Their ids are easy to tell apart in a failure.

sub rows
{
    my @rows = (
        {   id => 'greenhouse:acme:1', title => 'Senior Backend Engineer',
            company => 'Acme', source => 'Greenhouse:acme',
            location => 'Austin, TX', remote => 'remote',
            employment_type => 'full_time', seniority => 'senior',
            category => 'backend', department => 'Engineering',
            tags => [ 'C++', 'Linux', 'nginx' ],
            salary_min => 150000, salary_max => 190000,
            salary_currency => 'USD', salary_period => 'year',
            posted_at => '2026-08-01T10:00:00Z', language => 'en',
            excerpt => 'You write servers that never sleep.' },

        {   id => 'greenhouse:acme:2', title => 'Junior Backend Engineer',
            company => 'Acme', source => 'Greenhouse:acme',
            location => 'Berlin, Germany', remote => 'hybrid',
            employment_type => 'full_time', seniority => 'junior',
            category => 'backend', department => 'Engineering',
            tags => [ 'C', 'Linux' ],
            salary_min => 55000, salary_max => 70000,
            salary_currency => 'EUR', salary_period => 'year',
            posted_at => '2026-08-02T10:00:00Z', language => 'en',
            excerpt => 'Learn from people who care.' },

        {   id => 'lever:blue:3', title => 'Data Scientist',
            company => 'Blue Ocean', source => 'Lever:blue',
            location => 'Bengaluru, India', remote => 'onsite',
            employment_type => 'contract', seniority => 'mid',
            category => 'data-science', tags => [ 'Python', 'SQL' ],
            salary_min => 60, salary_max => 80,
            salary_currency => 'USD', salary_period => 'hour',
            posted_at => '2026-08-03T10:00:00Z', language => 'en',
            excerpt => 'Numbers, and what they mean.' },

        {   id => 'lever:blue:4', title => 'Account Executive',
            company => 'Blue Ocean', source => 'Lever:blue',
            location => 'Indianapolis, Indiana', remote => 'remote',
            employment_type => 'part_time', category => 'sales',
            posted_at => '2026-08-04T10:00:00Z', language => 'en',
            excerpt => 'Sell what engineers make.' },

        {   id => 'ashby:cafe:5', title => "Chef de caf\x{e9}",
            company => "Caf\x{e9} Z\x{fc}rich", source => 'Ashby:cafe',
            location => "Z\x{fc}rich, Switzerland",
            employment_type => 'temporary', category => 'hospitality',
            salary_min => 5000, salary_currency => 'CHF',
            salary_period => 'month', language => 'de', visa => JSON::PP::true,
            posted_at => '2026-08-05T10:00:00Z',
            excerpt => 'Kaffee, Kuchen, Leute.' },

        {   id => 'ashby:cafe:6', title => 'Intern, Marketing',
            company => "Caf\x{e9} Z\x{fc}rich", source => 'Ashby:cafe',
            location => 'Geneva, Switzerland', remote => 'hybrid',
            employment_type => 'internship', seniority => 'intern',
            category => 'marketing', language => 'fr',
            visa => JSON::PP::false,
            posted_at => '2026-08-06T10:00:00Z' },

        {   id => 'manual:7', title => 'Director of Engineering',
            company => 'Dot & Sons', source => 'manual',
            location => 'New York, NY', locations => [ 'New York, NY',
                                                       'Boston, MA' ],
            remote => 'onsite', employment_type => 'full_time',
            seniority => 'director', category => 'backend',
            tags => [ 'C++', 'C', 'management' ],
            salary_min => 250000, salary_max => 310000,
            salary_currency => 'USD', salary_period => 'year',
            salary_predicted => JSON::PP::true,
            posted_at => '2026-07-01T10:00:00Z' },

        {   id => 'manual:8', title => 'Night watch',
            company => 'Dot & Sons', source => 'manual' },
    );

    for my $row (@rows) {
        my $slug = $row->{id};

        $slug =~ s/:/-/g;
        $row->{url} = "https://example.com/jobs/$slug";
        $row->{apply_url} = "https://apply.example.com/$slug?via=board";
    }

    return \@rows;
}


1;
