# SPDX-License-Identifier: BSD-2-Clause
# Real posts through a real Postfix, kustode, a real mlmmj list and back into a subscriber's box: he gets the
# bytes that `kustode apply` writes for what was sent, trace fields above aside.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Test::More;
use Kustode::Place qw(new_folder read_file write_file);
use Kustode::Client;
use Kustode::Daemon;
use Kustode::Mlmmj 'as_posted';
use Kustode::Postfix;
use Kustode::Samples qw(samples_folder sample_files sample_messages sample_config);

if (my $reason = Kustode::Postfix::missing()) {
    plan skip_all => $reason;
}

my $list   = 'forum@lists.test';
my $folder = new_folder();
my $hoax   = "A terrible virus is about.\nPass this on to everyone.\n";

# What is odd in a header or a body, beside the samples.
my @odd = (
    "Subject: hello\n\n$hoax",
    "Subject:hello\n\n$hoax",
    "Subject:\thello\n\n$hoax",
    "SUBJECT: Re: [Forum] a very long subject that is folded\n\tin the middle\n   and again, as some clients do\n\n$hoax",
    "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= =?iso-8859-1?q?aus_K=F6ln?=\n\n$hoax",
    "Subject: raw gr\xc3\xbc\xc3\x9fe\n\n$hoax",
    "Subject: raw gr\xfc\xdfe\n\n$hoax",
    "Subject: \n\n$hoax",
    "Subject:\n\n$hoax",
    "Subject: one\nSubject: two\n\n$hoax",
    "Subject: AW: [Hoax?] hello\n\n$hoax",
    "X-Other: no Subject\n\n$hoax",
    "Subject: forged\nX-Kustode-Status: none\nx-kustode-status: none\nX-KUSTODE-Status:\n none\n\n$hoax",
    "Subject: dots\n\n.\n..\n.hidden\n$hoax",
    "Subject: 8-bit\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\nGr\xfc\xdfe\n$hoax",
    "Subject: no end\n\n$hoax\n\n\n",
    "Subject: no body\n\n",
    "Subject: plain\n\nSee you on Monday.\n",
);
my @posts = map { "To: $list\nFrom: anna\@members.test\nX-Number: $_\n$odd[$_]" } 0 .. $#odd;

# Sends them all, and checks each copy against what the tool makes of the post under that configuration.
sub compare {
    my ($name, $config, @sent) = @_;
    my $place   = new_folder();
    my $daemon  = Kustode::Daemon->new(folder => $place, config => $config)->start;
    my $postfix = Kustode::Postfix->new(folder => new_folder(), milters => "unix:$place/kustode.sock", members => ['bert']);
    Kustode::Mlmmj->new($postfix, name => 'forum', subscribers => ['bert@members.test'], control => { tocc => '' });
    $postfix->start;
    chmod 0666, "$place/kustode.sock";
    my $client = Kustode::Client->new($postfix->{port});
    for my $post (@sent) {
        my $reply = $client->post('anna@members.test', [$list], $post);
        like $reply, qr/\A250 /, "$name: accepted" if $reply !~ /\A250 /;
    }
    my %copy;
    for (map { as_posted($_) } $postfix->box('bert', scalar @sent, 60)) {
        $copy{$1} = $_ if /^X-Number: (.*)$/m;
    }
    is scalar keys %copy, scalar @sent, "$name: every post arrives" or diag $daemon->log, $postfix->log;
    my @tool = (Kustode::Daemon::build() . '/kustode', 'apply', '-q', '-c', $daemon->{config_file}, '--list', $list);
    for my $post (@sent) {
        my ($number) = $post =~ /^X-Number: (.*)$/m;
        write_file("$place/post", $post);
        unlink "$place/out";
        system @tool, "$place/post", '-o', "$place/out";
        is $copy{$number}, read_file("$place/out"), "$name: post $number";
    }
    is scalar(grep { /list=\Q$list\E/ } split /\n/, $daemon->log), scalar @sent, "$name: each has its log line";
    $client->quit;
    $postfix->stop;
    is $daemon->stop, 0, "$name: the daemon leaves with 0";
    return values %copy;
}

my $standard = Kustode::Daemon::standard_config();
my @live = compare('odd', $standard, @posts);
# What was raw 8-bit comes back as an encoded word, the tag in it.
is scalar(grep { /\AX-Kustode-Status: hoax; .*^Subject: .*(?:\[Hoax\?\]|=\?utf-8\?B\?W0hvYXg)/msi } @live), @posts - 2,
    'hoaxes have status and tag';

my $notices = samples_folder() . '/notices/*.txt';
my @noticed = compare('notice', "notice-files: [$notices]\n" . $standard =~ s/4: \[subject\]/4: [subject, notice]/r, @posts);
is scalar(grep { /^-----\[ kustode [0-9a-f]{8} \]-----\n/m } @noticed), @posts - 2, 'hoaxes have a notice';

compare('full header', $standard =~ s/(forum\@lists\.test:\n)/$1    header: full\n    references: yes\n/r, @posts);

my @shadow = compare('shadow', $standard =~ s/(forum\@lists\.test:\n)/$1    mode: shadow\n/r, @posts);
for my $copy (@shadow) {
    my ($number) = $copy =~ /^X-Number: (\d+)/m;
    is $copy, $posts[$number] =~ s/^X-Kustode-.*\n(?:[ \t].*\n)*//gmir, "shadow: post $number unchanged but for forgeries";
}

# Where kustode-milter(8) puts the socket it serves both a chrooted and an open smtpd, by the rights of a folder.
for my $chroot (0, 1) {
    my $place  = new_folder();
    my $socket = "$place/queue/kustode/kustode.sock";
    my $name   = $chroot ? 'chrooted smtpd' : 'open smtpd';
    my $postfix = Kustode::Postfix->new(
        folder => $place, milters => '{ unix:kustode/kustode.sock, default_action=tempfail }', members => ['bert'], chroot => $chroot);
    Kustode::Mlmmj->new($postfix, name => 'forum', subscribers => ['bert@members.test']);
    system 'install', '-d', '-o', 'nobody', '-g', 'postfix', '-m', '2750', "$place/queue/kustode";
    my $daemon = Kustode::Daemon->new(folder => new_folder(), socket => "local:$socket", options => [ '-u', 'nobody' ])->start;
    $postfix->start;
    my $client = Kustode::Client->new($postfix->{port});
    like $client->post('anna@members.test', [$list], $posts[0]), qr/\A250 /, "$name: accepted";
    like((as_posted(($postfix->box('bert', 1))[0] // '')), qr/\AX-Kustode-Status: hoax;/, "$name: judged");

    # The daemon away: the post waits at its sender, and nothing passes unjudged.
    $daemon->stop;
    my $refused = Kustode::Client->new($postfix->{port});
    like $refused->post('anna@members.test', [$list], $posts[0]), qr/\A4|\A\z/, "$name: deferred without the daemon";
    $daemon->start;
    like(Kustode::Client->new($postfix->{port})->post('anna@members.test', [$list], $posts[0]), qr/\A250 /, "$name: accepted when it is back");
    is scalar(my @all = $postfix->box('bert', 2)), 2, "$name: and delivered";
    $postfix->stop;
}

my @samples = map { sample_messages($_) } sample_files();
my $count   = 0;
compare('samples', sample_config($list, 'header: full', 'references: yes'), map { 'X-Number: ' . $count++ . "\n$_" } @samples);

done_testing;
