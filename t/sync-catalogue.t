#!/usr/bin/perl

# The catalogue: what is new, changed, missing, closed and back; gates; the
# same job at several sources; and what can happen to its file.

use strict;
use warnings;

use JSON::PP ();
use Test::More;
use Time::HiRes ();
use Jobs::Test::Sync;

sub at { my ($day) = @_; return sprintf '2026-%02d-%02dT%02d:00:00Z', 8 + int(($day - 1) / 28), 1 + ($day - 1) % 28, 24 * ($day - int $day) }


# imports lines on a day: (status, plan, standard error)

sub import_
{
    my ($catalogue, $source, $day, $lines, @options) = @_;
    my $feed = ref $lines ? write_file('feed.jsonl', @$lines ? @$lines : '[]') : $lines;
    my ($status, $err, $out) = sync('import', '-q', '-c', work($catalogue), '-s', $source, '--at', at($day),
                                    '--json', @options, $feed);

    return ($status, $out =~ /^\{/ ? JSON::PP::decode_json($out) : {}, $err);
}


sub publish
{
    my ($catalogue, $day, @options) = @_;
    return sync('publish', '-c', work($catalogue), '-o', work("$catalogue.out"), '--at', at($day), '-q', @options);
}


sub listed { return join ' ', map { $_->{id} } rows(work("$_[0].out"), 'SELECT id FROM listings ORDER BY id') }
sub gone { return join ' ', map { $_->{id} } rows(work("$_[0].out"), 'SELECT id FROM gone ORDER BY id') }
sub open_ { return join ' ', map { $_->{id} } rows(work($_[0]), 'SELECT id FROM listings WHERE closed_at IS NULL ORDER BY id') }
sub first { my ($c, $id) = @_; return (map { $_->{t} } rows(work($c), "SELECT strftime('%Y-%m-%d', first_seen, 'unixepoch') AS t FROM listings WHERE id = '$id'"))[0] }


sub job { my ($k, %more) = @_; return line(id => "x:$k", url => "https://x.example/$k", %more) }
sub jobs { return [ map { job($_) } @_ ] }


sub plan_is
{
    my ($plan, $want, $name) = @_;
    my %have = map { $_ => $plan->{$_} } keys %$want;
    is_deeply(\%have, $want, $name) or diag(JSON::PP::encode_json($plan));
}


# new, unchanged, changed, repeated

my ($status, $plan, $err) = import_('a', 's', 1, jobs(1 .. 5));
is($status, 0, 'a feed is imported') or diag($err);
plan_is($plan, { verdict => 'taken', listings => 5, added => 5, open => 5, before => 0 }, '... and all is new');

($status, $plan) = import_('a', 's', 2, jobs(1 .. 5));
plan_is($plan, { verdict => 'same', listings => 5, added => 0, unchanged => 5 }, 'the same bytes are the same');

($status, $plan) = import_('a', 's', 2, [ job(1, title => 'Other'), map { job($_) =~ s/:/: /r } 2 .. 5 ]);
plan_is($plan, { changed => 1, unchanged => 4 }, 'other bytes for the same listing are no change');

($status, $plan) = import_('a', 's', 2, [ @{jobs(1 .. 5)}, job(1), job(2, title => 'Second') ]);
plan_is($plan, { listings => 5, changed => 1, unchanged => 4 }, 'of a repeated id the first stays');
is((rows(work('a'), 'SELECT count(*) AS n FROM records'))[0]{n}, 5, '... once');

# a listing is written behind where it is new, at once where it has changed

{
    my %said = (url => 'https://boards.greenhouse.io/acme/jobs/7', salary_min => 1234.5, location => 'Paris');
    my $written = 'SELECT id, facts, richness, apply, posting, place, hex(content) AS content, hex(record) AS record'
                  . ' FROM listings JOIN records USING (number)';

    import_('written1', 's', 1, [ job(1, %said, title => 'Before', salary_min => 90000) ]);
    import_('written1', 's', 1, [ job(1, %said) ]);
    import_('written2', 's', 1, [ job(1, %said) ]);

    my ($changed) = rows(work('written1'), $written);
    my ($new) = rows(work('written2'), $written);
    is_deeply($changed, $new, 'a changed listing gets the keys and the digest that a new one gets');
    is(scalar(grep { $new->{$_} } qw(apply posting place)), 3, '... all three');
}


sub feed_of { return write_file('feed.json', '{"version":"https://jsonfeed.org/version/1.1","title":"' . $_[0] . '","feed_url":"https://careers.acme.example/jobs.json","items":['
    . '{"id":"a","title":"Engineer","url":"https://careers.acme.example/jobs/1","_jobposting":{"@type":"JobPosting","title":"Engineer"}}]}') }

import_('title', 's', 1, feed_of('Acme'));
($status, $plan) = import_('title', 's', 2, feed_of('Acme'));
plan_is($plan, { verdict => 'same', unchanged => 1 }, 'a feed whose title names the company is the same');
($status, $plan) = import_('title', 's', 2, feed_of('Acme Group'));
plan_is($plan, { changed => 1 }, '... until it has another title, though its rows are the same');
publish('title', 2);
is((rows(work('title.out'), 'SELECT company FROM listings'))[0]{company}, 'Acme Group', '... which is then the company');


# two misses, and back

($status, $plan) = import_('a', 's', 3, jobs(1 .. 4));
plan_is($plan, { missing => 1, closed => 0, open => 5 }, 'what is missing once is not closed');
($status, $plan) = import_('a', 's', 4, jobs(1 .. 5));
plan_is($plan, { missing => 0, added => 0, open => 5 }, '... and back it was never away');
import_('a', 's', 5, jobs(1 .. 4));
($status, $plan) = import_('a', 's', 6, jobs(1 .. 4));
plan_is($plan, { closed => 1, open => 4 }, 'what is missing twice in a row is closed');
is((publish('a', 6))[0], 0, 'it is published');
is(listed('a'), 'x:1 x:2 x:3 x:4', '... without it');
is(gone('a'), 'x:5', '... and it is gone');
($status, $plan) = import_('a', 's', 20, jobs(1 .. 5));
plan_is($plan, { added => 1, returned => 1 }, 'within 30 days it returns');
is(first('a', 'x:5'), '2026-08-01', '... and was first seen when it was');
publish('a', 20);
is(gone('a'), '', '... and is not gone any more');

import_('a', 's', 21, jobs(1 .. 4), '--misses', 1);
is(open_('a'), 'x:1 x:2 x:3 x:4', 'with --misses 1 one is enough');
($status, $plan) = import_('a', 's', 52, jobs(1 .. 5));
plan_is($plan, { added => 1, returned => 0 }, 'after 30 days it is another one');
is(first('a', 'x:5'), substr(at(52), 0, 10), '... first seen now');

import_('a', 's', 53, jobs(1 .. 4), '--misses', 1);
import_('a', 's', 84, jobs(1 .. 4));
is((rows(work('a'), "SELECT count(*) AS n FROM listings WHERE id = 'x:5'"))[0]{n}, 0,
   'a tombstone goes after 30 days');


# dates

import_('d', 's', 10, [ job(1, expires_at => at(12)), job(2, posted_at => at(20)), job(3, posted_at => at(5)), job(4),
                        job(5, expires_at => at(9)) ]);
is(open_('d'), 'x:1 x:2 x:3 x:4', 'one whose end has passed is not opened');
publish('d', 10);
is_deeply([ map { "$_->{id} $_->{t}" } rows(work('d.out'), "SELECT id, strftime('%d', posted_at, 'unixepoch') AS t FROM listings ORDER BY id") ],
          [ 'x:1 10', 'x:2 10', 'x:3 05', 'x:4 10' ], 'no date, or one of the future, is the day first seen');
publish('d', 13, '--force');
is(listed('d'), 'x:2 x:3 x:4', 'one whose own end passes is closed');
is(gone('d'), 'x:1 x:5', '... and gone');
($status, $plan) = import_('d', 's', 13, [ job(1, expires_at => at(12)), map { job($_) } 2 .. 4 ]);
plan_is($plan, { closed => 1, added => 0, open => 3 }, '... also while its source goes on listing it');
($status, $plan) = import_('d', 's', 14, [ job(1, expires_at => at(30)), map { job($_) } 2 .. 4 ]);
plan_is($plan, { added => 1, returned => 1, open => 4 }, '... until it gives it more time');


# an end in the very first second, and one that passed while the source was silent

import_('e', 's', 1, [ job(1, expires_at => '1970-01-01T00:00:00Z'), job(2) ]);
is(open_('e'), 'x:2', 'an end in 1970 has passed');
import_('e', 's', 2, [ job(1), job(2) ]);
import_('e', 's', 3, [ job(1, expires_at => '1970-01-01T00:00:00Z'), job(2) ]);
is(open_('e'), 'x:2', '... also of one that was open');
import_('e', 's', 4, [ job(2) ]);
is((publish('e', 4))[0], 0, '... and it is published without it');
import_('e', 's', 5, write_file('page', '<html>blocked'));
($status, $plan) = import_('e', 's', 41, [ job(2, expires_at => at(40)), job(3) ]);
is($status, 0, 'a source is back after more than a month') or diag(JSON::PP::encode_json($plan));
is(open_('e'), 'x:3', '... and what ended meanwhile is not opened');


# a clock that was ahead

import_('clock', 's', 1, jobs(1 .. 3));
import_('clock', 's', 100, jobs(1, 2, 4), '--misses', 1);
import_('clock', 's', 2, jobs(1, 2, 4), '--misses', 1);
is(first('clock', 'x:4'), '2026-08-02', 'what a clock that was ahead saw first was seen when it is right again');
publish('clock', 2);
is_deeply([ map { "$_->{id} $_->{t}" } rows(work('clock.out'), "SELECT id, strftime('%d', posted_at, 'unixepoch') AS t FROM listings ORDER BY id") ],
          [ 'x:1 01', 'x:2 01', 'x:4 02' ], '... and is not posted in the future');
is(gone('clock'), 'x:3', '... what it closed is gone');
publish('clock', 32, '--force');
is(gone('clock'), '', '... for 30 days from then');
import_('clock', 's', 100, write_file('page', '<html>blocked'));
($status, $plan) = import_('clock', 's', 33, write_file('page', '<html>blocked'));
plan_is($plan, { verdict => 'failed', stale_since => at(33) }, '... and what is stale since then is stale since now');
import_('clock', 't', 36, [ line(id => 'y:1', url => 'https://y.example/1') ]);
publish('clock', 36, '--force');
is(listed('clock'), 'y:1', '... and not published after 72 hours');


# a feed that fails, a feed that shrinks

import_('f', 's', 1, jobs(1 .. 60));
import_('f', 't', 1, [ line(id => 'y:1', url => 'https://y.example/1') ]);
($status, $plan, $err) = import_('f', 's', 2, write_file('page', '<html>blocked'));
is($status, 65, 'an HTML page is refused');
plan_is($plan, { verdict => 'failed', open => 60, closed => 0, stale_since => at(2) }, '... closes nothing, and makes stale');
($status, $plan) = import_('f', 's', 3, jobs(1 .. 29));
is($status, 2, 'a feed that fell by more than half is refused');
plan_is($plan, { verdict => 'shrank', open => 60, closed => 0, stale_since => at(2) }, '... and closes nothing');
($status, $plan) = import_('f', 's', 3.5, write_file('none', ''));
is((publish('f', 4.5))[0], 0, 'stale listings are published');
is(scalar(split / /, listed('f')), 61, '... all of them');
is((publish('f', 5, '--force'))[0], 0, '... for 72 hours') or diag($err);
is(listed('f'), 'y:1', '... no more');
($status, $plan) = import_('f', 's', 6, jobs(1 .. 29));
is($status, 0, 'then the feed is taken as it is');
plan_is($plan, { verdict => 'taken', open => 29, closed => 31, stale_since => undef }, '... and what it lacks is closed');
is(first('f', 'x:3'), '2026-08-01', '... what it has was always there');

import_('g', 's', 1, jobs(1 .. 60));
($status, $plan) = import_('g', 's', 2, jobs(1 .. 30));
is($status, 0, 'half is no fall by more than half');
($status, $plan) = import_('g', 's', 3, jobs(1 .. 2), '--force');
is($status, 0, '--force overrides');
import_('small', 's', 1, jobs(1 .. 49));
is((import_('small', 's', 2, jobs(1)))[0], 0, 'a small source may fall');
import_('forced', 's', 1, jobs(1 .. 60));
import_('forced', 's', 2, jobs(1 .. 9), '--force');
like((rows(work('forced'), 'SELECT what FROM forced'))[0]{what} // '', qr/^s: 9 listings where there were 60/,
     'a gate that was forced is recorded');


# the gates over all

import_('o', 's', 1, jobs(1 .. 10));
publish('o', 1);
import_('o', 's', 2, jobs(1 .. 8), '--misses', 1);
is((publish('o', 2))[0], 0, 'a fall by 20 % is published');
import_('o', 's', 3, jobs(1 .. 6), '--misses', 1);
($status, $err) = publish('o', 3);
is($status, 2, 'one by more is refused');
like($err, qr/refused: 6 listings where there were 8/, '... and why is said');
is(listed('o'), join(' ', sort map { "x:$_" } 1 .. 8), '... and the old snapshot stays');
is((publish('o', 3, '--force', '--dry-run'))[0], 0, '--dry-run with --force would do');
is(listed('o'), join(' ', sort map { "x:$_" } 1 .. 8), '... and does not');
is((publish('o', 3, '--force'))[0], 0, '--force does');
like((rows(work('o'), 'SELECT what FROM forced'))[0]{what}, qr/^6 listings where/, '... and is recorded');
import_('o', 's', 4, jobs(1 .. 24));
is((publish('o', 4))[0], 0, 'four times as many are published');
import_('o', 's', 5, jobs(1 .. 97));
like((publish('o', 5))[1], qr/more by more than 300 %/, 'more are refused');
import_('o', 's', 6, [], '--misses', 1, '--force');
like((publish('o', 6))[1], qr/no listing is left/, 'none is refused') or diag(open_('o'));

for my $case ([ 50, 25, 0 ], [ 50, 24, 2 ], [ 49, 1, 0 ], [ 101, 51, 0 ], [ 101, 50, 2 ]) {
    my ($before, $after, $want) = @$case;
    import_("fall-$before-$after", 's', 1, jobs(1 .. $before));
    is((import_("fall-$before-$after", 's', 2, jobs(1 .. $after)))[0], $want, "a source falls from $before to $after");
}

for my $case ([ 99, 1, 0 ], [ 98, 2, 2 ], [ 97, 2, 0 ], [ 198, 2, 0 ], [ 197, 2, 2 ]) {
    my ($good, $bad, $want) = @$case;
    import_("bad-$good-$bad", 's', 1, [ @{jobs(1 .. $good)}, map { "{}\n" } 1 .. $bad ]);
    is((publish("bad-$good-$bad", 1))[0], $want, "$good listings and $bad rows that are none");
}

is((publish('bad-98-2', 1, '--force'))[0], 0, 'that gate is forced');
like((rows(work('bad-98-2'), 'SELECT what FROM forced'))[0]{what} // '', qr/^2 of 100 rows are no listings/, '... which is recorded');

import_('r', 's', 1, [ @{jobs(1 .. 198)}, map { "{}\n" } 1 .. 2 ]);
is((publish('r', 1))[0], 0, '1 % of bad rows is published');
import_('r', 's', 2, [ @{jobs(1 .. 198)}, map { "{}\n" } 1 .. 3 ]);
like((publish('r', 2))[1], qr/refused: 3 of 201 rows are no listings/, 'more than 1 % is refused');
import_('r', 's', 3, jobs(1 .. 198));
is((publish('r', 3))[0], 0, '... until the feed is good again');


# a catalogue that is new, where another one published

my $before;

for my $case ([ 7, 2 ], [ 8, 0 ], [ 100, 0 ]) {
    my ($n, $want) = @$case;
    sync('build', '-q', '--force', '-o', work("new-$n.out"), write_file('f', @{jobs(1 .. 10)}));
    import_("new-$n", 's', 1, jobs(1 .. $n));
    ($status, $err) = publish("new-$n", 1);
    is($status, $want, "a new catalogue of $n listings in the place of one of 10") or diag($err);
}

import_('new-7', 's', 1, jobs(1 .. 6), '--misses', 1);
$before = read_file(work('new-7'));
like((publish('new-7', 1))[1], qr/refused: 6 listings where there were 10: fewer/, '... takes nothing away');
is(read_file(work('new-7')), $before, '... and compares only');
is((publish('new-7', 1, '--force'))[0], 0, '... unless it is forced');
import_('new-7', 's', 2, jobs(1 .. 5), '--misses', 1);
is((publish('new-7', 2))[0], 0, '... from then on it compares with what it published itself');


# dry runs

$before = read_file(work('r'));
($status, $err, my $out) = sync('import', '-c', work('r'), '-s', 's', '--dry-run', '--at', at(4), write_file('f', @{jobs(1 .. 150)}));
like($out, qr/^source +verdict +listings.*\ns +taken +150 +198 +0 +0 +0 +150 +48 +0 +0 +198$/m, '--dry-run prints the plan');
is(read_file(work('r')), $before, '... and changes nothing');


($status, $err, $out) = sync('import', '-c', work('unmade'), '-s', 's', '--dry-run', '--at', at(4), write_file('f', @{jobs(1 .. 3)}));
is($status, 0, 'without a catalogue');
like($out, qr/^s +taken +3 +0 +3 /m, '... it prints the plan');
is_deeply([ glob work('unmade*') ], [], '... and makes none');
($status, $err) = sync('import', '-c', work('no/such/c.db'), '-s', 's', '--dry-run', write_file('f', job(1)));
like("$status $err", qr/^74 .*unable to open/, '... and says where none can be made');
write_file('empty', '');
sync('import', '-c', work('empty'), '-s', 's', '--dry-run', write_file('f', job(1)));
is(-s work('empty'), 0, '... and an empty file stays empty');

($before, my $old) = (read_file(work('r')), read_file(work('r.out')));
for my $feed (write_file('page', '<html>blocked'), write_file('f', @{jobs(1 .. 20)}), write_file('f', @{jobs(1 .. 900)})) {
    sync('import', '-c', work('r'), '-s', $_, '--dry-run', '--at', at(4), $feed) for 's', 'new';
}
publish('r', 5, '--dry-run', '--force');
is(read_file(work('r')), $before, 'whatever the verdict, and of a publishing, nothing is changed');
is(read_file(work('r.out')), $old, '... nor is the snapshot');
is_deeply([ map { s/.*\///r } glob(work('r.out*')), glob(work('.r.out*')) ], [ map { s/.*\///r } work('r.out'), glob(work('.r.out.lock*')) ],
          '... and nothing is left beside it');


# nothing new is not built again

($status, $err, $out) = publish('r', 3, '--json');
like($out, qr/"status":"unchanged"/, 'what is there is not published again');
like((publish('r', 3.3, '--json'))[2], qr/"status":"published"/, '... for 6 hours');


# joining

sub board { my ($k, %more) = @_; return line(id => "board:$k", title => "Job $k", company => 'Braze', url => "https://boards.greenhouse.io/braze/jobs/$k", %more) }
sub aggregated { my ($k, $url, %more) = @_; return line(id => "agg:$k", title => "Job $k", company => 'Braze', url => "https://agg.example/$k", apply_url => $url, %more) }

write_file('employer.json', '{"source": {"by": "employer"}, "fields": {"id": "id", "title": "title", "company": "company", "url": "url", "apply_url": "apply_url", "posted_at": "posted_at", "salary_min": "salary_min", "salary_currency": "salary_currency", "salary_period": "salary_period", "location": "location", "tags": "tags"}}');
write_file('aggregator.json', read_file(work('employer.json')) =~ s/"employer"/"aggregator"/r);

my @salary = (salary_min => 90000, salary_currency => 'USD', salary_period => 'year', location => 'Oslo');
my @employer = (board(1), board(2, posted_at => at(9)), board(3, apply_url => 'https://Braze.example/apply/3/?b=1&utm_source=x'),
                board(4, @salary, posted_at => at(3)), board(5, @salary, posted_at => at(3)), board(6, location => 'Oslo', posted_at => at(3)),
                board(7, title => 'Job 7'), board(8, title => 'Job 7'), board(9, apply_url => 'https://job-boards.greenhouse.io/braze/jobs/9'));
my @aggregator = (aggregated(1, 'https://boards.greenhouse.io/braze/jobs/1?gh_jid=1', tags => [ 'rich' ], location => 'Rome'),
                  aggregated(2, 'https://boards.greenhouse.io/braze/jobs/2#apply', posted_at => at(2)),
                  aggregated(3, 'http://braze.example/apply/3?b=1&gh_src=9#x'),
                  aggregated(4, 'https://other.example/4', @salary, posted_at => at(10)),
                  aggregated(5, 'https://other.example/5', @salary, posted_at => at(11)),
                  aggregated(6, 'https://other.example/6', location => 'Oslo', posted_at => at(3)),
                  aggregated(7, 'https://braze.example/apply/3?b=2'),
                  aggregated(9, 'https://boards.greenhouse.io/braze/jobs/9?gh_jid=9'));
my %generation;

for my $order ('employer', 'aggregator') {
    my $c = "join-$order";
    for my $kind ($order, $order eq 'employer' ? 'aggregator' : 'employer') {
        ($status, $plan, $err) = import_($c, $kind, 12, $kind eq 'employer' ? \@employer : \@aggregator, '-m', work("$kind.json"));
        is($status, 0, "the $kind is imported") or diag($err);
    }
    ($status, $err) = publish($c, 12);
    is($status, 0, 'both are published') or diag($err);
    $generation{$order} = generation(work("$c.out"));
}

is($generation{employer}, $generation{aggregator}, 'the order of imports does not matter');
is_deeply([ map { "$_->{listing} $_->{id}" } rows(work('join-employer.out'), 'SELECT a.id, l.id AS listing FROM alternatives a JOIN listings l ON l.number = a.listing ORDER BY a.id') ],
          [ map { "board:$_ agg:$_" } 1, 2, 3, 4, 9 ],
          'joined are equal postings, equal addresses, and equal words with a salary and a near date');
is(listed('join-employer'), join(' ', (map { "agg:$_" } 5, 6, 7), map { "board:$_" } 1 .. 9), 'all others appear');
is((rows(work('join-employer.out'), "SELECT strftime('%d', posted_at, 'unixepoch') AS t FROM listings WHERE id = 'board:2'"))[0]{t},
   '02', 'the earliest date is taken');


# what there is to say of it

import_('info', 's', 1, jobs(1 .. 60));
import_('info', 't', 1, [ line(id => 'y:1', url => 'https://y.example/1'), "{}\n" ]);
import_('info', 's', 2, jobs(1 .. 59));
import_('info', 's', 3, jobs(1 .. 58));
import_('info', 's', 4, jobs(1 .. 2));
import_('info', 't', 4, [ map { line(id => "y:$_", url => "https://y.example/$_") } 1 .. 3 ], '--force');
my $size_before = -s work('info');
my $info = info(work('info'));
is_deeply({ map { $_ => $info->{$_} } qw(open closed published published_at bytes) },
          { open => 62, closed => 1, published => 0, published_at => undef, bytes => $size_before }, 'info knows a catalogue');
is_deeply($info->{sources}, [ { source => 's', open => 59, closed => 1, missing => 1, listings => 58, rejected => 0, last_attempt => at(4),
                                last_success => at(3), stale_since => at(4), reason => '2 listings where there were 58' },
                              { source => 't', open => 3, closed => 0, missing => 0, listings => 3, rejected => 0, last_attempt => at(4),
                                last_success => at(4), stale_since => undef, reason => undef } ], '... and its sources');
import_('info', 's', 4, jobs(1 .. 2), '--force');
publish('info', 4);
($status, $err, $out) = sync('info', work('info'));
is($out =~ s/\d\.\d MB/N MB/gr, "listings    61 open, 2 closed lately\npublished   61 listings at " . at(4) . "\nfile        N MB, N MB of it free\n"
    . 'source      s: 58 open, 56 missing, 2 closed; last list ' . at(4) . ", 2 listings, 0 rejected\n"
    . 'source      t: 3 open, 0 missing, 0 closed; last list ' . at(4) . ", 3 listings, 0 rejected\n"
    . 'forced      ' . at(4) . ": s: 2 listings where there were 58\n", '... as text');
write_file('cut', substr read_file(work('info')), 0, 10000);
($status, $err) = sync('info', work('cut'));
like("$status $err", qr/^65 .*malformed/, '... and says what is wrong with one');


# faults of the file

sub opened { my ($file) = @_; my ($status, $err) = sync('import', '-q', '-c', $file, '-s', 's', write_file('ok', job(1))); return "$status $err" }

like(opened(write_file('text', "This is no database, and it is long enough to be none.\n" x 100)), qr/^65 .*not a database/, 'a text is no catalogue');
sync('build', '-q', '-o', work('snapshot.db'), write_file('ok', job(1)));
like(opened(work('snapshot.db')), qr/^65 .*it is no catalogue/, 'nor is a snapshot');
is(system('sqlite3', work('small'), 'PRAGMA user_version = 9') >> 8, 0);
like(opened(work('small')), qr/^65 .*catalogue of version 9/, 'a newer version is refused');
is(system('sqlite3', work('d'), 'CREATE TRIGGER t AFTER INSERT ON listings BEGIN DELETE FROM listings; END') >> 8, 0);
like(opened(work('d')), qr/^65 .*its tables are not/, 'a trigger is not run');
like(opened(work('no/such/c.db')), qr/^74 .*unable to open/, 'a folder that is not there');
like((publish('typo', 1))[1], qr/No such file/, 'publishing makes no catalogue');
ok(!-e work('typo'), '... really');

is(system('sqlite3', work('g'), 'DELETE FROM listings WHERE number = 7') >> 8, 0);
($status, $err) = publish('g', 3, '--force');
is($status, 74, 'a catalogue that lost a listing is not published');
like($err, qr/it is damaged: listings are lost/, '... and why is said');
($status, $plan, $err) = import_('g', 's', 4, jobs(1 .. 2));
like("$status $err", qr/^74 .*it is damaged: listings are lost/, '... and nothing is imported into it');

is(system('sqlite3', work('r'), "DELETE FROM state WHERE name = 'facts'") >> 8, 0);
like(opened(work('r')), qr/^65 .*it is damaged: its state/, 'a catalogue that lost its state is refused');

is(system('sqlite3', work('join-employer'), "UPDATE records SET record = zeroblob(length(record)) WHERE number = 3") >> 8, 0);
($status, $err) = publish('join-employer', 13, '--force');
is($status, 74, 'a damaged record is not published');
like($err, qr/it is damaged: record 3, of the source "\w+"; import --force mends it/, '... and that is said');
($status, $plan) = import_('join-employer', 'employer', 13, \@employer, '-m', work('employer.json'));
plan_is($plan, { verdict => 'same', changed => 0 }, '... the source says the same again');
isnt((publish('join-employer', 13, '--force'))[0], 0, '... which does not mend it');
($status, $plan) = import_('join-employer', 'employer', 13, \@employer, '-m', work('employer.json'), '--force');
plan_is($plan, { changed => 1, unchanged => 8 }, '... with --force each row is read, and it is written anew');
is((publish('join-employer', 12, '--force'))[0], 0, '... and published');
is(generation(work('join-employer.out')), $generation{employer}, '... as it was');

open my $lock, '-|', "(echo 'BEGIN EXCLUSIVE;'; echo '.system echo ready'; sleep 3) | sqlite3 " . work('a') or die;
readline $lock;
like(opened(work('a')), qr/^75 .*another run/, 'a catalogue that another run has');
is((publish('a', 85))[0], 75, '... is not published either');
is((sync('info', work('a')))[0], 75, '... nor asked');
close $lock;


# killed, and a full disk

my $many = write_file('many.jsonl', map { job($_, excerpt => 'word ' x 100) } 1 .. 4000);
my $other = write_file('other.jsonl', map { job($_, excerpt => 'other ' x 100) } 1 .. 4000);
import_('k', 's', 1, $many);
my ($good, $killed) = (0, 0);

for my $i (1 .. 30) {
    my $feed = $i % 2 ? $other : $many;
    my $child = fork() // die;

    if ($child == 0) {
        open STDERR, '>', '/dev/null';
        exec sync_command('import', '-q', '-c', work('k'), '-s', 's', '--at', at(2), $feed);
    }

    Time::HiRes::sleep(0.005 * $i);
    kill 'KILL', $child;
    waitpid $child, 0;
    $killed++ if $?;

    my ($row) = eval { rows(work('k'), "SELECT (SELECT count(*) FROM listings) AS l, (SELECT count(*) FROM records) AS r, (SELECT group_concat(integrity_check) FROM pragma_integrity_check) AS ok") };
    $good++ if $row && $row->{l} == 4000 && $row->{r} == 4000 && $row->{ok} eq 'ok';
}

is($good, 30, "killed in the middle $killed times it is whole");
is((import_('k', 's', 3, $many))[0], 0, '... and the next import succeeds');

my $size = int((-s work('k')) / 1024) + 40;
($status, $err) = sync({ before => "ulimit -f $size" }, 'import', '-c', work('k'), '-s', 's', '--at', at(4),
                       write_file('more.jsonl', map { job($_, excerpt => 'more ' x 200) } 1 .. 9000));
is($status, 74, 'a full disk') or diag($err);
is((rows(work('k'), 'SELECT count(*) AS n FROM listings'))[0]{n}, 4000, '... undoes the import');
($status, $plan) = import_('k', 's', 4, $many);
plan_is($plan, { verdict => 'same', unchanged => 4000 }, '... and the next one finds all that was there');


# usage

for my $case ([ [ 'import', '-s', 's', 'x' ], 'no catalogue' ], [ [ 'import', '-c', 'c', 'x' ], 'no source' ],
              [ [ 'import', '-c', 'c', '-s', 's' ], 'no feed' ],
              [ [ 'import', '-c', 'c', '-s', 's', '--misses', '0', 'x' ], 'no misses' ],
              [ [ 'import', '-c', 'c', '-s', 's', '--at', 'noon', 'x' ], 'a time that is none' ],
              [ [ 'publish', '-c', 'c' ], 'no output' ], [ [ 'publish', '-c', 'c', '-o', 'o', 'rows' ], 'rows and a catalogue' ])
{
    is((sync(@{$case->[0]}))[0], 64, "$case->[1] is wrong usage");
}

done_testing();
