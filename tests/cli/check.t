#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# kustode check and kustode config: what they print where, and how they leave.
use strict;
use warnings;
use Test::More;

my $kustode = ($ENV{KUSTODE_BUILD} // 'build') . '/kustode';
my $cases = 'tests/cases/config';

sub run {
    my ($arguments, $stream) = @_;
    my $redirect = $stream eq 'errors' ? '2>&1 >/dev/null' : '2>/dev/null';
    my $text = `$kustode $arguments $redirect`;
    return ($text, $? >> 8);
}

my ($text, $status) = run("check -c $cases/sound/kustode.yaml", 'output');
is($status, 0, 'a sound configuration: 0');
is($text, "4 rules, 6 lists, 0 tests: all well\n", 'its summary');

($text, $status) = run("check -c $cases/defects/kustode.yaml", 'errors');
is($status, 78, 'a wrong configuration: 78');
like($text, qr{^\S+/kustode\.yaml:1:1: error: unknown key `sokcet` \(did you mean `socket`\?\)\n    sokcet.*\n    \^~~~~~\n}m,
    'an error with its place, its line and a caret');

($text, $status) = run("check -c $cases/list-files/kustode.yaml", 'output');
is($status, 78, 'a wrong file of one list: 78');
like($text, qr{^4 rules, 8 lists, 0 tests: \d+ errors, \d+ warnings$}, 'the lists are there all the same');

($text, $status) = run("check --json -c $cases/rules/kustode.yaml", 'output');
is($status, 78, 'the same with --json');
like($text, qr/^\{"severity":"error","file":"[^"]+","line":3,"column":12,"message":"there is no rule `HOAX_SHOUTNG`/m,
    'one object an error');

($text, $status) = run('check -c /nowhere/kustode.yaml', 'errors');
is($status, 78, 'no such file: 78');
like($text, qr{^/nowhere/kustode\.yaml: error: there is no such file$}m, 'which is named');

($text, $status) = run("config -c $cases/sound/kustode.yaml --list '<Forum\@school.example>'", 'output');
is($status, 0, 'the values of a list');
like($text, qr{^hoax\.subject: +"\[Hört, hört\]" +# \S+/kustode\.yaml:28$}m, 'with the line they were written in');
like($text, qr{^annotate: +plain-only +# defaults, \S+:21$}m, 'from wherever they come');

($text, $status) = run("config -c $cases/sound/kustode.yaml --list nobody\@nowhere.example", 'errors');
is($status, 64, 'an unknown list: 64');
like($text, qr/no list `nobody\@nowhere.example` is configured/, 'which is named');

done_testing();
