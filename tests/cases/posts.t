#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# Posts in eight languages, written for the project after the manner of real ones: hoaxes, advisories, and honest
# posts that come near to either. `wrong` lists those the shipped rules do not judge as they should (post and
# verdict given); the list may only shrink.
use strict;
use warnings;
use lib 'tests/lib';
use Kustode qw(kustode_json);
use Test::More;

my $folder = 'tests/cases/posts';
my %wanted = (hoax => 'hoax', advisory => 'advisory', honest => 'none');
my %languages = map { $_ => 1 } qw(de en es fr it nl pl pt);

sub known_wrong {
    open my $in, '<', "$folder/wrong" or die "$folder/wrong: $!";
    return map { my ($post, $verdict) = split; ($post => $verdict) } grep { !/^\s*(?:#|$)/ } <$in>;
}

my %wrong = known_wrong();
my %posts;
for my $mailbox (glob "$folder/*.mbox") {
    my ($name, $class, $language) = $mailbox =~ m{((\w+)-(\w\w))\.mbox$} or die $mailbox;
    my $number = 0;
    for my $object (kustode_json(['scan', '--json', '-q', '-c', 'samples/kustode.yaml', $mailbox])) {
        my $post = "$name:" . $number++;
        is($object->{verdict}, delete $wrong{$post} // $wanted{$class}, $post)
            or diag(join ' ', map { "$_->{rule}($_->{points})" } @{ $object->{hits} });
        $posts{$class}{$language}++;
    }
}
is_deeply([sort keys %wrong], [], 'no post is called wrong that is not there');
for my $class (sort keys %wanted) {
    is_deeply([sort keys %{ $posts{$class} }], [sort keys %languages], "$class: all eight languages");
}
done_testing();
