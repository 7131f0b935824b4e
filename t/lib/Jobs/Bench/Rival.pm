package Jobs::Bench::Rival;

# The Lua rival (t/bench/rival.lua) as a part of the server of the benchmarks.

use strict;
use warnings;

use JSON::PP ();

use Jobs::Test qw(root);

use constant MODULES => '/usr/lib/nginx/modules';


# What Jobs::Bench::Server wants to be told: the rival answers /rival.json from
# this database.

sub parts
{
    my ($database) = @_;

    my $dir = root() . '/t/bench';

    return (
        modules => join('', map { 'load_module ' . MODULES . "/$_;\n" }
                            qw(ndk_http_module.so ngx_http_lua_module.so)),
        http => "lua_package_path '$dir/?.lua;;';\n"
              . 'init_worker_by_lua_block '
              . "{ require('rival').open('$database') }\n",
        locations => 'location = /rival.json '
                   . "{ content_by_lua_block { require('rival').list() } }\n",
    );
}


# A rival that answers something else is no yardstick: dies where an answer to
# one of the queries differs.  Gives the mean length of the module's answers.

sub compare
{
    my ($server, @queries) = @_;

    my $json = JSON::PP->new->utf8->canonical;
    my $length = 0;

    for my $query (@queries) {
        my $body = $server->body("/jobs.json?$query");
        my $ours = $json->decode($body);
        my $theirs = $json->decode($server->body("/rival.json?$query"));

        $length += length $body;

        same($query, 'total', map { $_->{total} } $ours, $theirs);
        same($query, 'listings', map { $json->encode($_->{jobs}) }
                                 $ours, $theirs);

        next if !$theirs->{facets};

        for my $field (keys %{ $theirs->{facets} }) {
            same($query, $field,
                 map { join ' ', map { $_->{count} } @{ $_->{facets}{$field} } }
                 $ours, $theirs);
        }

        for my $name (qw(count min p25 median p75 max)) {
            same($query, $name, map { $_->{stats}{salary}{$name} }
                                $ours, $theirs);
        }
    }

    return int($length / @queries);
}


# Equal, or both absent, or numbers that were rounded to a cent.

sub same
{
    my ($query, $what, @pair) = @_;

    my ($ours, $theirs) = map { defined $_ ? $_ : 'none' } @pair;

    return if $ours eq $theirs;
    return if "$ours $theirs" =~ /\A[\d.]+ [\d.]+\z/
              && abs($ours - $theirs) < 0.011;

    die "$query: $what: the module has $ours, the rival has $theirs\n";
}


1;
