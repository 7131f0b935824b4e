# How HTML looks: lang, theme, show and heading, and the language that a client
# prefers.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(rows => rows()), server => <<'EOT');
    location ^~ /jobs { jobs; }
    location ^~ /deaf { jobs; jobs_args category; }
    location = /ssi { ssi on; default_type text/html;
        return 200 '<!--# include virtual="/jobs/no:listing.html" -->'; }
    location = /single { jobs html; }
EOT
my $id = $n->get('/jobs.json')->json->{jobs}[0]{id};


# the language of the board's own words, by its way back to the board

my %words = (
    en => 'All jobs', de => 'Alle Jobs', fr => 'Toutes les offres',
    es => 'Todos los empleos', pt => 'Todas as vagas', nl => 'Alle vacatures',
);

sub speaks
{
    my ($uri, $lang, $name, @headers) = @_;
    my $r = $n->get($uri, @headers);

    like($r->body, qr/\Q$words{$lang}\E/, $name);
    like($r->body, qr/<html lang="$lang">/, "$name, and says so")
        if $r->body =~ /<html/;

    return $r;
}

for my $lang (sort keys %words) {
    speaks("/jobs/$id?lang=$lang", $lang, "lang=$lang");
    speaks("/jobs/$id", $lang, "a client that prefers $lang",
           'Accept-Language' => "xx, $lang;q=0.9, en;q=0.1");
    speaks("/jobs/no:such?lang=$lang", $lang, "an error in $lang");
}

speaks("/jobs?category=sales&lang=PT-br", 'pt', 'with a region, as it comes');
speaks("/jobs/$id.html?lang=nl", 'nl', 'a fragment');
speaks("/jobs/$id?lang=ja", 'en', 'another language is no error');
speaks("/jobs/$id?lang=de", 'de', 'the argument wins',
       'Accept-Language' => 'fr');
speaks("/jobs/$id", 'en', 'what is not wanted at all',
       'Accept-Language' => 'de;q=0, ja');
speaks("/jobs/$id", 'fr', 'the better one', 'Accept-Language'
       => 'de;q=0.4, fr-CA;q=0.8, nl;q=0.7');
speaks("/deaf?category=sales&lang=de", 'en', 'jobs_args without lang');
speaks('/ssi', 'en', 'a subrequest is of its page\'s language, not of the client\'s',
       'Accept-Language' => 'de');


# what is sent says what it depends on

like($n->get("/jobs/$id")->header('Vary'), qr/\bAccept-Language\b/,
     'the client chooses the language');
unlike($n->get("/jobs/$id?lang=de")->header('Vary'), qr/Accept-Language/,
       'the address does');
unlike($n->get('/jobs.json')->header('Vary'), qr/Accept-Language/,
       'JSON has no language');
like($n->get('/jobs/no:such')->header('Vary'), qr/\bAccept-Language\b/,
     'an error has');

my $tag = sub { $n->get(@_)->header('ETag') };

is($tag->("/jobs/$id?lang=de-AT"),
   $tag->("/jobs/$id", 'Accept-Language' => 'de'), 'one language, one tag');
is($tag->('/jobs.html?lang=ja'), $tag->('/jobs.html?lang=en'),
   'what is English is English');
isnt($tag->("/jobs/$id?lang=de"), $tag->("/jobs/$id"), 'two have two');
isnt($tag->('/jobs.html?theme=dark'), $tag->('/jobs.html'), 'so has a theme');
isnt($tag->('/jobs.html?heading=4'), $tag->('/jobs.html'), 'and a heading');
isnt($tag->('/jobs.html?show=list'), $tag->('/jobs.html'), 'and the parts');
is($tag->('/jobs.html?show=paging,list'), $tag->('/jobs.html?show=list,paging'),
   'in any order');
is($tag->('/jobs.json?lang=de&theme=dark&show=list&heading=3'),
   $tag->('/jobs.json'), 'JSON has no look');


# what cannot be is refused

for ([ 'lang=d', 'lang' ], [ 'lang=de..at', 'lang' ], [ 'lang=1e', 'lang' ],
     [ 'theme=pink', 'theme' ], [ 'show=list,hedline', 'show' ],
     [ 'heading=1', 'heading' ], [ 'heading=7', 'heading' ],
     [ 'theme=dark&theme=light', 'theme' ], [ 'partner=a%20b', 'partner' ],
     [ 'partner=' . 'x' x 65, 'partner' ])
{
    my ($args, $name) = @$_;
    my $r = $n->get("/jobs.json?$args");

    is($r->status, 400, "a list with $args") or next;
    is($r->json->{errors}[0]{parameter}, $name, "which is $name");
}

for my $args ('lang=d', 'theme=pink', 'show=x', 'heading=9') {
    my $r = $n->get("/jobs/$id?$args");
    my ($name, $value) = split /=/, $args;

    is($r->status, 400, "a listing with $args");
    like($r->body, qr/<q[^>]*>\Q$value\E<\/q> of <code>$name<\/code>/,
         'and why');
}

is($n->get("/jobs/$id?theme=pink&category=none")->status, 400,
   'beside what a listing does not look at');


# it stays with the visitor

my ($next) = $n->get('/jobs.html?limit=2&lang=de&theme=dark&show=list,paging')
               ->body =~ /rel="next" href="([^"]+)"/;

like($next, qr/\blang=de\b/, 'the next page keeps the language');
like($next, qr/\btheme=dark\b/, 'and the theme');
like($next, qr/\bshow=list,paging\b/, 'and the parts');

done_testing();
