#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# The budgets of the house: a mirror. The tail is shown to whoever looks.
use strict;
use warnings;
use JSON::PP;
use Test::More;

plan skip_all => 'ctags is not installed' if system('command -v ctags >/dev/null 2>&1') != 0;

my @functions;
open my $tags, '-|', 'ctags -R --languages=C --c-kinds=f --fields=+ne --output-format=json -f - milter'
    or die "ctags: $!";
while (my $line = <$tags>) {
    my $tag = decode_json($line);
    push @functions, [$tag->{end} - $tag->{line} + 1, "$tag->{path}:$tag->{name}"] if $tag->{end};
}
@functions = sort { $b->[0] <=> $a->[0] } @functions;
cmp_ok(scalar @functions, '>', 100, 'functions are found');
my $median = $functions[@functions / 2][0];
my $high = $functions[@functions * 0.05][0];
note sprintf '%d functions, median %d lines, 95th percentile %d, longest %d (%s)', scalar @functions,
    $median, $high, @{ $functions[0] };
cmp_ok($median, '<=', 15, 'median of function lengths');
cmp_ok($high, '<=', 45, '95th percentile of function lengths');
is(join("\n", map { "$_->[1] ($_->[0] lines)" } grep { $_->[0] > 70 } @functions), '', 'no function above 70 lines');

# Rows of tables are data: a client or a language more makes no file harder to read.
my $is_row = sub { $_[0] =~ /^\s*(?:\{.*\},?|"[^"]*",?|(?:\{ [^}]*\},?\s*)+)\s*$/ };

my @long;
for my $file (map { glob } qw(milter/*/*.c include/*/*.h)) {
    open my $in, '<', $file or die "$file: $!";
    my $lines = grep { !$is_row->($_) } <$in>;
    my $most = $file =~ /\.h$/ ? 120 : 350;
    push @long, "$file ($lines lines)" if $lines > $most;
}
is(join("\n", @long), '', 'no file above its budget');
done_testing();
