package Jobs::Bench::Data;

# The data sets of the benchmarks: snapshots of rows that t/bench/resample
# draws, kept below build/bench, and requests made from what is in them.
#
#     my $data = Jobs::Bench::Data->new(feed => PATH, mapping => PATH);
#
#     $data->snapshot(50_000);         its path
#     $data->next_snapshot(50_000);    of the same with one listing more
#     $data->rival(50_000);            path of the rival's database
#     $data->filters(50_000, 100);     100 queries of two filters
#     $data->searches(50_000, 100);    100 queries of two words
#
# A set is made again where the program that draws it, its feed, the schema
# or the rival's SQL has changed; with rebuild => 1 always.

use strict;
use warnings;

use Digest::SHA ();
use File::Glob ();
use File::Path ();
use JSON::PP ();

use Jobs::Test qw(root slurp spew);

use constant SEED => 4711;


sub new
{
    my ($class, %opt) = @_;

    return bless { dir => root() . '/build/bench', made => {}, %opt }, $class;
}


# The path of a file of a data set; the function makes it where it is not
# there, or was made of other sources.

sub kept
{
    my ($self, $name, $sources, $make) = @_;

    my $path = "$self->{dir}/$name";

    return $path if $self->{made}{$name};

    my $digest = Digest::SHA->new(256);

    $digest->addfile($_) for @$sources;

    my $stamp = $digest->hexdigest;

    if ($self->{rebuild} || !-e "$path.stamp"
        || slurp("$path.stamp") ne $stamp)
    {
        my ($dir) = $path =~ m{\A(.*)/};

        print STDERR "making build/bench/$name\n";
        File::Path::make_path($dir);
        unlink File::Glob::bsd_glob("$path*");
        $make->($path);
        spew("$path.stamp", $stamp);
    }

    $self->{made}{$name} = 1;

    return $path;
}


sub sources
{
    my ($self) = @_;

    my @feed = grep { defined } @$self{qw(feed mapping)};

    @feed = glob 'conf/sample/*.json*' if !@feed;

    return ('t/bench/resample', 't/bench/rules', 'conf/schema.sql', @feed);
}


# Through a file: behind a pipe it would not be seen that the first program
# failed.

sub build
{
    my ($self, $path, $count) = @_;

    my @draw = ('t/bench/resample');

    push @draw, '--mapping', $self->{mapping} if defined $self->{mapping};
    push @draw, $count;
    push @draw, $self->{feed} if defined $self->{feed};

    open my $in, '-|', @draw or die "$draw[0]: $!\n";
    open my $out, '>', "$path.jsonl" or die "$path.jsonl: $!\n";

    while (read $in, my $bytes, 1 << 20) {
        print {$out} $bytes or die "$path.jsonl: $!\n";
    }

    close $in or die "$draw[0] failed\n";
    close $out or die "$path.jsonl: $!\n";

    system(Jobs::Test::sync_command('build', '-q', '-f', 'jobs', '-o', $path,
                                    "$path.jsonl")) == 0 or die "jobs-sync failed\n";
    unlink "$path.jsonl";

    return;
}


sub snapshot
{
    my ($self, $size) = @_;

    return $self->kept("$size/jobs.db", [ $self->sources ],
                       sub { $self->build($_[0], $size) });
}


sub next_snapshot
{
    my ($self, $size) = @_;

    return $self->kept("$size/next.db", [ $self->sources ],
                       sub { $self->build($_[0], $size + 1) });
}


sub rival
{
    my ($self, $size) = @_;

    my $snapshot = $self->snapshot($size);
    my $sql = 't/bench/rival.sql';

    return $self->kept("$size/rival.db", [ $self->sources, $sql ], sub {
        my ($path) = @_;

        open my $fh, '|-', 'sqlite3', '-bail', $path or die "sqlite3: $!\n";
        print {$fh} "ATTACH 'file:$snapshot?immutable=1' AS snapshot;\n",
              slurp($sql);
        close $fh or die "sqlite3 could not make $path\n";
    });
}


# Listings of a data set drawn at random, the same ones each time: hashes

sub drawn
{
    my ($self, $size, $count) = @_;

    srand SEED;

    my @numbers = map { 1 + int rand $size } 1 .. $count;
    my $list = join ',', @numbers;
    my %row;

    open my $fh, '-|', 'sqlite3', '-readonly', '-json',
        'file:' . $self->snapshot($size) . '?immutable=1', <<"EOT"
SELECT number, title, category, company_slug AS company, remote,
       employment_type AS type, seniority AS level,
       CASE WHEN salary_min NOT NULL OR salary_max NOT NULL THEN 1 END
           AS has_salary,
       (SELECT lower(tag) FROM listing_tags WHERE listing = number
         ORDER BY position LIMIT 1) AS tag
  FROM listings WHERE number IN ($list)
EOT
        or die "sqlite3: $!\n";

    my $json = do { local $/; <$fh> };

    close $fh or die "sqlite3 could not read the data set\n";

    $row{ $_->{number} } = $_ for @{ JSON::PP->new->utf8->decode($json) };

    return map { $row{$_} } @numbers;
}


sub escaped
{
    my ($text) = @_;

    utf8::encode($text);
    $text =~ s/([^A-Za-z0-9._~-])/sprintf '%%%02X', ord $1/ge;

    return $text;
}


# Two of them, in their order, drawn at random

sub two_of
{
    my (@list) = @_;

    splice @list, int rand @list, 1 while @list > 2;

    return @list;
}


# Two filters that a listing of the set matches: of all its fields, two drawn.
# So values are as frequent as they are in the set, and no answer is empty.

sub filters
{
    my ($self, $size, $count) = @_;

    my @found;

    for my $row ($self->drawn($size, 2 * $count)) {
        my @fields = grep { defined $row->{$_} && $row->{$_} !~ /[",]|\A-/ }
                     qw(category company remote type level tag has_salary);

        next if @fields < 2;

        push @found, join '&', map { "$_=" . escaped($row->{$_}) }
                               two_of(@fields);
        last if @found == $count;
    }

    return @found;
}


# Two words of a title of the set

sub searches
{
    my ($self, $size, $count) = @_;

    my @found;

    for my $row ($self->drawn($size, 2 * $count)) {
        my %seen;
        my @words = grep { !$seen{$_}++ && $_ ne 'or' }
                    map { lc } $row->{title} =~ /([[:alpha:]]{2,})/g;

        next if @words < 2;

        push @found, 'q=' . join '+', map { escaped($_) } two_of(@words);
        last if @found == $count;
    }

    return @found;
}


1;
