#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# kustode mode: a rule or a list moved up or down in the file where it stands, and not when a case fails.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use Kustode qw(kustode write_file read_file);
use Test::More;

my $folder = File::Temp->newdir;
mkdir "$folder/lists.d";
write_file("$folder/rules.yaml", <<'YAML');
rules:
  - { rule: PLEA, points: { hoax: 3 }, cue: plea, text: zebrafish }
  - { rule: THREAT, points: { hoax: 2 }, cue: threat, text: marmalade }
YAML
my $main = <<'YAML';
rule-files: [rules.yaml]
# what all lists share
defaults: { hoax: { do: { 4: [subject] } } }
lists:
  main@x.example:     # the oldest
    mode: shadow      # since May
    rules: { THREAT: 2.5 }
  "*-b@x.example": { mode: live }
YAML
my $own = "# Ann's\nlanguage: de\n";
my $own_file = "$folder/lists.d/own\@x.example.yaml";
sub start_anew { write_file("$folder/kustode.yaml", $main); write_file($own_file, $own); return }

sub mode { my (@arguments) = @_; return kustode(['mode', '-c', "$folder/kustode.yaml", @arguments]) }

for my $case (
    ['a list of the main file', ['main@x.example', 'live'], $main =~ s/mode: shadow /mode: live /r, $own],
    ['its name in other letters', ['Main@X.example', 'off'], $main =~ s/mode: shadow /mode: off /r, $own],
    ['a pattern', ['*-b@x.example', 'shadow'], $main =~ s/mode: live/mode: shadow/r, $own],
    ['a list with a file of its own', ['own@x.example', 'live'], $main, "${own}mode: live\n"],
    ['a rule of a list', ['PLEA', 'off', '--list', 'main@x.example'], $main =~ s/2\.5/2.5, PLEA: off/r, $own],
    ['a rule with points of the list', ['THREAT', 'shadow', '--list', 'main@x.example'],
        $main =~ s/THREAT: 2\.5/THREAT: shadow/r, $own],
    ['a rule in a list\'s own file', ['PLEA', 'shadow', '--list', 'own@x.example'], $main,
        "${own}rules:\n  PLEA: shadow\n"],
    ['a rule for all lists', ['PLEA', 'shadow'], $main =~ s/(subject\] \} \})/$1, rules: { PLEA: shadow }/r, $own],
    ['a rule that has points is live', ['THREAT', 'live', '--list', 'main@x.example'], $main, $own],
    ['what is so already', ['main@x.example', 'shadow'], $main, $own],
    )
{
    my ($name, $arguments, $main_after, $own_after) = @$case;
    start_anew();
    my ($status, $out, $err) = mode(@$arguments);
    is($status, 0, $name) or diag($err);
    is(read_file("$folder/kustode.yaml"), $main_after, '... the main file');
    is(read_file($own_file), $own_after, '... the list\'s file');
    my ($sound) = kustode(['check', '-q', '-c', "$folder/kustode.yaml"]);
    is($sound, 0, '... the configuration is sound');
}

# What the last posts would have met.
start_anew();
my $mbox = join '', map {
    "From a\@x Tue Jan  6 10:00:00 2026\nFrom: a\@x.example\nTo: main\@x.example\nSubject: post $_\n\n"
        . ($_ == 1 ? 'zebrafish, marmalade' : 'nothing') . "\n\n"
} 0 .. 2;
write_file("$folder/posts.mbox", $mbox);
my ($status, $out, $err) = mode('main@x.example', 'live', "$folder/posts.mbox");
is($status, 0, 'with an archive');
like($out, qr/^\S+posts\.mbox:1  post 1\n  - hoax +5\.5\/4\.0  subject \(shadow\).*\n  \+ hoax +5\.5\/4\.0  subject/m, 'the post that would be tagged');
unlike($out, qr/post 0|post 2/, '... and no other');
like($err, qr/main\@x\.example is live, in \S+kustode\.yaml/, '... then it is done');

# A case fails: nothing is changed.
start_anew();
mkdir "$folder/cases";
mkdir "$folder/cases/main\@x.example";
write_file("$folder/cases/main\@x.example/001-hoax.eml", "From: a\@x.example\nSubject: x\n\nzebrafish and marmalade\n");
($status, $out, $err) = mode('PLEA', 'off', '--list', 'main@x.example');
is($status, 1, 'a rule that a case needs');
like($err, qr{001-hoax\.eml: none 2\.5/4\.0 \(THREAT 2\.5\), but hoax is expected}, '... the case is named');
like($err, qr/1 of 1 cases fail that way; nothing is changed/, '... and that nothing is done');
is(read_file("$folder/kustode.yaml"), $main, '... nothing is');
($status) = mode('PLEA', 'off', '--list', 'own@x.example');
is($status, 0, 'another list has no such case');

for my $case (
    [['PLEA'],                                       64, qr/off, shadow or live, are expected/],
    [['PLEA', 'of'],                                 64, qr/off, shadow or live, are expected/],
    [['PLAE', 'off'],                                64, qr/no rule `PLAE`; did you mean `PLEA`/],
    [['no@x.example', 'off'],                        64, qr/no list `no\@x\.example`/],
    [['main@x.example', 'off', '--list', 'own@x.example'], 64, qr/is a list itself/],
    [['PLEA', 'off', '--list', 'no@x.example'],      64, qr/no list `no\@x\.example`/],
    )
{
    my ($arguments, $expected, $said) = @$case;
    ($status, $out, $err) = mode(@$arguments);
    is($status, $expected, "wrong: @$arguments");
    like($err, $said, '... and says so');
}
done_testing();
