#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# Each header compiles alone.
use strict;
use warnings;
use Test::More;

my $flags = `pkg-config --cflags glib-2.0 gmime-3.0 jansson libpcre2-8 libfyaml`;
chomp $flags;
my @headers = map { glob } qw(include/*/*.h milter/*/*.h);
cmp_ok(scalar @headers, '>', 20, 'the headers are found');
for my $header (@headers) {
    my $said = `gcc -std=gnu17 -Wall -Wextra -Werror -D_GNU_SOURCE -DKUSTODE_VERSION='""' -Iinclude -Imilter $flags -fsyntax-only -x c $header 2>&1`;
    ok($? == 0, "$header compiles alone") or diag($said);
}
done_testing();
