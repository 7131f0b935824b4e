# Entity tags: requests that mean the same have one, others never do.
#
# Requests are drawn as meanings (fields and their values) and written down in
# two spellings: order, alias, case, repeated arguments or comma lists, pages
# or offsets, names or slugs, what is empty or unknown.  Meanings that differ
# must have tags that differ, over all requests of the run.

use strict;
use warnings;

use Digest::MD5 qw(md5);
use Test::More;
use Jobs::Test;

use constant SEED => 20260924;

# without a cache every answer is made: those with one tag have to be equal

my $n = nginx(once => 1, cache => 0, snapshot => snapshot(), server => <<'EOT');
    keepalive_requests 1000000;
    location ^~ /jobs { jobs; }
EOT

my $client = $n->client;
my $pairs = rounds(10_000, 2_500, 250);

srand SEED;

# field => [ aliases ], values that are fit for a list, negation

my %fields = (
    category => { names => [qw(category industry)], list => 1, not => 1,
                  values => [qw(backend frontend sales data design)] },
    company => { names => [qw(company company_name)], list => 1, not => 1,
                 values => [qw(acme globex initech umbrella)] },
    remote => { names => [qw(remote workplace)], list => 1, not => 1,
                values => [qw(remote hybrid onsite)] },
    type => { names => [qw(type job_type employment_type)], list => 1,
              not => 1, values => [qw(full_time part_time contract)] },
    level => { names => [qw(level seniority)], list => 1, not => 1,
               values => [qw(junior mid senior lead)] },
    tag => { names => [qw(tag tags skills)], list => 1, not => 1,
             values => [qw(perl go rust c++ sql)] },
    tag_any => { names => [qw(tag_any)], list => 1,
                 values => [qw(perl go rust)] },
    country => { names => [qw(country)], list => 1, not => 1,
                 values => [qw(DE US FR)] },
    q => { names => [qw(q search what query keywords)],
           values => [ 'engineer', 'senior engineer', 'perl', '"a phrase"' ] },
    location => { names => [qw(location where l)],
                  values => [ 'Berlin', 'Austin, TX', 'Paris' ] },
    salary_min => { names => [qw(salary_min min_salary)], literal => 1,
                    values => [qw(50000 90000 120000)] },
    posted_within => { names => [qw(posted_within max_days_old days)],
                       literal => 1, values => [qw(1 7 30 365)] },
    has_salary => { names => [qw(has_salary)], literal => 1, values => [1] },
    sort => { names => [qw(sort order orderby)], literal => 1,
              values => [qw(-recent salary -salary company title)] },
    facets => { names => [qw(facets)], list => 1,
                values => [qw(category company level tag)] },
    stats => { names => [qw(stats)], literal => 1, values => [qw(salary)] },
);

my @names = sort keys %fields;


sub pick { return $_[int rand @_] }


sub shuffled
{
    my @list = @_;

    for my $i (reverse 1 .. $#list) {
        my $k = int rand($i + 1);
        @list[$i, $k] = @list[$k, $i];
    }

    return @list;
}


# { field => { value => 1, ... }, limit => N, page => N }

sub meaning
{
    my %m;

    for my $name ((shuffled(@names))[0 .. int rand 4]) {
        my $field = $fields{$name};
        my @values = shuffled(@{ $field->{values} });

        $#values = $field->{list} ? int rand 3 : 0;

        # excluded values are told apart by their sign

        $m{$name} = { map { ($field->{not} && rand() < 0.15 ? "-$_" : $_)
                            => 1 }
                      grep { defined } @values };
    }

    $m{limit} = pick(1, 5, 10, 50) if rand() < 0.4;
    $m{page} = pick(2, 3, 7) if rand() < 0.3;

    return \%m;
}


# one string for each meaning

sub canonical
{
    my ($m) = @_;

    my $limit = $m->{limit} || 20;

    return join ';', "offset=" . (($m->{page} || 1) - 1) * $limit,
        "limit=$limit",
        map { my $name = $_; "$name=" . join ',', sort keys %{ $m->{$name} } }
        grep { ref $m->{$_} } sort keys %$m;
}


sub escape
{
    my ($text) = @_;

    # what must be escaped, and at times what need not be

    $text =~ s/([^A-Za-z0-9_.-])/sprintf '%%%02X', ord $1/ge;
    $text =~ s/([a-z])/rand() < 0.05 ? sprintf '%%%02x', ord $1 : $1/ge;
    $text =~ s/%20/rand() < 0.5 ? '+' : '%20'/ge;

    return $text;
}


sub recased
{
    my ($text) = @_;

    return pick($text, uc $text, ucfirst $text, lc $text);
}


sub spelling
{
    my ($m) = @_;

    my @args;

    for my $name (grep { ref $m->{$_} } keys %$m) {
        my $field = $fields{$name};
        my @values = map { $field->{literal} ? $_ : recased($_) }
                     shuffled(keys %{ $m->{$name} });

        push @values, $values[0] if $field->{list} && rand() < 0.2;

        while (@values) {
            my @some = $field->{list}
                ? splice(@values, 0, 1 + int rand @values) : shift @values;

            push @args, pick(@{ $field->{names} }) . '='
                        . join pick(',', '%2C'), map { escape($_) } @some;
        }
    }

    my $limit = $m->{limit} || 20;

    push @args, pick(qw(limit count per_page)) . "=$limit"
        if $m->{limit} || rand() < 0.3;

    if (my $page = $m->{page}) {
        push @args, rand() < 0.5 ? "page=$page"
                  : pick(qw(offset skip)) . '=' . ($page - 1) * $limit;

    } elsif (rand() < 0.3) {
        push @args, pick('page=1', 'offset=0');
    }

    push @args, 'level=' if rand() < 0.1 && !$m->{level};
    push @args, pick('utm_source=x', 'fbclid=' . int rand 1000, 'x')
        if rand() < 0.2;

    return join '&', shuffled(@args);
}


my (%meaning_of, %written, %bytes, @wrong);
my @views = ('.json', '.html', '', '.rss', '.csv');

sub tag
{
    my ($query) = @_;

    my $view = $views[$_[1]];
    my $r = $client->request('GET', "/jobs$view?$query")
        or die "no answer to $query\n";
    my $tag = $r->header('ETag') || $r->status;

    push @wrong, "other bytes: $view?$query and $view?$written{$tag}"
        if ($bytes{$tag} ||= md5($r->body)) ne md5($r->body);

    $written{$tag} ||= $query;

    return $tag;
}


for my $i (1 .. $pairs) {
    my $m = meaning();
    my @spellings = map { spelling($m) } 1, 2;
    my $view = $i % @views;
    my @tags = map { tag($_, $view) } @spellings;
    my $is = canonical($m) . " $views[$view]";

    push @wrong, "two tags: $spellings[0] and $spellings[1]"
        if $tags[0] ne $tags[1];

    push @wrong, "no tag: $spellings[0] ($tags[0])" if $tags[0] !~ /\A"/;

    push @wrong, "one tag: $spellings[0] and $written{$tags[0]}"
        if ($meaning_of{$tags[0]} ||= $is) ne $is;

    last if @wrong > 10;
}

is(join("\n", @wrong), '', "$pairs pairs of spellings, seed " . SEED);
cmp_ok(scalar keys %meaning_of, '>', $pairs * 0.5, 'many meanings in all');


# what else makes answers differ

my %tags;

for my $uri ('/jobs', '/jobs.html', '/jobs.json', '/jobs.json?strict=1',
             '/jobs/greenhouse:acme:1', '/jobs/greenhouse:acme:1.json',
             '/jobs/greenhouse:acme:1.html', '/jobs/greenhouse:acme:2')
{
    my $tag = $client->request('GET', $uri)->header('ETag');

    is($tags{$tag}, undef, "a tag of its own: $uri");
    $tags{$tag} = $uri;
}

isnt($n->get('/jobs.json', Host => 'one.example')->header('ETag'),
     $n->get('/jobs.json', Host => 'two.example')->header('ETag'),
     'another host has another tag where there is no jobs_base_url');


# locations: the same settings, the same tag; others, others

$n = nginx(snapshot => snapshot(), server => <<'EOT');
    location ^~ /jobs { jobs; jobs_base_url https://board.example/jobs; }
    location = /a { jobs json; jobs_base_url https://board.example/jobs; }
    location = /level { jobs json; jobs_base_url https://board.example/jobs;
        jobs_filter level $arg_which; }
    location = /limit { jobs json; jobs_base_url https://board.example/jobs;
        jobs_limit 5; }
    location = /args { jobs json; jobs_base_url https://board.example/jobs;
        jobs_args off; }
EOT

is($n->get('/jobs.json', Host => 'one.example')->header('ETag'),
   $n->get('/jobs.json', Host => 'two.example')->header('ETag'),
   'the host does not matter where there is a jobs_base_url');

%tags = ();

for my $uri (qw(/jobs.json /a /level /level?which=senior /level?which=junior
                /limit /args))
{
    my $tag = $n->get($uri)->header('ETag');

    is($tags{$tag}, undef, "a tag of its own: $uri");
    $tags{$tag} = $uri;
}

is($n->get('/args?level=senior')->header('ETag'),
   $n->get('/args')->header('ETag'), 'an argument that is not honoured');
is($n->get('/level?which=SENIOR')->header('ETag'),
   $n->get('/level?which=senior')->header('ETag'),
   'a pinned value in another spelling');


# conditional requests

my $r = $n->get('/jobs.json');
my $etag = $r->header('ETag');
my $modified = $r->header('Last-Modified');

like($etag, qr/\A"[0-9a-f]{48}"\z/, 'the tag is strong');
ok($modified, 'there is Last-Modified');

(my $gzip = $etag) =~ s/"\z/-gz"/;

for my $case ([ $etag, 304 ], [ "W/$etag", 304 ], [ $gzip, 304 ],
              [ qq("x", $etag), 304 ], [ qq(W/"a,b" ,\t$gzip), 304 ],
              [ '"x"', 200 ], [ 'x', 200 ], [ '', 200 ], [ '"', 200 ],
              [ substr($etag, 0, -1), 200 ], [ substr($etag, 0, -2) . '"', 200 ],
              [ uc $etag, $etag =~ /[a-f]/ ? 200 : 304 ])
{
    my ($value, $status) = @$case;

    for my $method (qw(GET HEAD)) {
        is($n->request($method, '/jobs.json', 'If-None-Match' => $value)
             ->status, $status, "$method, If-None-Match: $value");
    }
}

$r = $n->get('/jobs.json', 'If-None-Match' => $etag);
is($r->body, '', '304 has no body');
is($r->header('ETag'), $etag, '304 has the tag');
is($r->header('Cache-Control'),
   $n->get('/jobs.json')->header('Cache-Control'), 'and says how long');
is($r->header('Vary'), 'Accept-Encoding', 'and what it varies with');
is($r->header('Content-Type'), undef, 'and no type');
is($r->header('Access-Control-Allow-Origin'), '*', 'and may be read');
like($r->header('Access-Control-Expose-Headers'), qr/\bETag\b/,
     'with its tag');

is($n->get('/jobs.json', 'If-Modified-Since' => $modified)->status, 304,
   'If-Modified-Since alone');
is($n->get('/jobs.json', 'If-Modified-Since' => $modified,
           'If-None-Match' => '"x"')->status, 200,
   'If-None-Match goes before If-Modified-Since: another tag');
is($n->get('/jobs.json',
           'If-Modified-Since' => 'Mon, 01 Jan 2001 00:00:00 GMT',
           'If-None-Match' => $etag)->status, 304,
   'If-None-Match goes before If-Modified-Since: the tag');
is($n->get('/jobs.json', 'If-Match' => $etag)->status, 200, 'If-Match');
is($n->get('/jobs.json', 'If-Match' => '"x"')->status, 412,
   'If-Match with another tag');
is($n->get('/jobs.json?limit=x', 'If-None-Match' => $etag)->status, 400,
   'a fault is no 304');
is($n->get('/jobs/none:1', 'If-None-Match' => $etag)->status, 404,
   'nor is what is not there');

done_testing();
