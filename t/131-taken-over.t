# A snapshot that took the full-text index of the one before over answers as
# one that was built anew.

use strict;
use warnings;

use JSON::PP ();
use Test::More;
use Jobs::Test;

my $dir = tempdir();
my @sample = split /^/, slurp('conf/sample/jobs.jsonl');


sub snapshot_of
{
    my ($to, @lines) = @_;

    spew("$dir/feed", join '', @lines);
    my $said = join ' ', sync_command(), 'build', '-q', '-m',
        't/data/sample-mapping.json', '-o', "$dir/$to", "$dir/feed", '2>&1';

    is(`$said`, '', "$to is built");

    return;
}


my @less = map { $sample[$_] } grep { $_ % 10 != 9 } 0 .. $#sample;
my @changed = @less;
s/Engineer/Gardener/ for @changed[grep { $_ % 7 == 0 } 0 .. $#changed];

snapshot_of('taken.db', @sample);
snapshot_of('taken.db', @less);
snapshot_of('taken.db', @changed, $sample[9]);
snapshot_of('anew.db', @changed, $sample[9]);

my $rows = `sqlite3 $dir/taken.db "SELECT length(codes) / 4 FROM field_columns WHERE name = 'search'"`;
cmp_ok($rows, '>', @less + 1, 'one has rows of before');

my $n = nginx(snapshot => "$dir/taken.db", server => <<"EOT");
location ^~ /taken { jobs; }
location ^~ /anew { jobs; jobs_snapshot $dir/anew.db; }
EOT

for my $query ('q=engineer', 'q=gardener', 'q=senior+engineer', 'q=engineering&sort=recent', 'q=%22software+engineer%22', 'q=eng*',
               'q=remote+-senior', 'title=engineer', 'location=berlin', 'q=data+or+gardener&limit=100', 'q=manager&offset=20', 'q=c%2B%2B',
               'title=gardener&sort=-recent', 'q=product&facets=level&stats=salary', 'q=developers', 'q=account&sort=-relevance')
{
    my ($taken, $anew) = map {
        my $body = $n->get("/$_.json?$query")->body;
        my $json = JSON::PP::decode_json($body);
        delete @$json{qw(snapshot links related)};
        delete $_->{apply_url} for @{$json->{jobs}};
        $json;
    } qw(taken anew);

    cmp_ok($taken->{total}, '>', 0, $query) if $query !~ /%2B/;
    is_deeply($taken, $anew, "... $query answers the same");
}

done_testing();
