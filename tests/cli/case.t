#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# kustode case add and check: a subscriber's copy becomes the post it was, without the people in it, and is judged
# by every later check.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use Kustode qw(kustode kustode_json write_file read_file);
use MIME::Base64 qw(encode_base64);
use Test::More;

my $folder = File::Temp->newdir;
write_file("$folder/rules.yaml", <<'YAML');
rules:
  - { rule: PLEA, points: { hoax: 3 }, cue: plea, text: zebrafish }
  - { rule: THREAT, points: { hoax: 2 }, cue: threat, text: marmalade }
  - { rule: NAMED, points: { hoax: 1 }, cue: named, text: 'ask karla' }
YAML
my $sound = "rule-files: [rules.yaml]\nlists:\n  pets\@town.example:\n    mode: live\n    hoax: { subject: \"[Hoax?]\" }\n";
write_file("$folder/kustode.yaml", $sound);

my $received = <<'MAIL';
Return-Path: <pets-bounces@town.example>
Received: from mx.people.example (mx.people.example [192.0.2.7]) by town.example; Tue, 6 Jan 2026 10:00:00 +0100
X-Kustode-Status: hoax; list=pets@town.example; action=subject; gen=01234567
DKIM-Signature: v=1; a=rsa-sha256; d=people.example; s=x; h=from; bh=x; b=x
From: Karla Brandt <karla.brandt@people.example>
To: pets@town.example
Cc: Uwe Lang <uwe@people.example>
Subject: [pets] [Hoax?] Re: news from Karla
Date: Tue, 6 Jan 2026 10:00:00 +0100
Message-ID: <secret-id@people.example>
List-Id: Lost pets <pets.town.example>
List-Post: <mailto:pets@town.example>
Precedence: list
X-Mailman-Version: 3.3.8
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Hello, here is Karla Brandt. The zebrafish likes marmalade, my M=FCsli too.
Ring 0171 2345678 or write to karla.brandt@people.example, says Uwe Lang.
_______________________________________________
pets mailing list
pets@town.example
https://town.example/mailman/listinfo/pets
MAIL

my @for = ('--list', 'pets@town.example', '-c', "$folder/kustode.yaml");
sub add { my ($mail, @options) = @_; return kustode(['case', 'add', write_file("$folder/mail", $mail), @for, @options]) }

my ($status, $out, $err) = add($received, '--expect', 'none');
is($status, 1, 'a false alarm is a case that fails so far') or diag($err);
my $path = "$folder/cases/pets\@town.example/001-none.eml";
is($out, "$path\n", 'where it is');
like($err, qr/judged hoax, and none is expected/, '... and what is to be done');
my $case = read_file($path);
like($case, qr/^Subject: Re: news from (?!Karla)/m, 'the Subject without tag, prefix and name') or diag($case);
unlike($case, qr/^(X-Kustode|List-|Received|Return-Path|DKIM|Precedence|X-Mailman|Cc)/m, 'no field of the way');
unlike($case, qr/mailing list|listinfo/, 'no footer of the list');
unlike($case, qr/Karla|Brandt|Uwe|Lang\b|karla|uwe|2345678|secret-id/, 'no name, no address, no number');
like($case, qr/^From: Person 1 <person-1\@anonymous\.example>$/m, 'a person without a name');
like($case, qr/^To: pets\@town\.example$/m, 'the list keeps its address');
like($case, qr/zebrafish likes marmalade, my M\x{c3}\x{bc}sli too/, 'the words stay, as UTF-8');
like($case, qr/^Content-Type: text\/plain; charset=utf-8$/m, '... which is said');

($status, $out, $err) = kustode(['check', '-c', "$folder/kustode.yaml"]);
is($status, 1, 'check tries it');
like($err, qr{^\S+cases/pets\@town\.example/001-none\.eml: error: hoax 5\.0/4\.0 \(PLEA 3, THREAT 2\), but none is expected$}m, '... and says what it got');
like($out, qr/^3 rules, 1 lists, 0 tests, 1 case: 1 failed test$/m, '... and counts it');
write_file("$folder/kustode.yaml", "$sound    rules: { PLEA: 1 }\n");
($status, $out) = kustode(['check', '-c', "$folder/kustode.yaml"]);
is($status, 0, 'the list is tuned: it passes');
like($out, qr/1 case: all well/, '... and says so');
write_file("$folder/kustode.yaml", $sound);

($status, $out) = add($received, '--expect', 'hoax', '--keep-names');
is($status, 0, 'with the names, and right as it is');
like($out, qr/002-hoax\.eml$/m, 'the next number');
$case = read_file("$folder/cases/pets\@town.example/002-hoax.eml");
like($case, qr/^From: Karla Brandt <karla\.brandt\@people\.example>$/m, '... as posted');
like($case, qr/^Subject: Re: news from Karla$/m, '... without what the list put in');
unlike($case, qr/X-Kustode|mailing list/, '... or we');

# What came straight from the poster is changed in nothing.
my $plain = "From: a\@x.example\nTo: pets\@town.example\nSubject: hello\n\nzebrafish and marmalade\n";
add($plain, '--expect', 'hoax', '--keep-names');
is(read_file("$folder/cases/pets\@town.example/003-hoax.eml"), $plain, 'a post that was no copy stays as it is');

# Parts: text is cleaned in each, other attachments go, forwards inside keep their form.
my $parts = <<'MAIL';
From: Karla Brandt <karla@people.example>
To: pets@town.example
Subject: zebrafish and marmalade
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=utf-8

<p>zebrafish from <a href="mailto:karla@people.example">Karla</a>, marmalade</p>
--b
Content-Type: application/pdf; name=x.pdf
Content-Transfer-Encoding: base64

S2FybGEgQnJhbmR0
--b
Content-Type: message/rfc822

From: Uwe Lang <uwe@people.example>
Subject: from Uwe
X-Originating-IP: 192.0.2.9

Uwe Lang wrote it, with marmalade.
--b--
MAIL
($status, $out, $err) = add($parts, '--expect', 'hoax');
is($status, 0, 'a message of parts') or diag($err);
$case = read_file($out =~ s/\n//r);
unlike($case, qr/Karla|karla|Uwe|uwe\@|Lang|S2FybGE|192\.0/, '... nobody is left in any of them') or diag($case);
my ($layers) = kustode_json(['layers', '--json', '-c', "$folder/kustode.yaml", $out =~ s/\n//r]);
ok((grep { ($_->{how} // '') eq 'attached' } @{ $layers->{layers} }), '... and the forward is one still');

my $inside = "From: b\@x.example\nSubject: x\n\nzebrafish\n";
my $encoded = "From: a\@x.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    . "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" . encode_base64($inside) . "--b--\n";
($status, $out, $err) = add($encoded, '--expect', 'none');
is($status, 65, 'a message in base64 inside is not stored by half');
like($err, qr/--keep-names stores it/, '... and what helps');
($status, $out, $err) = add("From: Karla Brandt <k\@x.example>\nTo: pets\@town.example\n\nAsk Karla about zebrafish and marmalade\n",
    '--expect', 'hoax');
is($status, 65, 'a case that loses what it is about is not stored');
like($err, qr/meets other rules/, '... which is said');

# Files that are no cases are named, not passed over.
write_file("$folder/cases/pets\@town.example/note.txt", "x\n");
mkdir "$folder/cases/none\@town.example";
($status, $out, $err) = kustode(['check', '-c', "$folder/kustode.yaml"]);
like($err, qr{note\.txt: error: a case is called}, 'a file with another name');
like($err, qr{none\@town\.example: error: no list of that name}, 'a folder of no list');

for my $case (
    [['case'],                                                                     qr/`add` and one message/],
    [['case', 'add', "$folder/mail", '-c', "$folder/kustode.yaml", '--expect', 'none'], qr/no list given/],
    [['case', 'add', "$folder/mail", @for],                                        qr/no verdict given/],
    [['case', 'add', "$folder/mail", @for, '--expect', 'spam'],                    qr/takes none, hoax or advisory/],
    )
{
    my ($arguments, $said) = @$case;
    ($status, $out, $err) = kustode($arguments);
    is($status, 64, "wrong: @$arguments[1 .. $#$arguments]");
    like($err, $said, '... and says so');
}
write_file("$folder/two", "From a\@x Tue Jan  6 10:00:00 2026\n$plain\nFrom a\@x Tue Jan  6 10:00:00 2026\n$plain\n");
($status, $out, $err) = kustode(['case', 'add', "$folder/two", @for, '--expect', 'none']);
is($status, 64, 'two messages: which one?');
like($err, qr/two:N names one/, '... is said');
($status) = kustode(['case', 'add', "$folder/two:1", @for, '--expect', 'hoax']);
is($status, 0, '... so');

done_testing();
