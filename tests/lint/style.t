#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# Formatting, spelling and what the analysers say. A tool that is not installed is skipped by name.
use strict;
use warnings;
use Test::More;

my @sources = map { glob } qw(include/*/*.h milter/*/*.[ch] tests/unit/*.c tests/fuzz/*.c tests/bench/*.c);

sub installed { return system("command -v $_[0] >/dev/null 2>&1") == 0 }

sub run_tool {
    my ($tool, $command, $name) = @_;
  SKIP: {
        skip "$tool is not installed (make check-deps)", 1 if !installed($tool);
        my $said = `$command 2>&1`;
        ok($? == 0, $name) or diag(substr $said, 0, 4000);
    }
}

my @scripts = glob 'milter/cli/page/*.js';
run_tool('clang-format', "clang-format --dry-run --Werror @sources @scripts", 'formatting is that of .clang-format');
run_tool('codespell', 'codespell --ignore-words-list=te,nd,ist,als,oder,mis,ans,fo,ot,ro,hist,vor,ein,alle,sie,ue,sur,inout,mdoe '
        . "include README.md Makefile milter/man milter/cli milter/daemon milter/decision milter/pool milter/settings milter/records",
    'no word is misspelt');
run_tool('cppcheck', 'cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr '
        . '--suppress=unknownMacro --suppress=missingInclude --error-exitcode=1 -Iinclude -Imilter milter',
    'cppcheck finds nothing');

my @without_licence = grep {
    open my $in, '<', $_ or die "$_: $!";
    my $head = <$in> . (<$in> // '');
    $head !~ /SPDX-License-Identifier: BSD-2-Clause/;
} @sources, @scripts, map { glob } qw(tests/*/*.t);
is("@without_licence", '', 'each file names the licence');
done_testing();
