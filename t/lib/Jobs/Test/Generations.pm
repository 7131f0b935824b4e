package Jobs::Test::Generations;

# Snapshots that can be told apart by every row: each title carries the name
# of its generation.

use strict;
use warnings;

use Exporter 'import';

use Jobs::Test;

our @EXPORT = qw(generation served bad_snapshots);


# The path of a snapshot whose listings all say its name; size => listings.

sub generation
{
    my ($name, %opt) = @_;

    my @rows = map {
        row(id => "g:$_", title => "$name listing $_", company => "Co $name",
            excerpt => "$name " . 'word ' x 40,
            posted_at => sprintf '2026-08-01T%02d:%02d:00Z', $_ / 60 % 24,
                                 $_ % 60)
    } 1 .. $opt{size} || 40;

    return snapshot(rows => \@rows, $opt{output} ? (output => $opt{output})
                                                 : ());
}


# Which generation an address serves: its name; "503"; or what is wrong.

sub served
{
    my ($nginx, $uri) = @_;

    my $r = $nginx->get($uri || '/jobs.json?limit=40');

    if ($r->status == 503) {
        return defined $r->header('Retry-After') ? '503'
                                                 : '503 without Retry-After';
    }

    return 'status ' . $r->status if $r->status != 200;

    my %seen = map { (split / /, $_->{title})[0] => 1 } @{ $r->json->{jobs} };

    return join '+', sort keys %seen;
}


# Each bad file: its name, what puts it at a path, and whether it needs root.
# good is the path of a good snapshot to begin with.

sub bad_snapshots
{
    my ($good) = @_;

    my $bytes = slurp($good);
    my $put = sub {
        my ($content) = @_;

        return sub { replace_file(\$content, $_[0]) };
    };

    return (
        [ 'removed', sub { unlink $_[0] } ],
        [ 'zero bytes', $put->('') ],
        [ 'one byte', $put->('S') ],
        [ 'a text file', $put->("not a database\n" x 500) ],
        [ 'half a file',
          $put->(substr $bytes, 0, 4096 * int(length($bytes) / 8192)) ],
        [ 'a file cut inside a page',
          $put->(substr $bytes, 0, length($bytes) - 1000) ],
        [ 'its header alone', $put->(substr $bytes, 0, 100) ],
        [ 'another application_id',
          $put->(poke($good, 68 => pack 'N', 0x12345678)) ],
        [ 'a newer schema version', $put->(poke($good, 60 => pack 'N', 99)) ],
        [ 'a file in WAL mode with an unmerged -wal', sub {
            my $wal = poke($good, 18 => "\2\2");

            spew("$_[0]-wal", "\x37\x7f\x06\x82" . "\0" x 4180);
            replace_file(\$wal, $_[0]);
        } ],
        [ 'a file of zeros', $put->("\0" x length $bytes) ],
        [ 'a file that workers cannot read', sub {
            replace_file($good, $_[0], $> == 0 ? 0600 : 0000);
        } ],
        [ 'a FIFO', sub {
            require POSIX;
            POSIX::mkfifo("$_[0].fifo", 0644) or die "mkfifo: $!\n";
            rename "$_[0].fifo", $_[0] or die "rename: $!\n";
        } ],
        [ 'a directory', sub {
            mkdir "$_[0].dir";
            symlink "$_[0].dir", "$_[0].link" or die "symlink: $!\n";
            rename "$_[0].link", $_[0] or die "rename: $!\n";
        } ],
        [ 'a dangling link', sub {
            symlink '/nowhere/at/all', "$_[0].link" or die "symlink: $!\n";
            rename "$_[0].link", $_[0] or die "rename: $!\n";
        } ],
        [ 'a link to itself', sub {
            symlink $_[0], "$_[0].link" or die "symlink: $!\n";
            rename "$_[0].link", $_[0] or die "rename: $!\n";
        } ],
        [ 'a device', sub {
            symlink '/dev/zero', "$_[0].link" or die "symlink: $!\n";
            rename "$_[0].link", $_[0] or die "rename: $!\n";
        } ],
    );
}


1;
