# Partners: filters that no visitor widens, origins, theme and campaign, and one
# that comes with a new snapshot.

use strict;
use warnings;
use utf8;

use JSON::PP ();
use Test::More;
use Jobs::Test;

my $dir = tempdir();
my $db = "$dir/jobs.db";
my $now = time;

my $listings = <<"EOT";
INSERT INTO categories VALUES ('it', 'Software', NULL),
  ('backend', 'Backend', 'it'), ('frontend', 'Frontend', 'it'),
  ('sales', 'Sales', NULL);
INSERT INTO currencies VALUES ('USD', 1, '2026-01-01'),
  ('EUR', 1.1, '2026-01-01');
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
INSERT INTO listings (number, id, title, company, url, apply_url, category,
    remote, seniority, worldwide, location, source, posted_at, expires_at,
    salary_min, salary_max, salary_currency, salary_period)
  SELECT i, 't:' || i, 'Job ' || i, CASE i % 4 WHEN 0 THEN 'Acme' ELSE 'Beta' END,
    'https://x.example/' || i || '?a=1&b=2', 'https://x.example/' || i || '/apply',
    CASE i % 3 WHEN 0 THEN 'backend' WHEN 1 THEN 'frontend' ELSE 'sales' END,
    CASE WHEN i % 2 = 0 THEN 'remote' ELSE 'onsite' END,
    CASE WHEN i % 5 = 0 THEN 'senior' ELSE 'junior' END, i % 7 = 0,
    CASE WHEN i <= 6 THEN 'Berlin' END, 't', $now - i * 7000,
    CASE WHEN i = 60 THEN $now - 5 END,
    CASE WHEN i % 2 = 0 THEN 50000 + i * 1000 END,
    CASE WHEN i % 2 = 0 THEN 60000 + i * 1000 END,
    CASE WHEN i % 2 = 0 THEN CASE WHEN i % 4 = 0 THEN 'USD' ELSE 'EUR' END END,
    CASE WHEN i % 2 = 0 THEN 'year' END FROM n;
INSERT INTO listing_countries SELECT number, CASE WHEN number % 3 = 0
    THEN 'DE' ELSE 'US' END FROM listings WHERE worldwide = 0;
INSERT INTO listing_tags SELECT number, 1, 'perl' FROM listings
    WHERE number % 2 = 0;
INSERT INTO searches (slug, query, heading) VALUES
  ('sales-jobs', 'category=sales', 'Sales'),
  ('remote-jobs', 'remote=remote', 'Remote'),
  ('software-jobs', 'category=it', 'Software');
EOT

my $partners = <<'EOT';
INSERT INTO partners (id, name, origins, query, theme, campaign) VALUES
  ('acme', 'Acme', 'https://acme.example http://localhost:3000',
   'category=backend', 'dark', 'utm_source=acme&utm_medium=jobs'),
  ('Acme', 'The other one', NULL, 'category=sales', NULL, NULL),
  ('plain', 'Plain', NULL, NULL, NULL, NULL),
  ('paid', 'Paid', NULL,
   'salary_min=80000&salary_currency=USD&has_salary=1', NULL, NULL),
  ('german', 'German', NULL, 'country=DE&worldwide=0&q=job&tag=perl', NULL,
   NULL),
  ('none', 'None', NULL, 'company=nobody', 'email', 'u=1');
EOT


sub publish
{
    my ($to, $sql) = @_;

    my $rows = "$dir/rows.db";

    unlink $rows;
    spew("$dir/sql", slurp('conf/schema.sql') . $listings . $sql);
    system("sqlite3 -bail $rows < $dir/sql") == 0 or die "sqlite3 failed\n";

    my $said = join ' ', sync_command(), 'publish', '--force', '-o', $to, $rows;

    $said = `$said 2>&1`;
    $? == 0 or die "publish: $said\n";

    return;
}


publish($db, $partners);

spew("$dir/list.html", '{{#jobs}}<a href="{{link_url}}">{{title}}</a>{{/jobs}}');

my $server = <<"EOS" . <<'EOT';
    location = /list { jobs html; jobs_template list $dir/list.html; }
    location ^~ /mine { jobs; jobs_template list $dir/list.html; }
EOS
    location ^~ /jobs { jobs; access_log logs/partner.log partner; }
    location ^~ /abs { jobs; jobs_base_url https://board.example/abs; }
    location ^~ /senior { jobs; jobs_filter level senior; }
    location ^~ /sales { jobs; jobs_filter category sales; }
    location ^~ /deaf { jobs; jobs_args category limit; }
    location ^~ /off { jobs; jobs_cors off; }
    location ^~ /some { jobs;
        jobs_cors https://acme.example https://other.example; }
    location = /one { jobs json; }
    location = /snippet { jobs html; jobs_base_url https://board.example/abs;
        jobs_limit 2; }
    location = /one.html { jobs html; }
    location = /one.rss { jobs rss; }
    location /detail { jobs detail; }
    location = /ssi { ssi on; default_type text/html;
        return 200 '<!--# include virtual="/jobs.html?partner=acme&limit=2" -->'; }
EOT
my $http = "log_format partner '\$jobs_partner|\$request_uri';"
         . " jobs_snapshot $db check=50ms;";

$http =~ s/\\//g;

my $n = nginx(http => $http, server => $server);


sub ids { return map { $_->{id} } @{ $_[0]->json->{jobs} } }

# listings by number, as SQL would choose them

sub those { my ($which) = @_; return grep { $which->($_) && $_ != 60 } 1 .. 60 }

my @backend = map { "t:$_" } those(sub { $_[0] % 3 == 0 });
my %backend = map { $_ => 1 } @backend;


# the filters of a partner

my $r = $n->get('/jobs.json?partner=acme&limit=100');

is($r->status, 200, 'a partner');
is($r->json->{total}, scalar @backend, 'has the listings of its filters');
is_deeply([ sort(ids($r)) ], [ sort @backend ], 'those and no other');
is_deeply($r->json->{applied}, { category => ['backend'] },
          'as the answer says, like those of the operator');
unlike($n->get('/jobs.html?partner=acme')->body, qr/jobs-chip/,
       'which no visitor takes away');
is($n->get('/jobs.json?partner=plain')->json->{total}, 59,
   'a partner without filters has all');
is($n->get('/jobs.json?partner=Acme')->json->{total},
   scalar those(sub { $_[0] % 3 == 2 }), 'ids are told apart by case');
is($n->get('/jobs.json?partner=none')->json->{total}, 0,
   'filters that match nothing');
is($n->get('/jobs.json?partner=paid')->json->{total},
   scalar those(sub { $_[0] % 4 == 0 && 60000 + $_[0] * 1000 >= 80000 }),
   'amounts in the currency of the partner');
is($n->get('/jobs.json?partner=german')->json->{total},
   scalar those(sub { $_[0] % 6 == 0 && $_[0] % 7 }), 'several of them');

is($n->get('/senior.json?partner=acme')->json->{total},
   scalar those(sub { $_[0] % 15 == 0 }), 'beside what the operator pinned');
is($n->get('/sales.json?partner=acme')->json->{total}, 0,
   'of one field: both, not either');
is($n->get('/deaf.json?partner=acme')->json->{total}, 59,
   'jobs_args without partner');
is($n->get('/deaf.json?partner=no%20id')->status, 200, 'which is not looked at');

# each format, and what is counted

for my $format (qw(html rss atom feed.json csv indeed.xml)) {
    my $body = $n->get("/jobs.$format?partner=acme&limit=100")->body;
    my %seen = map { ("t:$_" => 1) } $body =~ /\bt:(\d+)\b/g;

    is_deeply([ sort keys %seen ], [ sort @backend ], "as $format");
}

$r = $n->get('/jobs/facets?partner=acme')->json;
is_deeply([ map { "$_->{value}=$_->{count}" }
            @{ $r->{facets}{category} } ],
          [ 'backend=' . @backend, 'it=' . @backend ],
          'facets are the partner\'s, also on a field of its own');
is($n->get('/jobs/facets?partner=acme&category=sales')->json->{facets}{category}[0]{count},
   scalar @backend, 'a multi-select shows no more');
is($n->get('/jobs/stats?partner=acme')->json->{total}, scalar @backend,
   'statistics');


# a visitor cannot widen them

my $cursor = $n->get('/jobs.json?limit=1')->json->{links}{next};
my $all = join ',', qw(backend frontend sales it);

$cursor =~ s/.*cursor=//;

for my $args ('category=sales', "category=$all", 'category=-backend',
              'industry=sales', "category=$all&category=backend",
              'department=it', 'q=job', 'q=job+or+sales', 'q=-backend',
              'q="', 'title=job', 'company=acme,beta', 'company=-nobody',
              'source=t', 'location=Berlin', 'where=Berlin', 'l=Berlin',
              'country=US', 'country=-DE', 'region=europe', 'worldwide=1',
              'worldwide=0', 'remote=1', 'remote=remote,onsite,hybrid',
              'type=-other', 'level=senior,junior', 'tag=perl', 'tag=-perl',
              'tag_any=perl,c', 'salary_min=0', 'salary_max=999999999',
              'salary_include_unknown=1',
              'salary_min=0&salary_include_unknown=1',
              'salary_currency=EUR&salary_min=1', 'has_salary=0',
              'has_salary=1', 'posted_within=3650', 'posted_after=1970-01-01',
              'since=1970-01-01', 'language=-en', 'visa=0', 'sort=-recent',
              'sort=title', 'offset=3', 'page=2', "cursor=$cursor",
              'limit=100&offset=0', 'facets=category', 'stats=salary',
              'strict=0', 'query=sales', 'search=sales', 'theme=light',
              'show=list', 'partner=acme', 'name=Acme&origins=*&campaign=x',
              'category=' . join('&category=', ('sales') x 40))
{
    for my $uri ("/jobs.json?limit=100&partner=acme&$args",
                 "/jobs.json?$args&partner=acme",
                 "/jobs.json?partner=&$args&%70artner=%61cme&limit=50")
    {
        $uri =~ s/limit=\d+&?// if $args =~ /limit/;

        my $r = $n->get($uri);

        is($r->status, 200, $uri) or next;
        is_deeply([ grep { !$backend{$_} } ids($r) ], [],
                  'nothing beyond the partner\'s');
        cmp_ok($r->json->{total}, '<=', scalar @backend, 'nor counted');
    }
}

for my $args ('salary_min=1', 'salary_currency=EUR', 'salary_currency=EUR&salary_min=1',
              'salary_include_unknown=1', 'has_salary=0',
              'salary_min=1&salary_include_unknown=1&salary_currency=USD')
{
    my $r = $n->get("/jobs.json?partner=paid&limit=100&$args");
    my @wrong = grep { $_->{salary_currency} ne 'USD' || $_->{salary_max} < 80000 }
                @{ $r->json->{jobs} };

    is(scalar @wrong, 0, "neither does $args");
}

is($n->get('/jobs.json?partner=german&worldwide=1&limit=100')->json->{total},
   scalar those(sub { $_[0] % 6 == 0 && $_[0] % 7 }), 'nor worldwide=1');

# many values: an error, never fewer of the partner's filters

$r = $n->get('/jobs.json?partner=acme&tag_any=' . join ',', map { "a$_" } 1 .. 128);
is($r->status, 400, 'too many values');

# named searches

$r = $n->get('/jobs/software-jobs?partner=acme');
is($r->status, 200, 'a named search');
like($r->body, qr/<(strong|b|span)[^>]*>?.*\b${\ scalar @backend }\b/,
     'has the partner\'s alone');
unlike($r->body, qr/\/jobs\/t:(?:1|2|4|5)\b/, 'and no other listing');
like($r->body, qr/name="robots" content="noindex"/, 'it is no page for a search engine');
unlike($n->get('/jobs/software-jobs')->body, qr/name="robots"/,
       'without a partner it is');
is(scalar(() = $n->get('/jobs/sales-jobs?partner=acme')->body =~ /jobs-item/g), 0,
   'of other listings there is none');

my @related = @{ $n->get('/jobs.json?partner=acme&category=it')->json->{related} };
for my $link (@related) {
    like($link->{url}, qr/\bpartner=acme\b/, "related: $link->{url}");
    (my $uri = $link->{url}) =~ s/^\/jobs\/[^?]*//;
    next if $uri eq '' || $link->{url} !~ /^\/jobs\.json/;
    is($n->get($link->{url})->json->{total}, $link->{count}, 'and as many as it says');
}

for my $link (@{ $n->get('/jobs.json?partner=acme&remote=remote')->json->{related} }) {
    next if $link->{url} !~ /^\/jobs\/remote-jobs\?/;
    is($link->{count}, scalar those(sub { $_[0] % 6 == 0 }), 'a named search is counted so');
}


# one listing, and where one applies

for my $uri ('/jobs/t:3', '/jobs/t:3.json', '/jobs/t:3.html') {
    is($n->get("$uri?partner=acme")->status, 200, "$uri?partner=acme");
    is($n->get("$uri?partner=Acme")->status, 404, 'which is none of another\'s');
    is($n->get("$uri?partner=nobody")->status, 404, 'nor of nobody\'s');
}

is($n->get('/jobs/t:4?partner=acme')->status, 404, 'a listing of others');
is($n->get('/jobs/t:4')->status, 200, 'which is there');
is($n->get('/jobs/t:4/apply?partner=acme')->status, 404, 'nor does one apply');
is($n->get('/jobs/t:4/apply?partner=acme&partner=')->status, 404, 'however it is written');
is($n->get('/jobs/t:60?partner=acme')->status, 410, 'a listing that is gone');
like($n->get('/jobs/t:60.json?partner=acme')->body, qr/\/apply\?partner=acme"/,
     'shows the partner\'s instead');
is($n->get('/detail/t:4?partner=acme')->status, 404, 'a view of its own');
is($n->get('/detail?id=t:4&partner=acme')->status, 404, 'by argument');
is($n->get('/detail?id=t:3&partner=acme')->status, 200, 'and one that is its own');


# an unknown partner, and what is no id

my %errors = ('' => 'html', '.html' => 'html', '.json' => 'json', '.rss' => 'json',
              '.atom' => 'json', '.feed.json' => 'json', '.csv' => 'json',
              '/facets' => 'json', '/stats' => 'json', '/t:3' => 'html',
              '/t:3.json' => 'json', '/t:3.html' => 'html', '/t:3/apply' => 'html',
              '/software-jobs' => 'html');

for my $uri (sort keys %errors) {
    for my $case ([ 'nobody', 404 ], [ 'ACME', 404 ], [ 'acme%20', 200 ],
                  [ 'a.b', 400 ], [ 'acme%2C', 400 ], [ '..%2Facme', 400 ],
                  [ "acme'--", 400 ], [ 'a' x 65, 400 ], [ 'acme,plain', 400 ],
                  [ 'acme&partner=plain', 400 ], [ '%C3%BC', 400 ])
    {
        my ($id, $status) = @$case;
        my $r = $n->get("/jobs$uri?partner=$id");

        $status = 302 if $status == 200 && $uri =~ /apply/;
        is($r->status, $status, "/jobs$uri?partner=$id") or next;
        next if $status < 400;

        if ($errors{$uri} eq 'json') {
            is($r->header('Content-Type'), 'application/problem+json',
               'a problem as JSON');
            is($r->json->{errors}[0]{parameter}, 'partner', 'which is named')
                if $status == 400;

        } else {
            like($r->header('Content-Type'), qr/^text\/html/, 'HTML');
            like($r->body, qr/<code>partner<\/code>/, 'which is named')
                if $status == 400;
        }

        is($r->header('Cache-Control'), 'no-store', 'it is not kept');
        unlike($r->body, qr/jobs-item|"jobs":/, 'and no board');
    }
}

is($n->get('/jobs/sitemap.xml?partner=nobody')->status, 200,
   'a sitemap has no partner');
is($n->get('/jobs/jobs.css?partner=nobody')->status, 200,
   'nor has the stylesheet');
is($n->get('/jobs/?partner=a.b')->status, 301, 'nor a redirect');
is($n->get('/jobs.json?partner=')->json->{total}, 59,
   'an empty argument is absent');


# it stays in the links

$r = $n->get('/jobs.json?partner=acme&limit=5')->json;

like($r->{links}{$_}, qr/\bpartner=acme\b/, "links.$_") for qw(self next html rss);
like($_->{apply_url}, qr/^\/jobs\/t:\d+\/apply\?partner=acme$/, 'apply_url')
    for @{ $r->{jobs} };

my ($uri, $seen) = ($r->{links}{next}, 5);

while ($uri && $seen < 100) {
    my $page = $n->get($uri)->json;

    $seen += $page->{count};
    $uri = $page->{links}{next};
}

is($seen, scalar @backend, 'paging walks through the partner\'s');

my $page = $n->get('/jobs?partner=acme&limit=5&remote=remote&category=it');
my @inside = grep { /^\/jobs/ && !/jobs\.css/ } $page->body =~ /<a [^>]*href="([^"]+)"/g;

cmp_ok(scalar @inside, '>', 8, 'a page has links');
is_deeply([ grep { !/[?;]partner=acme\b/ } @inside ], [], 'each with its partner');
like($page->body, qr/<input type="hidden" name="partner" value="acme">/,
     'a search keeps it');
like($page->header('Link'), qr/partner=acme/, 'the Link header too');

@inside = grep { /^\/jobs/ && !/jobs\.css/ }
          $n->get('/jobs/t:3?partner=acme')->body =~ /<a [^>]*href="([^"]+)"/g;
cmp_ok(scalar @inside, '>', 2, 'the page of a listing has links');
is_deeply([ grep { !/[?;]partner=acme\b/ } @inside ], [], 'each with its partner');
like($n->get('/jobs/t:3.html?partner=acme')->body, qr{"/jobs/t:3/apply\?partner=acme"},
     'the button of a fragment');
like($n->get('/jobs/t:3.json?partner=acme')->body, qr{"/jobs/t:3/apply\?partner=acme"},
     'and of JSON');
like($n->get('/abs.rss?partner=acme')->body,
     qr{<link>https://board\.example/abs/t:3\?partner=acme</link>}, 'feeds');
like($n->get('/jobs/none:1?partner=acme')->body, qr{href="/jobs\?partner=acme"},
     'an error leads back to the partner\'s');
unlike($n->get('/jobs/none:1?partner=nobody')->body, qr{partner=nobody"},
       'and not to nobody\'s');
like($n->get('/snippet?partner=acme')->body,
     qr{<a [^>]*href="https://board\.example/abs\?partner=acme"},
     'a snippet leads on to the partner\'s board');
like($n->get('/ssi')->body, qr{href="/jobs/t:\d+\?partner=acme"},
     'a fragment in a page');


# campaign parameters: where one applies, and where the address is direct

is($n->get('/jobs/t:3/apply?partner=acme')->header('Location'),
   'https://x.example/3/apply?utm_source=acme&utm_medium=jobs', 'a campaign');
is($n->get('/jobs/t:3/apply')->header('Location'), 'https://x.example/3/apply',
   'without a partner none');
is($n->get('/jobs/t:3/apply?partner=plain')->header('Location'),
   'https://x.example/3/apply', 'nor of a partner that has none');
is($n->get('/jobs/t:3/apply?partner=acme&utm_source=evil&url=https://evil.example')
     ->header('Location'),
   'https://x.example/3/apply?utm_source=acme&utm_medium=jobs',
   'nothing of it is the request\'s');
is($n->head('/jobs/t:3/apply?partner=acme')->header('Location'),
   'https://x.example/3/apply?utm_source=acme&utm_medium=jobs', 'HEAD');
unlike($n->get('/jobs.json?partner=acme')->body, qr/utm_/, 'it is not in a list');
like($n->get('/one?partner=acme')->json->{jobs}[0]{apply_url},
     qr{^https://x\.example/\d+/apply\?utm_source=acme&utm_medium=jobs$},
     'but where a list has no board');
like($n->get('/one?partner=acme')->json->{jobs}[0]{url},
     qr{^https://x\.example/\d+\?a=1&b=2$}, 'and its source\'s address is its own');
like($n->get('/one.html?partner=acme')->body,
     qr{href="https://x\.example/\d+\?a=1&amp;b=2&amp;utm_source=acme&amp;utm_medium=jobs"},
     'in HTML');
like($n->get('/one.rss?partner=acme')->body,
     qr{<link>https://x\.example/\d+\?a=1&amp;b=2&amp;utm_source=acme&amp;utm_medium=jobs<},
     'in a feed');
like($n->get('/detail/t:3?partner=acme')->body,
     qr{href="https://x\.example/3/apply\?utm_source=acme&amp;utm_medium=jobs"},
     'on the page of a listing');
unlike($n->get('/one.html?partner=plain')->body, qr/utm_/, 'or not at all');

like($n->get('/list?partner=acme')->body,
     qr{<a href="https://x\.example/\d+\?a=1&amp;b=2&amp;utm_source=acme&amp;utm_medium=jobs">},
     'in the operator\'s own HTML');
like($n->get('/mine.html?partner=acme')->body,
     qr{<a href="/mine/t:\d+\?partner=acme">}, 'which keeps the partner, too');
like($n->get('/jobs.html?partner=acme&lang=de')->body,
     qr{<a href="/jobs/t:\d+\?partner=acme}, 'as do rows in another language');


# theme

my $tag = sub { $n->get(@_)->header('ETag') };

like($n->get("$_?partner=acme")->body, qr/data-theme="dark"/, "the partner's: $_")
    for qw(/jobs /jobs.html /jobs/t:3 /jobs/t:3.html /jobs/none:1);
like($n->get('/jobs.html?partner=acme&theme=light')->body, qr/data-theme="light"/,
     'the request\'s');
unlike($n->get('/jobs.html?partner=plain')->body, qr/data-theme="(?:dark|light)"/,
       'neither\'s');
unlike($n->get('/jobs.html?partner=nobody')->body, qr/data-theme="(?:dark|light)"/,
       'nobody\'s');
like($n->get('/jobs.html?partner=acme&theme=email&limit=2')->body,
     qr{href="http://[^"/]+/jobs\?partner=acme"}, 'a mail leads to the partner\'s');
isnt($tag->('/jobs?partner=acme'), $tag->('/jobs?partner=acme&theme=light'),
     'a theme is a part of the tag');


# answers are told apart

isnt($tag->('/jobs.json?partner=acme'), $tag->('/jobs.json'), 'a partner');
isnt($tag->('/jobs.json?partner=acme'), $tag->('/jobs.json?partner=plain'),
     'another');
isnt($tag->('/jobs.json?partner=acme'), $tag->('/jobs.json?category=backend'),
     'its filters in the visitor\'s hand');
is($tag->('/jobs.json?partner=acme&limit=20'), $tag->('/jobs.json?x=1&%70artner=+acme+'),
   'however it is written');
isnt($tag->('/jobs/t:3.json?partner=acme'), $tag->('/jobs/t:3.json'), 'a listing');
is($n->get('/jobs.json?partner=acme', 'If-None-Match' => $tag->('/jobs.json?partner=acme'))
     ->status, 304, 'not modified');


# whom a partner lets in

my %origins = (
    # board, partner, origin: what is allowed
    '/jobs' => [ [ 'acme', 'https://acme.example', 'https://acme.example' ],
                 [ 'acme', 'http://localhost:3000', 'http://localhost:3000' ],
                 [ 'acme', 'https://other.example', undef ],
                 [ 'acme', 'https://acme.example.evil', undef ],
                 [ 'acme', 'null', undef ], [ 'acme', undef, undef ],
                 [ 'plain', 'https://other.example', '*' ],
                 [ undef, 'https://other.example', '*' ],
                 [ 'nobody', 'https://other.example', '*' ] ],
    '/some' => [ [ 'acme', 'https://acme.example', 'https://acme.example' ],
                 [ 'acme', 'http://localhost:3000', undef ],
                 [ 'acme', 'https://other.example', undef ],
                 [ 'plain', 'https://other.example', 'https://other.example' ],
                 [ undef, 'https://other.example', 'https://other.example' ],
                 [ undef, 'http://localhost:3000', undef ] ],
    '/off' =>  [ [ 'acme', 'https://acme.example', undef ],
                 [ 'plain', 'https://acme.example', undef ] ],
);

for my $board (sort keys %origins) {
    for my $case (@{ $origins{$board} }) {
        my ($partner, $origin, $allowed) = @$case;

        for my $uri ('.json', '.html', '', '/t:3.json', '/t:4.json', '/none:1.json',
                     '/none', '.json?limit=x', '/stats')
        {
            my $ask = $board . $uri;

            $ask .= ($uri =~ /\?/ ? '&' : '?') . "partner=$partner" if $partner;

            for my $again (1, 2) {
                my $r = $n->get($ask, defined $origin ? (Origin => $origin) : ());

                is($r->header('Access-Control-Allow-Origin'), $allowed,
                   "$ask " . $r->status . ' for ' . ($origin || 'no origin'));

                my $varies = $board eq '/some'
                             || $board eq '/jobs' && ($partner || '') eq 'acme';

                is(scalar(($r->header('Vary') || '') =~ /\bOrigin\b/) ? 1 : 0,
                   $varies ? 1 : 0, 'and varies as it should');
            }
        }

        my $r = $n->request('OPTIONS', "$board.json" . ($partner ? "?partner=$partner" : ''),
                            defined $origin ? (Origin => $origin) : (),
                            'Access-Control-Request-Method' => 'GET');

        is($r->header('Access-Control-Allow-Origin'), $allowed, 'so a preflight says');
    }
}

my $got = $n->get('/jobs.json?partner=acme');
is($n->get('/jobs.json?partner=acme', 'If-None-Match' => $got->header('ETag'),
           Origin => 'https://evil.example')->header('Access-Control-Allow-Origin'), undef,
   'not modified for others neither');
is($n->request('POST', '/jobs.json?partner=acme', Origin => 'https://evil.example')
     ->header('Access-Control-Allow-Origin'), undef, 'nor is what is not allowed');
is($n->get('/jobs.json?partner=acme', Origin => "https://evil.example\thttps://acme.example")
     ->header('Access-Control-Allow-Origin'), undef, 'a list is no origin');
is($n->get('/jobs.json?partner=acme', Origin => '')->header('Access-Control-Allow-Origin'),
   undef, 'nor is nothing');


# the variable

my $log = slurp($n->prefix . '/logs/partner.log');

like($log, qr{^acme\|/jobs\.json\?partner=acme$}m, 'a partner in the log');
like($log, qr{^acme\|/jobs/t:3/apply\?partner=acme$}m, 'who applies');
like($log, qr{^-?\|/jobs\.json\?partner=nobody$}m, 'nobody');
like($log, qr{^-?\|/jobs\.json\?limit=1$}m, 'none');


# a new snapshot: a new partner, a changed one, one that is gone

is($n->get('/jobs.json?partner=new')->status, 404, 'nobody yet');

$partners =~ s/'category=backend'/'category=backend&remote=remote'/;
$partners =~ s/utm_source=acme/utm_source=again/;
$partners =~ s/https:\/\/acme\.example http/https:\/\/new.example http/;
$partners =~ s/'plain'/'new'/;
my ($master, @workers) = ($n->pid, $n->worker_pids);
my $before = $tag->('/jobs.json?partner=german');
publish($db, $partners);

ok(wait_until(sub { $n->get('/jobs.json?partner=new')->status == 200 }, 10),
   'a partner comes with a snapshot');
is_deeply([ $n->pid, $n->worker_pids ], [ $master, @workers ], 'and without a reload');
is($n->get('/jobs.json?partner=plain')->status, 404, 'another goes');
is($n->get('/jobs.json?partner=acme')->json->{total},
   scalar those(sub { $_[0] % 6 == 0 }), 'filters change');
is($n->get('/jobs/t:3?partner=acme')->status, 404, 'for listings too');
is($n->get('/jobs/t:6/apply?partner=acme')->header('Location'),
   'https://x.example/6/apply?utm_source=again&utm_medium=jobs', 'the campaign');
is($n->get('/jobs.json?partner=acme', Origin => 'https://new.example')
     ->header('Access-Control-Allow-Origin'), 'https://new.example', 'the origins');
is($n->get('/jobs.json?partner=acme', Origin => 'https://acme.example')
     ->header('Access-Control-Allow-Origin'), undef, 'which are no longer those of before');
isnt($tag->('/jobs.json?partner=german'), $before, 'partners are content');


# a file of before there were partners

publish("$dir/older.db", '');
system('sqlite3', "$dir/older.db", 'DROP TABLE partners; VACUUM') == 0 or die;

my $m = nginx(snapshot => "$dir/older.db", server => 'location ^~ /jobs { jobs; }');

is($m->get('/jobs.json')->json->{total}, 59, 'a file without the table is served');
is($m->get('/jobs.json?partner=acme')->status, 404, 'it knows no partner');


# a row that cannot be honoured is no partner

publish("$dir/forged.db", $partners);
system('sqlite3', "$dir/forged.db", "UPDATE partners SET query = 'limit=-1' WHERE id = 'acme'")
    == 0 or die;
$m = nginx(snapshot => "$dir/forged.db", server => 'location ^~ /jobs { jobs; }');
is($m->get('/jobs.json?partner=acme')->status, 404, 'a query that cannot be');
is($m->get('/jobs.json?partner=new')->status, 200, 'the others are there');


# without a snapshot

$m = nginx(snapshot => "$dir/no.db", server => 'location ^~ /jobs { jobs; }');
$r = $m->get('/jobs.json?partner=acme', Origin => 'https://evil.example');
is($r->status, 503, 'no snapshot, no answer');
is($r->header('Access-Control-Allow-Origin'), undef, 'and nobody is let in');
is($m->get('/jobs.json', Origin => 'https://evil.example')
     ->header('Access-Control-Allow-Origin'), '*', 'but to the board');


# an old answer instead of an error

my $live = "$dir/live.db";

publish($live, $partners);
$m = nginx(once => 1, http => "jobs_snapshot $live check=50ms;"
                             . ' add_header X-Cache $jobs_cache_status always;',
           server => 'location ^~ /jobs { jobs; }');
my @uris = ('/jobs.json?partner=acme', '/jobs/t:6.json?partner=acme');
my @good = map { $m->get($_) } @uris;
unlink $live;
$m->reload(gone => 1);

SKIP: {
    skip 'the worker still has one', 2 + 3 * @uris
        if ($m->get($uris[0])->header('X-Cache') || '') ne 'STALE';

    for my $i (0 .. $#uris) {
        my $r = $m->get($uris[$i], Origin => 'https://new.example');

        is($r->status, 200, "no snapshot: what was answered last, $uris[$i]");
        is($r->body, $good[$i]->body, 'to the byte');
        is($r->header('Access-Control-Allow-Origin'), undef,
           'for its own origin, as whose they are nobody knows');
    }

    is($m->get('/jobs.json?partner=new')->status, 503, 'of another partner nothing');
    is($m->get('/jobs.json?partner=a.b')->status, 400, 'what is no id');
}

# an old answer has the theme of its partner, who is not known any more

my $old = nginx(http => "jobs_snapshot $dir/old.db check=50ms;", server =>
                'location ^~ /jobs { jobs; }', start => 0);

publish("$dir/old.db", $partners);
$old->start;
my $dark = $old->get('/jobs.html?partner=acme')->body;

like($dark, qr/data-theme="dark"/, 'with the theme of its partner');
unlike($old->get('/jobs.html?partner=acme&theme=auto')->body,
       qr/data-theme="dark"/, 'or another one');
rename "$dir/old.db", "$dir/old.gone";
$old->reload(gone => 1);
$r = $old->get('/jobs.html?partner=acme');
is($r->status, 200, 'without a snapshot the old answer is there');
like($r->header('Age') // '', qr/\A\d+\z/, 'and said to be old');
is($r->body, $dark, 'as it was');

done_testing();
