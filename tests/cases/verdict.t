#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# From hits to a verdict and to what is done: thresholds, cues, stance, steps, shadow, overrides, trusted
# issuers, Subject tags. Small rules of nonsense words, so that only the arithmetic is tried.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use Kustode qw(kustode kustode_json write_file read_file);
use Test::More;

my $folder = File::Temp->newdir;

write_file("$folder/rules.yaml", <<'YAML');
rules:
  - rule: PLEA
    about: { en: "asks to pass it on", de: "will verbreitet sein" }
    points: { hoax: 2.5 }
    cue: plea
    text: 'zebrafish'
  - rule: THREAT
    points: { hoax: 2 }
    cue: threat
    text: 'marmalade'
  - rule: PLEA_AGAIN
    points: { hoax: 3 }
    cue: plea
    text: 'zebracorn'
  - rule: NUMBER
    points: { advisory: 3 }
    cue: identifier
    text: 'ticket seven'
  - rule: REMEDY
    points: { advisory: 2, hoax: -1 }
    cue: remedy
    text: 'apply the plaster'
  - rule: DRESSED_UP
    points: { hoax: 1 }
    cue: dress
    decisive: true
    text: 'delete your teapot'
  - rule: ASKED
    stance: asks
    in: [own]
    text: 'is this true'
  - rule: DEBUNKED
    stance: debunks
    in: [own]
    text: 'utter nonsense'
  - rule: TALKED
    stance: discusses
    in: [own]
    text: 'by the way'
YAML

write_file("$folder/kustode.yaml", <<'YAML');
rule-files: [rules.yaml]
profiles:
  strict: { hoax: { do: { 4: [subject], 7: [hold] } } }
defaults:
  hoax: { subject: "[Hoax?]" }
lists:
  plain@x.example: { mode: live, like: strict }
  german@x.example: { mode: live, like: strict, language: de, hoax: { subject: "[Falschmeldung für alle?]" } }
  shadow@x.example: { mode: shadow, like: strict }
  gone@x.example: { mode: "off" }
  mild@x.example: { mode: live, hoax: { do: { 4: [hold] }, asks: [subject] } }
  late@x.example: { mode: live, hoax: { verdict: 6, do: { 6: [subject] } } }
  tuned@x.example: { mode: live, like: strict, rules: { PLEA: off, THREAT: 4, PLEA_AGAIN: shadow } }
  undecided@x.example: { mode: live, hoax: { verdict: 6 }, rules: { DRESSED_UP: shadow } }
  signed@x.example: { mode: live, like: strict, resigned: yes }
  trusting@x.example: { mode: live, advisory: { do: { 4: [subject] } }, trusted: [cert@bmi.example] }
  full@x.example: { mode: live, like: strict, header: full }
YAML

sub mail {
    my ($list, $body, @fields) = @_;
    my $fields = join '', map { "$_\n" } @fields;
    $fields = "Subject: hello\n$fields" if $fields !~ /^Subject:/m;
    return "From: A <a\@school.example>\nTo: $list\@x.example\n$fields\n$body\n";
}

sub judged {
    my ($object) = kustode_json(['scan', '--json', '-q', '-c', "$folder/kustode.yaml", '-'], mail(@_));
    return $object;
}

my $forward = "-------- Forwarded Message --------\nSubject: old\nDate: Mon, 1 Jan 2024 10:00:00 +0100\n"
    . "From: B <b\@other.example>\nTo: c\@other.example\n\n";

# name, list, body, verdict, stance, actions
my @rows = (
    ['two cues over the threshold', 'plain', 'zebrafish and marmalade', 'hoax', undef, 'subject'],
    ['one cue is not enough', 'plain', 'zebrafish and zebracorn', 'none', undef, ''],
    ['below the threshold', 'plain', 'marmalade', 'none', undef, ''],
    ['negative points count', 'plain', 'zebrafish and marmalade, apply the plaster', 'none', undef, ''],
    ['the higher step applies alone', 'plain', 'zebrafish zebracorn marmalade', 'hoax', undef, 'hold'],
    ['advisory', 'plain', 'ticket seven: apply the plaster', 'advisory', undef, ''],
    ['both: the larger in proportion', 'plain', 'ticket seven apply the plaster zebrafish marmalade zebracorn',
        'hoax', undef, 'subject'],
    ['both, near even: advisory', 'late', 'ticket seven apply the plaster zebrafish marmalade zebracorn',
        'advisory', undef, ''],
    ['both, dressed up: hoax', 'late',
        'ticket seven apply the plaster zebrafish marmalade zebracorn delete your teapot', 'hoax', undef, 'subject'],
    ['decisive alone makes no advisory a hoax', 'plain', 'ticket seven apply the plaster delete your teapot',
        'advisory', undef, ''],
    ['decisive alone makes no hoax', 'plain', 'delete your teapot, marmalade', 'none', undef, ''],
    ['decisive in shadow decides nothing', 'undecided',
        'ticket seven apply the plaster zebrafish marmalade zebracorn delete your teapot', 'advisory', undef, ''],
    ['forwarded: passes on', 'plain', "See below.\n\n${forward}zebrafish and marmalade", 'hoax', 'passes-on', 'subject'],
    ['forwarded and asked: still a hoax', 'plain', "Is this true?\n\n${forward}zebrafish and marmalade",
        'hoax', 'asks', 'subject'],
    ['asking may be treated more mildly', 'mild', "Is this true?\n\n${forward}zebrafish and marmalade",
        'hoax', 'asks', 'subject'],
    ['not asking is not', 'mild', "Mind this!\n\n${forward}zebrafish and marmalade", 'hoax', 'passes-on', 'hold'],
    ['asking in own words only', 'plain', 'Is this true, that zebrafish and marmalade come?', 'none', undef, ''],
    ['debunked', 'plain', "Utter nonsense:\n\n${forward}zebrafish and marmalade", 'none', 'debunks', ''],
    ['debunked, though asked as well', 'plain', "Is this true? Utter nonsense:\n\n${forward}zebrafish and marmalade",
        'none', 'debunks', ''],
    ['debunked inside what he brings: not by him', 'plain', "See.\n\n${forward}utter nonsense, zebrafish and marmalade",
        'hoax', 'passes-on', 'subject'],
    ['talked about, and brought all the same', 'plain', "By the way\n\n${forward}zebrafish and marmalade", 'hoax',
        'discusses', 'subject'],
    ['talked about in own words', 'plain', 'By the way, zebrafish and marmalade', 'none', undef, ''],
    ['asked about a quote', 'plain', "Is this true?\n\n> zebrafish and marmalade", 'none', 'asks', ''],
    ['his own words count beside a quote', 'plain', "zebrafish and marmalade\n\n> * * *\n\nBye", 'hoax', 'discusses',
        'subject'],
    ['quoted is not counted', 'plain', "No.\n\n> zebrafish and marmalade", 'none', 'discusses', ''],
    ['shadow tells what it would do', 'shadow', 'zebrafish and marmalade', 'hoax', undef, 'subject'],
    ['a threshold of the list', 'late', 'zebrafish and marmalade', 'none', undef, ''],
    ['rules off, other points, shadow', 'tuned', 'zebrafish zebracorn marmalade', 'none', undef, ''],
);
for my $row (@rows) {
    my ($name, $list, $body, $verdict, $stance, $actions) = @$row;
    my $got = judged($list, $body);
    is_deeply([$got->{verdict}, $got->{stance}, "@{ $got->{actions} }"], [$verdict, $stance, $actions], $name);
}

subtest 'a list that is not configured' => sub {
    my $got = judged('other', 'zebrafish and marmalade');
    is($got->{list}, undef, 'no list');
    is($got->{mode}, 'shadow', 'defaults watch only');
    is($got->{verdict}, 'hoax', 'judged all the same');
};

subtest 'hits tell where and what' => sub {
    my $got = judged('tuned', "One.\nTwo has a zebracorn.\n");
    my ($hit) = grep { $_->{rule} eq 'PLEA_AGAIN' } @{ $got->{hits} };
    is_deeply([@$hit{qw(line column excerpt points)}], [2, 11, 'zebracorn', 0], 'place, text, no points in shadow');
    ok($hit->{shadow}, 'marked as shadow');
};

subtest 'a trusted issuer passes with headers only' => sub {
    my $body = 'ticket seven: apply the plaster';
    is("@{ judged('trusting', $body)->{actions} }", 'subject', 'anybody');
    my ($object) = kustode_json(['scan', '--json', '-q', '-c', "$folder/kustode.yaml", '-'],
        "From: CERT <Cert\@BMI.example>\nTo: trusting\@x.example\nSubject: s\n\n$body\n");
    is("@{ $object->{actions} }", '', 'the issuer');
    is($object->{verdict}, 'advisory', 'still an advisory');
    my $passed_on = "See.\n\n" . $forward =~ s/B <b\@other.example>/CERT <cert\@bmi.example>/r . $body;
    is("@{ judged('trusting', $passed_on)->{actions} }", '', 'whoever passes it on');
    my $feigned = "See.\n\n" . $forward =~ s/B <b\@other.example>/"cert\@bmi.example" <b\@other.example>/r . $body;
    is("@{ judged('trusting', $feigned)->{actions} }", 'subject', 'but not one who only calls himself so');
    my ($hoax) = kustode_json(['scan', '--json', '-q', '-c', "$folder/kustode.yaml", '-'],
        "From: CERT <cert\@bmi.example>\nTo: trusting\@x.example\nSubject: s\n\nzebrafish and marmalade\n");
    is($hoax->{verdict}, 'hoax', 'trust in advisories excuses no hoax');
};

sub applied {
    my ($status, $out, $err) = kustode(['apply', '-q', '-c', "$folder/kustode.yaml", '-o', '-', '-'], mail(@_));
    is($status, 0, 'apply ends well') or diag $err;
    return $out;
}

subtest 'what apply writes' => sub {
    my $hoax = 'zebrafish and marmalade';
    like(applied('plain', $hoax), qr/\AX-Kustode-Status: hoax; list=<plain\@x\.example>; action=subject; gen=[0-9a-f]{8}\nFrom: /,
        'status header at the top');
    like(applied('plain', $hoax), qr/^Subject: \[Hoax\?\] hello$/m, 'tag');
    my $tagged = applied('german', $hoax);
    unlike($tagged, qr/[^\x00-\x7f]/, 'no raw 8-bit');
    like($tagged, qr/^Subject: =\?/m, 'an encoded tag');
    is(applied('shadow', $hoax), mail('shadow', $hoax), 'shadow changes nothing');
    is(applied('gone', $hoax), mail('gone', $hoax), 'off changes nothing');
    is(applied('other', $hoax), mail('other', $hoax), 'no list changes nothing');
    my @forged = ('X-Kustode-Status: none', 'x-KUSTODE-references: CVE-1');
    is(applied('shadow', $hoax, @forged), mail('shadow', $hoax), 'shadow removes forged marks');
    is(applied('gone', $hoax, @forged), mail('gone', $hoax, @forged), 'off does not even that');
    unlike(applied('plain', 'words', @forged), qr/references/i, 'live removes them too');
    like(applied('full', $hoax), qr/score=4\.5\/4\.0;.*\n?.*rules=PLEA\(2\.5\),THREAT\(2\.0\)/, 'header: full');
};

subtest 'a trusted address hidden in a name is none' => sub {
    my ($object) = kustode_json(['scan', '--json', '-q', '-c', "$folder/kustode.yaml", '-'],
        "From: =?utf-8?q?=3Ccert=40bmi.example=3E?= <evil\@x.example>\nTo: trusting\@x.example\nSubject: s\n\n"
            . "ticket seven: apply the plaster\n");
    is("@{ $object->{actions} }", 'subject', 'not the issuer');
};

subtest 'of a long post beginning and end are judged' => sub {
    write_file("$folder/short.yaml", "rule-files: [rules.yaml]\nlimits: { judged-head: 64 KiB, judged-tail: 1 KiB }\n");
    my $filler = ("nothing of note\n" x 64) x 128;
    my $post = sub { "From: a\@b.example\nSubject: s\n\n$_[0]\n${filler}$_[1]\n$filler\n$_[2]\n" };
    my $judged = sub {
        my ($object) = kustode_json(['scan', '--json', '-q', '-c', "$folder/short.yaml", '-'], $post->(@_));
        return "$object->{verdict} @{ $object->{limits} }";
    };
    is($judged->('zebrafish', '', 'marmalade'), 'hoax judged', 'found at both ends');
    is($judged->('', 'zebrafish marmalade', ''), 'none judged', 'not seen in the middle, and it says so');
};

subtest 'the Subject of a signed post' => sub {
    my @signed = ('DKIM-Signature: v=1; d=school.example; h=from:subject; b=abc');
    unlike(applied('plain', 'zebrafish and marmalade', @signed), qr/\[Hoax/, 'an aligned signature is left whole');
    like(applied('signed', 'zebrafish and marmalade', @signed), qr/\[Hoax/, 'unless the list signs anew');
};

subtest 'applying twice changes nothing' => sub {
    my $once = applied('plain', 'zebrafish and marmalade', 'Subject: Re: [list] =?utf-8?Q?Gr=C3=BC=C3=9Fe?=');
    my ($status, $twice) = kustode(['apply', '-q', '-c', "$folder/kustode.yaml", '-o', '-', '-'], $once);
    is($twice, $once, 'the same bytes');
};
done_testing();
