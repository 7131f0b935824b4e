#!/usr/bin/perl

# The timed run: what is fetched, kept, published and told; bad sources harm
# no others.

use strict;
use warnings;

use Test::More;
use Compress::Zlib ();
use IO::Socket::INET;
use JSON::PP ();
use Time::HiRes 'time';
use Jobs::Test::Sync;

my $good = join '', map { line(id => "good:$_", url => "https://good.example/$_") } 1 .. 60;
my $db = work('jobs.db');
my %seen;

# the sources, each a function of the connection; an alarm ends what hangs

my $listen = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 64, ReuseAddr => 1) or die;
my $port = $listen->sockport;
my $log = work('requests');

sub answer
{
    my ($c, $status, $body, @headers) = @_;
    print $c "HTTP/1.1 $status\r\nContent-Length: ", length $body, "\r\nConnection: close\r\n",
          (map { "$_\r\n" } @headers), "\r\n", $body;
}

my %play = (
    good => sub {
        my ($c, $request) = @_;
        return answer($c, '304 Not Modified', '') if $request =~ /^If-None-Match: "v1"/mi;
        answer($c, '200 OK', $good, 'ETag: "v1"');
    },
    gzip => sub { answer($_[0], '200 OK', Compress::Zlib::memGzip($good =~ s/good/gzip/gr), 'Content-Encoding: gzip') },
    hang => sub { sleep 60 },
    drip => sub { my $c = shift; $c->autoflush; print $c "HTTP/1.1 200 OK\r\n\r\n"; for (1 .. 300) { print $c '{' or last; select undef, undef, undef, 0.2 } },
    endless => sub { my $c = shift; print $c "HTTP/1.1 200 OK\r\n\r\n"; while (print $c 'x' x 65536) { } },
    error => sub { answer($_[0], '500 Oops', 'no') },
    later => sub { answer($_[0], '429 Slow down', '', 'Retry-After: 3600') },
    html => sub { answer($_[0], '200 OK', "<!DOCTYPE html><html>blocked</html>") },
    empty => sub { answer($_[0], '200 OK', '') },
    cut => sub { answer($_[0], '200 OK', substr(Compress::Zlib::memGzip($good), 0, 150), 'Content-Encoding: gzip') },
    bomb => sub { answer($_[0], '200 OK', Compress::Zlib::memGzip('x' x 20_000_000), 'Content-Encoding: gzip') },
    loop => sub { answer($_[0], '302 Found', '', 'Location: /loop') },
    away => sub { answer($_[0], '302 Found', '', 'Location: http://other.example/') },
    local => sub { answer($_[0], '302 Found', '', 'Location: file:///etc/passwd') },
    partial => sub { my $c = shift; print $c "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", $good },
    reset => sub { my $c = shift; setsockopt $c, SOL_SOCKET, SO_LINGER, pack 'ii', 1, 0 },
    garbage => sub { my $c = shift; print $c "\0\1\2 what\r\n\r\n" },
);

my $server = fork();
if ($server == 0) {
    $SIG{CHLD} = 'IGNORE';
    alarm 300;
    while (my $c = $listen->accept) {
        next if fork();
        alarm 60;
        local $/ = "\r\n\r\n";
        my $request = <$c>;
        my ($name) = ($request || '') =~ m{^GET /(\w+)};
        open my $f, '>>', $log; syswrite $f, "$name\n"; close $f;
        $play{$name}->($c, $request) if $name && $play{$name};
        close $c;
        require POSIX;
        POSIX::_exit(0);
    }
    exit;
}
END { kill 9, $server if $server }

sub sources
{
    my ($list, %top) = @_;
    return write_file('sources.json', JSON::PP->new->canonical->utf8->encode({
        output => 'jobs.db', catalogue => 'catalogue.db', report => 'last-run.json', textfile => 'jobs.prom',
        deadline => '30s', defaults => { timeout => '2s', retries => 1, retry_delay => '10ms', max_size => '4m',
                                         host_interval => '0ms', allow_private => JSON::PP::true }, %top,
        sources => [ map { ref $_ ? $_ : { name => $_, url => "http://127.0.0.1:$port/$_", format => 'jobs' } } @$list ] }));
}

sub last_run { return JSON::PP::decode_json(read_file(work('last-run.json'))) }

# good ones

my ($status, $err, $out) = sync('run', sources([ 'good', 'gzip' ]));
is($status, 0, 'good sources are published') or diag($err);
is(info($db)->{listings}, 120, '... all of them');
($status, $err) = sync('run', sources([ 'good', 'gzip' ]));
is($status, 0, 'and again') or diag($err);
is(join(' ', map { "$_->{verdict} $_->{http_status}" } @{ last_run()->{sources} }), 'same 304 same 200', 'an entity tag is sent back');
is(last_run()->{verdict}, 'unchanged', 'the same is not published again');
like(read_file(work('jobs.prom')), qr/^jobs_sync_source_listings\{source="good"\} 60$/m, 'metrics');
($status, $err, $out) = sync('run', '--json', sources([ 'good', 'gzip' ]));
is(scalar(grep { eval { JSON::PP::decode_json($_)->{event} } } split /\n/, $out), 3, '--json logs objects');
is($err, '', '... and nothing else');

my $file = write_file('feed', line(id => 'file:1'));
($status, $err) = sync('run', '--dry-run', sources([ 'good', { name => 'file', url => "file://$file" } ]));
is($status, 0, '--dry-run') or diag($err);
is(info($db)->{listings}, 120, '... publishes nothing');

# bad ones

my %reason = (hang => qr/too long/, drip => qr/too long|slow/i, endless => qr/larger than/, error => qr/status 500/, later => qr/asks to wait/,
              html => qr/HTML/, empty => qr/empty/, cut => qr/gzip ends too early/, bomb => qr/larger than/, loop => qr/redirects/,
              away => qr/another host/, local => qr/no http/, partial => qr/\w/, reset => qr/\w/, garbage => qr/\w/);
my $start = time;
($status, $err) = sync('run', sources([ 'good', 'gzip', sort keys %reason ]));
cmp_ok(time - $start, '<', 30, 'the run ends within its bound');
is($status, 69, 'bad sources are told by the exit status');
is(info($db)->{listings}, 120, 'the good ones are there');
for my $s (@{ last_run()->{sources} }) {
    my $name = $s->{source};
    next if !$reason{$name};
    is($s->{verdict}, 'failed', "$name has failed");
    like($s->{error}, $reason{$name}, '... for its reason');
    like($err, qr/^jobs-sync: $name: failed: /m, '... and is told');
}
is(scalar(grep { $_ eq "error\n" } do { open my $f, '<', $log; <$f> }), 2, 'status 500 is tried again');

($status, $err) = sync('run', sources([ { name => 'good', url => "http://127.0.0.1:$port/good", format => 'jobs',
                                          allow_private => JSON::PP::false } , 'gzip' ]));
is($status, 69, 'a private address is refused');
is(info($db)->{listings}, 120, '... and its listings stay');

# mistakes

for my $case ([ [ 'good', 'good' ], 2, qr/"good" is listed twice/ ], [ [ { name => 'x' } ], 65, qr/"x" needs a "url"/ ],
              [ [ { name => 'x', url => 'ftp://x' } ], 65, qr/"x": "url" must be/ ],
              [ [ { name => 'x', url => 'http://x/', colour => 1 } ], 65, qr/"x": unknown key "colour"/ ],
              [ [ { name => 'x', url => 'http://x/', headers => { Token => 'env:NOT_THERE' } } ], 65, qr/no "NOT_THERE"/ ],
              [ [ { name => 'x', url => 'http://x/', timeout => 'soon' } ], 65, qr/"x": "timeout" must be/ ],
              [ [ { name => 'x', url => 'http://x/', format => 'word' } ], 65, qr/unknown format "word"/ ],
              [ [ { name => 'x', url => 'http://x/', min_age => '1 day' } ], 65, qr/"min_age" must be/ ])
{
    my ($list, $expected, $message) = @$case;
    ($status, $err) = sync('run', sources($list));
    is($status, $expected, 'a mistake ends it');
    like($err, $message, '... and is named');
}

# killed, and a full disk

my $path = sources([ 'good', 'gzip' ]);
my $whole = 1;
for my $n (1 .. $ENV{JOBS_KILLS} || 25) {
    my $child = fork();
    if ($child == 0) { open STDERR, '>', '/dev/null'; exec sync_command('run', '--force', $path) }
    select undef, undef, undef, rand 0.3;
    kill 9, $child;
    waitpid $child, 0;
    $whole &&= (sync('check', $db))[0] eq '0';
}
ok($whole, 'killed runs leave a whole snapshot');
($status, $err) = sync('run', $path);
is($status, 0, 'the next run succeeds') or diag($err);
ok(! -e work('.catalogue.db.fetched'), '... and cleans up');
for my $blocks (1, 20, 100) {
    ($status) = sync({ before => "ulimit -f $blocks" }, 'run', '--force', $path);
    isnt($status, 0, "a disk full after $blocks blocks is told");
    is((sync('check', $db))[0], 0, '... the snapshot is whole');
}
is((sync('run', $path))[0], 0, 'and then it goes on');

done_testing();
