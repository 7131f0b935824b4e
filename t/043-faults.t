# A known argument with a value it cannot have is a 400 that names it.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(), server => <<'EOT');
    location ^~ /jobs { jobs; }
    location = /json { jobs json; }
    location = /html { jobs html; }
EOT

my @wrong = (
    [ 'remote', 'mars' ], [ 'workplace', 'mars', 'remote' ],
    [ 'type', 'slavery' ], [ 'job_type', 'x', 'type' ], [ 'level', 'god' ],
    [ 'salary_min', 'lots' ], [ 'salary_min', '-1' ],
    [ 'salary_min', '1e999' ], [ 'salary_min', 'NaN' ],
    [ 'salary_max', '0x10' ], [ 'min_salary', 'x', 'salary_min' ],
    [ 'salary_currency', 'dollar' ], [ 'salary_currency', 'U1D' ],
    [ 'salary_include_unknown', '2' ], [ 'has_salary', 'maybe' ],
    [ 'posted_within', '0' ], [ 'posted_within', '5x' ],
    [ 'posted_within', '-3' ], [ 'days', 'all', 'posted_within' ],
    [ 'posted_after', 'yesterday' ], [ 'posted_after', '2026-13-01' ],
    [ 'visa', 'perhaps' ], [ 'sort', 'fun' ], [ 'order', 'x', 'sort' ],
    [ 'limit', '-1' ], [ 'limit', 'x' ], [ 'limit', '1.5' ],
    [ 'limit', '99999999999999999999' ], [ 'per_page', 'x', 'limit' ],
    [ 'offset', '-1' ], [ 'offset', '1e3' ], [ 'skip', 'x', 'offset' ],
    [ 'page', '0' ], [ 'page', '-1' ], [ 'page', 'two' ],
    [ 'strict', 'very' ],
);

for my $case (@wrong) {
    my ($name, $value, $parameter) = @$case;

    $parameter = $name if !defined $parameter;

    my $r = $n->get("/jobs.json?$name=$value");

    is($r->status, 400, "$name=$value is a 400");
    is($r->type, 'application/problem+json', "$name=$value is a problem");

    my $error = eval { $r->json->{errors}[0] } || {};

    is($error->{parameter}, $parameter, "$name=$value names the argument");
    is($error->{value}, $value, "$name=$value repeats the value");
    like($error->{reason} || '', qr/\w+ \w+/, "$name=$value has a reason");
}

my $problem = $n->get('/jobs.json?limit=x')->json;

is($problem->{status}, 400, 'a problem tells its status');
ok(length $problem->{title}, 'and has a title');

for my $uri (qw(/jobs /jobs.html /html)) {
    my $r = $n->get("$uri?remote=mars");

    is($r->status, 400, "$uri: HTML asks get a 400 too");
    is($r->type, 'text/html', "$uri: in HTML");
    like($r->body, qr/mars/, "$uri: with the value");
    like($r->body, qr/hybrid/, "$uri: and the rule");
}

my $r = $n->get('/jobs?remote=%3Cscript%3Ealert(1)%3C/script%3E');

unlike($r->body, qr/<script/, 'the value is shown as text');
is($n->get('/json?remote=mars')->type, 'application/problem+json',
   'a single view answers in its own kind');


# strict

$r = $n->get('/jobs.json?nosuch=1&strict=1');
is($r->status, 400, 'with strict=1 an unknown argument is an error');
is($r->json->{errors}[0]{parameter}, 'nosuch', 'which names it');
is($n->get('/jobs.json?strict=1&category=backend')->status, 200,
   'with strict=1 known arguments are fine');
is($n->get('/jobs.json?strict=1&industry=backend')->status, 200,
   'and aliases are known');
is($n->get('/jobs.json?strict=0&nosuch=1')->status, 200,
   'strict=0 is not strict');


# what is not an argument string

for my $bad ('q=%', 'q=%4', 'q=%zz', 'q=%00', 'q=a%0ab', 'q=%ff',
             'q=%c3%28', 'q=%ed%a0%80', 'q=%f4%90%80%80', 'q=%c0%af',
             '%00=1', '%ff=1')
{
    is($n->get("/jobs.json?$bad")->status, 400, "$bad is a 400");
}

is($n->get('/jobs.json?' . join('&', map { "a$_=1" } 1 .. 64))->status, 200,
   '64 arguments are enough');
is($n->get('/jobs.json?' . join('&', map { "a$_=1" } 1 .. 65))->status, 400,
   '65 are not');
is($n->get('/jobs.json?' . '&' x 500 . 'limit=1')->json->{count}, 1,
   'empty arguments are absent ones');
is($n->get('/jobs.json?' . join('&', map { "limit=" } 1 .. 200))->status, 200,
   'and so are arguments with empty values');

done_testing();
