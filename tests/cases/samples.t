#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# The sample mailboxes, each post with the verdict, stance and layers that stand in NAME.expected.
use strict;
use warnings;
use lib 'tests/lib';
use Kustode qw(kustode kustode_json);
use Test::More;

my $posts = 0;

sub expected_rows {
    my ($file) = @_;
    open my $in, '<', $file or die "$file: $!";
    return map { [split] } grep { !/^\s*(?:#|$)/ } <$in>;
}

# "own forwarded:pasted footer"; what an alternative says again is left out.
sub layers_text {
    my ($object) = @_;
    return join ' ', map { $_->{how} ? "$_->{kind}:$_->{how}" : $_->{kind} }
        grep { !exists $_->{alternative_of} } @{ $object->{layers} };
}

my @mailboxes = glob 'samples/mbox/*.mbox';
cmp_ok(scalar @mailboxes, '>', 3, 'there are sample mailboxes');
for my $mailbox (@mailboxes) {
    (my $expected = $mailbox) =~ s/\.mbox$/.expected/;
    my @rows = expected_rows($expected);
    my @objects = kustode_json(['scan', '--json', '-q', '-c', 'samples/kustode.yaml', $mailbox]);
    is(scalar @objects, scalar @rows, "$mailbox: as many posts as expected");
    for my $row (@rows) {
        my ($number, $verdict, $stance, @layers) = @$row;
        my $object = $objects[$number] // {};
        my $got = join ' ', $object->{verdict} // 'missing', $object->{stance} // '-', layers_text($object);
        is($got, join(' ', $verdict, $stance, @layers), "$mailbox:$number");
        $posts++;
    }
}
cmp_ok($posts, '>=', 60, "at least 60 posts ($posts)");

my ($status, $out, $err) = kustode(["check", "-c", "samples/kustode.yaml"]);
is($status, 0, "the shipped rules pass the tests beside them") or diag($out, $err);
done_testing();
