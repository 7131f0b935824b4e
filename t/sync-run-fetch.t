#!/usr/bin/perl

# What a timed run asks for, of whom, how often, and what it remembers of the
# answers.

use strict;
use warnings;

use Test::More;
use IO::Socket::INET;
use JSON::PP ();
use POSIX ();
use Time::HiRes 'time';
use Jobs::Test::Feeds;
use Jobs::Test::Sync;

my $db = work('jobs.db');
my ($true, $false) = (JSON::PP::true, JSON::PP::false);

sub list { my ($source, $n) = @_; return join '', map { line(id => "$source:$_", url => "https://$source.example/$_") } 1 .. $n }
sub set { write_file(@_); return }
sub state_of { return read_file(work($_[0])) || '' }

# a page of Arbeitnow, with an address of the next one

sub page
{
    my ($n, $next) = @_;
    my @rows = map { { slug => "job-$n-$_", company_name => 'Acme', title => 'Baker', description => 'Bread.', remote => $false, url => "https://www.arbeitnow.com/jobs/$n-$_",
                       tags => [], job_types => [], location => 'Berlin', created_at => 1_780_000_000 } } 1 .. 5;
    return JSON::PP->new->canonical->encode({ data => \@rows, links => { next => $next }, meta => {} });
}

sub number { return $_[0] =~ /[?&]page=(\d+)/ ? $1 : 1 }

feeds(
    good => sub { answer($_[0], '200 OK', list('good', 60)) },
    status => sub { my ($c, $r) = @_; my ($code) = $r =~ m{^GET /status/(\d+)}; answer($c, "$code X", '') },

    # what "tag" has of its files

    tag => sub {
        my ($c, $r) = @_;
        my ($tag) = state_of('tag') || 'v1';
        return answer($c, '304 Not Modified', '') if $r =~ /^If-None-Match: "\Q$tag\E"/mi;
        answer($c, '200 OK', state_of('body'), qq(ETag: "$tag"), 'Last-Modified: Sat, 08 Aug 2026 09:00:00 GMT');
    },
    echo => sub { my ($c, $r) = @_; set('echo', $r); answer($c, '200 OK', list('echo', 1)) },

    # 503 once, to be asked again at a time
    date => sub {
        my ($c) = @_;
        return answer($c, '200 OK', list('date', 1)) if asked('date') > 1;
        answer($c, '503 Wait', '', 'Retry-After: ' . POSIX::strftime('%a, %d %b %Y %H:%M:%S GMT', gmtime(time + 3)));
    },
    never => sub { answer($_[0], '503 Wait', '', 'Retry-After: 99999999') },

    # paging
    pages => sub { my ($c, $r) = @_; my $n = number($r); answer($c, '200 OK', page($n, $n < 3 ? address('pages') . '?page=' . ($n + 1) : undef)) },
    second => sub { my ($c, $r) = @_; my $n = number($r); $n == 1 ? answer($c, '200 OK', page(1, address('second') . '?page=2')) : answer($c, '500 X', '') },
    again => sub { my ($c, $r) = @_; my $n = number($r); answer($c, '200 OK', page(1, address('again') . '?page=2')) },
    circle => sub { my ($c, $r) = @_; my $n = number($r); answer($c, '200 OK', page($n, address('circle') . '?page=' . ($n % 3 + 1))) },
    more => sub { my ($c, $r) = @_; my $n = number($r); answer($c, '200 OK', page($n, address('more') . '?page=' . ($n + 1))) },
    abroad => sub { answer($_[0], '200 OK', page(1, 'http://other.example/?page=2')) },
    bulky => sub { my ($c, $r) = @_; my $n = number($r); answer($c, '200 OK', page($n, address('bulky') . '?page=' . ($n + 1)) . ' ' x 100_000) },

    # headers
    headers => sub { my ($c) = @_; print $c "HTTP/1.1 200 OK\r\n"; while (print $c 'X-Padding: ', 'x' x 1000, "\r\n") { } },
    hints => sub {
        my ($c) = @_;
        print $c "HTTP/1.1 103 Early Hints\r\nContent-Encoding: gzip\r\nLocation: /x\r\n\r\n";
        answer($c, '200 OK', list('hints', 2));
    },
    private => sub { answer($_[0], '302 Found', '', 'Location: http://localhost:1/') },
    user => sub { my ($c, $r) = @_; $r =~ /^Authorization: Basic/mi ? answer($c, '200 OK', list('user', 1)) : answer($c, '401 X', '') },
    slow => sub { my ($c, $r) = @_; sleep 20; answer($c, '200 OK', list('slow', 1)) },
);

my ($status, $err, $out);

# the gates are not for the sources of another part of this test

sub fresh { unlink glob(work('jobs.db*')), work('catalogue.db'); return }

sub run_of { ($status, $err, $out) = sync('run', sources(@_)); return last_run() }
sub arbeitnow { my ($name, %more) = @_; return { name => $name, url => address($name), format => 'arbeitnow', paging => 20, %more } }

# politeness: two sources of one host

my @three = map { { name => "status$_", url => address("status/$_"), format => 'jobs', retries => 0 } } 404, 410, 403;
forget();
my $run = run_of([ 'good', @three ], defaults => { host_interval => '300ms' });
my @times = sort map { $_->[0] } asked('good'), asked('status');
is(scalar @times, 4, 'four sources of one host');
is(scalar(grep { $times[$_] - $times[$_ - 1] < 0.2 } 1 .. 3), 0, '... are asked at intervals');
is(info($db)->{listings}, 60, '... those that are there are published');

# files have no host

fresh();
my @files = map { { name => "f$_", url => 'file://' . write_file("f$_", line(id => "f$_:1", url => "https://f.example/$_")), format => 'jobs' } } 1 .. 999;
my $start = time;
$run = run_of([ 'good', @files ], defaults => { host_interval => '500ms' }, deadline => '60s');
cmp_ok(time - $start, '<', 50, '1000 sources, 999 of them files, have no interval');
is("$status $run->{failed}", '0 0', '... and are published') or diag(substr $err, 0, 500);
is(info($db)->{listings}, 1059, '... all of them');

# what is no file

fresh();
POSIX::mkfifo(work('fifo one'), 0600) or die;
symlink work('fifo one'), work('fifo-link');
my %special = (fifo => 'fifo%20one', 'fifo-link' => 'fifo-link', dir => '', gone => 'gone');
$run = run_of([ 'good', map { { name => $_, url => 'file://' . work($special{$_}), format => 'jobs' } } sort keys %special ], deadline => '10s');
is($status, 69, 'files that are none');
like($run->{by}{$_}{error}, qr/not a regular file/, "... $_") for qw(fifo fifo-link dir);
like($run->{by}{gone}{error}, qr/\w/, '... and one that is not there');

# entity tags

my $tag = { name => 'tag', url => address('tag'), format => 'jobs' };
sub tagged { my ($file_tag, $body) = @_; set('tag', $file_tag); set('body', $body); return }
sub verdict { my $s = run_of([ 'good', { %$tag, @_ } ])->{by}{tag}; return "$s->{verdict} $s->{http_status}" }

tagged('v1', list('tag', 60));
is(verdict(), 'taken 200', 'a list with an entity tag');
is(verdict(), 'same 304', '... is asked for with it');
tagged('v2', "rubbish\n");
is(verdict(), 'failed 200', 'one that is refused');
tagged('v1', list('tag', 60));
is(verdict(), 'same 304', '... leaves the tag of the one before');
tagged('v3', list('tag', 20) . line(id => 'tag:new', url => 'https://tag.example/new'));
is(verdict(), 'shrank 200', 'one that shrank and has a new listing');
tagged('v1', list('tag', 60));
is(verdict(), 'taken 200', '... leaves no tag, for the catalogue has another list by now');
is(verdict(), 'same 304', '... until the next good one');
is(verdict(company => 'Other'), 'taken 200', 'a source that is described otherwise is asked without');
$ENV{FEED_KEY} = 'one';
is(verdict(headers => { Key => 'env:FEED_KEY' }), 'taken 200', '... one with another header, too');
is(verdict(headers => { Key => 'env:FEED_KEY' }), 'same 304', '... once');
$ENV{FEED_KEY} = 'two';
is(verdict(headers => { Key => 'env:FEED_KEY' }), 'same 200', '... one whose key in the environment is another');
mkdir work('taxonomy') or die;
system('cp', '-r', glob('conf/taxonomy/*'), work('taxonomy')) == 0 or die;
my @with = ([ 'good', $tag ], taxonomy => work('taxonomy'));
run_of(@with);
is(run_of(@with)->{by}{tag}{http_status}, 304, 'with tables of its own');
utime 1, 1, work('taxonomy/levels.csv');
is(run_of(@with)->{by}{tag}{http_status}, 200, '... other tables ask anew');
my $mapping = write_file('mapping.json', '{"format":"jsonl","fields":{"id":"id","title":"title","company":"company","url":"url"}}');
my %mapped = (name => 'tag', url => address('tag'), mapping => 'mapping.json');
run_of([ 'good', \%mapped ]);
is(run_of([ 'good', \%mapped ])->{by}{tag}{http_status}, 304, 'with a mapping');
write_file('mapping.json', '{"format":"jsonl","fields":{"id":"id","title":"company","company":"title","url":"url"}}');
is(run_of([ 'good', \%mapped ])->{by}{tag}{http_status}, 200, '... another mapping asks anew');

# Retry-After

forget();
$run = run_of([ 'good', map { { name => $_, url => address($_), format => 'jobs' } } qw(date never) ]);
is($run->{by}{date}{verdict}, 'taken', 'Retry-After as a date');
@times = map { $_->[0] } asked('date');
cmp_ok($times[1] - $times[0], '>', 1.5, '... is waited for');
is(scalar(asked('never')), 1, 'one that is far away is not');
like($run->{by}{never}{error}, qr/asks to wait/, '... and told');

# paging

forget();
$run = run_of([ 'good', map { arbeitnow($_) } qw(pages second again circle more abroad bulky) ], defaults => { max_size => '1m' });
is("$run->{by}{pages}{verdict} $run->{by}{pages}{open} $run->{by}{pages}{pages}", 'taken 15 3', 'three pages');
my %page = (second => qr/status 500/, again => qr/page 2 is page 1 again/, circle => qr/page 4 is page 1 again/, more => qr/more than 20 pages/,
            abroad => qr/page 2: it leads to another host/, bulky => qr/larger than 1048576 bytes/);
for my $name (sort keys %page) {
    is($run->{by}{$name}{verdict}, 'failed', "pages: $name has failed as a whole");
    like($run->{by}{$name}{error}, $page{$name}, '... for its reason');
}
is(scalar(asked('again')), 2, '... at once where a page repeats');
is((rows($db, "SELECT count(*) AS n FROM listings WHERE source LIKE 'arbeitnow' OR source IN ('second', 'again', 'circle', 'more', 'abroad', 'bulky')"))[0]{n}, 0, '... nothing of them is published');

# headers, both ways

$run = run_of([ 'good', { name => 'echo', url => address('echo'), format => 'jobs', headers => { 'X-Key' => "a: b", Accept => 'application/json' } },
                map { { name => $_, url => address($_), format => 'jobs' } } qw(headers hints) ]);
like(state_of('echo'), qr/^X-Key: a: b\r$/m, 'a header');
like(state_of('echo'), qr/^Accept: application\/json\r$/m, '... in place of one of ours');
like($run->{by}{headers}{error}, qr/headers are larger than/, 'headers that never end');
is($run->{by}{hints}{verdict}, 'taken', 'the headers before those of the answer are not the answer\'s') or diag($run->{by}{hints}{error});
for my $bad ([ 'X-Key' => "a\r\nX-Evil: 1" ], [ "X\r\nX-Evil" => '1' ], [ 'X-Key:' => '1' ], [ 'X Key' => '1' ], [ '' => '1' ]) {
    run_of([ { name => 'echo', url => address('echo'), headers => { @$bad } } ]);
    is($status, 65, 'a header that is two is refused');
}
$ENV{FEED_KEY} = "a\nX-Evil: 1";
run_of([ { name => 'echo', url => address('echo'), headers => { Key => 'env:FEED_KEY' } } ]);
is($status, 65, '... from the environment as well');
unlike($err, qr/X-Evil/, '... and the key is not told');

# addresses: what a name resolves to counts, wherever it stands

my ($port) = address('') =~ /:(\d+)/;
my %closed = (name => "http://localhost:$port/good", user => "http://good.example\@127.0.0.1:$port/good", number => "http://2130706433:$port/good",
              short => "http://127.1:$port/good", six => "http://[::1]:$port/good", mapped => "http://[::ffff:127.0.0.1]:$port/good",
              any => "http://0.0.0.0:$port/good", nat => "http://[64:ff9b::7f00:1]:$port/good", link => "http://169.254.169.254/latest");
$run = run_of([ map { { name => $_, url => $closed{$_}, format => 'jobs', allow_private => $false, timeout => '1s' } } sort keys %closed ]);
for my $name (sort keys %closed) {
    like($run->{by}{$name}{error}, qr/private/, "$closed{$name} is refused");
}
$run = run_of([ 'good', { name => 'private', url => address('private'), format => 'jobs' }, { name => 'user', url => "http://me:secret\@127.0.0.1:$port/user", format => 'jobs' } ]);
like($run->{by}{private}{error}, qr/another host/, 'a redirect to a private name');
is($run->{by}{user}{verdict}, 'taken', 'a user and a password in an address');
unlike($err . (read_file(work('last-run.json'))) . read_file(work('jobs.prom')), qr/secret/, '... are not told');

# formats are those of the command line

fresh();
$run = run_of([ 'good', { name => 'x', url => 'file://' . write_file('x.xml', '<a><b><id>1</id><t>Baker</t><c>Acme</c><u>https://x.example/1</u></b></a>'), format => 'xml', mapping => 'x.json' } ])
    if write_file('x.json', '{"list":"a/b","fields":{"id":"id","title":"t","company":"c","url":"u"}}');
is($status, 0, 'the format xml') or diag($err);
run_of([ { name => 'x', url => 'http://x.example/', format => 'lever', mapping => 'x.json' } ]);
is($status, 65, 'a format that has no mapping');
like($err, qr/"x": the format "lever" has no mapping/, '... is a mistake');

# the end of its time

fresh();
$start = time;
$run = run_of([ 'good', map { { name => $_, url => address('slow'), format => 'jobs', timeout => '60s' } } qw(slow slower) ], deadline => '1s');
cmp_ok(time - $start, '<', 8, 'the deadline ends what is not there');
is($status, 69, '... which is told');
is(join('; ', map { $run->{by}{$_}{error} } qw(slow slower)), 'the time of the run was over; the time of the run was over', '... for its reason');
is($run->{by}{good}{verdict}, 'taken', '... the others are published') or diag($err);

# a name server that never answers

SKIP: {
    my $udp = $> == 0 && IO::Socket::INET->new(LocalAddr => '127.0.0.99', LocalPort => 53, Proto => 'udp');
    my $resolv = write_file('resolv.conf', "nameserver 127.0.0.99\noptions timeout:12 attempts:1\n");
    my @other = ('unshare', '-m', 'sh', '-c', "mount --bind '$resolv' /etc/resolv.conf && exec \"\$@\"", 'sh');
    skip 'there is no playing name server here', 3 if !$udp || system("@other[0 .. 3] '$other[4]' sh true 2>/dev/null") != 0;
    fresh();
    my $lost = { name => 'lost', url => 'http://nobody.example.com/', timeout => '1s', retries => 0 };
    my @command = (@other, sync_command('run', '--quiet', sources([ $lost, 'good' ], deadline => '5s')));
    $start = time;
    my $child = fork();
    if ($child == 0) { open STDERR, '>', '/dev/null'; exec @command }
    waitpid $child, 0;
    cmp_ok(time - $start, '<', 6, 'a name server that does not answer holds up nobody');
    is($? >> 8, 69, '... it is a source that is down');
    is(last_run()->{by}{good}{verdict}, 'taken', '... and harms no other');
}

# what is not its turn

fresh();
run_of([ { name => 'good', url => address('good'), format => 'jobs', interval => '15m' }, { name => 'off', url => address('good'), enabled => $false } ]);
forget();
$run = run_of([ { name => 'good', url => address('good'), format => 'jobs', interval => '15m' }, { name => 'off', url => address('good'), enabled => $false } ]);
is(scalar(asked('good')), 0, 'a source that was asked within its interval is not asked, nor one that is not enabled');
is("$status $run->{by}{good}{verdict} $run->{by}{off}{verdict}", '0 skipped skipped', '... which is no failure');
is(info($db)->{listings}, 60, '... and its listings stay');
like(read_file(work('jobs.prom')), qr/^jobs_sync_source_listings\{source="good"\} 60$/m, '... also in the metrics');
sync('run', '--force', sources([ { name => 'good', url => address('good'), format => 'jobs', interval => '15m' } ]));
is(scalar(asked('good')), 1, '--force asks');
sync('run', '--at', POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', gmtime(time + 16 * 60)), sources([ { name => 'good', url => address('good'), format => 'jobs', interval => '15m' } ]));
is(scalar(asked('good')), 2, '... and so does the next interval');

done_testing();
