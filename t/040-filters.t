# Each filter finds what it should.

use strict;
use warnings;
use utf8;

use Encode ();
use Test::More;
use Jobs::Test;

binmode $_, ':utf8' for Test::More->builder->output,
                        Test::More->builder->failure_output;

my $n = nginx(snapshot => snapshot(),
              server => 'location ^~ /jobs { jobs; }');


sub escape
{
    my ($text) = @_;

    $text = Encode::encode('UTF-8', $text);
    $text =~ s/([^A-Za-z0-9=&._~-])/sprintf '%%%02X', ord $1/ge;

    return $text;
}


sub finds
{
    my ($query, $numbers, $name) = @_;

    is(numbers($n->get('/jobs.json?' . escape($query))), $numbers,
       "$name: $query");

    return;
}


my $all = '1 2 3 4 5 6 7 8';

finds('', $all, 'no filter');

finds('category=backend', '1 2 7', 'a category');
finds('category=BackEnd', '1 2 7', 'matching ignores case');
finds('category=backend,sales', '1 2 4 7', 'a comma list is OR');
finds('category=backend&category=sales', '1 2 4 7', 'repetition is OR');
finds('category=backend,backend', '1 2 7', 'a value twice is once');
finds('category=-backend', '3 4 5 6 8', 'a leading - excludes');
finds('category=-backend,-sales', '3 5 6 8', 'two exclusions');
finds('category=backend&level=-junior', '1 7', 'exclusion beside another');
finds('category=nosuch', '', 'a value that no listing has');
finds('category=backend,nosuch', '1 2 7', 'OR with such a value');
finds('category=-nosuch', $all, 'exclusion of such a value');
finds('category=', $all, 'an empty value is an absent argument');
finds('category=,', $all, 'and so is a lone comma');
finds('category= backend ', '1 2 7', 'blanks around a value do not count');
finds('category=data-science', '3', 'a slug of two words');
finds('industry=backend', '1 2 7', 'an alias');
finds('industry=backend&category=sales', '1 2 4 7',
      'an alias and the name are one argument');

finds('company=acme', '1 2', 'a company by slug');
finds('company=Blue Ocean', '3 4', 'a company by label');
finds('company=blue-ocean', '3 4', 'the same by slug');
finds('company="Blue Ocean"', '3 4', 'a quoted value');
is(numbers($n->get('/jobs.json?company=Dot+%26+Sons')), '7 8',
   'a company whose name holds an ampersand');
is(numbers($n->get('/jobs.json?company=Blue+Ocean')), '3 4',
   'plus is a space');
finds('company=Café Zürich', '5 6', 'a name with accents');
finds('company=CAFÉ ZÜRICH', '5 6', 'a name with accents in capitals');
finds('company=acme,Blue Ocean', '1 2 3 4', 'two companies');
finds('company_name=acme', '1 2', 'an alias of company');

finds('department=engineering', '1 2', 'a department');

finds('source=Greenhouse', '1 2', 'a source by its first part');
finds('source=greenhouse:acme', '1 2', 'a source in full');
finds('source=Greenhouse:other', '', 'another board of that source');
finds('source=green', '', 'not by a part of a word');
finds('source=manual,lever', '3 4 7 8', 'two sources');
finds('source=-ashby', '1 2 3 4 7 8', 'every source but one');

finds('remote=remote', '1 4', 'remote');
finds('remote=1', '1 4', '1 means remote');
finds('remote=true', '1 4', 'true means remote');
finds('workplace=Remote', '1 4', 'an alias of remote');
finds('remote=hybrid,onsite', '2 3 6 7', 'two workplaces');
finds('remote=-remote', '2 3 5 6 7 8', 'not remote');

finds('type=full_time', '1 2 7', 'a type');
finds('job_type=contract', '3', 'an alias of type');
finds('employment_type=internship,temporary', '5 6', 'another alias');

finds('level=senior,director', '1 7', 'two levels');
finds('seniority=mid', '3', 'an alias of level');
finds('level=-senior', '2 3 4 5 6 7 8', 'every level but one');

finds('tag=linux', '1 2', 'a tag');
finds('tag=C', '2 7', 'C is not C++');
finds('tag=C++', '1 7', 'C++ is not C');
finds('tag=c++', '1 7', 'tags ignore case too');
finds('tag=C,C++', '7', 'tags are ANDed');
finds('tag=C&tag=C++', '7', 'repeated tags are ANDed');
finds('tags=linux&skills=nginx', '1', 'two aliases of tag');
finds('tag_any=C,C++', '1 2 7', 'tag_any is OR');
finds('tag=-C', '1 3 4 5 6 8', 'listings without a tag');
finds('tag=linux,-C', '1', 'one tag and not another');

finds('location=India', '3', 'India is not Indiana');
finds('location=indiana', '4', 'Indiana is not Indianapolis');
finds('location=Austin, TX', '1', 'a place with its comma');
finds('where=zurich', '5', 'a place without its accents');
finds('l=Zürich', '5', 'a place with its accents');
finds('location=York', '7', 'a word of a place');
finds('location=Boston', '7', 'one of several places');
finds('location=Switzerland', '5 6', 'a country as the place words it');
finds('location=Aust', '', 'not the beginning of a word');

finds('q=engineer', '1 2 4', 'a word of the title, or its plural');
finds('q=backend engineer', '1 2', 'words are ANDed');
finds('q=ENGINEER senior', '1', 'in any order, in any case');
finds('q="senior backend"', '1', 'a phrase');
finds('q="backend senior"', '', 'a phrase in the wrong order');
finds('q=engineer -junior', '1 4', 'a word that must not be there');
finds('q=scientist or executive', '3 4', 'or');
finds('q=market*', '6', 'the beginning of a word');
finds('q=nginx', '1', 'a tag');
finds('q=acme', '1 2', 'a company');
finds('q=berlin', '2', 'a place');
finds('q=servers', '1', 'the excerpt');
finds('q=cafe', '5 6', 'accents do not count');
finds('q=nosuchword', '', 'a word that nobody wrote');
finds('search=engineer', '1 2 4', 'an alias of q');
finds('what=engineer', '1 2 4', 'another');
finds('query=engineer', '1 2 4', 'another');
finds('keywords=engineer', '1 2 4', 'another');
finds('q=C++', '1 7', 'C++ is a word');

finds('title=engineer', '1 2', 'a word of the title only');
finds('title=acme', '', 'not of the company');
finds('title=intern, marketing', '6', 'a title with its comma');

finds('language=de', '5', 'a language');
finds('language=en,fr', '1 2 3 4 6', 'two languages');
finds('visa=1', '5', 'visa sponsorship');

finds('category=backend&remote=remote', '1', 'different fields are ANDed');
finds('category=backend&remote=hybrid&level=junior&q=learn', '2',
      'four of them');

finds('nosuch=1', $all, 'an unknown argument is ignored');
finds('utm_source=x&category=backend', '1 2 7', 'beside a known one too');

my $applied = $n->get('/jobs.json?industry=Backend,sales&remote=1')
                ->json->{applied};

is_deeply($applied, { category => [ 'backend', 'sales' ],
                      remote => [ 'remote' ] },
          'the answer says what was applied, canonically');

done_testing();
