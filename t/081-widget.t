# <jobs-board> in pages of another origin.

use strict;
use warnings;
use utf8;

use Encode ();
use JSON::PP ();
use Test::More;
use Jobs::Test;
use Jobs::Test::Browser;

my $missing = Jobs::Test::Browser::missing();

plan(skip_all => $missing) if defined $missing;

my @titles = qw(Baker Cook Driver Editor Florist Gardener Host Inspector
                Joiner Keeper Lawyer Mason);
my @jobs = map { row(
    id => "acme:$_", title => "$titles[$_ - 1] for Acme", company => 'Acme',
    location => 'Berlin', category => $_ % 2 ? 'odd' : 'even',
    seniority => $_ < 5 ? 'junior' : 'senior', remote => 'remote',
    source => $_ < 8 ? 'acme' : 'other', language => 'en',
    posted_at => sprintf('2026-08-%02dT10:00:00Z', 20 - $_),
) } 1 .. 12;

my $db = snapshot(rows => \@jobs);

# what the sources ask for

system('sqlite3', $db, q(INSERT OR REPLACE INTO sources (name, attribution)
                         VALUES ('acme', 'via Acme'), ('other', 'via Other')))
    == 0 or die 'sqlite3';

my $n = nginx(snapshot => $db, http => <<'EOH', server => <<'EOT');
    log_format seen '$request_method $request_uri $status';
EOH
    access_log %PREFIX%/logs/seen seen;
    location ^~ /jobs { jobs; }
    location ^~ /a/b/jobs { jobs; }
    location ^~ /based { jobs; jobs_base_url http://127.0.0.1:%PORT%/based; }
    location ^~ /none { jobs; jobs_snapshot /nowhere/jobs.db; }
    location / {
        add_header Access-Control-Allow-Origin * always;
        default_type text/html;
        location = /strange.html { add_header Access-Control-Allow-Origin *; return 200 "<p>Sign in first</p>"; }
        location = /strange/jobs.css { add_header Access-Control-Allow-Origin *; return 200 ""; }
        return 404;
    }
    location = /bare.html { rewrite ^ /jobs.html last; }
EOT
my $rooted = nginx(snapshot => $db, server => 'location / { jobs; }');

my $at = 'http://127.0.0.1:' . $n->port;
my $board = "$at/jobs";
my $dead = 'http://127.0.0.1:' . Jobs::Test::Nginx::free_port() . '/jobs';

# the partner's pages

my $pages = nginx(server => <<"EOT");
    location /page/ { ssi on; }
    location /strict/ {
        alias html/page/;
        add_header Content-Security-Policy
            "default-src 'none'; script-src $at; connect-src $at";
    }
    location /board/ {
        internal;
        proxy_set_header Accept-Encoding "";
        proxy_pass $at/;
    }
    location = /other {
        default_type text/html;
        return 200 "<title>Other</title>";
    }
EOT
my $origin = 'http://localhost:' . $pages->port;
my $html = $pages->prefix . '/html/page';

mkdir $html;

my $browser = Jobs::Test::Browser->new;

$browser->viewport(900, 1600);

my $visits = 0;


# what a script that is wrong would leave behind

sub faultless
{
    my $faults = $browser->run('return window.faults || []');

    is("@$faults", '', 'nothing went wrong unseen') if @$faults;

    return;
}


# Opens a page with this in its body.  The events of all elements are kept in
# "events".  in => directory; query; head; script => in place of the usual one;
# lang.

sub page
{
    my ($body, %opt) = @_;

    faultless();

    my $name = 'p' . ++$visits . '.html';
    my $script = exists $opt{script} ? $opt{script}
               : qq(<script type="module" src="$board/widget.js"></script>);
    my $head = $opt{head} || '';
    my $lang = exists $opt{lang} ? $opt{lang} : 'lang="en"';

    $head .= <<'EOT' if !$opt{in};
<script>
window.events = [];
window.faults = [];
addEventListener('error', (e) => faults.push(e.message));
addEventListener('unhandledrejection', (e) => faults.push(String(e.reason)));
for (const name of ['load', 'apply', 'error'])
    addEventListener('jobs:' + name, (e) => events.push({
        name, detail: e.detail, id: e.target.id, composed: e.composed,
        bubbles: e.bubbles, cancelable: e.cancelable }));
</script>
EOT

    spew("$html/$name", Encode::encode('UTF-8', <<"EOT"));
<!DOCTYPE html>
<html $lang><head><meta charset="utf-8"><title>A partner</title>
<link rel="icon" href="data:,">
$head
$script</head>
<body>$body</body></html>
EOT

    $browser->visit("$origin/" . ($opt{in} || 'page') . "/$name"
                    . ($opt{query} ? "?$opt{query}" : ''));

    return;
}


# a page with one board

sub one
{
    my ($attributes, $inside, %opt) = @_;

    $inside = '<a id="fallback" href="/other">All jobs</a>'
        if !defined $inside;

    my $src = $opt{src} || $board;

    return page(qq(<jobs-board src="$src" $attributes>$inside</jobs-board>)
                . ($opt{below} || ''), %opt);
}


# Runs a script that knows the first board as e, and finds in its root: by
# $(selector) an element, by $$(selector) all, by text(...) their text.
# titles() are the initials of what is listed, fetched() what was asked for,
# last(name) the last event.

my $tools = <<'EOS';
const e = document.querySelector('jobs-board'), root = e && e.shadowRoot;
const $ = (s) => root && root.querySelector(s);
const $$ = (s) => root ? [...root.querySelectorAll(s)] : [];
const text = (s) => $$(s).map((x) => x.textContent.trim().replace(/\s+/g, ' '));
const titles = () => text('.jobs-item h3').map((t) => t[0]).join('');
const seen = (x) => !!x && x.getBoundingClientRect().height > 0;
const fallback = () => seen(document.querySelector('#fallback')) ? 'there' : 'away';
const fetched = (part) => performance.getEntriesByType('resource')
    .filter((r) => r.name.includes(part)).map((r) => r.name);
const lists = () => fetched('.html?').map((u) => u.replace(/^.*?\?/, ''));
const count = (name) => events.filter((v) => v.name === name).length;
const last = (name) => events.filter((v) => v.name === name).pop() || null;
EOS

sub js { return $browser->run("$tools\n$_[0]", @_[1 .. $#_]) }
sub value { return js("return $_[0]") }
sub click { return $browser->click("$tools return $_[0]") }
sub focused { return value('root.activeElement && root.activeElement.textContent.trim()') }


sub becomes
{
    my ($script, $wanted, $name) = @_;
    my $value;

    wait_until(sub {
        $value = value($script);
        return defined $value && $value eq $wanted;
    }, 10);

    return is($value, $wanted, $name);
}


# it is so, and nothing changes it for a while

sub stays
{
    my ($script, $wanted, $name) = @_;

    holds(sub { value($script) eq $wanted }, 0.6);

    return is(value($script), $wanted, $name);
}


sub listed { return becomes('titles()', $_[0], $_[1]) }
sub failed { return becomes('count("error")', 1, $_[0]) }


sub TRUE { return JSON::PP::true() }
sub FALSE { return JSON::PP::false() }


# --- on another origin, under a strict policy

one('category="even" limit="3"', undef, in => 'strict');
listed('CEG', 'a list of another origin, under a strict policy');
is(value('fallback()'), 'away', 'in the place of what stood there');
is(value('getComputedStyle($(".jobs-item article")).display'), 'grid',
   'with its stylesheet');
is_deeply(value('lists()'), [ 'category=even&lang=en&limit=3' ],
          'asked for once, with the attributes');
is(value('fetched("jobs.css").length'), 1, 'and the stylesheet');
is_deeply(js(<<'EOS'), [], 'no policy was hurt');
return new Promise((done) => {
    const found = [];
    new ReportingObserver((reports) => found.push(
        ...reports.map((r) => r.body.effectiveDirective + ' ' + r.body.blockedURL)
    ), { types: ['csp-violation'], buffered: true }).observe();
    setTimeout(() => done(found.filter((f) => !/^img-src/.test(f))), 200);
});
EOS
is(value('document.cookie + localStorage.length + sessionStorage.length'), '00',
   'nothing is stored');
is(value('getComputedStyle(e).display'), 'block', 'the element is a block');
is($n->get('/alive')->status, 200, 'all is logged');
like(slurp($n->prefix . '/logs/seen'), qr{^GET /jobs\.html\?category=even&lang=en&limit=3 200$}m,
     'a simple request');
unlike(slurp($n->prefix . '/logs/seen'), qr/OPTIONS/, 'without a preflight');


# --- never a hole: what is there stays until the list is

one('');
listed('BCDEFGHIJKLM', 'all of them');
$browser->latency(300);
one('limit="2"', undef, script => '');
js(<<'EOS', "$board/widget.js");
window.holes = 0;
window.both = 0;
const look = () => {
    const item = e.shadowRoot && e.shadowRoot.querySelector('.jobs-item article');
    const list = seen(item), old = fallback() === 'there';
    if (!list && !old) holes++;
    if (list && old) both++;
    if (list && getComputedStyle(item).display !== 'grid') holes++;
    requestAnimationFrame(look);
};
look();
document.head.append(Object.assign(document.createElement('script'),
    { type: 'module', src: arguments[0] + '?fresh' }));
EOS
listed('BC', 'the list');
is(value('holes'), 0, 'there was something at all times');
is(value('both'), 0, 'and never both');
$browser->latency;


# --- what fails leaves what stands there

one('', undef, src => $dead);
failed('the board is gone');
stays('fallback()', 'there', 'what the partner wrote stays');
is(value('last("error").detail.status'), 0, 'no status');
like(value('last("error").detail.message'), qr/\S/, 'a message');
is(value('$(".jobs-board") + ""'), 'null', 'and no list');

for my $case ([ 'limit="x"', $board, 400, qr/limit/ ],
              [ 'partner="nobody"', $board, 404, qr/\w/ ],
              [ '', "$at/nosuch", 404, qr/404/ ],
              [ '', "$at/none", 503, qr/unavailable/ ],
              [ '', "$at/strange", 200, qr/200/ ],
              [ '', "$at/bare", 0, qr{404.*/bare/jobs\.css} ])
{
    my ($attributes, $src, $status, $says) = @$case;

    one($attributes, undef, src => $src);
    failed("$src $attributes");
    stays('fallback()', 'there', 'what the partner wrote stays');
    is(value('last("error").detail.status'), $status, "status $status");
    like(value('last("error").detail.message'), $says, 'says why');
    is(value('events.length'), 1, 'that is all');
}

for my $case ([ 'limit="x"', $board, qr/limit/ ],
              [ '', "$at/none", qr/unavailable/ ],
              [ '', $dead, qr/^\Q$dead\E$/ ],
              [ '', "$at/nosuch", qr/^\Q$at\E\/nosuch$/ ])
{
    my ($attributes, $src, $says) = @$case;

    one($attributes, " \n", src => $src);
    failed("nothing stands inside: $src $attributes");
    ok(wait_until(sub { value('seen(e)') }), 'there is something to see');
    like(value('$("slot").textContent.trim()'), $says, 'it says something');
}

is(value('$("slot a").href'), "$at/nosuch", 'a link to the board');

one('limit="x"', '');
failed('an error of the board');
becomes('getComputedStyle($(".jobs-error")).borderStyle && root.adoptedStyleSheets.length', 2,
        'has its stylesheet');

page('<jobs-board><a id="fallback" href="/other">x</a></jobs-board>');
failed('without src');
is(value('fallback()'), 'there', 'what the partner wrote stays');
page('<jobs-board src="http://["><a id="fallback" href="/other">x</a></jobs-board>');
failed('src is no address');
is(value('fallback()'), 'there', 'what the partner wrote stays');
js('e.src = arguments[0]', $board);
listed('BCDEFGHIJKLM', 'until it is one');

# an answer that never comes

one('');
listed('BCDEFGHIJKLM', 'the list');
js('const t = setTimeout; window.setTimeout = (f, ms) => t(f, ms === 1e4 ? 300 : ms)');
$browser->latency(3000);
js('e.category = "odd"');
failed('time is out');
is(value('last("error").detail.message'), 'time-out', 'is said');
is(value('titles()'), 'BCDEFGHIJKLM', 'the list stays');
is(value('$(".jobs-board").ariaBusy'), 'false', 'and is busy no more');
$browser->latency;


# --- what is there already is taken as it is

my $list = '<!--# include virtual="/board/jobs.html?category=odd&limit=4" -->';
my $link = qq(<link rel="stylesheet" href="$board/jobs.css">);

one('category="odd" limit="4"', $list, head => $link, below => '<p>Below</p>');
becomes('count("load")', 1, 'a list inside is adopted');
listed('BDFH', 'it is there');
is(value('$$(".jobs-board").length'), 1, 'in the shadow root');
is(value('e.querySelector(".jobs-board") + ""'), 'null', 'no longer outside');
is_deeply(value('lists()'), [], 'without a request');
is($browser->shift_score, 0, 'nothing moved');
is(value('$(".jobs-item a").href'), "$board/acme:1", 'links are the board\'s');
is(value('last("load").detail.total'), 6, 'the event has the total');
is(value('last("load").detail.count'), 4, 'and the count');
stays('lists().length', 0, 'nor later');
js('e.category = "even"');
listed('CEGI', 'it goes on from there');

(my $declared = $n->get('/jobs.html?limit=2')->text) =~ s/^/  /mg;

one('limit="2"', qq(<template shadowrootmode="open">$link$declared</template>));
becomes('count("load")', 1, 'a declarative shadow root is adopted');
is(value('titles()'), 'BC', 'in place');
is_deeply(value('lists()'), [], 'without a request');
is(value('fetched("jobs.css").length'), 1, 'its own stylesheet will do');
is($browser->shift_score, 0, 'nothing moved');
js('e.limit = 3');
listed('BCD', 'it goes on from there');
is(value('fetched("jobs.css").length'), 1, 'with that stylesheet');

one('limit="2"', qq(<template shadowrootmode="open">$declared</template>));
becomes('root.adoptedStyleSheets.length', 2, 'one without gets the stylesheet');

one('limit="2"', '<section class="jobs-board jobs-error">Error</section>');
listed('BC', 'an error inside is none that is adopted');


# --- attributes and properties

one('category="odd" salary_include_unknown="1" salary-min="1" filter-title="host" '
    . 'id="x" class="a" title="t" data-level="z" aria-label="Jobs" dir="ltr" '
    . 'part="p" role="region" tabindex="0" unknown="1" hidden', undef);
becomes('lists()[0] || ""', 'category=odd&lang=en&salary_include_unknown=1'
        . '&salary_min=1&title=host', 'either spelling; no others are filters');
is(value('getComputedStyle(e).display'), 'none', 'hidden works');

js(<<'EOS');
e.hidden = false;
e.removeAttribute('salary_include_unknown');
e.salaryMin = null;
e.filterTitle = false;
e.category = ['odd', 'even'];
e.limit = 5;
e.hasSalary = false;
EOS
listed('BCDEF', 'properties');
is(value('lists().pop()'), 'category=odd%2Ceven&lang=en&limit=5',
   'changes at a time are one request');
is(value('lists().length'), 2, 'one');
is(value('e.getAttribute("category") + e.getAttribute("limit")'), 'odd,even5',
   'are attributes');
is(value('e.hasAttribute("salary-min") || e.hasAttribute("filter-title")'),
   FALSE, 'null and false take them away');
is(value('e.limit + typeof e.salaryMin'), '5object', 'and back');

js('e.setAttribute("salary_min", 1); e.salaryMin = 2; e.setAttribute("salary_include_unknown", 1)');
becomes('lists().pop()', 'category=odd%2Ceven&lang=en&limit=5'
        . '&salary_include_unknown=1&salary_min=2', 'one spelling is left');
is(value('["src", "salaryMin", "filterTitle", "postedWithin", "tagAny", "loading", '
         . '"history", "height", "partner", "q"].filter((p) => !(p in e)).join()'), '',
   'frameworks find the properties');
js('e.setAttribute("class", "b"); e.title = "u"; e.dataset.x = 1');
stays('lists().length', 3, 'other attributes change nothing');

page('', script => '');
js(<<'EOS', $board);
const later = document.createElement('jobs-board');
later.src = arguments[0];
later.limit = 2;
later.category = 'even';
document.body.append(later);
document.head.append(Object.assign(document.createElement('script'),
    { type: 'module', src: arguments[0] + '/widget.js' }));
EOS
listed('CE', 'properties from before it was defined');

one('', undef, lang => 'lang="de-AT"');
becomes('lists()[0] || ""', 'lang=de-AT', "the page's language");
one('lang="fr"', undef, lang => 'lang="de"');
becomes('lists()[0] || ""', 'lang=fr', 'the nearest one');
one('', undef, lang => 'lang="?"');
becomes('(count("load"), lists()[0] || "")', '', 'what is none is not asked for');
listed('BCDEFGHIJKLM', 'and the list is there');


# --- overtaken requests

one('');
listed('BCDEFGHIJKLM', 'the list');
js(<<'EOS');
window.signals = [];
const real = fetch;
window.fetch = (url, options) => {
    if (options.signal) signals.push(options.signal);
    return real(url, options);
};
EOS
$browser->latency(250);
js('e.category = "odd"');
becomes('signals.length', 1, 'a request');
is(value('$(".jobs-board").ariaBusy'), 'true', 'makes it busy');
js('e.category = "even"');
becomes('signals.length', 2, 'another one');
is(value('signals[0].aborted + "," + signals[1].aborted'), 'true,false',
   'aborts the first');
listed('CEGIKM', 'the second counts');
is(value('count("load")'), 2, 'alone');
is(value('count("error")'), 0, 'and that is no error');
is(value('$(".jobs-board").ariaBusy'), 'false', 'it is busy no more');
$browser->latency;


# --- load more

one('limit="5"', undef, head => '<style>body { margin-top: 2000px }</style>');
listed('BCDEF', 'the first five');
is_deeply(value('text(".jobs-paging")'), [ 'Show more' ], 'a button for more');
is(value('$(".jobs-paging [rel=next]").getAttribute("role")'), 'button',
   'which it is');
is(value('text("[role=status]").join()'), '', 'nothing is announced at first');
ok(value('!!$("[role=status]")'), 'though the place for it is there');

click('$("[rel=next]")');
listed('BCDEFGHIJK', 'more below');
is(value('root.activeElement === $("[rel=next]")'), TRUE,
   'the focus stays');
is(value('$("[role=status]").textContent'), '10 / 12 jobs', 'it is announced');
is(value('$$("[rel=prev], .jobs-where").length'), 0, 'there is no way back');
like(value('text(".jobs-foot").join()'), qr/via Acme.*via Other/,
     'the sources of both are named');
is(value('text(".jobs-foot p").filter((t) => /^via/.test(t)).length'), 2, 'once');

$browser->press(' ');
listed('BCDEFGHIJKLM', 'the rest, by the space bar');
is(value('$$("[rel=next]").length'), 0, 'that is all');
is(focused(), 'Lawyer for Acme', 'the first new one has the focus');
is(value('last("load").detail.count'), 12, 'the event counts all');
is(value('last("load").detail.total'), 12, 'of all');

js('e.limit = 12');
listed('BCDEFGHIJKLM', 'a list that fits');
is(value('$$(".jobs-paging").length'), 0, 'has no paging');


# --- the visitor's ways

one('category="even" level="senior" limit="2" id="jobs"');
listed('GI', 'the list');
click('$(".jobs-chips a")');
listed('FG', 'a link to another list of the board is followed here');
is(value('location.pathname'), "/page/p$visits.html", 'the page stays');
is(value('lists().pop()') =~ /limit=2/ && value('lists().pop()') =~ /lang=en/ ? 1 : 0, 1,
   'as many as before, in the same language');
is(value('$("[role=status]").textContent'), '8 jobs', 'the count is announced');
is(value('location.search'), '', 'the address of the page too');

for my $case ([ 'ctrlKey: true' ], [ 'shiftKey: true' ], [ 'metaKey: true' ],
              [ 'altKey: true' ], [ 'button: 1' ])
{
    is(js(<<"EOS"), FALSE, "left alone: $case->[0]");
const click = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, $case->[0] });
let prevented;
addEventListener('click', (e) => { prevented = e.defaultPrevented; e.preventDefault(); }, { once: true });
\$('.jobs-chips a').dispatchEvent(click);
return prevented;
EOS
}

for my $change ('a.target = "_blank"', 'a.download = "x"', 'a.href = "http://other.example/jobs?x"',
                'a.href = a.href.replace("/jobs?", "/jobs.json?")', 'a.href = a.href.replace("/jobs?", "/jobs/odd-jobs?")')
{
    is(js(<<"EOS"), FALSE, "left alone: $change");
const a = \$('.jobs-chips a');
const [href, target] = [a.href, a.target];
$change;
let prevented;
addEventListener('click', (e) => { prevented = e.defaultPrevented; e.preventDefault(); }, { once: true });
a.click();
a.href = href;
a.removeAttribute('target');
a.removeAttribute('download');
return prevented;
EOS
}

stays('lists().length', 2, 'none of these asked for a list');


# --- the form

my $form = 'show="list,search,facets,paging" limit="12"';

sub type_in
{
    my ($name, $keys) = @_;

    js('$(`[name=${arguments[0]}]`).focus()', $name);
    $browser->press($keys);

    return;
}

one($form);
listed('BCDEFGHIJKLM', 'a list with a form');
js(<<'EOS');
window.field = $('[name=q]');
$('details').open = true;
scrollTo(0, 50);
EOS
type_in('q', 'gar');
type_in('q', 'dener');
listed('G', 'what is typed is looked for');
is(value('lists().filter((l) => /q=./.test(l)).length'), 1,
   'after a pause: one request for eight keys');
ok(value('field.isConnected && root.activeElement === field'),
   'the field is the same, and has the focus');
is(value('field.value + field.selectionStart'), 'gardener8',
   'with what was typed, and where');
ok(value('$("details").open'), 'what was open stays open');
is(value('$("[role=status]").textContent'), '1 job', 'the count is announced');

# typing goes on while the answer is under way

$browser->latency(400);
$browser->press("\x{E003}" x 8 . 'cook');
becomes('$(".jobs-board").ariaBusy', 'true', 'an answer is under way');
js('field.value = "coook"; field.setSelectionRange(3, 3)');
listed('C', 'the answer comes');
is(value('field.value + field.selectionStart'), 'coook3',
   'and touches nothing that was typed since');
$browser->latency;
$browser->press('x');
becomes('titles() || $(".jobs-empty").tagName', 'DIV', 'what is typed then is looked for');
is(value('field.value'), 'cooxok', 'as it is');
ok(value('$("[role=status]").textContent.length > 5'), 'nothing found is announced');
ok(value('root.activeElement === field'), 'the focus stays');
$browser->press("\x{E003}" x 4 . "\x{E017}" x 2);
listed('BCDEFGHIJKLM', 'an empty field is none');
unlike(value('lists().pop()'), qr/q=/, 'and is not sent');

my $requests = value('lists().length');

$browser->press("mason\x{E007}");
listed('M', 'Enter submits');
is(value('lists().length'), $requests + 1, 'at once, and once');
stays('lists().length', $requests + 1, 'whatever the pause');
is(value('location.pathname'), "/page/p$visits.html", 'the page stays');
ok(value('root.activeElement === field'), 'the focus too');
click('$("form button")');
stays('titles()', 'M', 'the button looks again');


# facets

$requests = value('lists().length');
js('field.select()');
$browser->press("\x{E017}");
listed('BCDEFGHIJKLM', 'all of them again');
js('$$("details").forEach((d) => d.open = true)');
click('$("[name=level][value=junior]")');
listed('BCDE', 'a choice counts at once');
like(value('lists().pop()'), qr/\blevel=junior\b/, 'by its name');
is(value('$("[name=level][value=junior]") === root.activeElement'), TRUE,
   'the box has the focus');
is(value('root.activeElement.checked'), TRUE, 'and is checked');
is(value('$$("details:not([open])").length'), 0, 'all that was open stays so');
is(value('text(".jobs-facet label").find((t) => /^even/i.test(t))'), 'even 2',
   'the other counts are new');
click('$("[name=category][value=even]")');
listed('CE', 'a second one');
click('$("[name=level][value=senior]")');
listed('CEGIKM', 'a third, of the same field');
like(value('lists().pop()'), qr/level=junior&level=senior/, 'both of them');
$browser->press(' ');
listed('CE', 'and without it, by the space bar');
is(value('root.activeElement.value'), 'senior', 'whose box has the focus');
click('$(".jobs-chips .jobs-clear")');
listed('BCDEFGHIJKLM', 'all of them');
is(value('$$("form :checked").filter((x) => x.type === "checkbox").length'), 0,
   'no box is checked');
ok(value('!!$("form")'), 'the form stays');
ok(value('root.activeElement === $(".jobs-count")'),
   'the focus is where the list begins: its link is gone');

one('show="list,paging" lang="de" limit="2" height="200"');
listed('BC', 'in German');
is(value('text("[rel=next]") + text(".jobs-whole")'), 'Mehr anzeigenAlles anzeigen',
   'the words of the element too');
js('const real = fetch; window.fetch = () => Promise.reject(new Error("gone"));'
   . '$("[rel=next]").click()');
failed('what goes wrong');
is(value('$("[role=status]").textContent'), 'Die Jobs sind zurzeit nicht verfügbar',
   'is said');
is(value('titles()'), 'BC', 'and the list stays');

one($form);
listed('BCDEFGHIJKLM', 'a value that cannot be used');
js('$("form").insertAdjacentHTML("beforeend", `<input name="posted_within" value="never">`)');
type_in('q', 'x');
failed('is an error');
is(value('last("error").detail.status'), 400, 'with its status');
like(value('text(".jobs-board > .jobs-error").join()'), qr/posted_within/,
   'which the board explains');
is(value('titles()'), 'BCDEFGHIJKLM', 'above the list, which stays');
js('$("[name=posted_within][value=never]").remove()');
$browser->press("\x{E003}");
becomes('$$(".jobs-error").length', 0, 'until it is mended');

one("$form history=\"query\"");
listed('BCDEFGHIJKLM', 'a form with a history');
my $entries = value('history.length');
type_in('q', 'host');
listed('H', 'typing');
is(value('new URLSearchParams(location.search).get("q")'), 'host',
   'is in the address');
is(value('history.length'), $entries, 'but no place to go back to');


# --- events

one('id="mine" limit="2"');
listed('BC', 'the list');
is_deeply(value('last("load")'), {
    name => 'load', id => 'mine', composed => TRUE,
    bubbles => TRUE, cancelable => FALSE,
    detail => { total => 12, count => 2, url => "$board.html?lang=en&limit=2" },
}, 'jobs:load');
js('addEventListener("jobs:apply", (v) => v.preventDefault())');
click('$(".jobs-item a")');
becomes('count("apply")', 1, 'jobs:apply');
is_deeply(value('last("apply")'), {
    name => 'apply', id => 'mine', composed => TRUE,
    bubbles => TRUE, cancelable => JSON::PP::true(),
    detail => { id => 'acme:1', url => "$board/acme:1" },
}, 'names the listing');
is(value('location.pathname'), "/page/p$visits.html", 'which may be prevented');

one('limit="2"');
listed('BC', 'the list');
click('$(".jobs-item a")');
ok(wait_until(sub { value('location.href') eq "$board/acme:1" }),
   'a listing is a page');
$browser->back;
listed('BC', 'and back');


# --- mounting

one('limit="2"');
listed('BC', 'the list');
js(<<'EOS');
window.listeners = new Set();
for (const name of ['addEventListener', 'removeEventListener']) {
    const real = window[name];
    window[name] = function (...a) {
        if (a[0] === 'popstate') listeners[name[0] === 'a' ? 'add' : 'delete'](a[1]);
        return real.apply(this, a);
    };
}
e.history = 'query';
EOS
js(<<'EOS');
const again = async () => {
    for (let i = 0; i < 100; i++) {
        e.remove();
        if (i % 2) await new Promise((done) => setTimeout(done));
        document.body.append(e);
        if (i % 3) await new Promise((done) => setTimeout(done));
    }
};
return again();
EOS
stays('lists().length', 1, 'mounted 100 times: nothing is fetched again');
is(value('titles()'), 'BC', 'the list is there');
is(value('$$("[role=status]").length + $$(".jobs-board").length'), 2, 'once');
is(value('listeners.size'), 1, 'one listener');
js('window.gone = e; e.remove()');
becomes('listeners.size', 0, 'and none without it');
is(js(<<'EOS'), 1, 'a click counts once after all that');
document.body.append(gone);
addEventListener('jobs:apply', (v) => v.preventDefault());
gone.shadowRoot.querySelector('.jobs-item a').click();
return count('apply');
EOS
js('gone.limit = 3');
listed('BCD', 'and a change is seen');

page('');
is(js(<<'EOS', $board), 0, 'one that was gone at once asks for nothing');
const make = () => Object.assign(document.createElement('jobs-board'),
                                 { src: arguments[0] });
for (let i = 0; i < 100; i++) {
    const b = make();
    document.body.append(b);
    b.remove();
}
return new Promise((done) => setTimeout(() => done(lists().length), 300));
EOS

$browser->latency(200);
one('limit="4"', undef);
is(js(<<'EOS'), 'aborted', 'one that goes meanwhile takes its request along');
const real = fetch;
return new Promise((done) => {
    window.fetch = (url, options) => {
        if (options.signal) {
            options.signal.addEventListener('abort', () => done('aborted'));
            setTimeout(() => e.remove());
        }
        return real(url, options);
    };
    e.limit = 6;
    setTimeout(() => done('not aborted'), 5000);
});
EOS
is(value('count("error")'), 0, 'which is no error');
$browser->latency;


# --- several, and scripts that come twice

page(qq(<jobs-board id="a" src="$board" category="odd" limit="2"></jobs-board>)
     . qq(<jobs-board id="b" src="$board" category="even" limit="3"></jobs-board>)
     . qq(<jobs-board id="c" src="$board" category="even" limit="3"></jobs-board>));
becomes('count("load")', 3, 'three on a page');
is(js('return [...document.querySelectorAll("jobs-board")].map((b) => [...b.shadowRoot'
      . '.querySelectorAll("h3")].map((h) => h.textContent[0]).join("")).join()'),
   'BD,CEG,CEG', 'each has its list');
is(value('fetched("jobs.css").length'), 1, 'the stylesheet is fetched once');
ok(js('const s = [...document.querySelectorAll("jobs-board")].map((b) => b.shadowRoot.adoptedStyleSheets[1]);'
      . 'return s[0] && s[0] === s[1] && s[1] === s[2]'), 'and shared');

one('limit="2"', undef, script => join '', map {
    qq(<script type="module" src="$board/widget.js$_"></script>)
} '', '?again', '');
listed('BC', 'the script twice');
stays('lists().length', 1, 'is as good as once');
is(value('count("error")'), 0, 'without an error');


# --- lazy

one('loading="lazy" limit="2"', undef,
    head => '<style>body { padding: 4000px 0 }</style>');
stays('lists().length', 0, 'nothing is asked for far below');
js('scrollTo(0, 4000 - innerHeight - 400)');
stays('lists().length', 0, 'nor nearly');
js('scrollTo(0, 4000 - innerHeight - 200)');
listed('BC', 'near by it is');
is(value('lists().length'), 1, 'once');

one('loading="lazy" category="odd" limit="4"', $list,
    head => "$link<style>jobs-board { margin-top: 4000px }</style>");
becomes('count("load")', 1, 'what is there needs not be waited for');


# --- where the board is

for my $src ("$at/a/b/jobs", "$at/a/b/jobs/", "$at/based",
             'http://127.0.0.1:' . $rooted->port,
             'http://127.0.0.1:' . $rooted->port . '/')
{
    (my $base = $src) =~ s{/\z}{};

    one('limit="5" category="even"', undef, src => $src);
    listed('CEGIK', "src=\"$src\"");
    is(value('$(".jobs-item a").href'), "$base/acme:2", 'links lead there');
    click('$("[rel=next]")');
    listed('CEGIKM', 'more');
    click('$(".jobs-chips a")');
    listed('BCDEF', 'and other lists');
    is(value('location.origin'), $origin, 'here');
}

one('limit="5"', undef, src => "$board?category=even");
listed('CEGIK', 'filters in src');


# --- history

one('history="query" category="even" level="senior" limit="2"', undef,
    query => 'mine=1%202');
listed('GI', 'the list');
is(value('location.search'), '?mine=1%202', 'at first the address stays');
click('$(".jobs-chips a")');
listed('FG', 'another list');
is(value('new URLSearchParams(location.search).get("category")'), '',
   'is in the address');
is(value('new URLSearchParams(location.search).get("mine")'), '1 2',
   'beside what was there');
click('$(".jobs-chips a")');
listed('BC', 'another one');
is(value('lists().length'), 3, 'three in all');
$browser->back;
listed('FG', 'back');
is(value('$("[role=status]").textContent'), '8 jobs', 'is announced');
$browser->back;
listed('GI', 'back to the first');
is(value('location.search'), '?mine=1%202', 'and its address');
$browser->forward;
listed('FG', 'forward');
$browser->command('POST', "$browser->{session}/refresh", {});
listed('FG', 'it outlives a reload');

js('location.href = "/other"');
ok(wait_until(sub { $browser->run('return document.title') eq 'Other' }), 'away');
$browser->back;
listed('FG', 'and a visit elsewhere');

page(join '', map {
    qq(<jobs-board id="$_" src="$board" history="query" category="even" limit="2"></jobs-board>)
} 'a', 'b');
becomes('count("load")', 2, 'two with a history');
click('$(".jobs-chips a")');
listed('BC', 'the first changes');
is(value('location.search'), '?a-category=', 'under its own name');
$browser->command('POST', "$browser->{session}/refresh", {});
becomes('count("load")', 2, 'both again');
is(js('return [...document.querySelectorAll("jobs-board")].map((b) => [...b.shadowRoot'
      . '.querySelectorAll("h3")].map((h) => h.textContent[0]).join("")).join()'),
   'BC,CE', 'each as it was');

one('history="query" category="odd" limit="4"', $list, head => $link,
    query => 'category=even');
listed('CEGI', 'the address goes before what is there');

one('category="even"', undef, query => 'category=odd');
listed('CEGIKM', 'without history the address of the page says nothing');


# --- height

one('height="300" limit="12"', undef, below => '<p id="below">Below</p>',
    head => '<style>jobs-board:not(:defined) { display: block; height: 300px; overflow: hidden }</style>');
listed('BCDEFGHIJKLM', 'the list');
is(value('e.getBoundingClientRect().height'), 300, 'is as high as reserved');
is($browser->shift_score, 0, 'nothing moved');
is(value('seen($(".jobs-whole")) && $(".jobs-whole").textContent'), 'Show all',
   'with a button for the rest');
cmp_ok(value('Math.abs($(".jobs-whole").getBoundingClientRect().bottom - e.getBoundingClientRect().bottom)'),
       '<=', 1, 'at its end');
click('$(".jobs-whole")');
cmp_ok(value('e.getBoundingClientRect().height'), '>', 900, 'which shows it');
is(value('$$(".jobs-whole").length'), 0, 'and goes');
ok(value('root.activeElement && root.activeElement.matches(".jobs-item a")'),
   'the focus goes on');
js('e.category = "odd"');
listed('BDFHJL', 'another list');
is(value('$$(".jobs-whole").length'), 0, 'it stays open');
js('e.height = 200');
becomes('e.getBoundingClientRect().height', 200, 'until there is another height');
js('e.height = null');
becomes('e.getBoundingClientRect().height > 400 ? "all" : "less"', 'all', 'or none');

one('height="3000" limit="2"', undef);
listed('BC', 'a list that fits');
is(value('e.getBoundingClientRect().height'), 3000, 'is as high as reserved');
is(value('seen($(".jobs-whole"))'), FALSE, 'without a button');

one('height="120"', undef, src => $dead);
failed('the board is gone');
is(value('e.getBoundingClientRect().height'), 120, 'the height stays');
is(value('fallback()'), 'there', 'and what stands in it');


# --- a browser without constructable stylesheets

one('limit="2"', undef, head => '<script>delete CSSStyleSheet.prototype.replaceSync</script>');
listed('BC', 'without constructable stylesheets');
is(value('$$("link[rel=stylesheet]").length'), 1, 'a link brings the stylesheet');
is(value('getComputedStyle($(".jobs-item article")).display'), 'grid', 'which works');
js('e.limit = 3');
listed('BCD', 'a change');
is(value('$$("link[rel=stylesheet]").length'), 1, 'needs no other');

one('limit="2"', undef, src => "$at/bare",
    head => '<script>delete CSSStyleSheet.prototype.replaceSync</script>');
failed('where its stylesheet is not to be had');
is(value('fallback()'), 'there', 'what the partner wrote stays');

faultless();
$browser->stop;
done_testing();
