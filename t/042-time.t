# What depends on the clock: posted_within, posted_after, expiry.

use strict;
use warnings;

use POSIX ();
use Test::More;
use Jobs::Test;


sub stamp { return POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $_[0]) }


my $now = time;
my $hour = 3600;
my $n = nginx(snapshot => snapshot(rows => [
        row(id => 't:1', posted_at => stamp($now - 2 * $hour)),
        row(id => 't:2', posted_at => stamp($now - 30 * $hour)),
        row(id => 't:3', posted_at => stamp($now - 6 * 24 * $hour)),
        row(id => 't:4', posted_at => stamp($now - 20 * 24 * $hour)),
        row(id => 't:5'),
        row(id => 't:6', posted_at => stamp($now - 400 * 24 * $hour)),
    ]),
    server => 'location ^~ /jobs { jobs; }');


sub finds
{
    my ($query, $numbers, $name) = @_;

    is(numbers($n->get("/jobs.json?$query")), $numbers, "$name: $query");

    return;
}


finds('posted_within=24h', '1', 'hours');
finds('posted_within=1', '1', 'a number is days');
finds('posted_within=2', '1 2', 'two days');
finds('posted_within=7d', '1 2 3', 'days with their letter');
finds('days=30', '1 2 3 4', 'an alias');
finds('max_days_old=7', '1 2 3', 'another alias');
finds('posted_after=' . stamp($now - 48 * $hour), '1 2', 'posted_after');
finds('since=' . stamp($now - 48 * $hour), '1 2', 'its alias');
finds('posted_after=' . stamp($now - $hour), '', 'nothing is that new');

is(join(' ', map { /(\d+)\z/ } $n->get('/jobs.json')->ids), '1 2 3 4 6 5',
   'the newest is first, a listing without a date last');


# a listing leaves every answer the moment its time has passed

my $end = time + 4;

$n = nginx(snapshot => snapshot(rows => [
        row(id => 't:1', title => 'Stays'),
        row(id => 't:2', title => 'Leaves', expires_at => stamp($end)),
    ]),
    server => 'location ^~ /jobs { jobs; }');

my $r = $n->get('/jobs.json');

SKIP: {
    skip 'this machine was too slow to see it', 2 if time >= $end;

    is($r->json->{total}, 2, 'a listing is there until it expires');
    is($n->get('/jobs/t:2')->status, 200, 'and has its page');
}

ok(wait_until(sub { $n->get('/jobs.json')->json->{total} == 1 }, 10),
   'it is gone from the total at request time');
is(join(' ', $n->get('/jobs.json')->ids), 't:1', 'and from the list');
unlike($n->get('/jobs.html')->body, qr/Leaves/, 'and from the fragment');
is($n->get('/jobs.json?q=leaves')->json->{total}, 0, 'and from a search');
is($n->get('/jobs/t:2')->status, 410, 'its page says that it is gone');
is($n->get('/jobs/t:2.json')->status, 410, 'in JSON too');
is($n->get('/jobs/t:2.json')->type, 'application/problem+json',
   'as a problem');
is($n->get('/jobs/t:2.html')->status, 410, 'the fragment too');
is($n->get('/jobs/t:2/apply')->status, 410, 'nobody can apply any more');

# Go's zero time is before 1970, and the others expire all the same

my $e = nginx(snapshot => snapshot(rows => [
        row(id => 'e:1', expires_at => '0001-01-01T00:00:00Z'),
        row(id => 'e:2', expires_at => stamp($now - 60)),
        row(id => 'e:3'),
    ]),
    server => 'location ^~ /jobs { jobs; }');

is($e->get('/jobs.json')->json->{total}, 1, 'what expired before 1970 hides');
is($e->get('/jobs/e:1')->status, 410, 'and has a page that says so');

done_testing();
