#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# kustode import spamassassin: the rules that come of it hit what SpamAssassin 4 itself hit (recorded by
# tests/cases/spamassassin/record), and what cannot be turned is named with its line.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use Kustode qw(kustode kustode_json write_file read_file);
use Test::More;

my $cases = 'tests/cases/spamassassin';
my $folder = File::Temp->newdir;
my $config = write_file("$folder/kustode.yaml", "rule-files: [rules.yaml]\n");

my ($status, $out, $err) = kustode(['import', 'spamassassin', "$cases/local.cf", '-o', "$folder/rules.yaml"]);
is($status, 0, 'all is turned') or diag($err);
like($err, qr/^23 rules turned, 0 lines left out$/m, 'and counted');
my $yaml = read_file("$folder/rules.yaml");
like($yaml, qr/^  - rule: L_TELL_ALL\n    about:\n      'de': 'Soll''s weitergeben'\n      'en': .*\n    points: \{ hoax: 2 \}\n    cue: 'l-tell-all'$/m,
    'descriptions, the first of four scores, scaled, a cue');
like($yaml, qr/^  - rule: _L_VIRUS\n    in: /m, 'a part has no points');
unlike($yaml, qr/L_OLD|L_NO_TAG/, 'blocks for other versions are not read');
($status, $out, $err) = kustode(['check', '-c', $config]);
is($status, 0, 'kustode check accepts them') or diag($err);

my @expected = split /\n/, read_file("$cases/expected.txt");
my @posts = kustode_json(['scan', '-q', '--json', '-c', $config, "$cases/posts.mbox"]);
is(scalar @posts, scalar @expected, 'every post is judged');
my %seen;
for my $post (@posts) {
    my %hit = map { $_->{rule} => 1 } @{ $post->{hits} };
    @seen{ keys %hit } = ();
    is(join(' ', sort keys %hit), $expected[$post->{message}], "SpamAssassin's hits of post $post->{message}");
}
is_deeply([grep { !exists $seen{$_} } $yaml =~ /^  - rule: (L_\w+)/mg], [], 'every rule hits somewhere');

($status, $out, $err) = kustode(['import', 'spamassassin', "$cases/left-out.cf"]);
is($status, 1, 'something is left out');
for my $case (
    [1, qr/L_CODE: eval:check_it\('1'\) is code/], [2, qr/L_BYTE: \\C/], [3, qr/L_CAPTURE: named captures/],
    [4, qr/L_RAW: `:raw`/], [5, qr/L_CAPITALS: it tells capitals/], [6, qr/L_HTML: .*HTML/],
    [7, qr/L_FULL: .*`full`/], [8, qr/L_NEEDS: it needs L_CODE/], [9, qr/L_DIVIDES: /], [11, qr/required_score: a setting/],
    )
{
    my ($line, $why) = @$case;
    like($err, qr/^\Q$cases\E\/left-out\.cf:$line: left out: $why/m, "line $line");
}
like($err, qr/left-out\.cf:12: warning: L_LETTERS: capitals/, 'what became wider is told');
like($out, qr/^  - rule: L_GOOD$/m, 'the rest is turned');
write_file("$folder/rules.yaml", $out);
is((kustode(['check', '-q', '-c', $config]))[0], 0, 'and sound');

is((kustode(['import', 'spamassassin']))[0], 64, 'no file');
is((kustode(['import', 'rspamd', 'x']))[0], 64, 'another program');
is((kustode(['import', 'spamassassin', '/nowhere.cf']))[0], 66, 'no such file');

# Expressions that cannot end well.
for my $meta ('(' x 500, '!' x 500, 'L_X', '1' . ' + A' x 500, 'A -', '99999999*A > 1', '') {
    write_file("$folder/bad.cf", "body A /abc/i\nmeta L_X $meta\n");
    is((kustode(['import', 'spamassassin', "$folder/bad.cf"]))[0], 1, 'left out: ' . substr $meta, 0, 12);
}
for my $regex ('/[/', '/(/', '/a\\', 'm', '/', '//', '/[a/', '/\x{/', '/\p{/', '/(?i/', '/\x/', 'm{', '/[\x/', '/a{/i') {
    write_file("$folder/bad.cf", "body L_X $regex\n");
    like((kustode(['import', 'spamassassin', "$folder/bad.cf"]))[0], qr/^[01]$/, "no crash: $regex");
}

# A long chain of references, and a small expression that would become a huge one.
write_file("$folder/bad.cf", join '', map { 'meta L_' . $_ . ' L_' . ($_ + 1) . "\n" } 1 .. 30_000);
is((kustode(['import', '-q', 'spamassassin', "$folder/bad.cf"]))[0], 1, 'a chain of 30,000 rules');
my $huge = 'A + B';
$huge = "16*($huge == 1)" for 1 .. 4;
write_file("$folder/bad.cf", "body A /abc/i\nbody B /abd/i\nmeta L_X $huge == 1\n");
like((kustode(['import', 'spamassassin', "$folder/bad.cf"]))[2], qr/L_X: it /, 'an expression that grows');

done_testing();
