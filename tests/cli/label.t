#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# kustode label at a real pseudo-terminal: what a key does to the labels file and to the screen. Rules of
# nonsense words, so that the order of posts can be reckoned by hand.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use JSON::PP;
use Kustode qw(build_folder kustode kustode_json write_file read_file);
use Pty;
use Test::More;

my $folder = File::Temp->newdir;
write_file("$folder/rules.yaml", <<'YAML');
rules:
  - { rule: PLEA, points: { hoax: 2.5 }, cue: plea, text: zebrafish }
  - { rule: THREAT, points: { hoax: 2 }, cue: threat, text: marmalade }
  - { rule: NUMBER, points: { advisory: 1 }, cue: number, text: ticket }
YAML
write_file("$folder/kustode.yaml", "rule-files: [rules.yaml]\n");
my @bodies = (
    'nothing at all',                                                    # 0
    'ticket alone',                                                      # 1: far from a threshold
    'zebrafish and marmalade',                                           # 2: a verdict, near it
    "zebrafish \e]0;title\a \e[2J \x9b31m and more\r\n\xe2\x80\xae turned \x07", # 3: hostile
    'zebrafish and marmalade, again',                                    # 4: as number 2
    'nothing either',                                                    # 5
);
my $mbox = '';
for my $n (0 .. $#bodies) {
    my $id = $n == 3 ? "<p 3\e[1m\@x.example>" : "<p$n\@x.example>";
    $mbox .= "From a\@x.example Tue Jan  6 10:00:00 2026\nFrom: Eve \e[5m <a\@x.example>\nSubject: post $n \e[31m\n"
        . "Message-ID: $id\nContent-Type: text/plain; charset=utf-8\n\n$bodies[$n]\n\n";
}
my $archive = write_file("$folder/posts.mbox", $mbox);
my $labels = "$folder/labels";
my @command = (build_folder() . '/kustode', 'label', '-c', "$folder/kustode.yaml", '--labels', $labels);
my $asked = qr{h hoax  a advisory};

my @order = map { "$_->{message} $_->{why}" }
    kustode_json(['label', '--json', '-c', "$folder/kustode.yaml", '--labels', $labels, $archive]);
is_deeply(\@order, ['2 near a threshold', '4 near a threshold', '3 has points', '1 has points',
        '0 drawn from those without points', '5 drawn from those without points'],
    'near a threshold first, copies later, then those without points') or diag(explain(\@order));
ok(!-e $labels, 'the order alone writes nothing');

# One sitting: every key.
my $pty = Pty->new(60, 20, @command, $archive);
my $screen = $pty->expect($asked);
like($screen, qr/^.*1 of 6, 0 labelled: near a threshold/, 'the first post');
like($screen, qr/posts\.mbox:2.*subject   post 2.*hoax 4\.5 of 4.*PLEA +hoax \+2\.5 +"zebrafish"/s, 'with verdict and rules');
like($screen, qr/\e\[1;7mzebrafish\e\[0m and \e\[1;7mmarmalade\e\[0m/, 'hits are marked in the layer');
$pty->send('h');
like($pty->expect($asked), qr/2 of 6, 1 labelled/, 'a key, and the next one is there');
is(read_file($labels), "<p2\@x.example> hoax\n", '... the label is in the file at once');
$pty->send('p');
$screen = $pty->expect($asked);
is(read_file($labels), "<p2\@x.example> hoax\n<p4\@x.example> none\n", 'p: plain');
like($screen, qr/posts\.mbox:3/, 'the hostile post');
(my $without_ours = $screen) =~ s/\e\[(?:\d+(?:;\d+)*m|H|2J(?=3 of 6))//g;
unlike($without_ours, qr/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|\xc2[\x80-\x9f]|\xe2\x80\xae/, '... sends no control to the terminal')
    or diag($without_ours =~ s/([^ -~\n])/sprintf '<%02x>', ord $1/ger);
$pty->send('b');
like($pty->expect($asked), qr/2 of 6, 2 labelled: .*the label is none/, 'b: the one before, with its label');
$pty->send('a');
$pty->expect($asked);
is(read_file($labels), "<p2\@x.example> hoax\n<p4\@x.example> advisory\n", '... another label takes its place');
$pty->send('u');
like($pty->expect(qr/taken back/), qr/2 of 6/, 'u: back to the post');
is(read_file($labels), "<p2\@x.example> hoax\n<p4\@x.example> none\n", '... it is what it was');
$pty->send('u');
like($pty->expect(qr/taken back/), qr/2 of 6, 1 labelled/, 'u again: the post is shown once more');
is(read_file($labels), "<p2\@x.example> hoax\n", '... and has no label');
$pty->send("\e[3~\e[Zx");
$pty->expect(qr/h a p s b u q/);
is(read_file($labels), "<p2\@x.example> hoax\n", 'keys without a meaning do nothing');
$pty->send('s');
like($pty->expect($asked), qr/3 of 6/, 's: skipped');
$pty->send('h');
$pty->expect($asked);
is(read_file($labels), "<p2\@x.example> hoax\n$archive:3 hoax\n", 'a Message-ID that is none: by file and number');
$pty->send('q');
is($pty->finish, 0, 'q: the end');
like($pty->all, qr/\e\[\?1049l.*2 labelled and 1 skipped, the rest is for another time; 2 of 6 posts have a label/s,
    'the screen is put back and the sum said');

# Going on later, beside what somebody else wrote by hand.
write_file($labels, "# Ann's\n" . read_file($labels) . "posts.mbox:1\tnone  ");
$pty = Pty->new(60, 20, @command, $archive);
like($pty->expect($asked), qr/1 of 3, 0 labelled/, 'later: only what has no label');
my $settings = $pty->settings;
like($settings, qr/-icanon/, 'raw meanwhile');
$pty->send('p');
$pty->expect($asked);
is(read_file($labels), "# Ann's\n<p2\@x.example> hoax\n$archive:3 hoax\nposts.mbox:1\tnone  \n<p4\@x.example> none\n",
    'other lines stay as they are');
$pty->resize(24, 8);
$screen = $pty->expect(qr/\e\[2J2 of 3/) . $pty->expect(qr/u undo|h hoax/);
my @too_wide = grep { s/\e\[[\d;?]*[a-zA-Z]//gr =~ /^.{25}/ } split /\r?\n/, $screen =~ s/^.*\e\[2J//sr;
is("@too_wide", '', 'a narrow window: no line is longer');
kill TERM => $pty->pid;
is($pty->finish, 0, 'told to end: it ends');
like($pty->all, qr/\e\[\?1049l/, '... and puts the screen back');

# Killed the hard way, between one key and the next.
$pty = Pty->new(60, 20, @command, $archive);
$pty->expect($asked);
$pty->send('a');
$pty->expect($asked);
kill KILL => $pty->pid;
$pty->finish;
like(read_file($labels), qr/^<p0\@x\.example> advisory$/m, 'what was labelled before a crash is there');

# Two people's files become one.
write_file("$folder/bob", "# Bob's\n<p5\@x.example> none\n<p2\@x.example> hoax\n");
my $merged = write_file("$folder/merged", scalar `sort -u $labels $folder/bob`);
my ($json) = kustode_json(['eval', '--json', '-c', "$folder/kustode.yaml", '--labels', $merged, $archive]);
is($json->{unlabelled}, 0, 'sort -u joins two files, and eval reads them');

# What says otherwise than the verdict comes first.
@order = map { "$_->{message} $_->{label}" }
    kustode_json(['label', '--review', '--json', '-c', "$folder/kustode.yaml", '--labels', $merged, $archive]);
is_deeply([sort @order[0 .. 2]], ['0 advisory', '3 hoax', '4 none'], '--review: labels that are not the verdict first')
    or diag("@order");

# Refusals.
for my $case (
    [[$archive],                                          64, qr/needs a terminal/],
    [['-'],                                               64, qr/cannot read an archive from/],
    [[],                                                  64, qr/no input given/],
    [["$folder/none.mbox"],                               66, qr/none\.mbox/],
    [['--labels', write_file("$folder/bad", "x\n"), $archive], 65, qr/bad:1: a post, its label/],
    )
{
    my ($arguments, $expected, $said) = @$case;
    my ($status, $out, $err) = kustode(['label', '-c', "$folder/kustode.yaml", @$arguments]);
    is($status, $expected, "wrong: @$arguments");
    like($err, $said, '... and says so');
}
write_file("$folder/table", "file\tindex\tlabel\nposts.mbox\t5\tnone\n");
$pty = Pty->new(80, 20, @command[0 .. 3], '--labels', "$folder/table", $archive);
$pty->expect($asked);
$pty->send('h');
is($pty->finish, 73, 'a table is not written to');
like($pty->all, qr/table is a table; `kustode label` writes lines/, '... which is said');
is(read_file("$folder/table"), "file\tindex\tlabel\nposts.mbox\t5\tnone\n", '... and it is as it was');

done_testing();
