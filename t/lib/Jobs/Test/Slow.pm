package Jobs::Test::Slow;

# A snapshot whose searches take seconds.  Workers check only what is cheap, so
# a file whose full-text index was filled by another hand is taken.

use strict;
use warnings;

use Exporter 'import';

use Jobs::Test;

our @EXPORT = qw(slow_snapshot $slow);

# Phrases of a word that every listing has 50,000 times: each listing takes
# some milliseconds, and all of them seconds, however little it is that one
# step of SQLite does.

our $slow = join '+', map { '%22' . join('+', ('z') x 8) . '%22' } 1 .. 4;


# A new snapshot with that many listings (each one's title begins with name).

sub slow_snapshot
{
    my (%opt) = @_;

    my $name = $opt{name} || 'Slow';
    my $rows = $opt{rows} || 250;
    my $db = snapshot(rows => [ map {
        row(id => "slow:$_", title => "$name $_")
    } 1 .. $rows ]);

    open my $sqlite, '|-', 'sqlite3', '-bail', $db or die "sqlite3: $!\n";
    print {$sqlite} <<'EOS';
BEGIN;
INSERT INTO listing_search(listing_search) VALUES ('delete-all');
INSERT INTO listing_search(rowid, title)
    SELECT number, title || replace(printf('%.50000c', 'z'), 'z', ' z')
    FROM listings;
COMMIT;
EOS
    close $sqlite or die "sqlite3 failed\n";

    return $db;
}


1;
