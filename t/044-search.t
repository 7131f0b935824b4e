# Full-text search: what people type finds what they mean.

use strict;
use warnings;
use utf8;

use Encode ();
use Test::More;
use Jobs::Test;

binmode $_, ':utf8' for Test::More->builder->output,
                        Test::More->builder->failure_output;

my $number = 0;

sub listing
{
    my ($title, %field) = @_;

    $number++;

    return row(id => "t:$number", title => $title, language => 'en', %field);
}


my $n = nginx(
    server => 'location ^~ /jobs { jobs; }',
    snapshot => snapshot(rows => [
        listing('Engineers for bridges'),                               #  1
        listing('Engineers für Brücken', language => 'de'),             #  2
        listing('Engineers of unknown tongue', language => undef),      #  3
        listing('Head of Engineering', language => 'en-GB'),            #  4
        listing('Designer', excerpt => 'A design that counts.'),        #  5
        listing('Design Lead', language => 'de'),                       #  6
        listing('C++ Developer', tags => [ 'C++17', 'Qt' ]),            #  7
        listing('C# Developer', tags => [ '.NET' ]),                    #  8
        listing('C Developer'),                                         #  9
        listing('Controller', excerpt => 'Plans net income.'),          # 10
        listing('Frontend', tags => [ 'Node.js', 'Socket.io' ]),        # 11
        listing('NodeJS wizard', language => 'fr'),                     # 12
        listing('ASP.NET Core developer', language => undef),           # 13
        listing('R Programmer', excerpt => 'R, Stata.'),                # 14
        listing('Café Manager', location => 'Zürich'),                  # 15
        listing('Cafe Cook', location => 'Zurich'),                     # 16
        listing('Clerk', company => 'Engineers United',                 # 17
                location => 'Engineering Way, Bath'),
        listing('Dotnet Lead', language => 'es'),                       # 18
        listing('Clerk', tags => [ 'C++20' ], language => undef),       # 19
    ]),
);


sub search
{
    my ($query, $argument) = @_;

    my $text = Encode::encode('UTF-8', $query);

    $text =~ s/([^A-Za-z0-9._~-])/sprintf '%%%02X', ord $1/ge;

    return $n->get('/jobs.json?limit=100&' . ($argument || 'q') . "=$text");
}


sub finds
{
    my ($query, $want, $name, $argument) = @_;

    is(join(' ', sort { $a <=> $b } split / /,
            numbers(search($query, $argument))),
       $want, "$name: $query");

    return;
}


# stems, where the language is English

finds('engineering', '1 4 17', 'a word finds its other forms in English');
finds('engineers', '1 2 3 4 17', 'elsewhere itself alone');
finds('ENGINEER', '1 4', 'the singular finds the plural');
finds('designing', '5', 'the word may be its own stem');
finds('design', '5 6', 'and is found in any language as it stands');
finds('engineering bridge', '1', 'two words of which neither is there');
finds('plan incomes', '10', 'in the excerpt');
finds('frontends nodejs', '11', 'beside a spelling');

finds('-engineering', '2 3 5 6 7 8 9 10 11 12 13 14 15 16 18 19',
      'an exclusion leaves out what the word would find');
finds('engineers -engineering', '2 3', 'beside a word');
finds('clerk -engineering', '19', 'in the place');
finds('cook or engineering', '1 4 16 17', 'or');
finds('plumber or gardener', '', 'or, of two that are nowhere');

finds('engineering', '1 4', 'the title has its stems', 'title');
finds('incomes', '', 'and none of the excerpt\'s', 'title');
finds('nodejs', '12', 'its spellings are its own', 'title');
finds('dotnet', '13 18', 'and it has some', 'title');
finds('engineering', '17', 'a place is a name', 'location');
finds('engineers', '', 'without other forms', 'location');


# names

finds('C++', '7 19', 'C++ is one word, whatever its year');
finds('c++17', '7', 'which can be asked for');
finds('C#', '8', 'C# is another');
finds('C', '9', 'and C a third');
finds('.NET', '8 13 18', '.NET is not net');
finds('dotnet', '8 13 18', 'but the same as');
finds('-.NET C#', '', 'it can be left out');
finds('net', '8 10 13', 'net is net');
finds('net income', '10', 'and income is income');
finds('ASP.NET', '13', 'ASP.NET');
finds('aspnet', '13', 'without its dot');
finds('Node.js', '11 12', 'Node.js under both spellings');
finds('nodejs', '11 12', 'asked for by the other one');
finds('NODE.JS', '11 12', 'in capitals');
finds('socketio', '11', 'a dot that is not written');
finds('(Node.js),', '11 12', 'with signs around it');
finds('R', '14', 'a word of one letter');
finds('r programmers', '14', 'and more');


# diacritics, both ways

finds('cafe', '15 16', 'without a mark it finds the one with');
finds('café', '15 16', 'and with it the one without');
finds("cafe\x{301}", '15 16', 'a mark by itself');
finds('ZÜRICH', '15 16', 'the same in a place', 'location');
finds('zurich', '15 16', 'and back', 'location');


# phrases and prefixes

finds('"head of engineering"', '4', 'a phrase');
finds('"head of engineers"', '', 'is taken as it stands');
finds('"of head"', '', 'in its order');
finds('"engineers"', '1 2 3 17', 'a quoted word too');
finds('"c++ developer"', '7', 'a sign in a phrase');
finds('-"head of engineering" engineering', '1 17', 'an excluded phrase');

for my $length (2 .. length 'engineering') {
    my $prefix = substr 'engineering', 0, $length;

    finds("$prefix*", $length <= 8 ? '1 2 3 4 17' : '4 17',
          'somebody is typing');
}

finds('engineerings*', '', 'beyond the word there is nothing');
finds('e*', '', 'one letter is a word');
finds('engi* brid*', '1', 'two prefixes');
finds('engi* -brid*', '2 3 4 17', 'one of them excluded');
finds('node.js*', '11', 'a prefix behind a dot');


# relevance

my ($first) = search('engineering')->ids;

is($first, 't:4', 'the word itself in the title ranks before its stem');


# any input

for my $text ('"', '""', '"""', '" "', '"a', 'a"', 'a"b"c', '\'', "a'b",
              'NEAR', 'NEAR(a b)', 'NEAR/2', 'a NEAR b', 'AND', 'OR', 'NOT',
              'a AND', 'NOT a', 'a AND NOT b', 'AND AND AND', 'or or or',
              'title:engineers', ':', 'a:b', '{title} : a', '- {title} : a',
              '{', '}', '(', ')', '((((', '^', '^engineers', '*', '**', 'a**',
              'a* b*', '*a', '-', '--', '- a', '-*', '-"', '+', '#', '.', '..',
              '.net*', '-.net*', '...net', '.js', 'a.', '.a', '%', '_', '\\',
              ';', '--; DROP TABLE listings', '/* */', '?1', "\x{1F600}",
              "\x{1F469}\x{200D}\x{1F4BB} engineer", 'مهندس', 'מהנדס -עוזר',
              "\x{202E}engineers\x{202C}", "\x{FEFF}a", "\x{301}", '工程师',
              'инженер*', "\x{FF23}++", "\x{2028}", "\x{AD}", 'İ', 'ß',
              'x' x 1000, 'é' x 300, '"' x 600, '-' x 600, '. ' x 300)
{
    my $response = search($text);

    is($response->status, 200, 'answered: ' . substr $text, 0, 40)
        or diag($response->body);
}

for my $text ('a ' x 9, 'a-' x 40, '-a ' x 9, "\x01", "a\x1F", "\x7F", "\x00")
{
    is(search($text)->status, 400,
       'refused: ' . join ' ', map { sprintf '%02X', ord }
                               split //, substr $text, 0, 6);
}

is(search('x' x 2100)->status, 400, '2 KB are too long');


done_testing();
