# SPDX-License-Identifier: BSD-2-Clause
# The same way with a real sendmail at its entrance: it numbers header fields unlike Postfix, and what a
# subscriber gets is the same all the same.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Test::More;
use Kustode::Place qw(free_port new_folder read_file write_file);
use Kustode::Client;
use Kustode::Daemon;
use Kustode::Mlmmj 'as_posted';
use Kustode::Postfix;
use Kustode::Sendmail;

my ($tree, $reason) = Kustode::Sendmail::tree(Kustode::Daemon::build());
$reason //= Kustode::Postfix::missing();
plan skip_all => $reason if defined $reason;

my $list = 'forum@lists.test';
my $hoax = "A terrible virus is about.\nPass this on to everyone.\n";
# sendmail adds what is missing of these three, which Postfix does not.
my $head  = "To: $list\nFrom: anna\@members.test\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nMessage-Id: <NUMBER\@members.test>\n";
my @posts = map { my $post = $_; $head =~ s/NUMBER/$post->[0]/r . $post->[1] } (
    [ 'tag',    "Subject: hello\n\n$hoax" ],
    [ 'folded', "Subject: a very long subject that is folded\n\tin the middle\n   and again\n\n$hoax" ],
    [ 'forged', "X-Kustode-Status: 1\nSubject: x\nX-Kustode-Status: 2\nX-Other: y\nx-kustode-status: 3\n folded\n\n$hoax" ],
    [ 'plain',  "Subject: plain\n\nSee you on Monday.\n" ],
    [ 'dots',   "Subject: dots\n\n.\n..\n$hoax" ],
);

my $daemon  = Kustode::Daemon->new(folder => new_folder(), socket => 'inet:' . free_port() . '@127.0.0.1')->start;
my $postfix = Kustode::Postfix->new(folder => new_folder(), members => ['bert']);
Kustode::Mlmmj->new($postfix, name => 'forum', subscribers => ['bert@members.test']);
$postfix->start;
my $sendmail = Kustode::Sendmail->new(
    tree => $tree, folder => new_folder(), socket => $daemon->{socket}, next_hop => $postfix->{reinject})->start;

my $client = Kustode::Client->new($sendmail->{port});
like $client->post('anna@members.test', [$list], $_), qr/\A250 /, 'accepted' for @posts;
my %copy = map { /^Message-Id: <(\w+)/m ? ($1 => as_posted($_)) : () } $postfix->box('bert', scalar @posts, 30);
my $folder = new_folder();
for my $post (@posts) {
    my ($name) = $post =~ /^Message-Id: <(\w+)/m;
    write_file("$folder/post", $post);
    unlink "$folder/out";
    system Kustode::Daemon::build() . '/kustode', 'apply', '-q', '-c', $daemon->{config_file}, '--list', $list,
        "$folder/post", '-o', "$folder/out";
    is $copy{$name}, read_file("$folder/out"), "$name: as kustode apply writes it";
}
is scalar(my @forged = $copy{forged} =~ /^X-Kustode/gmi), 1, 'of all forged fields none is left';

my $reply = $client->post('anna@members.test', ['strict@lists.test'], $posts[0]);
like $reply, qr/\A550 5\.7\.1 /, 'refused with our code';
$client->quit;
$sendmail->stop;
$postfix->stop;
is $daemon->stop, 0, 'the daemon leaves with 0';
done_testing;
