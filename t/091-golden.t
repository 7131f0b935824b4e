# The JSON answers, byte for byte but for the snapshot's digest and time.
# JOBS_GOLDEN=write writes the files anew.

use strict;
use warnings;

use JSON::PP;
use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(rows => [
        @{ Jobs::Test::Snapshot::rows() },
        row(id => 'nasty:1', title => '</script><script>alert(1)</script> '
                . "\"quotes\" ]]> \x{2028} \x{1F680} \x{5DE}\x{5E4}\x{5EA}",
            company => "It's & co", tags => [ 'C++', 'a,b', '"c"' ]),
    ]), server => <<'EOT');
    location ^~ /jobs { jobs; }
    location ^~ /abs { jobs; jobs_base_url https://board.example/jobs; }
    location = /single { jobs json; jobs_filter remote remote; }
EOT

my %golden = (
    'json-list' => '/jobs.json',
    'json-filtered' => '/jobs.json?level=senior,junior&q=engineer&limit=1',
    'json-page' => '/jobs.json?sort=-company&limit=2&page=2',
    'json-totals' => '/jobs.json?limit=0',
    'json-absolute' => '/abs.json?limit=2',
    'json-single' => '/single?limit=2',
    'json-detail' => '/jobs/greenhouse:acme:1.json',
    'json-nasty' => '/jobs/nasty:1.json',
    'json-400' => '/jobs.json?limit=-1',
    'json-404' => '/jobs/no:such.json',
);

for my $name (sort keys %golden) {
    my $path = "t/data/golden/$name.json";
    my $body = $n->get($golden{$name})->body;

    ok(eval { JSON::PP->new->utf8->decode($body); 1 }, "$name is JSON")
        or diag($@);

    $body =~ s/"(built_at|generation)":"[^"]*"/"$1":"-"/g;
    spew($path, $body) if ($ENV{JOBS_GOLDEN} || '') eq 'write';
    is($body, slurp($path), "$name is as its golden file");
}

done_testing();
