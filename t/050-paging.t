# Page after page yields every listing once, in a total order.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

# many ties: equal titles, companies, dates and salaries

my @rows = map {
    row(id => sprintf('t:%03d', ($_ * 37) % 137),
        title => 'Title ' . ($_ % 3), company => 'Company ' . ($_ % 4),
        $_ % 5 ? (posted_at => "2026-08-0" . (1 + $_ % 5) . 'T00:00:00Z')
               : (),
        $_ % 2 ? (salary_min => 50000 + 10000 * ($_ % 4),
                  salary_max => 90000 + 10000 * ($_ % 4),
                  salary_currency => 'USD', salary_period => 'year')
               : ())
} 1 .. 137;

my $n = nginx(snapshot => snapshot(rows => \@rows),
              server => 'location ^~ /jobs { jobs; }');
my $all = join ' ', sort map { $_->{id} } @rows;
my %order;

for my $sort (qw(recent -recent salary -salary company -company title -title))
{
    for my $by (qw(offset page next)) {
        my @ids;
        my $at = 0;
        my $uri = "/jobs.json?sort=$sort&limit=10";

        while ($at < 20) {
            my $r = $n->get($by eq 'offset' ? "$uri&offset=" . 10 * $at
                            : $by eq 'page' ? "$uri&page=" . ($at + 1)
                            : $uri);

            last if $r->status != 200;
            push @ids, $r->ids;
            is($r->json->{count}, scalar $r->ids,
               'count is the number of listings')
                if $at == 13;
            $at++;

            if ($by eq 'next') {
                $uri = $r->json->{links}{next};
                last if !defined $uri;

            } else {
                last if !$r->ids;
            }
        }

        is(join(' ', sort @ids), $all, "every listing once: $sort by $by");

        my $order = join ' ', @ids;

        $order{$sort} = $order if !defined $order{$sort};
        is($order, $order{$sort}, "in the same order: $sort by $by");
    }

    my $whole = join ' ', map {
        $n->get("/jobs.json?sort=$sort&limit=100&offset=" . 100 * $_)->ids
    } 0, 1;

    is($whole, $order{$sort}, "and with any page size: $sort");
}

# the order is what it says

my %row = map { $_->{id} => $_ } @rows;

sub ascending
{
    my ($sort, $key, $name) = @_;

    my @keys = map { $key->($row{$_}) } split / /, $order{$sort};

    is(join(' ', @keys), join(' ', sort @keys), $name);

    return;
}

ascending('company', sub { $_[0]{company} =~ s/ /_/r }, 'company goes up');
ascending('title', sub { $_[0]{title} =~ s/ /_/r }, 'title goes up');
for my $field (qw(company title)) {
    my @keys = map { $row{$_}{$field} } split / /, $order{"-$field"};

    is(join('|', @keys), join('|', reverse sort @keys),
       "-$field goes down");
}

ascending('recent', sub {
    my $t = $_[0]{posted_at};

    return defined $t ? 'a' . (9 - substr $t, 9, 1) : 'b';
}, 'recent goes down, no date is last');
ascending('salary', sub {
    my $s = $_[0]{salary_min};

    return defined $s ? 'a' . (1000000 - $s) : 'b';
}, 'the highest salary is first, none is last');
ascending('-salary', sub {
    my $s = $_[0]{salary_min};

    return defined $s ? 'a' . (1000000 + $s) : 'b';
}, 'reversed the lowest is first, and none still last');

is($n->get('/jobs.json?limit=137&sort=recent')->json->{sort}, 'recent',
   'the answer names its order');
is($n->get('/jobs.json?order=-company')->json->{sort}, '-company',
   'the reverse of it too');
is($n->get('/jobs.json?orderby=title')->json->{sort}, 'title', 'by an alias');
is($n->get('/jobs.json?q=title')->json->{sort}, 'relevance',
   'with q the default is relevance');
is($n->get('/jobs.json?q=title&sort=recent')->json->{sort}, 'recent',
   'unless an order is asked for');

{
    my @ids = map { $n->get("/jobs.json?q=title&limit=50&offset=$_")->ids }
              0, 50, 100;

    is(join(' ', sort @ids), $all, 'every listing once by relevance');
}


# limits

sub json { return $n->get("/jobs.json?$_[0]")->json }

is(json('')->{limit}, 20, 'a page has 20 listings');
is(json('')->{count}, 20, 'and really has them');
is(json('limit=100')->{count}, 100, 'at most 100');

my $answer = json('limit=1000');

is($answer->{limit}, 100, 'above the maximum the answer says the maximum');
is($answer->{count}, 100, 'and has as many');

$answer = json('limit=0');
is($answer->{total}, 137, 'limit=0 gives the total');
is_deeply($answer->{jobs}, [], 'and no listing');
is($answer->{limit}, 0, 'and says so');

$answer = json('offset=137');
is($answer->{count}, 0, 'behind the end there is nothing');
is($answer->{total}, 137, 'but the total is what it is');
is_deeply($answer->{jobs}, [], 'and the list is a list');
is($answer->{links}{next}, undef, 'nothing is next');

is(json('offset=99999999999')->{count}, 0, 'far behind the end too');
is(json('page=99999999')->{count}, 0, 'and by page');
is(json('offset=130')->{count}, 7, 'the last page is shorter');
is(json('page=2&limit=30')->{offset}, 30, 'a page is an offset');

for my $alias (qw(count per_page)) {
    is(json("$alias=3")->{count}, 3, "$alias is limit");
}

is(json('skip=5')->{offset}, 5, 'skip is offset');

$answer = json('limit=10&offset=20');
is($n->get($answer->{links}{prev})->json->{offset}, 10,
   'prev leads one page back');
is(json('limit=10')->{links}{prev}, undef, 'the first page has none');

$answer = json('limit=10&company=Company+1&sort=title');
like($answer->{links}{next}, qr/company=company(?:-|%20|\+)1/i,
     'links keep the filters');
is($n->get($answer->{links}{self})->json->{total}, $answer->{total},
   'self is the same answer');


# the page's own links

my $uri = '/jobs?limit=50';
my ($pages, @seen) = (0);

while (defined $uri && $pages++ < 10) {
    my $body = $n->get($uri)->body;

    push @seen, $body =~ m{href="/jobs/(t:\d+)"}g;

    my ($tag) = $body =~ m{(<a\b[^>]*\brel="[^"]*next[^"]*"[^>]*>)};

    last if !defined $tag;
    ($uri) = $tag =~ /href="([^"]*)"/;
    $uri =~ s/&amp;/&/g;
    $uri = "/jobs$uri" if $uri =~ /\A\?/;
}

my %unique = map { $_ => 1 } @seen;

is(join(' ', sort keys %unique), $all,
   'following the links of the page one sees every listing');

done_testing();
