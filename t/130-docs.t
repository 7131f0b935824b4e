# The documentation names what exists, and all of it.

use strict;
use warnings;

use Test::More;
use Jobs::Test;


# { name => 1 } of every match

sub names
{
    my ($text, $regex) = @_;

    return { map { $_ => 1 } $text =~ /$regex/g };
}


sub same
{
    my ($documented, $real, $name) = @_;

    is(join(' ', sort keys %$documented), join(' ', sort keys %$real), $name);

    return;
}


my $code = join '', map { slurp($_) } glob 'ngx_jobs_module/*.c';
my $directives = slurp('docs/directives.md');
my $http = slurp('docs/http.md');
my $sync = -e 'docs/jobs-sync.md' ? slurp('docs/jobs-sync.md') : '';
my @docs = ('README.md', glob 'docs/*.md');


# directives: the rows of command tables have a type after their name

my $commands = names($code,
                     qr/\{\s*ngx_string\("(\w+)"\),\s*(?:NGX_\w+\s*\|?\s*)+,/);

same(names($directives, qr/^## (\w+)\n\n\|  /m), $commands,
     'docs/directives.md describes every directive and no other');

for my $name (sort keys %$commands) {
    like($directives, qr/^- \[\Q$name\E\]\(#\Q$name\E\)$/m,
         "$name is in the table of contents");
    like($directives, qr/^## \Q$name\E\n.*?^\| Syntax:  \| `\Q$name\E\b.*?^\| Default: \|.*?^\| Context: \|/ms,
         "$name has its syntax, default and context");
}


# variables

same(names($directives, qr/^\| `\$(jobs_\w+)` \|/m),
     names($code, qr/\{\s*ngx_string\("(jobs_\w+)"\), NULL,/),
     'docs/directives.md describes every variable and no other');


# views

same(names($directives, qr/^\| `([a-z]+)` +\| /m),
     names(($code =~ /ngx_conf_enum_t\s+ngx_jobs_views\[\] = \{(.*?)\};/s
            ? $1 : '') . slurp('ngx_jobs_module/core/jobs_format.c'),
           qr/(?:\{ ngx_string|\.name = jobs_string)\("(\w+)"\)/),
     'docs/directives.md describes every view and no other');


# fields of templates

my $templates = slurp('docs/templates.md');
my %view = (list => 'list', item => 'row', detail => 'detail',
            error => 'error');

for my $name (sort keys %view) {
    my ($section) = $templates =~ /^### \Q$name\E\n(.*?)(?=^### |\z)/ms;
    my $fields = names(join("\n", $section =~ /^\| ((?:`\w+` )+)\|/mg),
                       qr/`(\w+)`/);

    same($fields, names(slurp("ngx_jobs_module/core/jobs_html_$view{$name}.c"),
                        qr/^ +X\(\w+, "(\w+)", \w+\)/m),
         "docs/templates.md describes every field of $name and no other");
}


# arguments

my ($table) = $http =~ /^## Filters\n(.*?)^## /ms;
my (%documented, %real);

for my $line (split /\n/, $table) {
    my ($name, $aliases) = $line =~ /\A\| `(\w+)` \|([^|]*)\|/;

    next if !defined $name;
    $documented{$name} = join ' ', sort $aliases =~ /`(\w+)`/g;
}

my $params = slurp('ngx_jobs_module/core/jobs_params.c');

for my $entry ($params =~ /^    \[JOBS_P_\w+\] = \{\n(.*?)^    \}/msg) {
    my ($name) = $entry =~ /\.name = jobs_string\("(\w+)"\)/;
    my ($aliases) = $entry =~ /\.aliases = jobs_aliases\((.*?)\)\n/s;

    $real{$name} = join ' ', sort(($aliases || '') =~ /"(\w+)"/g);
}

is_deeply(\%documented, \%real,
          'docs/http.md describes every argument with its aliases');


# jobs-sync

my $help = `'@{[ join q{' '}, sync_command('--help') ]}' 2>&1`;

same(names($sync, qr/(?<![\w-])(--[a-z][a-z-]+)/),
     names($help, qr/(?<![\w-])(--[a-z][a-z-]+)/),
     'docs/jobs-sync.md names every option of jobs-sync --help and no other');
is($? >> 8, 0, 'jobs-sync --help is no error');

for my $file (@docs, glob 'conf/*.md conf/*/*.md') {
    my $text = slurp($file);

    for my $line ($text =~ /^\s*(?:sudo )?(jobs-sync [a-z].*)$/mg) {
        my ($command) = $line =~ /\Ajobs-sync (\w+)/;

        like($help, qr/\b$command\b/, "$file: jobs-sync $command exists");

        for my $option ($line =~ /(?<!\S)(--[a-z-]+)/g) {
            like($help, qr/(?<![\w-])\Q$option\E(?![\w-])/,
                 "$file: $option exists");
        }
    }
}


# every directive and variable that any document names

for my $file (@docs, 'CHANGES', glob 'conf/*.conf conf/*/*.conf') {
    my $text = slurp($file);

    $text =~ s/jobs_(?:module|company)\b//g;

    my @unknown = grep { !$commands->{$_} }
                  $text =~ /^\s*(jobs_\w+)\s+[^;=\n]*;/mg;

    is("@unknown", '', "$file: every directive exists");

    @unknown = grep { $code !~ /ngx_string\("\Q$_\E"\), NULL/ }
               $text =~ /\$(jobs_\w+)/g;
    is("@unknown", '', "$file: every variable exists");
}


# links between documents

for my $file (@docs) {
    my $text = slurp($file);
    my ($dir) = $file =~ m{\A(.*/)};

    $dir = '' if !defined $dir;

    for my $link ($text =~ /\]\(((?!https?:)[^)#\s]+)/g) {
        ok(-e "$dir$link", "$file: $link is there");
    }

    for my $link ($text =~ /\]\(((?!https?:)[^)\s]*#[^)]+)\)/g) {
        my ($other, $anchor) = split /#/, $link;
        my $target = $other eq '' ? $file : "$dir$other";
        my $titles = names(-e $target ? slurp($target) : '', qr/^#+ (.*)$/m);
        my %anchor = map { my $t = lc; $t =~ s/[^\w -]//g; $t =~ s/ /-/g;
                           $t => 1 } keys %$titles;

        ok($anchor{$anchor}, "$file: $link is there");
    }
}


# every configuration, and every example of one

# the templates that examples name: those of docs/templates.md, or built in

my $examples = tempdir();

for my $name (qw(list item detail empty error)) {
    my ($example) = $templates =~ m{^`templates/$name\.html`:\n\n```html\n(.*?)^```}ms;

    spew("$examples/$name.html", $example
         || slurp("ngx_jobs_module/web/$name.html"));
}


sub takes
{
    my ($name, $text) = @_;

    $text =~ s{(jobs_template \w+ )templates/}{$1$examples/}g;

    $text =~ s{modules/ngx_jobs_module\.so}{%MODULE%};
    $text =~ s{\@MODULE\@}{%MODULE%};
    $text =~ s{\@PREFIX\@|\@ROOT\@}{%PREFIX%}g;
    $text =~ s{\@USER\@}{%USER%};
    $text =~ s{\blisten\s+(?:127\.0\.0\.1:)?(?:\@PORT\@|\d+)}{listen 127.0.0.1:%PORT%}g;
    $text =~ s{/var/log/nginx/}{%PREFIX%/logs/}g;
    $text =~ s{include\s+mime\.types;}{};

    my $paths = join '', map { "${_}_temp_path %PREFIX%/tmp/$_;\n" }
                qw(client_body proxy fastcgi uwsgi scgi);

    $paths = '' if $text =~ /_temp_path/;

    if ($text =~ /^\s*http\s*\{/m) {
        $text =~ s/^(\s*http\s*\{)/$1\n$paths/m;
        $text = "load_module %MODULE%;\n$text" if $text !~ /load_module/;
        $text = "events { }\n$text" if $text !~ /^\s*events\b/m;
        $text = "pid %PREFIX%/nginx.pid;\n$text" if $text !~ /^pid\b/m;
        $text =~ s/(events \{ \}\n)(.*?)(load_module [^;]*;)/$3\n$1$2/s;
        $text =~ s/(pid %PREFIX%[^;]*;\n)(.*?)(load_module [^;]*;)/$3\n$1$2/s;

        my ($status, $output) = nginx_t(conf => $text,
                                        port => 1024 + int rand 60000);

        is($status, 0, "$name passes nginx -t") or diag($output, $text);
        return;
    }

    my %part = (server => '', http => 'jobs_snapshot /nowhere/jobs.db;');

    if ($text =~ /^\s*load_module[^;]*;\s*\z/) {
        %part = ();

    } elsif ($text =~ /^\s*location\b/m) {
        $part{server} = $text;

    } elsif ($text =~ /^\s*jobs_snapshot\b/m) {
        $part{http} = $text;

    } else {
        $part{http} .= $text;
    }

    my ($status, $output) = nginx_t(%part);

    is($status, 0, "$name passes nginx -t") or diag($output, $text);

    return;
}


for my $file (glob 'conf/*.conf conf/*/*.conf') {
    takes($file, slurp($file));
}

for my $file (@docs) {
    my $n = 0;

    for my $example (slurp($file) =~ /^```nginx\n(.*?)^```/msg) {
        takes("$file: example " . ++$n, $example);
    }
}


# every JSON example is JSON

for my $file (@docs) {
    my $n = 0;

    for my $example (slurp($file) =~ /^```json\n(.*?)^```/msg) {
        $n++;
        ok(eval { JSON::PP->new->utf8->decode($example); 1 },
           "$file: JSON example $n") or diag($@);
    }
}


# the JSON of docs/http.md has the fields that the server sends

my $n = nginx(snapshot => snapshot(), server => 'location ^~ /jobs { jobs; }');
my ($example) = $http =~ /^```json\n(\{ "total".*?)^```/ms;
my $documented = JSON::PP->new->utf8->decode($example);
my $real = $n->get('/jobs.json?limit=1&offset=1&category=backend')->json;

is(join(' ', sort keys %$real), join(' ', sort keys %$documented),
   'the list has the fields that are documented');
is(join(' ', sort keys %{ $real->{jobs}[0] }),
   join(' ', sort keys %{ $documented->{jobs}[0] }),
   'a listing in it too');
is(join(' ', sort keys %{ $real->{snapshot} }),
   join(' ', sort keys %{ $documented->{snapshot} }), 'and the snapshot');

done_testing();
