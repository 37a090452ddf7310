#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# kustode diff: which posts change between two configurations, and the reasons on both sides. Rules of nonsense
# words, so that every change can be reckoned by hand.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use JSON::PP;
use Kustode qw(kustode write_file);
use Test::More;

my $folder = File::Temp->newdir;
mkdir "$folder/$_" or die $! for qw(old new broken);
my $rules = <<'YAML';
rules:
  - { rule: PLEA, points: { hoax: 2.5 }, cue: plea, text: zebrafish }
  - { rule: THREAT, points: { hoax: 2 }, cue: threat, text: marmalade }
  - { rule: REMEDY, points: { advisory: 3, hoax: -1 }, cue: remedy, text: plaster }
YAML
my $lists = "rule-files: [rules.yaml]\nlists:\n";
write_file("$folder/$_/rules.yaml", $rules) for qw(old broken);
write_file("$folder/new/rules.yaml", $rules . "  - { rule: EXTRA, points: { hoax: 1 }, cue: extra, text: teapot }\n");
write_file("$folder/old/kustode.yaml", $lists . <<'YAML');
  one@x.example: { mode: live, hoax: { do: { 4: [subject] }, subject: "[Hoax?]" } }
  two@x.example: { mode: live }
YAML
write_file("$folder/new/kustode.yaml", $lists . <<'YAML');
  one@x.example: { mode: live, rules: { PLEA: 1 }, hoax: { do: { 4: [subject] }, subject: "[Hoax!]" } }
  two@x.example: { mode: live, hoax: { verdict: 5 } }
YAML
write_file("$folder/broken/kustode.yaml", $lists . "  one\@x.example: { mode: lively }\n");

my @posts = (
    [one => 'zebrafish and marmalade'],                # 0: a hoax no more
    [one => 'nothing at all'],                         # 1: nothing
    [one => 'zebrafish alone'],                        # 2: another score
    [two => 'zebrafish, marmalade'],                   # 3: the threshold
    [one => 'zebrafish, marmalade, teapot'],           # 4: still one, another tag
    [two => "zebrafish, marmalade, teapot \e[31mred"], # 5: EXTRA makes up for the threshold
);
my $mbox = '';
for my $n (0 .. $#posts) {
    $mbox .= "From a\@x.example Tue Jan  6 10:00:00 2026\nFrom: a\@x.example\nTo: $posts[$n][0]\@x.example\n"
        . "Subject: post $n \e[2J\nMessage-ID: <p$n\@x.example>\n\n$posts[$n][1]\n\n";
}
write_file("$folder/posts.mbox", $mbox);

my ($status, $out, $err) = kustode(['diff', '--json', "$folder/old", "$folder/new", "$folder/posts.mbox"]);
is($status, 1, 'something changes: 1');
my %changed = map { my $post = decode_json($_); ($post->{message} => $post) } split /\n/, $out;
is_deeply([sort keys %changed], [0, 3, 4], 'the posts that change') or diag($out);
is_deeply([@{ $changed{0}{old} }{qw(verdict actions subject_tag)}], ['hoax', ['subject'], '[Hoax?]'], 'as it was');
is_deeply([@{ $changed{0}{new} }{qw(verdict actions subject_tag)}], ['none', [], undef], 'as it is');
is_deeply($changed{0}{rules}, [{ rule => 'PLEA', class => 'hoax', old => 2.5, new => 1, excerpt => 'zebrafish' }],
    'the rule behind it');
is_deeply([$changed{3}{old}{thresholds}{hoax}, $changed{3}{new}{thresholds}{hoax}], [4, 5], 'the threshold behind it');
is_deeply($changed{3}{rules}, [], '... and no rule');
is($changed{4}{new}{verdict}, 'hoax', 'the same verdict');
is($changed{4}{new}{subject_tag}, '[Hoax!]', '... with another tag');
is_deeply([map { [@$_{qw(rule old new)}] } @{ $changed{4}{rules} }], [['PLEA', 2.5, 1], ['EXTRA', undef, 1]],
    '... a rule that is new');
like($err, qr/^6 posts: 3 change; 2 more have other scores and the same outcome$/m, 'the sums');
like($err, qr/^ +2  hoax -> none$/m, '... by verdict');
like($err, qr/^ +1  hoax -> hoax, done otherwise$/m, '... and action');
like($err, qr/^ +2  PLEA$/m, '... and rule');

($status, $out, $err) = kustode(['diff', "$folder/old", "$folder/new/kustode.yaml", "$folder/posts.mbox"]);
is($status, 1, 'for people');
like($out, qr/^\S+posts\.mbox:0  post 0 \[2J\n  - hoax      +4\.5\/4\.0  subject  \[Hoax\?\]\n  \+ none      +3\.0\/4\.0  none\n    PLEA +hoax      2\.5 -> 1  "zebrafish"\n/m,
    'both sides and the rule');
like($out, qr/^    hoax\.verdict  4 -> 5$/m, 'the threshold');
like($out, qr/^    EXTRA +hoax      no hit -> 1  "teapot"$/m, 'a rule on one side only');
unlike($out, qr/\e/, 'nothing posted reaches the terminal as a control');

my @same = map { join '|', kustode(['diff', @$_, "$folder/old", "$folder/new", "$folder/posts.mbox"]) }
    [], ['--in-process'];
is($same[0], $same[1], 'with and without processes of their own');

($status, $out, $err) = kustode(['diff', "$folder/old", "$folder/old", "$folder/posts.mbox"]);
is($status, 0, 'the same twice: 0');
is($out, '', '... and nothing to say');
($status, $out, $err) = kustode(['diff', '-q', '--list', 'one@x.example', "$folder/old", "$folder/new", "$folder/posts.mbox"]);
is(() = $out =~ /^\S+posts\.mbox:\d/mg, 4, '--list judges all posts as one list\'s') or diag($out);
is($err, '', '... -q leaves the sums out');

for my $case (
    [[$folder . '/old', "$folder/posts.mbox"],                                64, qr/two configurations and an archive/],
    [['-c', 'x', "$folder/old", "$folder/new", "$folder/posts.mbox"],         64, qr/no -c/],
    [["$folder/old", "$folder/broken", "$folder/posts.mbox"],                 78, qr{broken/kustode\.yaml:3:26: error: .*lively}],
    [["$folder/nowhere", "$folder/new", "$folder/posts.mbox"],                78, qr{nowhere: error|nowhere/kustode.yaml: error}],
    [["$folder/old", "$folder/new", "$folder/no.mbox"],                       66, qr/no\.mbox/],
    [['--list', 'three@x.example', "$folder/old", "$folder/new", "$folder/posts.mbox"], 64, qr/no list `three/],
    )
{
    my ($arguments, $expected, $said) = @$case;
    ($status, $out, $err) = kustode(['diff', @$arguments]);
    is($status, $expected, "wrong: @$arguments");
    like($err, $said, '... and says so');
}
done_testing();
