#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# What an advisory says of itself: Traffic Light Protocol, date, severity word, a whole or a cut signature.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use Kustode qw(kustode_json write_file);
use Test::More;

my $folder = File::Temp->newdir;
write_file("$folder/kustode.yaml", "rule-files: [rules.yaml]\n");
write_file("$folder/rules.yaml", <<'YAML');
rules:
  - { rule: NUMBER, points: { advisory: 3 }, cue: identifier, identifier: cve }
  - { rule: REMEDY, points: { advisory: 2 }, cue: remedy, text: 'apply the plaster' }
YAML

my $core = "CVE-2024-31337: apply the plaster.\n";

sub facts {
    my ($body) = @_;
    my ($object) = kustode_json(['scan', '--json', '-q', '-c', "$folder/kustode.yaml", '-'],
        "From: a\@x.example\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n$body");
    return $object;
}

# body, tlp, date, severity, signature
for my $row (
    [$core,                                                            undef, undef, undef, undef],
    ["TLP:AMBER+STRICT\n\n$core",                                      'amber+strict', undef, undef, undef],
    ["[tlp: Green] Weekly\nDate: 2024-03-05\nSeverity: High (8.1)\n$core", 'green', '2024-03-05', 'high', undef],
    ["TLPRED\nTLP:REDDISH\nUpdate: 2024\n$core",                       undef, undef, undef, undef],
    ["**Announced:** March 5, 2024\n**Severity:** *Critical*\n\n$core", undef, 'March 5, 2024', 'critical', undef],
    ["Datum: 5. März 2024\nRisikostufe: sehr hoch\n$core",             undef, '5. März 2024', 'hoch', undef],
    ["Date: to be told\nRisk: somebody may read your mail\n$core",     undef, undef, undef, undef],
    ["Gravité : élevée\n$core",                                        undef, undef, 'élevée', undef],
    ["-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n$core-----BEGIN PGP SIGNATURE-----\n\niQA=\n-----END PGP SIGNATURE-----\n",
        undef, undef, undef, 'complete'],
    ["-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n$core",      undef, undef, undef, 'cut'],
    )
{
    my ($body, @expected) = @$row;
    utf8::decode($_) for grep { defined } @expected;
    my $got = facts($body);
    is_deeply([@{ $got->{advisory} }{qw(tlp date severity signature)}], \@expected, (split /\n/, $body)[0]);
}

my $forwarded = facts("See below.\n\n---------- Forwarded message ----------\nFrom: C <c\@x.example>\nDate: Tue, 5 Mar 2024 10:00:00 +0100\n"
    . "Subject: s\nTo: d\@x.example\n\nSeverity: low\n$core");
is_deeply($forwarded->{advisory}, { layer => 1, tlp => undef, date => 'Tue, 5 Mar 2024 10:00:00 +0100', severity => 'low', signature => undef },
    'of a forward: its layer, and the date of its header');
is(facts("Severity: high\nCVE-2024-31337\n")->{advisory}, undef, 'no advisory, nothing to tell');
done_testing();
