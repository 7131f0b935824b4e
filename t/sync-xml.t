#!/usr/bin/perl

# XML feeds and JSON-LD: the formats, mapping files, and what is refused.

use strict;
use warnings;
use utf8;

use Test::More;
use Encode ();
use JSON::PP ();
use Time::Local 'timegm';
use Jobs::Test::Sync;

my $db = work('jobs.db');
my $data = 't/data/formats';


# (status, messages, listings by id)

sub built
{
    my ($feed, @options) = @_;

    unlink glob work('jobs.db*');
    my ($status, $err) = sync('build', '-o', $db, @options, $feed);
    my %listing = $status eq '0'
                  ? map { $_->{id} => $_ } rows($db, 'SELECT * FROM listings') : ();

    return ($status, $err, \%listing);
}


sub one
{
    my ($text, @options) = @_;

    utf8::encode($text) if utf8::is_utf8($text);

    my ($status, $err, $all) = built(write_file('feed', $text), @options);
    my @l = values %$all;

    return { %{$l[0] || {}}, status => $status, err => $err, n => scalar @l };
}


sub list { return [ map { $_->{v} } rows($db, $_[0]) ] }

sub has
{
    my ($l, $label, %want) = @_;

    is($l->{$_}, $want{$_}, "$label: $_") for sort keys %want;
}


sub refused
{
    my ($text, $like, $label, @options) = @_;
    my $l = one($text, @options);

    is($l->{status}, 65, "$label: refused");
    like($l->{err}, $like, "$label: the reason");
}


# We Work Remotely

my ($status, $err, $l) = built("$data/michaeldinhmai+job-agent/feed.rss");
my $wwr = 'https://weworkremotely.com/remote-jobs/';

is($status, 0, 'We Work Remotely is read') or diag $err;
is(keys %$l, 3, 'all of it');

has($l->{'we-work-remotely:remote-account-executive-dach-1'}, 'We Work Remotely',
    title => 'Account Executive DACH', company => 'Remote', remote => 'remote',
    url => $wwr . 'remote-account-executive-dach-1', employment_type => 'full_time',
    category => 'sales-and-marketing', source => 'We Work Remotely',
    posted_at => timegm(41, 30, 7, 11, 7, 2026), expires_at => timegm(41, 30, 7, 10, 8, 2026));
has($l->{'we-work-remotely:justworks-account-executive-in-territory-sf-bay-area-ca'},
    'the second', title => 'Account Executive - In-Territory (SF/Bay Area, CA)',
    company => 'Justworks', url => $wwr . 'justworks-account-executive-in-territory-sf-bay-area-ca');
has($l->{'we-work-remotely:amplitude-senior-enterprise-account-executive'},
    'blanks before the colon', title => 'Senior Enterprise Account Executive',
    company => 'Amplitude', posted_at => timegm(36, 30, 7, 11, 7, 2026));

my $item = sub {
    return '<rss version="2.0"><channel><title>We Work Remotely</title>'
           . "<link>https://weworkremotely.com/</link><item>$_[0]</item></channel></rss>";
};
my $more = one($item->('<title>Acme: Lead: Data</title><region/><country>🇩🇪 Germany</country>'
           . '<skills>Perl, C++</skills><type>Contract</type><link>https://weworkremotely.com/j/x-1</link>'
           . '<guid isPermaLink="true">https://weworkremotely.com/j/x-1</guid>'));

has($more, 'We Work Remotely, more', title => 'Lead: Data', company => 'Acme',
    id => 'we-work-remotely:x-1', employment_type => 'contract');
is_deeply([ sort @{list('SELECT tag AS v FROM listing_tags')} ], [ 'C++', 'Perl' ], 'its skills are tags');

my $anonymous = '<title>No company</title><link>https://weworkremotely.com/j/1</link>';
my $both = one($item->("$anonymous</item><item><title>Acme: Cook</title><link>https://weworkremotely.com/j/2</link>"));

is($both->{title}, 'Cook', 'a title without a colon is a bad row, and does not end the run');
like($both->{err}, qr/company is missing.*\(1 rejected/s, '... which is told');
is(one($item->($anonymous), '--company', 'Acme')->{company}, 'Acme', '... unless the company is said');


# NEOGOV

($status, $err, $l) = built("$data/omoji-personal+careerkit/neogov.xml");
is(keys %$l, 2, 'NEOGOV is read') or diag $err;

my ($first) = grep { $_->{id} =~ /:410001\z/ } values %$l;
my ($second) = grep { $_->{id} =~ /:410002\z/ } values %$l;
my $gov = 'https://www.governmentjobs.com/careers/exampleagency/jobs/';

has($first, 'NEOGOV', title => 'Enterprise Applications Manager',
    company => 'Example Public Agency', url => $gov . '410001',
    department => 'Information Technology', salary_min => 135000, salary_max => 175000,
    salary_currency => 'USD', salary_period => 'year', category => 'information-technology',
    posted_at => timegm(38, 10, 23, 19, 7, 2026), expires_at => timegm(0, 59, 4, 20, 8, 2026));
like($first->{location}, qr/\AAtlanta, Georgia/, 'NEOGOV: the place');
has($second, 'NEOGOV, by the hour', title => 'CRM Project Consultant', url => $gov . '410002',
    salary_min => 65, salary_max => 85, salary_currency => 'USD', salary_period => 'hour',
    posted_at => timegm(0, 0, 14, 18, 7, 2026), expires_at => undef);


# Personio

my $personio = "$data/omoji-personal+careerkit/personio.xml";

for my $base ('https://acme.jobs.personio.de', 'https://acme.jobs.personio.de/') {
    ($status, $err, $l) = built($personio, '--base-url', $base);
    is(keys %$l, 1, 'Personio: a position that is there twice is one listing');
    like($err, qr/1 repeated/, 'and counted');
}

my ($p) = values %$l;

like($p->{id}, qr/:1834171\z/, 'Personio: its id');
has($p, 'Personio', title => 'Staff Software Engineer, Data Platform',
    company => 'Acme SE & Co. KG', url => 'https://acme.jobs.personio.de/job/1834171',
    department => 'Product and Tech', employment_type => 'full_time',
    posted_at => timegm(41, 10, 14, 13, 10, 2024));
is_deeply([ map { s/,.*//r } @{list('SELECT location AS v FROM listing_locations ORDER BY position')} ],
          [ 'Munich', 'Berlin' ], 'its offices');

($status, $err) = built($personio);
is($status, 65, 'Personio: without the address of the board there are no addresses');
like($err, qr/url is missing/, 'and that is told');

my $position = one('<workzag-jobs><position><id>7</id><name>Dev</name><office>Köln</office>'
    . '<jobDescriptions><jobDescription><name>Your role</name><value><![CDATA[<p>Build</p>]]></value></jobDescription>'
    . '<jobDescription><name>Your profile</name><value><![CDATA[<ul><li>C</li></ul>]]></value></jobDescription>'
    . '</jobDescriptions><employmentType>working_student</employmentType><schedule>full-or-part-time</schedule>'
    . '<seniority>entry-level</seniority></position></workzag-jobs>',
    '--company', 'Acme', '--base-url', 'https://acme.jobs.personio.de/?language=de');

has($position, 'Personio, written by hand', company => 'Acme', employment_type => 'part_time',
    seniority => 'junior', url => 'https://acme.jobs.personio.de/job/7');


# RSS of job boards, Atom

($status, $err, $l) = built("$data/ConorsCode+open-jobs-data/new.xml");
is(keys %$l, 17, 'open-jobs-data is read') or diag $err;
has($l->{'greenhouse:8089771'}, 'open-jobs-data', title => 'Operation Coordinator', company => 'JFrog',
    url => 'https://join.jfrog.com/job/?job=8089771&gh_jid=8089771', source => 'greenhouse',
    posted_at => timegm(6, 42, 6, 9, 7, 2026));

my ($field) = grep { $_->{url} =~ /_R0983164\z/ } values %$l;
has($field, 'dashes in a title', company => 'CVS Health', source => 'workday',
    title => 'Case Management Analyst - Field - Must reside in Knox County Illinois');

($status, $err, $l) = built("$data/ConorsCode+open-jobs-data/empty.xml");
is($status, 0, 'a feed without items is a list of no jobs');
is(keys %$l, 0, 'it has none');

my $rss = one('<rss version="2.0"><channel><title>Acme careers</title><item><title>Cook</title>'
    . '<link>https://acme.example/cook</link><category>Kitchen</category><category domain="x">Night</category>'
    . '<pubDate>Mon, 10 Aug 2026 10:00:00 +0200</pubDate></item></channel></rss>');
has($rss, 'any RSS', title => 'Cook', company => 'Acme careers', url => 'https://acme.example/cook',
    posted_at => timegm(0, 0, 8, 10, 7, 2026));
is_deeply([ sort @{list('SELECT tag AS v FROM listing_tags')} ], [ 'Kitchen', 'Night' ],
          'categories are tags, with attributes or without');
is(one('<rss><channel><title>x</title><item><title>Cook</title><link>https://acme.example/c</link>'
       . '</item></channel></rss>', '--company', 'Acme')->{company}, 'Acme', '--company comes before the title');

my $atom = one('<feed xmlns="http://www.w3.org/2005/Atom"><title>Acme</title><entry><id>tag:acme,2026:1</id>'
    . '<title type="html">R&amp;amp;D</title><link rel="self" href="https://acme.example/self"/>'
    . '<link rel="alternate" href="https://acme.example/1"/><published>2026-08-10T10:00:00Z</published>'
    . '<author><name>Jane Doe</name><email>jane@acme.example</email></author>'
    . '<content type="xhtml"><div>a<br/>b</div></content></entry></feed>');
has($atom, 'Atom', title => 'R&D', company => 'Acme', url => 'https://acme.example/1',
    posted_at => timegm(0, 0, 10, 10, 7, 2026));
unlike(read_file($db), qr/Jane|jane\@/, 'no author of it is kept');


# Indeed

my $indeed = sub { return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<source><publisher>Board</publisher>$_[0]</source>" };
my $job = sub {
    my ($n, %more) = @_;
    my %job = (title => "Cook $n", date => 'Mon, 10 Aug 2026 10:00:00 GMT', referencenumber => "r$n",
               url => "https://a.example/$n?a=1&b=2", company => 'Acme', city => 'Phoenix', state => 'AZ',
               country => 'US', salary => '$50K per Year', jobtype => 'fulltime, permanent', category => 'Food,Hotel',
               remotetype => 'Hybrid remote', expirationdate => '2026-09-10', email => 'boss@a.example', %more);
    return '<job>' . join('', map { "<$_><![CDATA[$job{$_}]]></$_>" } sort keys %job) . '</job>';
};

my $cook = one($indeed->($job->(1)));
has($cook, 'Indeed', title => 'Cook 1', company => 'Acme', url => 'https://a.example/1?a=1&b=2',
    remote => 'hybrid', employment_type => 'full_time', posted_at => timegm(0, 0, 10, 10, 7, 2026),
    expires_at => timegm(0, 0, 0, 10, 8, 2026));
like($cook->{id}, qr/:r1\z/, 'Indeed: its reference number');
like(list('SELECT location AS v FROM listing_locations')->[0], qr/\APhoenix, AZ/, 'Indeed: the place');
unlike(read_file($db), qr/boss\@/, 'Indeed: no e-mail address is kept');
is(one($indeed->($job->(1, remotetype => 'Fully remote')))->{remote}, 'remote', 'Indeed: fully remote');

my $large = $indeed->(join '', map { $job->($_, description => '<p>' . 'words ' x 300 . '</p>') } 1 .. 2000);
cmp_ok(length $large, '>', 4_000_000, 'a feed of 4 MB');
is(one($large)->{n}, 2000, 'is read');


# JSON-LD

my %posting = ('@context' => 'https://schema.org', '@type' => 'JobPosting', title => 'Nurse',
    identifier => { '@type' => 'PropertyValue', name => 'Acme', value => 4711 },
    url => 'https://acme.example/nurse', datePosted => '2026-08-10', validThrough => '2026-09-10T12:00:00+02:00',
    hiringOrganization => { '@type' => 'Organization', name => 'Acme', logo => 'https://acme.example/l.png' },
    employmentType => [ 'CONTRACTOR', 'FULL_TIME' ], jobLocationType => 'TELECOMMUTE',
    applicantLocationRequirements => { '@type' => 'Country', name => 'Germany' },
    jobLocation => [ { '@type' => 'Place', address => { addressLocality => 'Bonn', addressCountry => 'DE' } } ],
    baseSalary => { '@type' => 'MonetaryAmount', currency => 'EUR',
                    value => { '@type' => 'QuantitativeValue', minValue => 50, maxValue => '60.5', unitText => 'HOUR' } });
my $coder = JSON::PP->new->canonical->utf8;
my %other = (%posting, title => 'Doctor', identifier => '4712', url => 'https://acme.example/doctor');
my %website = ('@type' => 'WebSite', name => 'Acme');
my $posting = $coder->encode(\%posting);

for ([ 'a document', $posting ],
     [ 'a document of several lines', JSON::PP->new->canonical->pretty->utf8->encode(\%posting) ],
     [ 'an array', $coder->encode([ \%website, \%posting ]) ],
     [ '@graph', $coder->encode({ '@context' => 'https://schema.org', '@graph' => [ \%website, \%posting ] }) ],
     [ 'an ItemList', $coder->encode({ '@type' => 'ItemList', itemListElement => [
           { '@type' => 'ListItem', position => 1, item => \%posting } ] }) ],
     [ 'a page', "<!DOCTYPE html><html><head><script>var a = '</p>';</script>"
           . "<script type=\"application/ld+json\">\n$posting\n</script></head><body><p>x" ])
{
    my $nurse = one($_->[1]);

    is($nurse->{n}, 1, "JSON-LD, $_->[0]: is read") or diag $nurse->{err};
    has($nurse, $_->[0], title => 'Nurse', company => 'Acme', url => 'https://acme.example/nurse',
        remote => 'remote', employment_type => 'contract', salary_min => 50, salary_max => 60.5,
        salary_currency => 'EUR', salary_period => 'hour', posted_at => timegm(0, 0, 0, 10, 7, 2026),
        expires_at => timegm(0, 0, 10, 10, 8, 2026), company_logo => 'https://acme.example/l.png');
    like($nurse->{id}, qr/:4711\z/, "$_->[0]: the identifier");
}

for my $case ([ 'Software Developers', 'software-developers' ], [ '15-1132.00 Software Developers', 'software-developers' ],
              [ [ '15-1132.00, Software Developers' ], 'software-developers' ], [ '29-1141', undef ])
{
    is(one($coder->encode({ %posting, title => 'Xyzzy', occupationalCategory => $case->[0] }))->{category}, $case->[1],
       'JSON-LD: a category without its code');
}

is(one($coder->encode({ %posting, employmentType => 'PER_DIEM' }))->{employment_type}, 'temporary', 'JSON-LD: per diem');

is(one("$posting\n" . $coder->encode(\%other) . "\n")->{n}, 2, 'JSON-LD: lines of it');
is(one("<html><meta charset=iso-8859-1><script type='application/ld+json'>"
       . Encode::encode('iso-8859-1', '{"@type":"JobPosting","title":"Köchin","url":"https://a.example/1"}')
       . '</script>', '--company', 'A')->{title}, 'Köchin', 'a page in ISO-8859-1');

refused('<!DOCTYPE html><html><p>Blocked', qr/it is an HTML page/, 'a page without postings');
refused('<html><script type="application/ld+json">{"@type":"WebSite"}</script></html>', qr/it is an HTML page/,
        'a page with other JSON-LD');
refused("<html><script type=\"application/ld+json\">{\"\@type\":</script></html>", qr/JSON-LD is not JSON/,
        'a page with broken JSON-LD');
refused(substr($posting, 0, -9), qr/truncated or broken JSON/, 'JSON-LD that is cut');


# formats by name

my $plain = '<rss><channel><title>Acme</title><item><title>Cook</title><link>https://a.example/c</link></item></channel></rss>';

is(one($plain, '-f', $_)->{title}, 'Cook', "-f $_") for qw(rss xml);
is(one($posting, '-f', 'jsonld')->{title}, 'Nurse', '-f jsonld');
refused($posting, qr/it is not rss: no XML/, 'a format that it is not', '-f', 'rss');
refused($plain, qr/it is not jsonld: no JSON/, 'nor this', '-f', 'jsonld');
refused($plain, qr/there is no "workzag-jobs\/position" in it/, 'other XML than said', '-f', 'personio');
refused("<html><script type=\"application/ld+json\">$posting</script></html>", qr/it is an HTML page/,
        'a page where a feed was said to be', '-f', 'rss');


# mapping files

my $mapping = write_file('m.json', <<'JSON');
{ "format": "xml", "list": "a/jobs/job", "fields": { "id": "@nr", "title": "name", "company": "firm.name",
  "url": "url", "department": "ns:dep", "tags": "tag", "location": {"path": ["place.0", "place"]} } }
JSON

my $row = '<job nr="5"><name lang="en">  R&amp;D <![CDATA[& Ops]]> </name><firm><name>Acme</name></firm>'
          . '<url>https://a.example/5</url><ns:dep>IT</ns:dep><tag>p</tag><tag>q</tag><place>Bonn</place></job>';
my $mapped = sub { return "$_[0]<a><jobs>$row</jobs></a>" };

has(one($mapped->(''), '-m', $mapping), 'a mapping', id => 'feed:5', title => 'R&D & Ops', company => 'Acme',
    department => 'IT', location => 'Bonn');
is_deeply(list('SELECT tag AS v FROM listing_tags ORDER BY position'), [ 'p', 'q' ], 'repeated elements are a list');
is(one($mapped->("\n \n<?xml version='1.0'?>") =~ s/\A//r, '-m', $mapping)->{n}, 1,
   'blank lines before the declaration are forgiven');

(my $umlaut = $mapped->('')) =~ s/Acme/Café “Ü”/;

for my $charset ('UTF-8', 'windows-1252', 'UTF-16', 'UTF-16LE', 'iso-8859-15', 'koi8-r') {
    my $name = $charset eq 'koi8-r' ? 'Кафе' : $charset eq 'iso-8859-15' ? 'Café €' : 'Café “Ü”';
    (my $text = "<?xml version=\"1.0\" encoding=\"$charset\"?>$umlaut") =~ s/Café “Ü”/$name/;
    my $bytes = Encode::encode($charset, $text);

    $bytes = "\xFF\xFE$bytes" if $charset eq 'UTF-16LE';
    is(one($bytes, '-m', $mapping)->{company}, $name, "the encoding $charset");
}

(my $latin = $mapped->('<?xml version="1.0" encoding="ISO-8859-1"?>')) =~ s/Acme/Caf\xE9/;
is(one(Encode::encode('iso-8859-1', $latin), '-m', $mapping)->{company}, 'Café', 'the encoding ISO-8859-1');
(my $wrong = $mapped->('<?xml version="1.0" encoding="utf-8"?>')) =~ s/Acme/Caf\xE9 \x0Bx/;
is(one(Encode::encode('iso-8859-1', $wrong), '-m', $mapping)->{company}, "Caf\x{FFFD} x",
   'the wrong encoding: what is not UTF-8 is replaced, so are control characters');

(my $long = $mapped->('')) =~ s/Acme/'ä€' x 60/e;
for my $shift (0 .. 3) {
    my $text = Encode::encode('UTF-8', '<a><x>' . 'y' x (65536 + $shift - 130) . '</x>' . substr($long, 3));
    is(one($text, '-m', $mapping)->{company}, 'ä€' x 60, "a character across two blocks, $shift");
}

is(one('<a><jobs/></a>', '-m', $mapping)->{status}, 0, 'a mapped list without rows is a list of no jobs');
refused('<a><job/></a>', qr/there is no "a\/jobs\/job" in it/, 'no list', '-m', $mapping);
refused($mapped->(''), qr/"format" must be/, 'an unknown format', '-m',
        write_file('bad.json', '{"format":"sgml","fields":{"id":"a","title":"b"}}'));
refused('{"a":1}', qr/XML|list/, 'no XML', '-m', $mapping);


# faults

my @m = ('-m', $mapping);
my $bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>';

refused($mapped->('<!DOCTYPE a>'), qr/line 1: it declares a document type/, 'a document type', @m);
refused("<?xml version='1.0'?>\n$bomb<a><jobs><job>&b;</job></jobs></a>", qr/line 2: it declares a document type/,
        'an entity bomb', @m);
refused('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', qr/document type/, 'an external one', @m);
refused("<a>\n<jobs>$row\n<job nr='6'>", qr/truncated or broken in line 3/, 'a truncated feed', @m);
refused("<a>\n<jobs>$row</a>", qr/line 2: it is no good XML: mismatched tag/, 'tags that do not match', @m);
refused("<a><jobs>$row</jobs></a>\ntrailing", qr/line 2: it is no good XML/, 'something behind the end', @m);
refused('<a><jobs><job>&nbsp;</job></jobs></a>', qr/undefined entity/, 'an entity that is none', @m);
refused('<?xml version="1.0" encoding="ebcdic-x"?><a/>', qr/unknown encoding/, 'an unknown encoding', @m);
refused('<a>' x 5000, qr/nested too deeply/, 'a depth bomb', @m);
refused('<a b="' . 'x' x 3_000_000 . '"/>', qr/longer than 1 MB/, 'an attribute without end', @m);
refused('<a><!-- ' . 'x' x 3_000_000, qr/longer than 1 MB/, 'a comment without end', @m);
refused('<' . 'n' x 2000 . '/>', qr/name of an element is too long/, 'a long name', @m);
refused('<jobs><job/></jobs>', qr/it is markup.*"list" in <jobs>/, 'XML that no format knows');
refused('<a <b', qr/line 1/, 'what only begins like XML', @m);

for ([ 'x' x 5_000_000, qr/it is longer than 4 MB/, 'a row of 5 MB' ],
     [ '<x>' x 40 . '</x>' x 40, qr/its elements are nested too deeply/, 'a deep row' ],
     [ '<x/>' x 9000, qr/it has too many elements/, 'a row of 9000 elements' ])
{
    my $l = one("<a><jobs>\n<job nr='6'>$_->[0]</job>\n$row</jobs></a>", @m);

    is($l->{n}, 1, "$_->[2] harms no other");
    like($l->{err}, qr/feed:2: $_->[1]/, "$_->[2] is told with its line");
}

# an element of 60 MB, with the memory for a tenth of it

{
    open my $f, '>:raw', work('huge') or die "$!\n";
    print $f "<a><jobs><job nr='6'><name>";
    print $f 'words ' x 10_000 for 1 .. 1000;
    print $f "</name></job>$row</jobs></a>";
    close $f or die "$!\n";

    SKIP: {
        skip 'a sanitizer or memcheck takes memory of its own', 2
            if $ENV{JOBS_PRELOAD} || $ENV{JOBS_VALGRIND};

        unlink glob work('jobs.db*');
        my ($status, $err) = sync({ before => 'ulimit -v 120000' }, 'build', '-o', $db, '-m', $mapping, work('huge'));
        is($status, 0, 'a row of 60 MB is read in little memory');
        like($err, qr/longer than 4 MB/, 'and rejected');
    }
}

done_testing();
