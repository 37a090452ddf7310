#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# kustode eval: how labels are read and found, and what the figures come to. Rules of nonsense words, so that
# every figure can be reckoned by hand.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use JSON::PP;
use Kustode qw(kustode kustode_json write_file);
use Test::More;

my $folder = File::Temp->newdir;
write_file("$folder/rules.yaml", <<'YAML');
rules:
  - rule: PLEA
    points: { hoax: 2.5 }
    cue: plea
    text: 'zebrafish'
  - rule: THREAT
    points: { hoax: 2 }
    cue: threat
    text: 'marmalade'
  - rule: NUMBER
    points: { advisory: 3 }
    cue: identifier
    text: 'ticket seven'
  - rule: REMEDY
    points: { advisory: 2 }
    cue: remedy
    text: 'apply the plaster'
  - rule: NEVER
    points: { hoax: 1 }
    cue: never
    text: 'unheard of'
YAML
write_file("$folder/kustode.yaml", "rule-files: [rules.yaml]\nlists:\n  one\@x.example: {}\n");

my @bodies = (
    'zebrafish and marmalade',       # 0: hoax
    'marmalade alone',               # 1: none
    'ticket seven, apply the plaster', # 2: advisory
    'zebrafish, marmalade again',    # 3: hoax
    'nothing at all',                # 4: none
    'nobody labelled this',          # 5
    'zebrafish and marmalade, sold', # 6: hoax
);
my $mbox = '';
for my $n (0 .. $#bodies) {
    my $to = $n == 0 ? "To: one\@x.example\n" : '';
    $mbox .= "From a\@x.example Tue Jan  6 10:00:00 2026\nFrom: a\@x.example\n${to}Subject: post $n\n"
        . "Message-ID: <p$n\@x.example>\n\n$bodies[$n]\n\n";
}
write_file("$folder/posts.mbox", $mbox);

my $by_hand = <<'TEXT';
# by hand
posts.mbox:0   hoax  en
posts.mbox:1   chain-letter
<p2@x.example> forwarded-advisory de

posts.mbox:3   hoax-discussion en
posts.mbox:4   none
posts.mbox:6   spam
posts.mbox:99  hoax
TEXT

sub evaluate {
    my ($labels, @options) = @_;
    write_file("$folder/labels", $labels);
    return kustode(['eval', '-c', "$folder/kustode.yaml", '--labels', "$folder/labels", @options,
        "$folder/posts.mbox"]);
}

my ($status, $out, $err) = evaluate($by_hand, '--json');
is($status, 0, 'labels written by hand');
my $json = decode_json($out);
is_deeply([@$json{qw(posts unlabelled not_judged unused_labels)}], [7, 1, 1, 1], 'the counts');
is_deeply($json->{classes}{hoax}, { labelled => 2, judged => 2, right => 1, recall => 50, precision => 50 },
    'recall and precision of a class');
is_deeply($json->{classes}{advisory}{recall}, 100, 'and of the other');
is_deeply($json->{labels}{'chain-letter'}, { expected => 'hoax', none => 1, advisory => 0, hoax => 0, error => 0 },
    'the finer word is kept');
is($json->{labels}{spam}{expected}, undef, 'spam is shown, not judged');
is_deeply([sort keys %{ $json->{languages} }], ['-', 'de', 'en'], 'by language');
is($json->{lists}{'one@x.example'}{hoax}{right}, 1, 'by list');
is(scalar keys %{ $json->{files} }, 1, 'by file');

my ($plea) = grep { $_->{rule} eq 'PLEA' } @{ $json->{rules} };
is_deeply($plea, { rule => 'PLEA', class => 'hoax', hits => 3, needed => 1, harmful => 1,
        labels => { hoax => 1, 'hoax-discussion' => 1, spam => 1 }, shared_with => 'THREAT', shared => 3 },
    'what a rule did');
is_deeply($json->{idle_rules}, ['NEVER'], 'a rule that hit nothing');
is_deeply([map { "$_->{message} $_->{label} $_->{verdict} $_->{distance}" } @{ $json->{wrong} }],
    ['1 chain-letter none 0.5', '3 hoax-discussion hoax 0.13'], 'the wrong ones, worst first');
is($json->{wrong}[0]{message_id}, '<p1@x.example>', 'with their message-id');

my $table = "message-id\tlabel\tnote\tfile\tindex\tlanguage\n"
    . "-\thoax\tx\tposts.mbox\t0\ten\n<p1\@x.example>\tham\t\t-\t-\tund\n"
    . "p2\@x.example\tadvisory\n-\thoax\t\tother/posts.txt\t3\ten\n"
    . "-\thoax\t\tother/posts.mbox\t4\ten\n";
($json) = kustode_json(['eval', '-c', "$folder/kustode.yaml", '--labels', write_file("$folder/table", $table),
    '--json', "$folder/posts.mbox"]);
is($json->{unlabelled}, 4, 'a table, its columns in any order');
is(scalar @{ $json->{wrong} }, 0, 'all right')
    or diag(encode_json($json->{wrong}));
is($json->{unused_labels}, 2, 'another path and another file are not ours');

for my $case (
    ['hoax.recall=50',       0, qr/^$/],
    ['hoax.recall=50.1',     1, qr/hoax\.recall: 50\.00, below 50\.1/],
    ['none.precision=100',   1, qr/none\.precision: 50\.00/],
    ['hoax.recal=5',         64, qr/a figure and percent are expected/],
    ['hoax.recall=lots',     64, qr/a figure and percent/],
    )
{
    my ($minimum, $expected, $said) = @$case;
    ($status, $out, $err) = evaluate($by_hand, '-q', '--min', 'advisory.recall=100', '--min', $minimum);
    is($status, $expected, "--min $minimum");
    like($err, $said, '... and says so');
}
($status, $out, $err) = evaluate("posts.mbox:0 none\n", '--min', 'hoax.recall=1');
is($status, 1, 'what cannot be measured is below any minimum');
like($err, qr/hoax\.recall: nothing to measure/, '... and says so');

for my $case (
    ["posts.mbox:0\n",                             65, qr{labels:1: a post, its label}],
    ["posts.mbox:0 hoax\nposts.mbox:0 none\n",     65, qr{labels:2: the post was labelled `hoax` in line 1}],
    ["file\tindex\tlabel\nposts.mbox\tx\thoax\n",  65, qr{labels:2: index `x` is no number}],
    ["posts.mbox:0 hoxa\nposts.mbox:1 none\n",     0,  qr{labels:1: `hoxa` is no label that is judged; did you mean `hoax`\?}],
    ["elsewhere.mbox:0 hoax\n",                    65, qr{no label is of any of the posts}],
    )
{
    my ($labels, $expected, $said) = @$case;
    ($status, $out, $err) = evaluate($labels);
    is($status, $expected, 'labels that are wrong') or diag($err);
    like($err, $said, '... and what is');
}
($status, $out, $err) = kustode(['eval', '--labels', '/nowhere', "$folder/posts.mbox"]);
is($status, 66, 'no such labels file');
($status, $out, $err) = kustode(['eval', "$folder/posts.mbox"]);
is($status, 64, 'no labels given');

($status, $out) = evaluate($by_hand);
like($out, qr/^  hoax +2 +2 +1 +50\.0 % +50\.0 %$/m, 'for people: the figures');
like($out, qr/^  0\.50  chain-letter +none .*posts\.mbox:1  post 1$/m, 'for people: the wrong posts');
done_testing();
