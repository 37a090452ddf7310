#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# Manual pages against the programs: every subcommand and option is told, none is told that is not there,
# and the pages are sound.
use strict;
use warnings;
use lib 'tests/lib';
use Kustode qw(build_folder kustode read_file);
use Test::More;

sub page_text { my $text = read_file("milter/man/$_[0]"); $text =~ s/\\-/-/g; return $text }

# "-x, --long" lines of GOption's help; --help itself is everybody's.
sub options_of { return grep { $_ ne 'help' } $_[0] =~ /^\s+(?:-\w, )?--([\w-]+)/mg }

# `Fl -long`, `, -long` of mdoc, or `--long` of man: what the page calls an option.
sub told { my ($page, $option) = @_; return $page =~ /(?:Fl|,) (?:\w , )?-\Q$option\E\b|--\Q$option\E\b/ }

my ($status, $usage) = kustode(['--help']);
my @subcommands = $usage =~ /^  ([a-z]+) /mg;
cmp_ok(scalar @subcommands, '>=', 7, 'subcommands are found');

my $page = page_text('kustode.1');
my %known = map { $_ => 1 } qw(help version);
for my $subcommand (@subcommands) {
    like($page, qr/^\.It Cm \Q$subcommand\E\b/m, "kustode(1) tells of $subcommand");
    my (undef, $help) = kustode([$subcommand, '--help']);
    for my $option (options_of($help)) {
        ok(told($page, $option), "kustode(1) tells of $subcommand --$option") if !$known{$option}++;
    }
}
my @invented = grep { !$known{$_} } $page =~ /(?:Fl|,) -([a-z][\w-]+)/g;
is("@invented", '', 'kustode(1) tells of no option that is not there');

my $daemon = page_text('kustode-milter.8');
my $help = `@{[build_folder()]}/kustode-milter --help`;
ok(told($daemon, $_), "kustode-milter(8) tells of --$_") for options_of($help);

for my $file (glob 'milter/man/*.[158]') {
    my $said = `man --warnings -E UTF-8 -l -Tutf8 -Z $file 2>&1 >/dev/null`;
    is($said, '', "$file is sound");
}
done_testing();
