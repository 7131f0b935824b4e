# jobs_filter: a visitor can narrow it and never widen it.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(), server => <<'EOT');
    location ^~ /jobs { jobs; jobs_filter remote remote; }

    location = /two {
        jobs json;
        jobs_filter category backend;
        jobs_filter remote remote,hybrid;
    }

    location = /not { jobs json; jobs_filter category -backend; }

    location = /variable {
        jobs json;
        jobs_filter company $arg_who;
    }

    location = /choice {
        jobs json;
        jobs_filter remote $arg_mode;
    }

    location = /amount {
        jobs json;
        jobs_filter salary_min $arg_least;
    }

    location = /words {
        jobs json;
        jobs_filter q $arg_words;
    }

    location = /alias { jobs json; jobs_filter seniority senior; }

    location = /header { jobs json; jobs_filter company $http_x_company; }

    location /detail/ { jobs detail; jobs_filter remote remote; }
EOT


sub finds
{
    my ($uri, $numbers, $name) = @_;

    is(numbers($n->get($uri)), $numbers, "$name: $uri");

    return;
}


finds('/jobs.json', '1 4', 'a pinned filter holds without arguments');
finds('/jobs.json?category=backend', '1', 'a visitor narrows it');
finds('/jobs.json?remote=onsite', '', 'asking for something else gives none');
finds('/jobs.json?remote=hybrid,remote', '1 4', 'asking for more gives no more');
finds('/jobs.json?remote=-remote', '', 'nor does excluding it');
finds('/jobs.json?remote=', '1 4', 'nor does an empty argument');
finds('/jobs.json?workplace=hybrid', '', 'nor does an alias');
finds('/jobs.json?q=engineer', '1 4', 'a search stays inside');
finds('/jobs.json?q=junior+or+senior', '1', 'with any grammar');

is($n->get('/jobs/greenhouse:acme:1')->status, 200,
   'a listing inside has its page');
is($n->get('/jobs/greenhouse:acme:2')->status, 404,
   'a listing outside is not there');
is($n->get('/jobs/greenhouse:acme:2.json')->status, 404, 'in no format');
is($n->get('/jobs/greenhouse:acme:2/apply')->status, 404,
   'nor can one apply to it');
is($n->get('/detail/greenhouse:acme:1')->status, 200,
   'a single view: inside');
is($n->get('/detail/greenhouse:acme:2')->status, 404,
   'a single view: outside');

finds('/two', '1 2', 'two pinned filters are ANDed');
finds('/two?level=junior', '2', 'and narrowed');
finds('/two?category=sales', '', 'and not widened');
finds('/not', '3 4 5 6 8', 'an exclusion can be pinned');
finds('/not?category=backend', '', 'and not be lifted');
finds('/alias', '1', 'an alias can be pinned');


# variables

finds('/variable?who=acme', '1 2', 'the value of a variable');
finds('/variable', '1 2 3 4 5 6 7 8', 'an empty one is no filter');
finds('/variable?who=', '1 2 3 4 5 6 7 8', 'and so is an empty argument');
finds('/variable?who=nosuch', '', 'a value that no listing has');
finds('/variable?who=acme&company=blue-ocean', '',
      'a visitor cannot leave it');
finds('/variable?who=acme,blue-ocean', '1 2 3 4',
      'the value follows the rules of the argument');
finds('/choice?mode=hybrid', '2 6', 'a good choice');

# the arguments themselves are refused, whoever would read them

for my $bad ('%00', '%FF', '%', '%0a', 'x' x 3000) {
    my $name = length $bad > 20 ? substr($bad, 0, 20) . '...' : $bad;

    is($n->get("/choice?mode=$bad")->status, 400, "a bad argument: $name");
}

for my $bad ('mars', '%22', 'remote,mars', "'",
             join(',', map { "v$_" } 1 .. 300))
{
    my $name = length $bad > 20 ? substr($bad, 0, 20) . '...' : $bad;

    is(numbers($n->get("/choice?mode=$bad")), '',
       "an invalid value matches nothing: $name");
}

finds('/amount?least=170000', '1', 'an amount');
finds('/amount?least=abc', '', 'no amount matches nothing');
finds('/amount?least=-1', '', 'nor does a negative one');
finds('/amount?least=170000&salary_min=1', '1',
      'a smaller amount of the visitor changes nothing');
finds('/amount?least=1&salary_min=170000', '1', 'a larger one narrows');
finds('/amount?least=170000&salary_include_unknown=1', '1',
      'what is unknown does not come in by an argument');
finds('/amount?least=50000&salary_currency=EUR', '1 3',
      'another currency of the visitor does not change the pinned one');
finds('/words?words=engineer', '1 2 4', 'words');
finds('/words?words=engineer&q=senior', '1', 'and more words');
finds('/words?words=engineer&q=junior+or+chef', '2', 'with or');
finds('/words?words=%22', '', 'no words at all match nothing');

is(numbers($n->get('/header', 'X-Company' => 'acme')), '1 2',
   'a filter by a header');
is(numbers($n->get('/header', 'X-Company' => "ac\xFFme")), '',
   'a header that is not UTF-8 matches nothing');
is(numbers($n->get('/header', 'X-Company' => '$(id)')), '',
   'and so does nonsense');
is($n->get('/choice?mode=mars')->status, 200,
   'an invalid pinned value is no fault of the visitor');


# inheritance

$n = nginx(snapshot => snapshot(),
           http => 'jobs_filter remote remote; jobs_filter level senior;',
           server => <<'EOT');
    location = /inherits { jobs json; }
    location = /replaces { jobs json; jobs_filter category backend; }
    location /outer {
        jobs_filter type contract;
        location = /outer/inner { jobs json; }
        location = /outer/other { jobs json; jobs_filter tag C; }
    }
EOT

finds('/inherits', '1', 'filters are inherited');
finds('/replaces', '1 2 7', 'one at a level replaces all from above');
finds('/outer/inner', '3', 'the nearest level counts');
finds('/outer/other', '2 7', 'and is replaced in turn');

done_testing();
