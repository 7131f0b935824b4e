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


sub new
{
    my ($class) = @_;

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
                      "--user-data-dir=$dir/profile" ],
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
