package Jobs::Test::Browser;

# Chromium, over WebDriver (W3C) and chromedriver.
#
#     my $missing = Jobs::Test::Browser::missing();     # a reason to skip
#     my $browser = Jobs::Test::Browser->new;
#
#     $browser->visit('http://127.0.0.1:8080/');
#     $browser->fetch('http://127.0.0.1:8081/jobs.json')->{status};
#
# Browser and driver end with the object's stop(), and with the test however
# that ends.

use strict;
use warnings;

use HTTP::Tiny ();
use JSON::PP ();
use MIME::Base64 ();
use POSIX ();

use Jobs::Test;

my @started;


sub program
{
    my (@names) = @_;

    for my $name (@names) {
        for my $dir (split /:/, $ENV{PATH}) {
            return "$dir/$name" if -x "$dir/$name" && !-d _;
        }
    }

    return undef;
}


sub driver { return program('chromedriver') }
sub chromium { return program(qw(chromium chromium-browser google-chrome)) }


# What is not installed; undef: nothing.

sub missing
{
    return 'chromedriver is not installed (chromium-driver)' if !driver();
    return 'chromium is not installed' if !chromium();
    return undef;
}


# args: more of the browser's arguments

sub new
{
    my ($class, %opt) = @_;

    my $dir = Jobs::Test::tempdir();
    my $self = bless { dir => $dir, owner => $$ }, $class;
    my $json = JSON::PP->new->utf8;

    mkdir "$dir/profile";

    push @started, $self;

    $self->{http} = HTTP::Tiny->new(proxy => undef, http_proxy => undef,
                                    timeout => Jobs::Test::patience(30));
    $self->{json} = $json;
    $self->start_driver;

    my $session = $self->command('POST', '/session', { capabilities => {
        alwaysMatch => { 'goog:chromeOptions' => {
            binary => chromium(),
            args => [ qw(--headless --no-sandbox --disable-gpu --no-first-run
                         --disable-dev-shm-usage --no-proxy-server
                         --disable-background-networking),
                      "--user-data-dir=$dir/profile", @{ $opt{args} || [] } ],
        } },
    } });

    $self->{session} = "/session/$session->{sessionId}";
    $self->{chromium} = $session->{capabilities}{'goog:processID'};

    return $self;
}


# The driver takes a free port itself, and says which.

sub start_driver
{
    my ($self) = @_;

    my $output = "$self->{dir}/output";
    my $child = fork;

    die "fork: $!\n" if !defined $child;

    if ($child == 0) {
        open STDIN, '<', '/dev/null';
        open STDOUT, '>', $output or POSIX::_exit(126);
        open STDERR, '>&', \*STDOUT or POSIX::_exit(126);

        $SIG{PIPE} = $SIG{INT} = $SIG{TERM} = 'DEFAULT';
        $ENV{HOME} = $self->{dir};

        { exec driver(), '--port=0' }
        POSIX::_exit(127);
    }

    $self->{driver} = $child;

    my $port = Jobs::Test::wait_until(sub {
        return 'ended' if waitpid($child, POSIX::WNOHANG()) == $child;
        return -e $output && Jobs::Test::slurp($output)
                             =~ /started successfully on port (\d+)/ && $1;
    }, 15);

    delete $self->{driver} if ($port || '') eq 'ended';

    die "chromedriver did not start:\n" . Jobs::Test::slurp($output)
        if !$port || $port eq 'ended';

    $self->{base} = "http://127.0.0.1:$port";

    return;
}


# The value that a command of WebDriver gives; dies with what it complains of.

sub command
{
    my ($self, $method, $path, $arguments) = @_;

    my $response = $self->{http}->request($method, "$self->{base}$path", {
        headers => { 'Content-Type' => 'application/json' },
        $arguments ? (content => $self->{json}->encode($arguments)) : (),
    });

    die "WebDriver: $method $path: $response->{status} $response->{content}\n"
        if !$response->{success};

    return $self->{json}->decode($response->{content})->{value};
}


sub visit
{
    my ($self, $url) = @_;

    return $self->command('POST', "$self->{session}/url", { url => $url });
}


# What a script returns, or what the promise that it returns gives.

sub run
{
    my ($self, $script, @arguments) = @_;

    return $self->command('POST', "$self->{session}/execute/sync",
                          { script => $script, args => \@arguments });
}


# The element that a script returns, wherever it is in the page.

sub element
{
    my ($self, $script, @arguments) = @_;

    my $element = $self->run($script, @arguments);

    die "no element: $script\n" if ref $element ne 'HASH';

    my ($id) = values %$element;

    return "$self->{session}/element/$id";
}


# As a visitor does: scrolls there, and clicks what is seen.

sub click
{
    my ($self, $script, @arguments) = @_;

    return $self->command('POST', $self->element($script, @arguments)
                                  . '/click', {});
}


# Key by key: a string of characters, among them the private ones of WebDriver
# (section 17.4.2), such as "\x{E004}" for Tab; with => what is held meanwhile.

sub press
{
    my ($self, $keys, %opt) = @_;

    my @held = split //, defined $opt{with} ? $opt{with} : '';

    return $self->command('POST', "$self->{session}/actions", { actions => [ {
        type => 'key', id => 'keyboard', actions => [
            (map { { type => 'keyDown', value => $_ } } @held),
            (map { { type => 'keyDown', value => $_ },
                   { type => 'keyUp', value => $_ } } split //, $keys),
            (map { { type => 'keyUp', value => $_ } } @held),
        ],
    } ] });
}


sub back { return $_[0]->command('POST', "$_[0]{session}/back", {}) }
sub forward { return $_[0]->command('POST', "$_[0]{session}/forward", {}) }


# Every request takes at least so long; undef: as it comes.

sub latency
{
    my ($self, $milliseconds) = @_;

    $self->cdp('Network.enable');

    return $self->cdp('Network.emulateNetworkConditions',
                      offline => JSON::PP::false(),
                      latency => $milliseconds || 0,
                      downloadThroughput => -1, uploadThroughput => -1);
}


# What the page that is open can know of an answer: status, type, headers (in
# lower case) and body, or error where the browser keeps it from the page.
# The options are those of fetch().

sub fetch
{
    my ($self, $url, %options) = @_;

    return $self->run(<<'EOS', $url, \%options);
return fetch(arguments[0], arguments[1]).then(async (r) => ({
    status: r.status, type: r.type, headers: Object.fromEntries(r.headers),
    body: await r.text(),
}), (e) => ({ error: e.name }));
EOS
}


# A command of the browser's own protocol (Chrome DevTools Protocol).

sub cdp
{
    my ($self, $command, %parameters) = @_;

    return $self->command('POST', "$self->{session}/goog/cdp/execute",
                          { cmd => $command, params => \%parameters });
}


# The width and height of what is seen of a page, in CSS pixels.

sub viewport
{
    my ($self, $width, $height) = @_;

    return $self->cdp('Emulation.setDeviceMetricsOverride', width => $width,
                      height => $height, deviceScaleFactor => 1,
                      mobile => JSON::PP::false());
}


# Media features, such as ('prefers-color-scheme' => 'dark').

sub media
{
    my ($self, %features) = @_;

    return $self->cdp('Emulation.setEmulatedMedia', features => [
        map { { name => $_, value => $features{$_} } } sort keys %features
    ]);
}


# Whether pages may run scripts; run() works in any case.

sub scripts
{
    my ($self, $on) = @_;

    return $self->cdp('Emulation.setScriptExecutionDisabled',
                      value => $on ? JSON::PP::false() : JSON::PP::true());
}


# Writes what is seen, or all of the page, as PNG; gives the file.

sub screenshot
{
    my ($self, $file, $whole) = @_;

    my $shot = $self->cdp('Page.captureScreenshot', format => 'png',
        captureBeyondViewport => $whole ? JSON::PP::true()
                                        : JSON::PP::false());

    return Jobs::Test::spew($file,
                            MIME::Base64::decode_base64($shot->{data}));
}


# What stands in the way of a disabled reader (axe-core), as lines of text;
# undef where axe-core cannot be had.  Shadow roots are looked into; a frame is
# visited by itself.

my $axe;

sub axe
{
    my ($self, @tags) = @_;

    if (!defined $axe) {
        my $dir = `'@{[ Jobs::Test::root() ]}/t/tools/node-modules' 2>&1`;

        chomp $dir;
        $axe = $? == 0
               ? Jobs::Test::slurp("$dir/node_modules/axe-core/axe.min.js")
               : '';
    }

    return undef if $axe eq '';

    @tags = qw(wcag2a wcag2aa wcag21a wcag21aa wcag22aa) if !@tags;

    my $found = $self->run(<<"EOS", \@tags);
$axe
return axe.run(document, {
    runOnly: { type: 'tag', values: arguments[0] }, resultTypes: ['violations'],
    iframes: false,
}).then((r) => r.violations.flatMap((v) => v.nodes.map((n) =>
    `\${v.id}: \${n.target.flat().join(' ')}: \${n.failureSummary} \${n.html}`)));
EOS

    return $found;
}


# How far the page has moved without being touched (the sum of the scores of
# https://wicg.github.io/layout-instability/), since it began.

sub shift_score
{
    my ($self) = @_;

    return $self->run(<<'EOS');
return new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value;
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(sum), 200);
});
EOS
}


# A process that nobody waits for stays as a zombie.

sub ended
{
    my ($pid) = @_;

    open my $fh, '<', "/proc/$pid/stat" or return 1;
    my $stat = <$fh>;
    close $fh;

    return !defined $stat || $stat =~ /\A\d+ \(.*\) Z/s;
}


# Ends the browser as one asks it to; whoever does not go is ended by its
# process id.

sub stop
{
    my ($self) = @_;

    return if $self->{owner} != $$;

    eval { $self->command('DELETE', $self->{session}) } if $self->{session};

    my $chromium = delete $self->{chromium};

    kill 'KILL', $chromium
        if $chromium && !Jobs::Test::wait_until(sub { ended($chromium) }, 5);

    delete $self->{session};

    my $driver = delete $self->{driver} or return;
    my $gone = sub { waitpid($driver, POSIX::WNOHANG()) != 0 };

    kill 'TERM', $driver;
    return if Jobs::Test::wait_until($gone, 5);

    kill 'KILL', $driver;
    Jobs::Test::wait_until($gone, 5);

    return;
}


END {
    my $status = $?;

    $_->stop for @started;
    $? = $status;
}


1;
