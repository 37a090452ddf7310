#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# The conditions raw, ratio, age, signed and size: which posts they hold in, and what is said of wrong ones.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use Kustode qw(kustode kustode_json read_file write_file);
use Test::More;

my $folder = File::Temp->newdir;
write_file("$folder/kustode.yaml", "rule-files: [rules.yaml]\n");

# The names of the rules that hit, one condition a rule.
sub hits {
    my ($post, @conditions) = @_;
    my $rules = "rules:\n" . join '', map { "  - { rule: R$_, points: { hoax: 1 }, cue: c, $conditions[$_] }\n" } 0 .. $#conditions;
    write_file("$folder/rules.yaml", $rules);
    my ($object) = kustode_json(['scan', '--json', '-q', '-c', "$folder/kustode.yaml", '-'], $post);
    return join ' ', map { $_->{rule} } @{ $object->{hits} };
}

sub post {
    my ($body, @fields) = @_;
    return join("\n", 'From: a@x.example', 'Subject: x', @fields, '', $body) . "\n";
}

is(hits(post("SEND IT   NOW\nplease"),
        q(raw: '\bSEND IT {3}NOW$'), q(raw: 'send it'), q(raw: '(?i)send it'), q(raw: [nothing, 'NOW\nplease']),
        q(raw: 'please', in: [forwarded])),
    'R0 R2 R3', 'raw: the text as written');
is(hits(post("=?x\n> quoted\n"), q(raw: '^> quoted', in: quoted), q(raw: '(?m)^> quoted', in: quoted)), 'R0 R1', 'raw: quote marks stay');

is(hits(post('ABCD efgh'),
        q(ratio: { raw: '[A-Z]', per: letters, at-least: 0.5 }), q(ratio: { raw: '[A-Z]', per: letters, at-least: 0.51 }),
        q(ratio: { raw: '[A-Z]+', per: words, at-most: 0.5, at-least: 0.5 }),
        q(ratio: { raw: '[A-Z]', per: letters, at-least: 0.1, among: 9 }),
        q(ratio: { text: 'abcd', per: words, at-least: 0.5 })),
    'R0 R2 R4', 'ratio: letters and words');
is(hits(post("one!!!\n\ntwo\nthree!!!\n\nfour"),
        q(ratio: { raw: '!!!', per: lines, at-least: 0.5 }), q(ratio: { raw: '!!!', per: lines, at-least: 0.51 }),
        q(ratio: { raw: '!!!', per: lines, at-most: 0.4 })),
    'R0', 'ratio: lines, blank ones are none');

my @recent = ('Date: Tue, 6 Jan 2026 10:00:00 +0000');
my $received = 'Received: from a by b; Fri, 9 Jan 2026 10:00:00 +0000';
my @ages = (q(age: { at-least: 3d }), q(age: { at-least: 73h }), q(age: { at-most: 1w }));
is(hits(post('x', @recent, $received), @ages), 'R0 R2', 'age: from its own date to its receipt');
is(hits(post('x', $received), @ages, q(not: { age: { at-least: 1d } })), '', 'age: no date leaves it open, and its opposite');
my $forward = "look\n\n---------- Forwarded message ----------\nFrom: Bo <b\@x.example>\nDate: Mon, 6 Jan 2020 10:00:00 +0000\n"
    . "Subject: old\nTo: a\@x.example\n\nThe old text of long ago stands here.";
is(hits(post($forward, @recent), q(age: { at-least: 2190d }, in: forwarded), q(age: { at-least: 2200d }, in: forwarded)),
    'R0', 'age: of the original, when it was forwarded');
is(hits(post($forward), q(age: { at-least: 1d }, in: forwarded)), '', 'age: nor without a date of the post');

my $armour = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nThe notice itself.\n-----BEGIN PGP SIGNATURE-----\n\niQA=\n";
my @signed = (q(signed: any), q(signed: pgp-inline), q(signed: { state: complete }), q(signed: { state: cut }), q(signed: smime));
is(hits(post("$armour-----END PGP SIGNATURE-----"), @signed), 'R0 R1 R2', 'signed: a whole PGP frame');
is(hits(post($armour), @signed), 'R0 R1 R3', 'signed: one that was cut');
is(hits(post('not signed'), @signed), '', 'signed: none');
for my $case (['pgp', 'pgp-mime', "-----BEGIN PGP SIGNATURE-----\nx\n-----END PGP SIGNATURE-----"], ['pkcs7', 'smime', 'MIIB']) {
    my ($name, $kind, $signature) = @$case;
    my $post = post("--b\n\ntext\n--b\nContent-Type: application/$name-signature\n\n$signature\n--b--",
        'MIME-Version: 1.0', qq(Content-Type: multipart/signed; protocol="application/$name-signature"; boundary=b));
    is(hits($post, "signed: $kind", 'signed: { state: complete }', 'signed: pgp-inline', 'signed: { kind: [pgp-mime, smime], state: cut }'),
        'R0 R1', "signed: $kind");
    $post =~ s/-----END PGP SIGNATURE-----|MIIB//;
    is(hits($post, "signed: { kind: $kind, state: cut }"), 'R0', "signed: $kind, cut");
}

my $post = post('x' x 2000);
is(hits($post, q(size: { at-least: 2000 }), q(size: { at-least: 2k }), q(size: { at-most: 1M }), q(size: { at-most: 1k })), 'R0 R2', 'size');
my $exact = length $post;
(my $crlf = $post) =~ s/\n/\r\n/g;
is(hits($_, "size: { at-least: $exact, at-most: $exact }"), 'R0', 'size: whatever the line ends') for $post, $crlf;

for my $case (
    [q(ratio: { raw: 'x', at-least: 1 }),                        qr/per: letters, per: words or per: lines/],
    [q(ratio: { per: words, at-least: 1 }),                      qr/ratio takes one pattern/],
    [q(ratio: { raw: 'x', per: words }),                         qr/ratio takes at-least/],
    [q(ratio: { raw: 'x', per: words, at-least: 1, amog: 3 }),   qr/unknown key 'amog' \(did you mean 'among'/],
    [q(age: { at-least: 3y }),                                   qr/age takes at-least, at-most/],
    [q(age: { at-least: 5d, at-most: 3d }),                      qr/the smaller first/],
    [q(signed: gpg),                                             qr/'gpg' is none of any, pgp-inline/],
    [q(signed: { state: whole }),                                qr/'whole' is none of complete, cut/],
    [q(size: 5k),                                                qr/size takes at-least/],
    [q{raw: '('},                                                qr/bad pattern/],
    )
{
    my ($condition, $said) = @$case;
    write_file("$folder/rules.yaml", "rules:\n  - { rule: R, points: { hoax: 1 }, cue: c, $condition }\n");
    my ($status, $out, $err) = kustode(['check', '-c', "$folder/kustode.yaml"]);
    is($status, 78, $condition);
    like($out . $err, $said, '... and what is wrong');
}
my $manual = read_file('milter/man/kustode-rules.5');
for my $file (glob 'milter/rules/condition_*.c') {
    like($manual, qr/^\.It Ic \Q$_\E :/m, "kustode-rules(5) describes $_") for read_file($file) =~ /^ {4}\.name = "([^"]+)",$/mg;
}
done_testing();
