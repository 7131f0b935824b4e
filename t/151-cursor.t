# links.next leads through all listings, each once and in order, while the
# snapshot is replaced at every page.  JOBS_DATA=dir walks the days of
# dir/*.jsonl, with ../open_ids, too.

use strict;
use warnings;

use File::Basename ();
use Test::More;

use Jobs::Test;
use Jobs::Test::Reference;
use Jobs::Test::Reference::Sample;
use Jobs::Test::Sync ();

my %rates = map { /\A([A-Z]{3}),([0-9.e-]+)/ ? ($1 => $2) : () }
            split /\n/, slurp('conf/taxonomy/currencies.csv');


sub reference
{
    return Jobs::Test::Reference->new(rows => $_[0], rates => \%rates);
}


# A link to the snapshot comes into place by a rename.

sub publish
{
    my ($from, $to) = @_;

    symlink $from, "$to.new" or die "symlink: $!\n";
    rename "$to.new", $to or die "rename $to: $!\n";

    return;
}


# The server of generations, each { db, rows }: the first is in place.

sub serve
{
    my (@generations) = @_;

    my $path = tempdir() . '/jobs.db';

    publish($generations[0]{db}, $path);

    for my $one (@generations) {
        $one->{digest} = Jobs::Test::Sync::generation($one->{db});
        $one->{reference} = reference($one->{rows});
    }

    return { path => $path, generations => \@generations, at => 0,
             nginx => nginx(snapshot => $path, log => 'warn',
                            server => 'location ^~ /jobs { jobs; }') };
}


# The next generation is in place, and taken over.

sub turn
{
    my ($board) = @_;

    $board->{at} = ($board->{at} + 1) % @{ $board->{generations} };

    my $new = $board->{generations}[$board->{at}];

    publish($new->{db}, $board->{path});

    wait_until(sub {
        my $json = $board->{nginx}->get('/jobs.json?limit=0')->json;

        return $json->{snapshot}{generation} eq $new->{digest};
    }, 10) or die "the server did not take $new->{db} over\n";

    return;
}


# Walks from the first page to the last: gives the ids as they came.

sub walk
{
    my ($board, $request) = @_;

    my $query = join '&', map { "$_=$request->{$_}" } sort keys %$request;
    my $uri = "/jobs.json?$query";
    my ($pages, @wrong, @ids) = (0);

    while (defined $uri) {
        my $response = $board->{nginx}->get($uri);

        if ($response->status != 200 || ++$pages > 1000) {
            push @wrong, "$uri: " . $response->status . $response->body;
            last;
        }

        my $json = $response->json;
        my $set = $board->{generations}[$board->{at}]{reference}
                        ->answer($request, time)->{set};
        my @page = $response->ids;
        my ($before) = grep { @page && $set->[$_] eq $page[0] } 0 .. $#$set;

        push @wrong, "$uri: total $json->{total}, not " . @$set
            if $json->{total} != @$set;
        push @wrong, "$uri: offset $json->{offset}, not $before"
            if defined $before && $json->{offset} != $before;

        push @ids, @page;
        $uri = $json->{links}{next};
        turn($board) if defined $uri;
    }

    cmp_ok($pages, '>', 5, "$query: $pages pages");
    is(join("\n", @wrong), '', "$query: totals and offsets are those of the"
                               . ' snapshot that answered');

    return @ids;
}


# What is in all generations comes once, in its order, and nothing twice.

sub walks
{
    my ($board, @requests) = @_;

    my %times;

    $times{$_->{id}}++ for map { @{ $_->{rows} } } @{ $board->{generations} };

    my $all = @{ $board->{generations} };
    my $common = reference([ grep { $times{$_->{id}} == $all }
                             @{ $board->{generations}[0]{rows} } ]);

    for my $request (@requests) {
        my @ids = walk($board, $request);
        my $name = join '&', map { "$_=$request->{$_}" } sort keys %$request;
        my %seen;
        my @twice = grep { $seen{$_}++ } @ids;

        is(@twice . ' repeated' . (@twice ? ", $twice[0]" : ''), '0 repeated',
           "$name: no listing comes twice");
        is_deeply([ grep { $times{$_} == $all } @ids ],
                  $common->answer($request, time)->{set},
                  "$name: what is in all snapshots comes, in order");
    }

    return;
}


my @orders = qw(recent -recent salary -salary company -company title -title);

# Of 90 listings two thirds are in all four generations, the others in one to
# three of them; few different keys, so that most pages end among equals.

my @rows = map {
    my $n = ($_ * 37) % 90;

    row(id => sprintf('t:%03d', $n),
        title => [ 'Cook', 'cook', "K\x{f6}chin", 'Baker' ]->[$n % 4],
        company => [ 'Acme', 'Beta', "\x{c9}clair" ]->[$n % 3],
        remote => $n % 9 ? 'remote' : 'onsite', source => 't',
        posted_at => $n % 7 ? '2026-08-0' . (1 + $n % 3) . 'T00:00:00Z'
                            : undef,
        $n % 4 ? (salary_min => 50000 + 10000 * ($n % 5),
                  salary_max => 90000, salary_period => 'year',
                  salary_currency => $n % 8 ? 'USD' : 'EUR') : ())
} 1 .. 90;

my @generations = map {
    my $g = $_;
    my @some = grep { my ($n) = $rows[$_]{id} =~ /(\d+)/;
                      $n % 3 || ($n * 7 + $g * 5) % 11 > 4 } 0 .. $#rows;

    { rows => [ @rows[@some] ], db => snapshot(rows => [ @rows[@some] ]) }
} 0 .. 3;

my $board = serve(@generations);

walks($board, (map { { sort => $_, limit => 9 } } @orders), { limit => 9 },
      { remote => 'remote', limit => 7 },
      { q => 'cook', sort => 'salary', limit => 5 },
      { title => 'cook', sort => '-company', limit => 5 });


# what a cursor cannot be

my $n = $board->{nginx};


sub cursor
{
    my ($query) = @_;

    my ($cursor) = ($n->get("/jobs.json?$query")->json->{links}{next} || '')
                   =~ /[?&]cursor=([^&]+)/;

    ok(defined $cursor, "$query: the next page has a cursor") or $cursor = '';

    return $cursor;
}


sub refused
{
    my ($query, $parameter, $name) = @_;

    my $response = $n->get("/jobs.json?$query");

    is($response->status, 400, $name);

    my $error = eval { $response->json->{errors}[0]{parameter} } || '';

    like($error, qr/\A(?:$parameter)\z/, "$name: the answer names it");

    return;
}


my %cursor = map { $_ => cursor("sort=$_&limit=5") } @orders;

is($n->get("/jobs.json?limit=5&sort=$_&cursor=$cursor{$_}")->status, 200,
   "a cursor of its own order: $_") for @orders;

my $recent = $cursor{recent};

refused("cursor=$recent&offset=5", 'cursor|offset', 'a cursor with offset');
refused("cursor=$recent&page=2", 'cursor|page', 'a cursor with page');
refused("cursor=$recent&q=cook", 'cursor|sort', 'a cursor with relevance');
refused("cursor=$recent&q=cook&sort=relevance", 'cursor|sort',
        'a cursor with relevance that was asked for');
refused("cursor=$recent&q=cook&sort=-relevance", 'cursor|sort',
        'a cursor with its reverse');
unlike($n->get('/jobs.json?q=cook&limit=5')->json->{links}{next},
       qr/cursor=/, 'relevance has no cursor');

for my $i (0 .. $#orders) {
    for my $other ($orders[$i ^ 1], $orders[($i + 2) % @orders]) {
        refused("cursor=$cursor{$orders[$i]}&sort=$other", 'cursor|sort',
                "a cursor of $orders[$i] with $other");
    }
}

refused("cursor=$_", 'cursor', 'no cursor: ' . substr $_, 0, 20)
    for 'garbage', '-', '*', '0', '%C3%A4', 'AAAA', 'A' x 1000, '%22%22',
        "$recent$recent", substr($recent, 0, 1);


# the days of tech-salary-radar

SKIP: {
    skip 'JOBS_DATA does not say where the days are', 1 if !$ENV{JOBS_DATA};

    my @files = sort glob "$ENV{JOBS_DATA}/*.jsonl";
    my $rows = Jobs::Test::Reference::Sample::read(@files);
    my %row = map { $_->{id} => $_ } @$rows;
    my (%line, @days);

    for my $file (@files) {
        for my $line (split /\n/, slurp($file)) {
            $line{$1} ||= "$line\n" if $line =~ /"job_uid":"([^"]+)"/;
        }
    }

    my $dir = tempdir();

    for my $file (sort glob "$ENV{JOBS_DATA}/../open_ids/*.txt") {
        my $day = File::Basename::basename($file, '.txt');
        my @open = grep { $row{$_} } split /\s+/, slurp($file);

        spew("$dir/$day.jsonl", join '', map { $line{$_} } @open);
        system(sync_command('build', '--quiet', '-o', "$dir/$day.db", '-m',
                            't/data/sample-mapping.json',
                            "$dir/$day.jsonl")) == 0
            or die "the day $day was not built\n";
        push @days, { db => "$dir/$day.db", rows => [ @row{@open} ] };
    }

    cmp_ok(scalar @days, '>', 2, 'there are ' . @days . ' days');

    walks(serve(@days), map { { sort => $_, limit => 100 } } @orders);
}

done_testing();
