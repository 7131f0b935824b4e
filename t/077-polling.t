# Programs that ask again and again, with what they were told to say: a feed
# reader and curl.

use strict;
use warnings;

use JSON::PP ();
use Test::More;
use Jobs::Test;

my ($python) = grep { system("$_ -c 'import feedparser' 2>/dev/null") == 0 }
                    qw(/usr/bin/python3 python3);
my $curl = `curl --version 2>/dev/null` =~ /\Acurl (\d+)\.(\d+)/
           && ($1 > 7 || $1 == 7 && $2 >= 68);
my $dir = tempdir();
my $live = "$dir/jobs.db";

# a server of this machine is asked through no proxy

delete @ENV{grep { /\A(?:https?|all)_proxy\z/i } keys %ENV};

snapshot(output => $live);

# nginx compares Last-Modified exactly, so a snapshot of the same second is
# known by its ETag alone

my $n = nginx(once => 1, http => "jobs_snapshot $live check=50ms;",
              server => 'location ^~ /jobs { jobs; }');
my $base = 'http://127.0.0.1:' . $n->port;


# Another snapshot, with one more listing, is taken over.

my @rows = @{ rows() };

sub publish
{
    push @rows, row(id => 'new:' . @rows, title => 'New',
                    posted_at => '2026-08-30T00:00:00Z');
    snapshot(output => "$dir/next.db", rows => \@rows);
    replace_file("$dir/next.db", $live);

    return ok(wait_until(sub { $n->get('/jobs.json')->total == @rows }, 10),
              'a new snapshot is there');
}


# What feedparser gets: { status, etag, modified, ids }

sub poll
{
    my ($url, %known) = @_;

    open my $pipe, '-|', $python, '-c', <<'EOS', $url,
import feedparser, json, sys

known = {k: v for k, v in json.loads(sys.argv[2]).items() if v}
f = feedparser.parse(sys.argv[1], **known)
json.dump({"status": f.get("status"), "etag": f.get("etag"),
           "modified": f.get("modified"), "bozo": bool(f.bozo),
           "ids": [e.id for e in f.entries]}, sys.stdout)
EOS
        JSON::PP->new->encode(\%known) or die "$python: $!\n";

    my $said = do { local $/; <$pipe> };

    close $pipe or die "$python failed\n";

    return JSON::PP->new->utf8->decode($said);
}


for my $format (qw(rss atom)) {
  SKIP: {
        skip 'python3-feedparser is not installed', 16 if !defined $python;

        my $url = "$base/jobs.$format";
        my $first = poll($url);

        is($first->{status}, 200, "the first poll: $format");
        is(scalar @{ $first->{ids} }, scalar @rows, 'has the entries');
        ok(!$first->{bozo}, 'is well-formed');
        ok($first->{etag} && $first->{modified}, 'has both validators');

        my $both = { map { $_ => $first->{$_} } qw(etag modified) };

        for my $known ($both, { etag => $first->{etag} },
                       { modified => $first->{modified} })
        {
            my $again = poll($url, %$known);

            is($again->{status}, 304,
               'the second is not modified: ' . join '+', sort keys %$known);
            is(scalar @{ $again->{ids} }, 0, 'and has no entries');
        }

        publish();

        my $new = poll($url, %$both);

        is($new->{status}, 200, 'then it is');
        is(scalar @{ $new->{ids} }, scalar @rows, 'and has them all');
        like($new->{ids}[0], qr/new:/, 'the new one first');
        isnt($new->{etag}, $first->{etag}, 'under another tag');
        is(poll($url, etag => $new->{etag}, modified => $new->{modified})
             ->{status}, 304, 'which is good for the next');
    }
}


# The status and the size of what curl gets

sub curl
{
    my ($uri, @options) = @_;

    open my $pipe, '-|', 'curl', '-s', '-o', "$dir/body", '-w',
         '%{http_code} %{size_download}', '--etag-save', "$dir/etag",
         '--etag-compare', "$dir/etag", @options, "$base$uri"
        or die "curl: $!\n";

    my $said = do { local $/; <$pipe> };

    close $pipe or die "curl failed\n";

    return $said;
}


SKIP: {
    skip 'curl with --etag-save is not installed', 21 if !$curl;

    for my $case ([ '/jobs.rss' ], [ '/jobs.json', '--compressed' ],
                  [ '/jobs.csv' ])
    {
        my ($uri, @options) = @$case;

        spew("$dir/etag", '');
        like(curl($uri, @options), qr/\A200 [1-9]/, "the first time: @$case");
        like(slurp("$dir/etag"), qr/\A"[^"]+"\s*\z/, 'curl keeps the tag');
        is(curl($uri, @options), '304 0', 'the second time');
        is(curl($uri, @options), '304 0', 'and the third');
        publish();
        like(curl($uri, @options), qr/\A200 [1-9]/, 'and it has changed');
        is(curl($uri, @options), '304 0', 'once');
    }
}

done_testing();
