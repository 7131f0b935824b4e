#!/usr/bin/perl

# The formats of JSON feeds: recognised by content, every value as the raw
# payload has it (t/data/formats, and payloads by hand after the manuals).

use strict;
use warnings;
use utf8;

use Test::More;
use JSON::PP ();
use Jobs::Test::Sync;

my $data = 't/data/formats';
my $coder = JSON::PP->new->canonical->utf8;
my $db = work('jobs.db');
my ($status, $err);


# { id => listing } of a feed; times in UTC, places joined with " / "

sub board
{
    my (@args) = @_;

    unlink glob work('jobs.db*');
    ($status, $err) = sync('build', '-o', $db, @args);
    return {} if $status ne '0';

    my %board = map { $_->{id} => $_ } rows($db,
        'SELECT *, strftime("%Y-%m-%dT%H:%M:%SZ", posted_at, "unixepoch") AS posted,'
        . ' strftime("%Y-%m-%dT%H:%M:%SZ", updated_at, "unixepoch") AS updated,'
        . ' strftime("%Y-%m-%dT%H:%M:%SZ", expires_at, "unixepoch") AS expires,'
        . ' (SELECT group_concat(location, " / ") FROM (SELECT location FROM listing_locations'
        . '  WHERE listing = listings.number ORDER BY position)) AS places,'
        . ' (SELECT group_concat(tag, "|") FROM (SELECT tag FROM listing_tags'
        . '  WHERE listing = listings.number ORDER BY position)) AS tags'
        . ' FROM listings');

    for my $l (values %board) {
        $l->{pay} = join ' ', map { defined $_ ? $_ + 0 eq $_ || /\A[\d.]+\z/ ? $_ + 0 : $_ : '-' }
                              $l->{salary_min}, $l->{salary_max};
        $l->{pay} .= ' ' . join ' ', map { $_ // '-' } @$l{qw(salary_currency salary_period)};
        $l->{pay} = undef if $l->{pay} eq '- - - -';
    }

    return \%board;
}


# what a listing must be, by hand; nothing else is looked at

sub is_listing
{
    my ($board, $id, %want) = @_;
    my $l = $board->{$id};

    ok($l, "$id is there") or diag($err . join "\n", keys %$board), return;
    is_deeply({ map { $_ => $l->{$_} } keys %want }, \%want, "... and is what the payload says");

    return;
}


sub payload { return write_file('feed.json', ref $_[0] ? $coder->encode($_[0]) : $_[0]) }

sub source { my ($s) = grep { $_->{name} eq $_[0] } rows($db, 'SELECT * FROM sources'); return $s }


# Greenhouse

my $b = board("$data/lalalune+recruitai-claude/greenhouse.json");
is(keys %$b, 4, 'Greenhouse: all of them');
is_listing($b, 'greenhouse:anthropic:5215052008', title => 'Amazon GTM Partnership, Startups',
    company => 'Anthropic', source => 'Greenhouse:anthropic', department => 'Sales', remote => 'onsite',
    url => 'https://job-boards.greenhouse.io/anthropic/jobs/5215052008', language => 'en',
    places => 'San Francisco, CA / New York City, NY / Seattle, WA', pay => undef,
    posted => '2026-05-11T21:58:31Z', updated => '2026-07-14T22:35:00Z');
is_listing($b, 'greenhouse:anthropic:5023394008', title => 'Anthropic Fellows Program',
    department => 'AI Research & Engineering', posted => '2025-12-11T17:27:23Z');
is_listing($b, 'greenhouse:anthropic:5183044008', title => 'Anthropic Fellows Program, AI Safety',
    posted => '2026-04-10T00:28:23Z');
is_listing($b, 'greenhouse:anthropic:5101378008', title => 'Account Executive, Public Sector',
    places => 'Sydney, Australia', posted => '2026-04-07T20:10:24Z');

$b = board("$data/michaeldinhmai+job-agent/greenhouse.json");
is_listing($b, 'greenhouse:honeycomb:5378630008', title => 'Field Marketing Specialist',
    company => 'Honeycomb.io', department => 'Events', posted => '2026-08-10T19:24:00Z',
    location => 'Remote - United States');
is_listing($b, 'greenhouse:honeycomb:4947130008', title => 'Mid Market Account Executive',
    posted => '2025-10-16T23:50:42Z', updated => '2026-08-07T18:34:29Z');

$b = board("$data/omoji-personal+careerkit/greenhouse.json");
is_listing($b, 'greenhouse:amplitude:8636903002', title => 'Customer Data Scientist - Experimentation',
    company => 'Amplitude', places => 'London, UK', posted => '2026-07-16T15:55:32Z');
is_listing($b, 'greenhouse:amplitude:8651132002', title => 'Emerging Account Executive (India)',
    places => 'Bangalore, India', posted => '2026-07-27T06:52:26Z', updated => '2026-07-27T09:04:22Z');

my %greenhouse = (id => 7, internal_job_id => 8, title => 'T', company_name => 'Acme',
                  absolute_url => 'https://boards.greenhouse.io/acme/jobs/7', location => { name => 'Oslo' });
sub greenhouse { return board(payload({ jobs => [ { %greenhouse, @_ } ], meta => { total => 1 } })) }

$b = board(payload({ jobs => [ { %greenhouse, internal_job_id => undef }, { %greenhouse, id => 9 } ],
                     meta => { total => 2 } }));
is(join(' ', keys %$b), 'greenhouse:acme:9', 'Greenhouse: a post for prospects is no job');
like($err, qr/\(0 rejected/, '... and no rejected row');

is(greenhouse(pay_input_ranges => [ { min_cents => 10000050, max_cents => 15000000, currency_type => 'USD',
                                      title => 'Annual salary' } ])->{'greenhouse:acme:7'}{pay},
   '100000.5 150000 USD year', 'Greenhouse: pay is in cents');
is(greenhouse(pay_input_ranges => [ { min_cents => 2500, max_cents => 3000, currency_type => 'USD',
                                      title => 'Hourly rate' } ])->{'greenhouse:acme:7'}{pay},
   '25 30 USD hour', '... by the hour where its title says so');
is(greenhouse(pay_input_ranges => [ { min_cents => 9000000, max_cents => 9500000, currency_type => 'EUR',
                                      title => 'Pay' } ])->{'greenhouse:acme:7'}{pay},
   '90000 95000 EUR -', '... and no period is guessed');
is(greenhouse(pay_input_ranges => [
       { min_cents => 9000000, max_cents => 9500000, currency_type => 'USD', title => 'Zone A, annual' },
       { min_cents => 8000000, max_cents => 9100000, currency_type => 'USD', title => 'Zone B, annual' },
       { min_cents => 100, max_cents => 200, currency_type => 'CAD', title => 'annual' } ])
   ->{'greenhouse:acme:7'}{pay}, '80000 95000 USD year', 'zones are one range, but not in another currency');
is_listing(board('--source', 'greenhouse:gitlab', payload({ jobs => [ \%greenhouse ], meta => { total => 1 } })),
    'greenhouse:gitlab:7', source => 'greenhouse:gitlab');
is_listing(greenhouse(absolute_url => 'https://acme.example/jobs?gh_jid=7'), 'greenhouse:acme:7',
    url => 'https://acme.example/jobs?gh_jid=7');


# Lever

$b = board("$data/lalalune+recruitai-claude/lever.json");
is(keys %$b, 4, 'Lever: all of them');
is_listing($b, 'lever:people-ai:d6d4ddcc-1d05-433f-8777-e803665e219a', title => 'Director of IT',
    company => 'people-ai', source => 'Lever:people-ai', department => 'G&A', remote => 'remote',
    employment_type => 'full_time', pay => '200000 270000 USD year', posted => '2026-04-28T21:11:16Z',
    url => 'https://jobs.lever.co/people-ai/d6d4ddcc-1d05-433f-8777-e803665e219a',
    apply_url => 'https://jobs.lever.co/people-ai/d6d4ddcc-1d05-433f-8777-e803665e219a/apply',
    places => 'United States');
is_listing($b, 'lever:people-ai:c95e83cc-06b4-4e2c-bece-2ed45faddd6e', title => 'Key Account Executive',
    pay => '350000 400000 USD year', posted => '2026-07-07T18:26:18Z');
is_listing($b, 'lever:people-ai:bb0e548d-48e5-4154-8931-a0c2a944c068', pay => undef,
    title => 'Principal Customer Success Manager', posted => '2026-07-07T18:44:23Z');
is_listing($b, 'lever:people-ai:282276d1-9800-4567-a2f8-7eafef1c6fea', employment_type => 'contract',
    title => 'Senior Software Engineer — XCore (Europe)', places => 'Poland', posted => '2026-06-26T16:49:20Z');

$b = board("$data/michaeldinhmai+job-agent/lever.json");
is_listing($b, 'lever:jumpcloud:7d6cc0b4-a5f9-4f02-8542-7fc1eb5749e2', employment_type => 'full_time',
    title => 'Account Executive, North America SMB - India', posted => '2026-07-29T15:44:26Z', department => 'Sales');
is_listing($b, 'lever:jumpcloud:9a6ab6b6-d8fc-4e34-8d13-9e8016e98223', title => 'Account Manager - Singapore',
    posted => '2026-07-28T16:09:41Z', department => 'Customer Success');

$b = board('--company', 'Idealist Consulting', "$data/omoji-personal+careerkit/lever.json");
is_listing($b, 'lever:idealistconsulting:a24ec4e5-5caa-473d-abd4-b71f09a8167b', company => 'Idealist Consulting',
    title => '(1099 Contract) Nonprofit Salesforce Consultant: Enterprise Project Manager',
    employment_type => 'contract', remote => 'remote', places => 'Chicago, IL', posted => '2025-11-27T01:02:41Z');
is_listing($b, 'lever:idealistconsulting:5d54d69b-e940-452e-b892-1170aa60f095', places => 'Washington, D.C.',
    title => '(1099 Contract) Salesforce for Nonprofits: Solution Architect', posted => '2023-01-29T02:28:23Z');

$b = board(payload([ { id => 'x', text => 'T', hostedUrl => 'https://jobs.lever.co/acme/x', categories => {},
                       workplaceType => 'unspecified', createdAt => 1777410676083, description => '<p>One</p>',
                       lists => [ { text => 'You & us', content => '<li>Two</li>' } ], additional => '<p>Three</p>',
                       salaryRange => { min => 45, max => 60, currency => 'usd', interval => 'per-hour-wage' } } ]));
is_listing($b, 'lever:acme:x', remote => undef, pay => '45 60 USD hour', company => 'acme');
my ($text) = rows($db, 'SELECT * FROM listing_texts');
my $all = join ' ', map { $_ // '' } values %{$text || {}};
like($all, qr/One.*You &amp; us.*Two.*Three/s, 'Lever: lists and what is additional are in the description');

$b = board(payload([ { id => 'y', text => 'T', hostedUrl => 'https://jobs.eu.lever.co/acme/y', country => 'FR',
                       categories => { allLocations => [ 'Paris', 'Lyon; Nice | Lille' ] } } ]));
is_listing($b, 'lever:acme:y', places => 'Paris / Lyon / Nice / Lille', location => 'Paris; Lyon; Nice; Lille');


# Ashby

$b = board("$data/lalalune+recruitai-claude/ashby.json");
is(keys %$b, 4, 'Ashby: all of them');
is_listing($b, 'ashby:ramp:34413f8d-26bf-4bbc-8ade-eb309a0e2245', title => 'Security Engineer, Cloud',
    company => 'ramp', source => 'Ashby:ramp', department => 'Engineering', remote => 'hybrid',
    employment_type => 'full_time', pay => '211400 290600 USD year', posted => '2026-04-07T17:12:35Z',
    url => 'https://jobs.ashbyhq.com/ramp/34413f8d-26bf-4bbc-8ade-eb309a0e2245',
    apply_url => 'https://jobs.ashbyhq.com/ramp/34413f8d-26bf-4bbc-8ade-eb309a0e2245/application');
is_listing($b, 'ashby:ramp:6a20b3b8-8111-4cbd-be4b-423b60660738', title => 'Office Coordinator, NYC',
    remote => 'onsite', pay => '80000 110000 USD year', posted => '2026-07-28T18:22:37Z',
    location => 'New York, NY (HQ)');
is_listing($b, 'ashby:ramp:b55447c0-4adc-42eb-9ca2-f88fd44e0e5b', pay => '110000 120000 USD year',
    title => 'Partner Development Representative | Accounting', posted => '2025-07-25T17:14:33Z');
is_listing($b, 'ashby:ramp:deca582c-a1d0-4705-9975-60aed81ba89f', pay => '189000 330000 USD year',
    title => 'Software Engineer, Enterprise Product', posted => '2025-11-05T16:45:58Z');

$b = board("$data/michaeldinhmai+job-agent/ashby.json");
is_listing($b, 'ashby:render:558f18ed-c98c-4928-aa2b-2f9e297eea42', title => 'Open Application', pay => undef,
    remote => 'remote', posted => '2026-02-04T01:45:22Z');
is_listing($b, 'ashby:render:c7d896f2-20a9-4b44-9f7d-13929a0fe453', posted => '2025-07-10T18:08:57Z',
    title => 'Software Engineer, Product (all levels)');

$b = board("$data/omoji-personal+careerkit/ashby.json");
is_listing($b, 'ashby:highlightta:90fb3621-899e-4b59-925d-25080ec91e18', title => 'Senior Technical Recruiter',
    remote => 'remote', pay => undef, posted => '2026-04-20T22:43:56Z');
is_listing($b, 'ashby:highlightta:fc2f1f85-46a0-4a31-b165-683e39c07c04', remote => 'hybrid',
    title => 'Senior Site Reliability Engineer', pay => '102800 137000 CAD year', posted => '2026-07-08T19:48:19Z');

my %ashby = (id => 'x', title => 'T', jobUrl => 'https://jobs.ashbyhq.com/acme/x', publishedAt => '2026-01-01T00:00:00Z');
$b = board(payload({ apiVersion => '1', jobs => [
    { %ashby, isListed => JSON::PP::false },
    { %ashby, id => 'y', isListed => JSON::PP::true, shouldDisplayCompensationOnJobPostings => JSON::PP::false,
      compensation => { compensationTiers => [ { components => [ { compensationType => 'Salary', minValue => 5,
          maxValue => 6, currencyCode => 'USD', interval => '1 HOUR' } ] } ] } } ] }));
is(join(' ', keys %$b), 'ashby:acme:y', 'Ashby: what is not listed is left out');
is($b->{'ashby:acme:y'}{pay}, undef, 'Ashby: pay that is not for show is not shown');


# Recruitee

$b = board("$data/michaeldinhmai+job-agent/recruitee.json");
is(keys %$b, 3, 'Recruitee: all of them');
is_listing($b, 'recruitee:aikidosecurity:2707521', title => 'Customer Success Engineer Tel Aviv',
    company => 'Aikido Security', source => 'Recruitee:aikidosecurity', department => 'Sales', remote => 'remote',
    employment_type => 'full_time', seniority => 'mid', places => 'Tel Aviv, Israel', pay => undef,
    url => 'https://aikidosecurity.recruitee.com/o/customer-success-engineer-tel-aviv',
    apply_url => 'https://aikidosecurity.recruitee.com/o/customer-success-engineer-tel-aviv/c/new',
    posted => '2026-08-11T20:45:29Z', updated => '2026-08-11T20:45:29Z');
is_listing($b, 'recruitee:aikidosecurity:2707517', title => 'Customer Success Engineer Dubai',
    places => 'Dubai, United Arab Emirates', posted => '2026-08-11T20:42:44Z');
is_listing($b, 'recruitee:aikidosecurity:2705729', title => 'Office Manager Chicago', remote => 'onsite',
    places => 'Chicago, Illinois, United States', pay => '75 95 USD year', posted => '2026-08-10T15:13:59Z');

$b = board("$data/omoji-personal+careerkit/recruitee.json");
is_listing($b, 'recruitee:acme:2700825', company => 'Acme', remote => 'hybrid', places => 'Berlin, Germany',
    title => '(Senior) Financial Accountant (f/m/d) - Berlin/Brandenburg Region, Germany',
    pay => '60000 75000 EUR year', posted => '2026-08-05T10:10:39Z', updated => '2026-08-05T11:45:30Z');
is_listing($b, 'recruitee:acme:2697184', pay => '75000 90000 EUR year', posted => '2026-07-31T22:26:40Z',
    title => 'Partner Development Representative (f/m/d) - Berlin, Germany');


# SmartRecruiters

$b = board(map { "$data/michaeldinhmai+job-agent/smartrecruiters_page$_.json" } 0, 1);
is(keys %$b, 3, 'SmartRecruiters: the pages together');
like($err, qr/1 repeated/, '... where one listing comes again');
is_listing($b, 'smartrecruiters:automationanywhere1:743999706414750', title => 'Pricing Analyst',
    company => 'Automation Anywhere', source => 'SmartRecruiters:AutomationAnywhere1',
    url => 'https://jobs.smartrecruiters.com/AutomationAnywhere1/743999706414750',
    department => 'Information Technology', employment_type => 'full_time', language => 'en',
    places => 'San Jose, CA, United States', posted => '2020-02-06T19:42:44Z');
is_listing($b, 'smartrecruiters:automationanywhere1:743999706405540', title => 'Sr. Sales Executive (4418)',
    places => 'Los Angeles, CA, United States', posted => '2020-02-06T18:23:10Z');
is_listing($b, 'smartrecruiters:automationanywhere1:743999704892584', posted => '2020-01-21T21:03:44Z',
    title => 'Strategic Account Manager/Senior Account Executive - Seattle (4120)');

$b = board('--base-url', 'https://jobs.knight.example/', "$data/omoji-personal+careerkit/smartrecruiters.json");
is_listing($b, 'smartrecruiters:knight:743999671674844', company => 'Knight Gayles', employment_type => 'part_time',
    title => 'CNA / LPN - Consistent Hours. Start Next Week.', places => 'St. Louis, MO, United States',
    url => 'https://jobs.knight.example/743999671674844', posted => '2018-06-08T02:11:28Z');

my $detail = JSON::PP::decode_json(read_file("$data/michaeldinhmai+job-agent/smartrecruiters_detail.json"));
my $page = JSON::PP::decode_json(read_file("$data/michaeldinhmai+job-agent/smartrecruiters_page1.json"));
$page->{content}[0] = { %{$page->{content}[0]}, %$detail, creator => { name => 'Jane Doe' },
    postingUrl => 'https://jobs.smartrecruiters.com/AutomationAnywhere1/743999706414750-pricing-analyst',
    applyUrl => 'https://www.smartrecruiters.com/AutomationAnywhere1/743999706414750-pricing-analyst?oga=true' };
$b = board(payload($page));
is_listing($b, 'smartrecruiters:automationanywhere1:743999706414750', title => 'Pricing Analyst',
    url => $page->{content}[0]{postingUrl}, apply_url => $page->{content}[0]{applyUrl});
my ($ad) = rows($db, 'SELECT description_html AS v FROM listing_texts');
like($ad->{v}, qr/\A<h3>Company Description<.*<h3>Job Description<.*<h3>Additional Information</s,
     'SmartRecruiters: the details of a posting are its description');
unlike($ad->{v}, qr/Qualifications/, '... without sections that are empty');
unlike(read_file($db), qr/Jane Doe/, '... and without who made it');


# Workable, Rippling: rows of one listing

$b = board("$data/michaeldinhmai+job-agent/workable.json");
is_listing($b, 'workable:vasion:74172297A5', title => 'Account Executive (Partner First) - APAC',
    company => 'Vasion', url => 'https://apply.workable.com/j/74172297A5', employment_type => 'full_time',
    apply_url => 'https://apply.workable.com/j/74172297A5/apply', department => 'Sales - International',
    places => 'New South Wales, Australia', posted => '2026-08-05T00:00:00Z');
is_listing($b, 'workable:vasion:15F16B8D99', title => 'Account Executive - UK&I / Northern Europe',
    places => 'London, England, United Kingdom', posted => '2026-08-10T00:00:00Z');

$b = board("$data/omoji-personal+careerkit/workable.json");
is(keys %$b, 1, 'Workable: one shortcode is one listing');
is_listing($b, 'workable:zaelab:DD136DD7E7', title => 'Business Analyst - Spanish Speaking', company => 'Zaelab',
    places => 'Spain / Portugal', posted => '2026-08-05T00:00:00Z');
like($err, qr/1 listings \(0 rejected, 0 repeated\)/, '... and its second row is neither bad nor repeated');

my @workable = map { { title => "T$_->[0]", shortcode => $_->[0], url => "https://apply.workable.com/j/$_->[0]",
                       city => $_->[1], country => 'Norway' } } [ 'A', 'Oslo' ], [ 'B', 'Bergen' ], [ 'A', 'Tromsø' ];
$b = board(payload('{"jobs": ' . $coder->encode(\@workable) . ', "name": "Acme"}'));
is_listing($b, 'workable:acme:A', places => 'Oslo, Norway / Tromsø, Norway', company => 'Acme');
is_listing($b, 'workable:acme:B', places => 'Bergen, Norway', company => 'Acme');

$b = board('--company', 'Acme', "$data/omoji-personal+careerkit/rippling.json");
is(keys %$b, 1, 'Rippling: one uuid is one listing');
is_listing($b, 'rippling:acme:2f0674e6-f01f-4ecd-b459-e947241c211f', department => 'Sales',
    title => 'Account Executive - Accountants Channel (East Coast)',
    places => 'Remote (New Jersey, US) / New York, NY',
    url => 'https://ats.acme.com/acme/jobs/2f0674e6-f01f-4ecd-b459-e947241c211f');


# Workday: prose dates, paths

my $site = 'https://acme.wd5.myworkdayjobs.com/jobs';
my $today = int(time / 86400) * 86400;
$b = board('--base-url', $site, "$data/omoji-personal+careerkit/workday.json");
is_listing($b, 'workday:acme:JR354232', company => 'acme', posted_at => $today - 86400,
    title => 'Solution Architect / Senior Solution Architect - PubSec - SLED/NGO',
    url => "$site/job/Virginia---Washington-DC-Metro---Remote/Solution-Architect---Senior-Solution-Architect"
           . '---PubSec---SLED-NGO_JR354232');
is_listing($b, 'workday:acme:JR332446', posted_at => $today - 3 * 86400, location => 'Illinois - Chicago',
    title => 'Customer Success Manager - Global Public Sector (State, Local Government and Education)');

for my $case ([ 'Posted Today', $today ], [ 'Posted 1 Day Ago', $today - 86400 ],
              [ 'Posted 12 Days Ago', $today - 12 * 86400 ], [ 'Posted 30+ Days Ago', undef ],
              [ 'Publié hier', undef ], [ 'Posted 99999999999 Days Ago', undef ])
{
    $b = board('--base-url', $site, payload({ total => 1, jobPostings => [ { title => 'T', postedOn => $case->[0],
        externalPath => '/job/Oslo/T_R1-2', locationsText => 'Oslo', bulletFields => [] } ] }));
    is_listing($b, 'workday:acme:R1-2', posted_at => $case->[1], places => 'Oslo');
}

$b = board("$data/omoji-personal+careerkit/workday.json");
is($status, 65, 'Workday without --base-url has no addresses');
like($err, qr/--base-url/, '... and the message names what is missing');


# Teamtailor, BambooHR, Pinpoint

$b = board("$data/omoji-personal+careerkit/teamtailor.json");
is_listing($b, 'teamtailor:career:7167985', title => 'Account Executive - Italy (Madrid based)',
    company => 'Teamtailor', places => 'Madrid, Spain', posted => '2026-02-04T08:26:20Z',
    url => 'https://career.teamtailor.com/jobs/7167985-account-executive-italy-madrid-based');
is_listing($b, 'teamtailor:career:7069633', title => 'Mid-Market Account Executive - Copenhagen',
    places => 'Stockholm, Sweden / København, Denmark', posted => '2026-01-18T18:35:57Z');

$b = board('--source', 'bamboohr:acme', "$data/omoji-personal+careerkit/bamboohr.json");
is_listing($b, 'bamboohr:acme:86', title => 'Nurse Paralegal', company => 'acme', department => 'Legal',
    employment_type => 'full_time', places => 'Fort Lauderdale, Florida', posted => undef,
    url => 'https://acme.bamboohr.com/careers/86');
is_listing($b, 'bamboohr:acme:87', title => 'Marketing & Social Media Intern', department => 'Marketing',
    employment_type => 'internship');

$b = board('--source', 'pinpoint:acme', "$data/omoji-personal+careerkit/pinpoint.json");
is_listing($b, 'pinpoint:acme:post-001', title => 'Enterprise Applications Architect', department => 'Technology',
    remote => 'remote', places => 'United States', pay => '135000 198000 USD year', expires => '2026-08-29T03:59:59Z',
    url => 'https://acme.pinpointhq.com/en/postings/post-001');
is_listing($b, 'pinpoint:acme:post-002', title => 'CRM Program Consultant', department => 'Consulting',
    remote => 'hybrid', places => 'Atlanta, GA', pay => '70 90 USD hour',
    url => 'https://acme.pinpointhq.com/postings/post-002');


# Comeet, Eightfold, Oracle, Platsbanken, Torre

$b = board("$data/michaeldinhmai+job-agent/comeet.json");
is_listing($b, 'comeet:wiliot:18.767', title => 'Forward Deployed Engineer', company => 'Wiliot', remote => 'onsite',
    places => 'New York, NY, United States', updated => '2026-08-12T02:36:49Z', posted => undef,
    url => 'https://www.comeet.com/jobs/wiliot/F6.003/forward-deployed-engineer/18.767');
is_listing($b, 'comeet:wiliot:18.767-9B.20A', places => 'Plano, TX, United States');

$b = board("$data/omoji-personal+careerkit/eightfold.json");
is_listing($b, 'eightfold:albemarle:1099555326551', title => 'Supply Planner, Bromine S&OP', company => 'albemarle',
    department => 'Supply Chain', posted => '2026-08-04T00:00:00Z',
    url => 'https://albemarle.eightfold.ai/careers/job/1099555326551',
    places => 'Charlotte, North Carolina, United States of America / Magnolia, Arkansas, United States of America');
is_listing($b, 'eightfold:albemarle:1099555208188', posted => '2026-07-24T00:00:00Z',
    title => 'Director, Media Relations and U.S. Public Affairs');

$b = board('--company', 'Acme', '--base-url', 'https://acme.example/job/', "$data/omoji-personal+careerkit/oracle_orc.json");
is_listing($b, 'oracle:acme:25587', title => 'Bridge Inspector', places => 'PERTH, WESTERN AUSTRALIA, Australia',
    url => 'https://acme.example/job/25587', posted => '2026-08-07T00:00:00Z');
is_listing($b, 'oracle:acme:26876', title => 'Technology and Communications Sector Leader',
    places => 'SAN FRANCISCO, CA, United States / HOUSTON, TX, United States / ATLANTA, GA, United States'
              . ' / MIAMI, FL, United States / IRVINE, CA, United States');

$b = board("$data/JobtechSwe+elastic-importers/platsbanken.json");
is_listing($b, 'platsbanken:22884504', company => 'Fazer Food Services AB', employment_type => 'full_time',
    title => 'Trafikledare sökes till växande transportföretag i Abisko/Kiruna området',
    places => 'Kiruna, Norrbottens län, Sverige', posted => '2018-10-19T00:00:00Z', expires => '2019-04-15T23:59:59Z',
    url => 'https://arbetsformedlingen.se/platsbanken/annonser/22884504');

$b = board(map { "$data/michaeldinhmai+job-agent/torre_page$_.json" } 0, 1);
is(keys %$b, 6, 'Torre: both pages');
is_listing($b, 'torre:lWgDRl8w', title => 'Senior Solutions Engineer (SE) – Sweden (Remote)',
    company => 'Grafana Labs', pay => '1119000 1400000 SEK year', employment_type => 'full_time',
    url => 'https://torre.ai/post/lWgDRl8w-grafana-labs-senior-solutions-engineer-se-sweden-remote',
    apply_url => 'https://job-boards.greenhouse.io/grafanalabs/jobs/5789080004',
    posted => '2026-08-18T01:46:05Z', expires => '2026-08-28T01:45:59Z');
is_listing($b, 'torre:qdP91emr', pay => '14000000 18500000 JPY year', posted => '2026-08-18T01:45:43Z');
is_listing($b, 'torre:OwGLyVAd', company => 'Deepgram', pay => undef, posted => '2026-08-14T00:45:47Z');
is_listing($b, 'torre:qdP9pPKr', company => 'Sonatype', pay => undef);
is_listing($b, 'torre:ldEoj61W', pay => '723000 867000 ILS year', posted => '2026-08-10T02:46:27Z');
is_listing($b, 'torre:NwqzBVkd', company => 'Innovo Global Talent', pay => '80000 100000 EUR year', worldwide => 1,
    expires => '2026-09-05T13:06:12Z');


# Himalayas, Remote OK

$b = board("$data/michaeldinhmai+job-agent/himalayas.json");
is(keys %$b, 3, 'Himalayas: all of them');
is_listing($b, 'himalayas:mercor.physics-expert-fully-remote-upto-135-hr-9819995926', company => 'mercor',
    title => 'Physics Expert - Fully Remote | Upto $135/hr', source => 'Himalayas', remote => 'remote',
    employment_type => 'contract', seniority => 'senior', pay => '80 135 USD hour',
    url => 'https://himalayas.app/companies/mercor/jobs/physics-expert-fully-remote-upto-135-hr-9819995926',
    company_logo => 'https://cdn-images.himalayas.app/6jo5q9nua35jgtdfm41nq6b7ocqf',
    posted => '2026-08-11T05:04:31Z', expires => '2026-10-10T05:04:30Z');
is_listing($b, 'himalayas:scalejet.amazon-brand-manager-9436199555', company => 'ScaleJet', pay => undef,
    title => 'Amazon Brand Manager', posted => '2026-08-11T05:04:26Z', expires => '2026-10-10T05:04:25Z');
is_listing($b, 'himalayas:pearson.lead-specialist-internal-audit-controls-compliance-and-risk',
    company => 'Pearson', title => 'Lead Specialist, Internal Audit, Controls, Compliance and Risk', pay => undef,
    posted => '2026-08-11T05:00:55Z');

$b = board("$data/michaeldinhmai+job-agent/remoteok.json");
is(join(' ', sort keys %$b), 'remote-ok:1136372 remote-ok:1136373', 'Remote OK: the legal notice is no job');
is_listing($b, 'remote-ok:1136372', title => 'Group leader', company => 'PAYTM SERVICES PVT LTD', pay => undef,
    remote => 'remote', places => 'Krishnagiri', posted => '2026-08-11T02:21:57Z', source => 'Remote OK',
    url => 'https://remoteOK.com/remote-jobs/remote-group-leader-paytm-services-pvt-ltd-1136372');
is_listing($b, 'remote-ok:1136373', title => 'Handyman', company => 'Ocean Hotels Group BARBADOS',
    places => 'Lowlands', posted => '2026-08-11T01:56:42Z');
is_deeply([ @{source('Remote OK')}{qw(url link_rel jsonld)} ], [ 'https://remoteok.com', 'noopener', 1 ],
          'Remote OK: the link is followed');

$b = board(payload([ { legal => 'notice' }, { id => '1', epoch => 1786414917, company => 'C', position => 'P',
    url => 'https://remoteok.com/1', salary_min => 60000, salary_max => 0,
    description => 'Good job.<br/><br/>Please mention the word **X** and tag RMTI3LjAuMC4x when applying.' } ]));
is_listing($b, 'remote-ok:1', salary_min => 60000, salary_max => undef);
($text) = rows($db, 'SELECT * FROM listing_texts');
$all = join ' ', map { $_ // '' } values %{$text || {}};
like($all, qr/Good job/, 'Remote OK: the description');
unlike($all, qr/RMTI3LjAuMC4x/, '... without the address of whoever asked');

my %remoteok = (id => '1', epoch => 1786414917, company => 'C', position => 'P', url => 'https://remoteok.com/1',
                company_logo => 'https://remoteok.com/assets/l.png');
$b = board(payload([ { legal => 'notice' }, \%remoteok, { %remoteok, id => '2', company => 'name' },
    { %remoteok, id => '3', apply_url => 'mailto:boss@c.example', company => "Caf\x{C3}\x{A9} &amp; Co" },
    { %remoteok, id => '4', url => 'javascript:alert(1)' }, { %remoteok, id => '5', position => ' ' },
    { %remoteok, id => '6', apply_url => 'https://c.example/apply', company_logo => 'data:image/png;base64,AAAA' } ]));
is(join(' ', sort keys %$b), 'remote-ok:1 remote-ok:3 remote-ok:6', 'rows without title, company or address are bad');
like($err, qr/\(3 rejected/, '... and counted');
is_listing($b, 'remote-ok:1', company_logo => undef);
is_listing($b, 'remote-ok:3', apply_url => undef, company => "Caf\x{E9} & Co");
is_listing($b, 'remote-ok:6', apply_url => 'https://c.example/apply', company_logo => undef);
unlike(read_file($db), qr/boss@|assets/, 'no e-mail address and no logo of Remote OK is kept');


# by hand, after the manuals

$b = board(payload({ '0-legal-notice' => 'Remotive API Legal Notice', 'job-count' => 2, jobs => [
    { id => 123, url => 'https://remotive.com/remote-jobs/software-dev/x-123', title => 'Dev', company_name => 'Acme',
      company_logo => 'https://remotive.com/job/123/logo', category => 'Software Development',
      tags => [ 'python', 'api' ], job_type => 'full_time', publication_date => '2026-08-10T12:30:00',
      candidate_required_location => 'USA, Canada', salary => '', description => '<p>Hi</p>' },
    { id => 124, url => 'https://remotive.com/y', title => 'Ops', company_name => 'Acme', category => 'Other',
      tags => [], job_type => 'contract', publication_date => '2026-08-10T12:30:00', description => '' } ] }));
is_listing($b, 'remotive:123', title => 'Dev', company => 'Acme', category => 'software-development', remote => 'remote',
    employment_type => 'full_time', posted => '2026-08-10T12:30:00Z', pay => undef, source => 'Remotive',
    places => 'USA / Canada', location => 'USA; Canada',
    company_logo => 'https://remotive.com/job/123/logo');
is_listing($b, 'remotive:124', category => undef, employment_type => 'contract', places => undef);
is_deeply([ @{source('Remotive')}{qw(url attribution jsonld feeds)} ],
          [ 'https://remotive.com', 'Remote jobs from Remotive', 0, 1 ], 'Remotive: never in JSON-LD');
for my $rest ('Others', 'all others', 'All Other Remote') {
    is_listing(board(payload({ '0-legal-notice' => 'x', jobs => [ { id => 1, url => 'https://remotive.com/1', title => 'T',
        company_name => 'A', category => $rest } ] })), 'remotive:1', category => undef);
}

$b = board(payload({ data => [ { slug => 'entwickler-berlin-1', company_name => 'Beispiel GmbH', title => 'Entwickler (m/w/d)',
    description => '<p>Wir</p>', remote => JSON::PP::false, url => 'https://www.arbeitnow.com/jobs/x', tags => [ 'IT' ],
    job_types => [ 'berufserfahren', 'Teilzeit' ], location => 'Berlin', created_at => 1786414917 } ],
    links => { next => 'https://www.arbeitnow.com/api/job-board-api?page=2' }, meta => { current_page => 1 } }));
is_listing($b, 'arbeitnow:entwickler-berlin-1', title => 'Entwickler (m/w/d)', company => 'Beispiel GmbH',
    places => 'Berlin', employment_type => 'part_time', posted => '2026-08-11T02:21:57Z');

$b = board(payload({ apiVersion => '2', jobCount => 1, jobs => [ { id => 99, url => 'https://jobicy.com/jobs/99-x',
    jobTitle => 'Sales &amp; Success', companyName => 'A &amp; B', companyLogo => 'https://jobicy.com/l.png',
    jobIndustry => [ 'Business Development' ], jobType => [ 'full-time' ], jobGeo => 'Canada,  USA', jobLevel => 'Any',
    jobExcerpt => 'Short &#8230;', jobDescription => '<p>x</p>', pubDate => '2026-08-09 10:11:12',
    annualSalaryMin => '55000', salaryCurrency => 'CAD' } ] }));
is_listing($b, 'jobicy:99', title => 'Sales & Success', company => 'A & B', category => 'business-development',
    places => 'Canada / USA', remote => 'remote', employment_type => 'full_time', pay => '55000 - CAD year', posted => '2026-08-09T10:11:12Z');
is(source('Jobicy')->{jsonld}, 0, 'Jobicy: never in JSON-LD');

$b = board(payload({ count => 2, mean => 1, results => [
    { id => '42', title => '<strong>Perl</strong> developer', redirect_url => 'https://www.adzuna.co.uk/land/ad/42',
      company => { display_name => 'Acme' }, location => { display_name => 'Leeds, West Yorkshire',
      area => [ 'UK', 'Yorkshire' ] }, created => '2026-08-01T05:06:07Z', description => 'A <strong>Perl</strong> job ...',
      category => { label => 'IT Jobs', tag => 'it-jobs' }, contract_time => 'full_time', contract_type => 'permanent',
      salary_min => 40000.5, salary_max => 50000, salary_is_predicted => '0' },
    { id => '43', title => 'T', redirect_url => 'https://jobs.example/43', company => { display_name => 'Acme' },
      location => { display_name => 'X', area => [ 'Atlantis' ] }, category => { label => 'Other/General Jobs' },
      salary_min => 30000, salary_max => 30000, salary_is_predicted => '1', contract_type => 'contract' } ] }));
is_listing($b, 'adzuna:42', title => 'Perl developer', company => 'Acme', category => 'it', employment_type => 'full_time',
    places => 'Leeds, West Yorkshire', pay => '40000.5 50000 GBP year', salary_predicted => 0,
    posted => '2026-08-01T05:06:07Z', url => 'https://www.adzuna.co.uk/land/ad/42');
is_listing($b, 'adzuna:43', category => undef, pay => '30000 30000 - year', salary_predicted => 1,
    employment_type => 'contract');
for my $case ([ 'http://adzuna.co.uk/jobs/land/ad/1', 'GBP' ], [ 'https://www.adzuna.at/details/1', 'EUR' ],
              [ 'https://www.adzuna.ch/details/1', 'CHF' ], [ 'https://www.adzuna.com.au/land/ad/1', 'AUD' ],
              [ 'https://www.adzuna.com/land/ad/1?x=1', 'USD' ], [ 'https://adzuna.com.example/1', '-' ])
{
    $b = board('-f', 'adzuna', payload({ count => 1, results => [ { id => 1, title => 'T',
        redirect_url => $case->[0], company => { display_name => 'A' }, location => { area => [ 'Austria' ] },
        salary_min => 1000, salary_max => 2000 } ] }));
    is($b->{'adzuna:1'}{pay}, "1000 2000 $case->[1] year", "Adzuna: the currency of $case->[0]");
}

is(source('Adzuna')->{attribution}, 'Jobs by Adzuna', 'Adzuna: the attribution');

$b = board(payload({ page => 0, page_count => 2, total => 21, results => [ { id => 7, name => 'Analyst', contents => '<p>x</p>',
    company => { name => 'Acme' }, refs => { landing_page => 'https://www.themuse.com/jobs/acme/analyst' },
    publication_date => '2026-07-30T23:12:41.123456Z', locations => [ { name => 'Oslo, Norway' }, { name => 'Rome, Italy' } ],
    levels => [ { name => 'Senior Level' } ], categories => [ { name => 'Data and Analytics' } ], tags => [] } ] }));
is_listing($b, 'the-muse:7', title => 'Analyst', company => 'Acme', places => 'Oslo, Norway / Rome, Italy',
    seniority => 'senior', category => 'data-and-analytics', posted => '2026-07-30T23:12:41Z');

sub usajobs
{
    my (%pay) = @_;

    return board(payload({ LanguageCode => 'EN', SearchResult => { SearchResultCount => 1, SearchResultCountAll => 1,
        SearchResultItems => [ { MatchedObjectId => '800', MatchedObjectDescriptor => { PositionTitle => 'Ranger',
        OrganizationName => 'National Park Service', DepartmentName => 'Department of the Interior',
        PositionURI => 'https://www.usajobs.gov:443/GetJob/ViewDetails/800', ApplyURI => [ 'https://www.usajobs.gov/apply' ],
        PositionLocation => [ { LocationName => 'Moab, Utah', CountryCode => 'United States' } ],
        PositionSchedule => [ { Name => 'Full-Time', Code => '1' } ], PublicationStartDate => '2026-08-01T00:00:00.0000',
        ApplicationCloseDate => '2026-09-01T23:59:59.9970', PositionRemuneration => [ \%pay ],
        UserArea => { Details => { RemoteIndicator => JSON::PP::false } } } } ] } }))->{'usajobs:800'};
}

my $l = usajobs(MinimumRange => '52000.0', MaximumRange => '61000.5', RateIntervalCode => 'PA');
is($l->{pay}, '52000 61000.5 USD year', 'USAJOBS: PA is a year');
is_deeply([ @$l{qw(title company department places employment_type posted expires)} ],
          [ 'Ranger', 'National Park Service', 'Department of the Interior', 'Moab, Utah', 'full_time',
            '2026-08-01T00:00:00Z', '2026-09-01T23:59:59Z' ], '... and the rest');
is(usajobs(MinimumRange => '21.5', MaximumRange => '30', RateIntervalCode => 'PH')->{pay}, '21.5 30 USD hour', 'PH an hour');
is(usajobs(MinimumRange => '2000', MaximumRange => '3000', RateIntervalCode => 'BW')->{pay}, undef,
   'two weeks are no period of ours, and no salary is better than a wrong one');

$b = board(payload([ { url => 'https://www.workingnomads.com/job/go/1234567/', title => 'Editor', company_name => 'Acme',
    category_name => 'Writing', tags => 'english,seo', location => 'Anywhere', description => 'x',
    pub_date => '2026-08-05T06:07:08.123-04:00' } ]));
is_listing($b, 'working-nomads:1234567', title => 'Editor', company => 'Acme', remote => 'remote', category => 'writing',
    posted => '2026-08-05T10:07:08Z');
is_listing(board(payload([ { url => 'https://www.workingnomads.com/jobs/xyzzy-acme?ref=api#x', title => 'Xyzzy',
    company_name => 'Acme', category_name => 'Other', location => '', pub_date => '' } ])), 'working-nomads:xyzzy-acme',
    category => undef, url => 'https://www.workingnomads.com/jobs/xyzzy-acme?ref=api#x');
like($b->{'working-nomads:1234567'}{tags}, qr/english\|seo/, 'Working Nomads: tags are separated with commas');


# what a mapping declares, and what completes rows

my $mapping = payload('{"source": {"name": "Acme Board", "company": "Acme", "base_url": "https://acme.example/jobs"},'
                      . ' "fields": {"id": "id", "title": "title"}}');
rename $mapping, work('mapping.json');
$b = board('-m', work('mapping.json'), write_file('x.jsonl', '{"id": 5, "title": "T"}'));
is_listing($b, 'acme-board:5', source => 'Acme Board', company => 'Acme', url => 'https://acme.example/jobs/5');

for my $case ([ '{"nam": "x"}', qr/unknown key "nam"/ ], [ '{"rank": 0}', qr/"rank" must be a whole number/ ],
              [ '{"by": "me"}', qr/"by" must be "employer"/ ])
{
    write_file('bad.json', '{"source": ' . $case->[0] . ', "fields": {"id": "id", "title": "title"}}');
    board('-m', work('bad.json'), work('x.jsonl'));
    is($status, 65, "a mapping's source $case->[0] is refused");
    like($err, $case->[1], '... and why is said');
}


# faults: refused with a reason, and nothing is published

sub refused
{
    my ($text, $reason, $name, @args) = @_;

    board(@args, payload($text));
    is($status, 65, "$name is refused");
    like($err, $reason, '... and why is said');
    ok(!-e $db, '... and nothing is published');
}

my $good = $coder->encode(\%greenhouse);
refused('<!doctype html><html>Just a moment...', qr/HTML page/, 'a block page');
refused('<html>x', qr/HTML page/, 'a block page for a named format', '-f', 'greenhouse');
refused("{\"jobs\": [$good, ", qr/truncated or broken/, 'a list that is cut');
refused("{\"jobs\": [$good", qr/truncated or broken/, 'a list without its end');
refused("{\"jobs\": [$good], \"meta\": {\"total\"", qr/truncated or broken/, 'a document that is cut behind the list');
refused("{\"jobs\": [$good]} x", qr/something follows/, 'something behind the document');
refused('{"error": "no such board"}', qr/no format was recognised/, 'an answer without a list');
refused('{"error": "no such board"}', qr/there is no "jobs" in it/, 'the same for a named format', '-f', 'greenhouse');
refused('{"jobs": {"a": 1}}', qr/there is no list/, 'no list where one must be', '-f', 'greenhouse');
refused('[{"name": "x", "n": 1}]', qr/no format was recognised/, 'rows of nobody');
refused("{\"name\": \"x\"}\n{\"name\": \"y\"}\n", qr/no format was recognised/, 'lines of nobody');
refused('{"SearchResult": {"SearchResultItems": 5}}', qr/there is no list/, 'an inner list that is none', '-f', 'usajobs');
refused('{"items": []}', qr/there is no "0"/, 'an element that is not there', '-f', 'oracle');
refused("a,b\n1,2\n", qr/it is not lever/, 'CSV for a format of JSON', '-f', 'lever');
refused('[' x 100000, qr/truncated or broken|recognised/, 'brackets without an end');
refused('{"jobs":' x 100000, qr{there is no list}, 'braces without an end', '-f', 'greenhouse');

board('-f', 'bogus', payload('[]'));
is($status, 64, 'an unknown format is wrong usage');
board('-f', 'lever', '-m', work('mapping.json'), payload('[]'));
is($status, 64, 'a format has no mapping');

for my $empty ('[]', '{"jobs": [], "meta": {"total": 0}}', '{"jobs": [], "apiVersion": "1"}', '{"offers": []}',
               '{"name": "Acme", "description": null, "jobs": []}', '{"totalFound": 0, "content": []}',
               '{"total": 0, "jobPostings": [], "facets": []}', '{"result": [], "meta": {"totalCount": 0}}',
               '{"version": "https://jsonfeed.org/version/1.1", "feed_url": "https://a.example/f", "items": []}',
               '{"items": [{"requisitionList": []}], "hasMore": false}', '{"domain": "a.example", "positions": []}',
               '{"0-legal-notice": "x", "jobs": []}', '{"data": [], "links": {"next": null}, "meta": {"to": null}}',
               '{"jobs": [], "totalCount": 0}', '{"count": 0, "__CLASS__": "x", "results": []}',
               '{"page": 0, "page_count": 0, "results": []}', '{"total": 0, "results": [], "aggregators": {}}',
               '{"SearchResult": {"SearchResultCount": 0, "SearchResultItems": []}}')
{
    $b = board(payload($empty));
    is($status, 0, "no jobs: $empty") or diag $err;
}

refused($_, qr/no format was recognised/, "$_ without a name")
    for '{"jobs": []}', '{"results": [], "error": "x"}', '{"offers": [], "error": "x"}';

$b = board('-f', 'greenhouse', payload('{"jobs": [], "meta": {"total": 0}}'), write_file('one.json', "{\"jobs\":[$good]}"));
is(join(' ', keys %$b), 'greenhouse:acme:7', 'an empty list is a list of no jobs');

$b = board(payload("{\"jobs\": [$good, 5, {\"id\": 8, \"absolute_url\": \"https://x.example/\"}, {broken}]}"));
is(join(' ', keys %$b), 'greenhouse:acme:7', 'a bad row costs itself');
like($err, qr/3 rejected/, '... and all of them are counted');

is_listing(greenhouse(departments => [ { name => 'x' x 5000 } ], location => { name => 'Oslo; ' . 'y' x 600 }),
    'greenhouse:acme:7', department => undef, places => 'Oslo');
like($err, qr/department: no table knows/, 'a value that is too long costs no listing, and is told');
greenhouse(title => 'x' x 5000);
like($err, qr/title is longer than/, '... but a title does');

is_listing(greenhouse(language => 'x' x 40), 'greenhouse:acme:7', language => undef);
like($err, qr/language: no table knows/, '... and what is no language is told');

$b = board(payload('{"meta": {"total": 1}, "jobs": [' . $good . ']}'));
is(keys %$b, 1, 'members may come in any order');

$b = board(payload(qq({"jobs": [{"id": 12345678901234567, "internal_job_id": 1, "title": "a\\ud800b\\u0000c\xE2\x80\xAE",)
                   . qq( "company_name": "Acme", "absolute_url": "https://boards.greenhouse.io/acme/jobs/1"}], "meta": {}})));
is_listing($b, 'greenhouse:acme:12345678901234567', title => "a\x{FFFD}bc");

$b = board({ %greenhouse } && payload({ jobs => [ { %greenhouse, absolute_url => 'javascript:alert(1)' }, \%greenhouse ],
                                        meta => {} }));
like($err, qr/no http or https address/, 'only http and https addresses are taken');


$b = board(payload({ jobs => [ { %greenhouse, content => '&lt;p&gt;Hi&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;'
                                                         . '&lt;p onclick=&quot;x()&quot;&gt;' } ], meta => {} }));
is(keys %$b, 1, 'a listing with hostile HTML is taken');
($text) = rows($db, 'SELECT * FROM listing_texts');
unlike($text->{description_html} // '', qr/script|onclick/, '... without what is hostile');


# a large document is not held in memory

SKIP: {
    open my $f, '>:raw', work('large.json') or die;
    my $filler = 'x' x 900;
    print $f '{"totalCount": 112000, "jobs": [';
    for my $i (1 .. 112_000) {
        print $f $i == 1 ? '' : ',', qq({"title":"T$i","companyName":"Acme","companySlug":"acme","pubDate":1786424671,)
            . qq("guid":"https://himalayas.app/companies/acme/jobs/j$i","applicationLink":"https://himalayas.app/a/$i",)
            . qq("excerpt":"$filler"});
    }
    print $f ']}';
    close $f;

    ($status, $err) = sync({ before => 'ulimit -v 400000' }, 'build', '--dry-run', '-o', work('large.db'), work('large.json'));
    skip('it cannot run in so little memory', 1) if $ENV{JOBS_PRELOAD} || $ENV{JOBS_VALGRIND};
    like($err, qr/checked 112000 listings/, '112,000 listings in one document');
    unlink work('large.json');
}


# nor is what is around it, wherever the list stands

my @beside = ('"note": "' . 'n' x 1000 . '"', '"totalCount": 20000');
my $wide = 'x' x 5000;

for my $case ([ 'the list first', '{"jobs": [', '], ' . join(', ', @beside) . '}' ],
              [ 'the list last', '{' . join(', ', @beside) . ', "jobs": [', ']}' ], [ 'a bare array', '[', ']' ])
{
    SKIP: {
        skip('a sanitizer or memcheck takes memory of its own', 1) if $ENV{JOBS_PRELOAD} || $ENV{JOBS_VALGRIND};

        open my $f, '>:raw', work('wide.json') or die;
        print $f $case->[1];
        print $f $_ == 1 ? '' : ',', $case->[1] eq '['
            ? qq({"id":"j$_","text":"T$_","hostedUrl":"https://jobs.lever.co/acme/j$_","categories":{},"junk":"$wide"})
            : qq({"title":"T$_","companyName":"A","guid":"https://himalayas.app/companies/a/jobs/j$_","junk":"$wide"})
            for 1 .. 20_000;
        print $f $case->[2];
        close $f;

        ($status, $err, my $out) = sync({ before => 'ulimit -v 130000' }, 'import', '--dry-run', '-c', work('wide.cat'),
                                        '-s', 'wide', work('wide.json'));
        like($out // '', qr/taken +20000 /, "100 MB are read in memory for less: $case->[0]") or diag($err);
        unlink work('wide.json');
    }
}

done_testing();
