# SPDX-License-Identifier: BSD-2-Clause
# Postfix and mlmmj without kustode: what a subscriber gets is what was sent, trace fields above aside. Only
# because this holds do the other tests of this folder speak of kustode.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Test::More;
use Kustode::Place 'new_folder';
use Kustode::Postfix;
use Kustode::Mlmmj 'as_posted';
use Kustode::Client;

if (my $reason = Kustode::Postfix::missing()) {
    plan skip_all => $reason;
}

my @posts = (
    [ 'plain' => "From: anna\@members.test\nTo: forum\@lists.test\nSubject: hello\n\nhello\n" ],
    [ 'folds, tabs, no blank' => "X-A:1\nFrom: anna\@members.test\nTo: forum\@lists.test\nSubject: a\n\tb\n  c\n\nhello\n" ],
    [ '8-bit' => "From: anna\@members.test\nTo: forum\@lists.test\nSubject: gr\xfc\xdfe\n\n\xc3\xa4 \xe4\n" ],
    [ 'dots and blank lines' => "From: anna\@members.test\nTo: forum\@lists.test\n\n.\n..\n\n\nend\n\n\n" ],
    [ 'no body' => "From: anna\@members.test\nTo: forum\@lists.test\nSubject: nothing\n\n" ],
);

my $postfix = Kustode::Postfix->new(folder => new_folder(), members => [qw(anna bert owner)]);
my $list    = Kustode::Mlmmj->new($postfix, name => 'forum', subscribers => ['bert@members.test']);
$postfix->start;
my $client = Kustode::Client->new($postfix->{port});

my $count = 0;
for (@posts) {
    my ($name, $post) = @{$_};
    like $client->post('anna@members.test', [ $list->{address} ], $post), qr/\A250 /, "$name: accepted";
    my @got = $postfix->box('bert', ++$count);
    is as_posted($got[-1]), $post, "$name: arrives as it was sent";
}
$client->quit;
$postfix->stop;
ok !$postfix->connects, 'nothing listens any more';
done_testing;
