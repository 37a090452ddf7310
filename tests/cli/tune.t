#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# kustode tune: what it proposes, where it writes it, and when it says nothing. Rules of nonsense words first; then
# a whole sitting at a made archive of 3,000 posts with 40 known mistakes, from the archive to the tuned list.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use JSON::PP;
use Kustode qw(build_folder kustode kustode_json write_file read_file);
use MadeArchive qw(made_archive);
use Pty;
use Test::More;

my $folder = File::Temp->newdir;
mkdir "$folder/$_" for qw(lists.d two);
write_file("$folder/rules.yaml", <<'YAML');
rules:
  - { rule: PLEA, points: { hoax: 3 }, cue: plea, text: zebrafish }
  - { rule: THREAT, points: { hoax: 2 }, cue: threat, text: marmalade }
  - { rule: TONE, points: { hoax: 1.5 }, cue: tone, text: trumpet }
  - { rule: NUMBER, points: { advisory: 3, hoax: -1 }, cue: number, text: ticket }
  - { rule: REMEDY, points: { advisory: 2 }, cue: remedy, text: plaster }
YAML
my $main = <<'YAML';
rule-files: [rules.yaml]
defaults: { hoax: { do: { 4: [subject], 6: [hold] } } }
lists:
  main@x.example:   # the oldest one
    mode: live      # since May
    rules: { REMEDY: 2.5 }
YAML
write_file("$folder/kustode.yaml", $main);
my $own = "# Ann looks after this one\nmode: live\nrules:\n  THREAT: 2 # as it was\n";
write_file("$folder/lists.d/own\@x.example.yaml", $own);

my @kinds = (
    [hoax     => 12, 'zebrafish and marmalade'],
    [none     => 14, 'zebrafish, trumpet'],       # the mistakes: 4.5 points
    [none     => 20, 'nothing'],
    [advisory => 10, 'ticket, plaster'],
);
my ($mbox, $labels, $n) = ('', '', 0);
for my $kind (@kinds) {
    for (1 .. $kind->[1]) {
        $mbox .= "From a\@x.example Tue Jan  6 10:00:00 2026\nFrom: a\@x.example\nSubject: post $n \e[2J\n"
            . "Message-ID: <p$n\@x.example>\n\n$kind->[2]\n\n";
        $labels .= "<p$n\@x.example> $kind->[0]\n" if $_ > 1;
        $n++;
    }
}
write_file("$folder/posts.mbox", $mbox);
write_file("$folder/labels", $labels);

sub tune { my (@arguments) = @_; return kustode(['tune', '-c', "$folder/kustode.yaml", @arguments, "$folder/posts.mbox"]) }
my @own = ('--list', 'own@x.example', '--labels', "$folder/labels");

my ($status, $out, $err) = tune(@own, '--json');
is($status, 0, 'a proposal') or diag($err);
my $json = decode_json($out);
is_deeply([@$json{qw(list posts labelled wrong)}, !!$json->{too_few}], ['own@x.example', 56, 52, 13, !!0], 'the counts');
is_deeply([map { [@$_{qw(rule class before after)}, scalar @{ $_->{for} }, scalar @{ $_->{against} }] }
        @{ $json->{changes} }], [['TONE', 'hoax', 1.5, 0.5, 13, 0]], 'one change, the smallest that does, and its posts')
    or diag($out);
is($json->{held_back}{before}{wrong}, 13, 'measured on posts not fitted to: before');
is($json->{held_back}{after}{wrong}, 0, '... and after');
is($json->{held_back}{after}{hoax}{recall}, 100, '... and no hoax is lost');
is_deeply([map { "$_->{message} $_->{before} $_->{after}" } @{ $json->{unlabelled} }], ['12 hoax none'],
    'what it would do to posts without a label');
is($json->{yaml}, "rules:\n  TONE: 0.5\n", 'as YAML');

($status, $out, $err) = tune(@own);
like($out, qr/^own\@x\.example: 56 posts, 52 labelled, 13 of them wrong$/m, 'for people');
like($out, qr/^  hoax +45\.8 % -> 100\.0 % +100\.0 % -> 100\.0 %\s*$/m, 'precision and recall');
like($out, qr/^  TONE  hoax 1\.5 -> 0\.5: alone it makes 13 right and 0 wrong\n    \+ \S+posts\.mbox:13  hoax -> none  post 13 \[2J$/m,
    'the posts that speak for it');
like($out, qr/and 8 more/, '... the first of them');
like($out, qr/^-o \S+lists\.d\/own\@x\.example\.yaml sets this\.$/m, 'where it belongs');
unlike($out, qr/\e/, 'nothing posted reaches the terminal as a control');

# Written where the list stands, comments kept, never without asking.
my $file = "$folder/lists.d/own\@x.example.yaml";
($status, $out, $err) = tune(@own, '-o', $file);
is($status, 73, 'a file that is there: not without --yes');
is(read_file($file), $own, '... it is as it was');
for my $answer (["n\n", 1, $own], ["y\n", 0, $own =~ s/(# as it was\n)/$1  TONE: 0.5\n/r]) {
    my $pty = Pty->new(100, 30, build_folder() . '/kustode', 'tune', '-c', "$folder/kustode.yaml", @own, '-o', $file,
        "$folder/posts.mbox");
    $pty->expect(qr/\[y\/N\]/);
    $pty->send($answer->[0]);
    is($pty->finish, $answer->[1], "asked at a terminal: $answer->[0]");
    is(read_file($file), $answer->[2], '... and done as told');
}
($status) = kustode(['check', '-c', "$folder/kustode.yaml"]);
is($status, 0, 'the configuration is sound afterwards');
($json) = kustode_json(['eval', '--json', '-c', "$folder/kustode.yaml", @own, "$folder/posts.mbox"]);
is_deeply($json->{wrong}, [], '... and nothing is wrong any more');
write_file($file, $own);

my @main = ('--list', 'main@x.example', '--labels', "$folder/labels", '-q');
($status, $out, $err) = tune(@main, '-o', "$folder/lists.d/main\@x.example.yaml");
is($status, 64, 'a list of the main file: none of its own beside it');
like($err, qr/main\@x\.example is configured in \S+kustode\.yaml; -o/, '... and why');
($status) = tune(@main, '-o', "$folder/new.yaml");
is(read_file("$folder/new.yaml"), $main =~ s/(REMEDY: 2\.5)/$1, TONE: 0.5/r, '... a copy of the main file with the values');

# A threshold takes its steps along.
write_file("$folder/two/rules2.yaml", <<'YAML');
rules:
  - { rule: A, points: { hoax: 2 }, cue: a, text: alpha }
  - { rule: B, points: { hoax: 2 }, cue: b, text: beta }
  - { rule: C, points: { hoax: 2 }, cue: c, text: gamma }
  - { rule: D, points: { hoax: 2 }, cue: d, text: delta }
  - { rule: E, points: { hoax: 1.5 }, cue: e, text: epsilon }
YAML
write_file("$folder/two/second.yaml", $main =~ s/rules\.yaml/rules2.yaml/r =~ s/ +rules: .*\n//r);
my @words = qw(alpha beta gamma delta);
($mbox, $labels, $n) = ('', '', 0);
for my $round (1 .. 8) {
    for my $pair ([0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]) {
        for my $kind (['none', ''], ['hoax', 'epsilon']) {
            $mbox .= "From a\@x.example Tue Jan  6 10:00:00 2026\nFrom: a\@x.example\nMessage-ID: <q$n\@x.example>\n\n"
                . join(' ', @words[@$pair], $kind->[1]) . "\n\n";
            $labels .= "<q$n\@x.example> $kind->[0]\n";
            $n++;
        }
    }
}
write_file("$folder/two/second.mbox", $mbox);
write_file("$folder/two/second.labels", $labels);
($json) = kustode_json(['tune', '--json', '-c', "$folder/two/second.yaml", '--list', 'main@x.example', '--labels',
        "$folder/two/second.labels", '-o', "$folder/two/third.yaml", "$folder/two/second.mbox"]);
is($json->{yaml}, "hoax:\n  verdict: 4.5\n  do: { 4.5: [subject], 6: [hold] }\n", 'one threshold in place of four rules');
($status) = kustode(['check', '-c', "$folder/two/third.yaml"]);
is($status, 0, '... which the configuration takes');

# Too few to claim anything.
write_file("$folder/few", join '', map { "<p$_\@x.example> none\n" } 20 .. 30);
($status, $out) = tune('--list', 'own@x.example', '--labels', "$folder/few");
is($status, 0, 'eleven labels');
like($out, qr/^Too few to claim anything: 20 labels and 3 mistakes/m, '... are too few, which is said');
unlike($out, qr/rules:/, '... and nothing is proposed');

for my $case (
    [['--labels', "$folder/labels"],                                     64, qr/no list given/],
    [['--list', 'own@x.example'],                                        64, qr/no labels given/],
    [['--list', 'no@x.example', '--labels', "$folder/labels"],           64, qr/no list `no\@x\.example` is configured/],
    [['--list', 'own@x.example', '--labels', "$folder/none"],            66, qr/none/],
    )
{
    my ($arguments, $expected, $said) = @$case;
    ($status, $out, $err) = tune(@$arguments);
    is($status, $expected, "wrong: @$arguments");
    like($err, $said, '... and says so');
}

# The sitting: shipped rules, a hundred posts labelled at the terminal, one file written.
my $sitting = File::Temp->newdir;
mkdir "$sitting/lists.d";
my $rules = `pwd`;
chomp $rules;
write_file("$sitting/kustode.yaml", "rule-files: ['$rules/samples/rules/*.yaml']\nlists:\n  pets\@town.example: { mode: live }\n");
my ($truth, $mistakes) =
    made_archive("$sitting/archive.mbox", plain => 2890, alarm => 40, hoax => 40, advisory => 30);
my %key = (none => 'p', hoax => 'h', advisory => 'a');
my $pty = Pty->new(100, 40, build_folder() . '/kustode', 'label', '-c', "$sitting/kustode.yaml", "$sitting/archive.mbox");
for my $at (1 .. 100) {
    my $screen = $pty->expect(qr/h hoax  a advisory/) // last;
    $pty->send($key{ $truth->[$1] }) if $screen =~ /post +\S+?\.mbox:(\d+)/;
}
$pty->expect(qr/h hoax  a advisory/);
$pty->send('q');
is($pty->finish, 0, 'the sitting: 100 posts labelled');
write_file("$sitting/truth", join '', map { "archive.mbox:$_ $truth->[$_]\n" } 0 .. $#$truth);
sub true_figures {
    my ($config) = @_;
    my ($figures) = kustode_json(['eval', '--json', '-c', $config, '--labels', "$sitting/truth", "$sitting/archive.mbox"]);
    return ($figures, scalar grep { $_->{label} eq 'none' } @{ $figures->{wrong} });
}
my ($before, $false_before) = true_figures("$sitting/kustode.yaml");
cmp_ok($false_before, '>=', 30, 'the shipped rules take the trade of the list for hoaxes');
($status, $out, $err) = kustode(['tune', '-c', "$sitting/kustode.yaml", '--list', 'pets@town.example', '--labels',
        "$sitting/archive.mbox.labels", '-o', "$sitting/tuned.yaml", "$sitting/archive.mbox"]);
is($status, 0, '... tuned');
my ($after, $false_after) = true_figures("$sitting/tuned.yaml");
cmp_ok($false_after, '<=', $false_before / 5, "false alarms: $false_before -> $false_after");
cmp_ok($after->{classes}{hoax}{right}, '>=', $before->{classes}{hoax}{right}, '... without losing a hoax');
cmp_ok($after->{classes}{advisory}{right}, '>=', $before->{classes}{advisory}{right}, '... or an advisory');

done_testing();
