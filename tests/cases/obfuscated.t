#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# A hoax that hides its words from filters, not from readers, gets the verdict of the plain one. Every variant is
# made from the same posts; the shipped rules judge.
use strict;
use warnings;
use utf8;
use lib 'tests/lib';
use Encode qw(encode decode);
use MIME::Base64 qw(encode_base64);
use MIME::QuotedPrint qw(encode_qp);
use Kustode qw(kustode_json);
use Test::More;

my %hoaxes = (
    en => {
        subject => 'VIRUS WARNING: do not open "Spring Greetings"',
        text => <<'TEXT' },
If you receive an e-mail called "Spring Greetings", do not open it! It will erase everything on your hard disk,
and no anti-virus program can find it.

This was announced yesterday morning by Microsoft. It is the most dangerous virus ever.

Please forward this warning to everyone you know, and do it now!
TEXT
    de => {
        subject => 'Achtung Virus: "Frühlingsgrüße" nicht öffnen',
        text => <<'TEXT' },
Wenn ihr eine E-Mail mit dem Betreff "Frühlingsgrüße" bekommt, auf keinen Fall öffnen, sondern sofort löschen! Sie
löscht die gesamte Festplatte, und kein Virenscanner erkennt sie.

Das hat Microsoft gestern bekannt gegeben. Es ist der gefährlichste Virus aller Zeiten.

Bitte leitet diese Warnung sofort an alle weiter, die ihr kennt!
TEXT
);

my %look_alike = (a => 'а', e => 'е', o => 'о', p => 'р', c => 'с', x => 'х', i => 'і', s => 'ѕ');
my %greek = (o => 'ο', v => 'ν', A => 'Α', E => 'Ε', I => 'Ι');

# Every n-th place of the kind that `pattern` describes becomes what `change` makes of it.
sub every {
    my ($n, $text, $pattern, $change) = @_;
    my $seen = 0;
    $text =~ s/($pattern)/++$seen % $n ? $1 : $change->($1)/ge;
    return $text;
}

sub styled {
    my ($text, $upper, $lower) = @_;
    $text =~ s/([A-Z])/chr($upper + ord($1) - 65)/ge;
    $text =~ s/([a-z])/chr($lower + ord($1) - 97)/ge;
    return $text;
}

sub between_letters {
    my ($text, $sign) = @_;
    return $text =~ s/(?<=\pL)(?=\pL)/$sign/gr;
}

# Not in shorter ones, which would look like acronyms.
sub long_words {
    my ($text, $sign) = @_;
    return $text =~ s/(\pL{4,})/join $sign, split m{}, $1/ger;
}

my @texts = (
    ['Cyrillic look-alikes, one in three', sub { every(3, $_[0], '[aeopcxis]', sub { $look_alike{ $_[0] } }) }],
    ['Greek look-alikes', sub { every(2, $_[0], '[ovAEI]', sub { $greek{ $_[0] } }) }],
    ['zero-width spaces in every word', sub { between_letters($_[0], "\x{200B}") }],
    ['zero-width joiners and non-joiners', sub { between_letters($_[0], "\x{200D}\x{200C}") }],
    ['word joiners and byte order marks', sub { between_letters($_[0], "\x{2060}\x{FEFF}") }],
    ['soft hyphens', sub { between_letters($_[0], "\x{AD}") }],
    ['variation selectors', sub { between_letters($_[0], "\x{FE0F}") }],
    ['direction marks', sub { between_letters($_[0], "\x{200E}") }],
    ['wide letters', sub { styled($_[0], 0xFF21, 0xFF41) }],
    ['mathematical bold letters', sub { styled($_[0], 0x1D400, 0x1D41A) }],
    ['sans-serif italic letters', sub { styled($_[0], 0x1D608, 0x1D622) }],
    ['letters in circles', sub { styled($_[0], 0x24B6, 0x24D0) }],
    ['spaced-out words', sub { $_[0] =~ s{(\b\pL{4,}\b)}{'  ' . join(' ', split //, $1) . '  '}ger }],
    ['dotted words', sub { long_words($_[0], '.') }],
    ['words with hyphens', sub { long_words($_[0], '-') }],
    ['words with underscores', sub { long_words($_[0], '_') }],
    ['words with middle dots', sub { long_words($_[0], "\x{B7}") }],
    ['every word in asterisks', sub { $_[0] =~ s/(\pL{2,})/*$1*/gr }],
    ['every word in underscores', sub { $_[0] =~ s/(\pL{2,})/_$1_/gr }],
    ['no-break and thin blanks', sub { every(2, $_[0], ' ', sub { "\x{A0}" }) =~ s/ /\x{2009}/gr }],
    ['wrapped at forty columns', sub { $_[0] =~ s/(.{20,40}?) /$1\n/gr }],
    ['quote marks before each line', sub { $_[0] =~ s/^(?=.)/> /gmr }],
    ['capitals', sub { uc $_[0] }],
    ['combining marks on vowels', sub { every(2, $_[0], '[aeiou]', sub { "$_[0]\x{335}" }) }],
    ['decomposed umlauts', sub { $_[0] =~ s/([äöü])/{ ä => "a\x{308}", ö => "o\x{308}", ü => "u\x{308}" }->{$1}/ger }],
    ['umlauts written out', sub { $_[0] =~ s/([äöüß])/{ ä => 'ae', ö => 'oe', ü => 'ue', ß => 'ss' }->{$1}/ger }],
);

sub entities { return join '', map { /[\s]/ ? $_ : sprintf '&#%d;', ord } split //, $_[0] }

sub html_words {
    my ($text, $change) = @_;
    $text =~ s/&/&amp;/g;
    $text =~ s/(\pL{4,})/$change->($1)/ge;
    return join '', map { "<p>$_</p>\n" } split /\n\n+/, $text;
}

sub in_halves {
    my ($between) = @_;
    return sub { my $half = int(length($_[0]) / 2); substr($_[0], 0, $half) . $between . substr($_[0], $half) };
}

my @pages = (
    ['plain HTML', sub { html_words($_[0], sub { $_[0] }) }],
    ['words split by tags', sub { html_words($_[0], in_halves('<b></b>')) }],
    ['words split by spans', sub { html_words($_[0], sub { join '', map { "<span>$_</span>" } split //, $_[0] }) }],
    ['words split by comments', sub { html_words($_[0], in_halves('<!-- x -->')) }],
    ['words split by hidden text', sub { html_words($_[0], in_halves('<span style="display:none">lorem</span>')) }],
    ['words split by text of no size', sub { html_words($_[0], in_halves('<span style="font-size:0">lorem</span>')) }],
    ['words split by unknown tags', sub { html_words($_[0], in_halves('<x-y/>')) }],
    ['words split by soft hyphens', sub { html_words($_[0], in_halves('&shy;')) }],
    ['words split by break hints', sub { html_words($_[0], in_halves('<wbr>')) }],
    ['words split by zero-width entities', sub { html_words($_[0], in_halves('&#8203;')) }],
    ['numbers of letters', sub { join '', map { '<p>' . entities($_) . '</p>' } split /\n\n+/, $_[0] }],
    ['behind a style sheet', sub { '<style>p { color: red }</style><script>x()</script>' . html_words($_[0], sub { $_[0] }) }],
);

sub mail {
    my ($subject, $body, @fields) = @_;
    return encode('UTF-8', join("\n", 'From: Ann <ann@school.example>', 'To: parents@school.example', "Subject: $subject",
            'Message-ID: <o@school.example>', 'MIME-Version: 1.0', @fields, '', '')) . $body;
}

sub text_mail {
    my ($subject, $text, $type) = @_;
    return mail($subject, encode('UTF-8', $text), "Content-Type: text/$type; charset=utf-8", 'Content-Transfer-Encoding: 8bit');
}

sub verdict_of {
    my ($mail) = @_;
    my ($object) = kustode_json(['scan', '--json', '-q', '-c', 'samples/kustode.yaml', '-'], $mail);
    return $object;
}

sub is_hoax {
    my ($mail, $name) = @_;
    my $got = verdict_of($mail);
    is($got->{verdict}, 'hoax', $name)
        or diag("score $got->{scores}{hoax}; " . join ' ', map { $_->{rule} } @{ $got->{hits} });
}

sub encoded_words {
    my ($subject) = @_;
    return join "\n ", map { '=?utf-8?B?' . encode_base64(encode('UTF-8', $_), '') . '?=' } $subject =~ /(.{1,5})/g;
}

# Transfer encodings as programs write them and as those do that want no filter to read them.
sub encodings {
    my ($subject, $text) = @_;
    my $bytes = encode('UTF-8', $text);
    my @base64 = ('Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64');
    my $padded = join '', map { encode_base64($_, "\n") } $bytes =~ /(.{1,10})/gs;
    return (
        ['base64', mail($subject, encode_base64($bytes), @base64)],
        ['base64 that goes on behind its padding', mail($subject, $padded, @base64)],
        ['base64 with rubbish in between', mail($subject, encode_base64($bytes) =~ s/(.{9})/$1 *\n/gr, @base64)],
        ['base64 in a field of odd case', mail($subject, encode_base64($bytes), 'content-TYPE: TEXT/plain; CharSet="UTF-8"',
                'content-transfer-encoding: (x) BASE64')],
        ['quoted-printable, each letter', mail($subject, join('', map { sprintf("=%02X", ord) . (/\n/ ? "=\n" : '') } split //, $bytes),
                'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable')],
        ['UTF-16', mail($subject, encode_base64(encode('UTF-16', $text)), 'Content-Type: text/plain; charset=utf-16',
                'Content-Transfer-Encoding: base64')],
        ['encoded words in the subject', text_mail(encoded_words($subject), $text, 'plain')],
        ['a wrong charset', mail($subject, $bytes, 'Content-Type: text/plain; charset=x-unknown')],
        ['an HTML part beside an empty text', mail($subject, "--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html; charset=utf-8\n\n"
                . encode('UTF-8', html_words($text, in_halves('<i></i>'))) . "\n--b--\n",
                'Content-Type: multipart/alternative; boundary=b')],
    );
}

for my $language (sort keys %hoaxes) {
    my ($subject, $text) = @{ $hoaxes{$language} }{qw(subject text)};
    is_hoax(text_mail($subject, $text, 'plain'), "$language: as it is");
    for my $variant (@texts) {
        my ($name, $change) = @$variant;
        my $changed = $change->($text);
        next if $changed eq $text;
        my $mail = text_mail($change->($subject) =~ s/\n/ /gr, $changed, 'plain');
        is_hoax($mail, "$language: $name");
    }
    is_hoax(text_mail($subject, $_->[1]->($text), 'html'), "$language: $_->[0]") for @pages;
    is_hoax($_->[1], "$language: $_->[0]") for encodings($subject, $text);
}

# The same cunning on a post without a hoax makes none.
my $harmless = "The spring greetings of our pupils hang in the hall. Please look at them before Friday.\n\nThe caretaker opens at seven.\n";
for my $variant (@texts) {
    my ($name, $change) = @$variant;
    is(verdict_of(text_mail('Spring greetings', $change->($harmless), 'plain'))->{verdict}, 'none', "harmless: $name");
}
done_testing();
