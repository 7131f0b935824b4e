# Swaps and reloads under load: no failed request, no answer that mixes two
# generations.  t/bench/swap is the same at full size.

use strict;
use warnings;

use POSIX ();
use Test::More;
use Time::HiRes ();

use Jobs::Test;
use Jobs::Test::Generations;

my $swaps = rounds(100, 30, 20);
my $reloads = rounds(8, 3, 2);

my %path = map { $_ => generation($_) } qw(one two);
my $dir = tempdir();
my $live = "$dir/jobs.db";

replace_file($path{one}, $live);

my $n = nginx(http => "jobs_snapshot $live check=20ms; jobs_query_timeout 4s;", workers => 2,
              server => <<'EOT');
    location ^~ /jobs {
        jobs;
        add_header X-Generation $jobs_generation;
    }
EOT

my %generation;

for my $name (qw(one two)) {
    replace_file($path{$name}, $live);
    wait_until(sub {
        my $r = $n->get('/jobs.json');      # of the worker that has it

        $generation{$name} = $r->json->{snapshot}{generation};
        return $r->body =~ /"$name listing/;
    }, 10);
}

isnt($generation{one}, $generation{two}, 'two generations');


# One client: requests on a connection that it keeps, until the file "end" is
# there.  It writes what it saw.

sub client
{
    my ($number) = @_;

    my @uris = ('/jobs.json?limit=40', '/jobs.html?limit=40', '/jobs?limit=40',
                '/jobs.json?q=listing&limit=40', '/jobs/g:7.json');
    my %seen = map { $_ => 0 } qw(answers one two wrong failed retried);
    my @wrong;
    my $i = $number;
    my $connection;

    while (!-e "$dir/end") {
        my $uri = $uris[$i++ % @uris];
        my $fresh = !$connection;

        $connection = Jobs::Test::Client->new(port => $n->port, timeout => 20)
            if !$connection;

        my $r = $connection && $connection->request('GET', $uri);

        if (!$r) {
            $connection = undef;

            # nginx may close an idle connection when it reloads: once more

            if ($fresh) {
                $seen{failed}++;
                push @wrong, "no answer on a new connection: $uri: $!";

            } else {
                $seen{retried}++;
                $i--;
            }

            next;
        }

        $connection = undef
            if lc($r->header('Connection') || '') eq 'close';
        $seen{answers}++;

        if ($r->status != 200) {
            $seen{failed}++;
            push @wrong, $r->status . " $uri";
            next;
        }

        my %name = map { $_ => 1 } $r->body =~ /\b(one|two) listing/g;
        my $name = join '+', sort keys %name;

        if (!$generation{$name}
            || $r->header('X-Generation') ne $generation{$name}
            || ($r->body =~ /"generation": *"([0-9a-f]+)"/
                && $1 ne $generation{$name}))
        {
            $seen{wrong}++;
            push @wrong, "mixed ($name): $uri";
            next;
        }

        $seen{$name}++;
    }

    spew("$dir/client.$number", join "\n", (map { "$_ $seen{$_}" } sort keys
                                            %seen), @wrong[0 .. ($#wrong < 5
                                            ? $#wrong : 5)], '');

    return;
}


my @clients;

for my $number (1 .. 4) {
    my $pid = fork;

    die "fork: $!\n" if !defined $pid;

    if ($pid == 0) {
        eval { client($number); 1 } or spew("$dir/client.$number", $@);
        POSIX::_exit(0);
    }

    push @clients, $pid;
}


# swaps, each of which is seen by somebody before the next

my ($worker) = $n->worker_pids;
my $seen = 0;

for my $round (1 .. $swaps) {
    my $name = $round % 2 ? 'one' : 'two';

    replace_file($path{$name}, $live);
    $seen++ if wait_until(sub { served($n) eq $name }, 5);
}

is($seen, $swaps, "each of $swaps swaps is taken over");
is(join(' ', grep { $_ == $worker } $n->worker_pids), $worker,
   'no worker died');

for my $round (1 .. $reloads) {
    replace_file($path{$round % 2 ? 'one' : 'two'}, $live);
    $n->reload;
}

pass("$reloads reloads");

spew("$dir/end", '');

for my $pid (@clients) {
    ok(wait_until(sub { waitpid($pid, POSIX::WNOHANG()) == $pid }, 30),
       'a client ended');
}

my %sum = map { $_ => 0 } qw(answers one two wrong failed retried);
my $notes = '';

for my $number (1 .. 4) {
    for my $line (split /\n/, slurp("$dir/client.$number")) {
        if ($line =~ /\A(\w+) (\d+)\z/ && exists $sum{$1}) {
            $sum{$1} += $2;

        } else {
            $notes .= "$line\n";
        }
    }
}

note(join ', ', map { "$_: $sum{$_}" } sort keys %sum);
is($sum{failed}, 0, 'no request failed') or diag($notes);
is($sum{wrong}, 0, 'no answer mixed two generations') or diag($notes);
is($notes, '', 'no client had anything to say');
cmp_ok($sum{answers}, '>', $swaps, 'the clients did make requests');
cmp_ok($sum{$_}, '>', 0, "and saw generation $_") for qw(one two);

is(scalar($n->log_lines(qr/\[(?:error|crit)\]/)), 0, 'no error in the log')
    or diag(join "\n", ($n->log_lines(qr/\[(?:error|crit)\]/))[0 .. 3]);

done_testing();
