#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# The notice in each MIME structure: where it goes, that nothing else is touched, that signatures
# still verify, and that it comes off again.
use strict;
use warnings;
use utf8;
use lib 'tests/lib';
use Cwd ();
use Encode qw(encode);
use File::Temp;
use Kustode qw(kustode kustode_json write_file read_file);
use MIME::Base64;
use MIME::QuotedPrint;
use Test::More;

my $folder = File::Temp->newdir;
my $notices = Cwd::getcwd() . '/samples/notices';

# Every post of any size is a hoax here: what is tested is what follows from that.
write_file("$folder/rules.yaml", encode('UTF-8', <<'END'));
rules:
  - { rule: HOAX_A, about: { de: "Ein Grund für jeden" }, points: { hoax: 5 }, cue: a, size: { at-least: 0 } }
  - { rule: HOAX_B, about: { de: "Noch ein Grund" }, points: { hoax: 5 }, cue: b, size: { at-least: 0 } }
END

sub config {
    my (%lists) = @_;
    my $text = "rule-files: [rules.yaml]\nnotice-files: [$notices/*.txt]\nlists:\n";
    $text .= "  $_\@x.example: { mode: live, language: de, hoax: { do: { 4: [subject, notice] } }"
        . ($lists{$_} ? ", $lists{$_}" : '') . " }\n" for sort keys %lists;
    return write_file("$folder/kustode.yaml", encode('UTF-8', $text));
}
my $config = config(auto => '', plain => 'annotate: plain-only', none => 'annotate: none',
    munged => 'from-munged: yes');

sub apply {
    my ($list, $mail, @more) = @_;
    write_file("$folder/in.eml", $mail);
    my ($status, $out, $err) = kustode(['apply', '-q', '-c', $config, '--list', "$list\@x.example",
        @more, '-o', "$folder/out.eml", "$folder/in.eml"]);
    is($status, 0, 'applied') or diag $err;
    return read_file("$folder/out.eml");
}

sub way {
    my ($list, $mail) = @_;
    write_file("$folder/in.eml", $mail);
    my ($status, $out, $err) =
        kustode(['explain', '-q', '-c', $config, '--list', "$list\@x.example", "$folder/in.eml"]);
    return $out =~ /^\s*annotate\s+(\S+?):\s/m ? $1 : $err eq '' ? 'none' : $err;
}

my $head = "From: A <a\@school.example>\nTo: auto\@x.example\nSubject: Words\nMIME-Version: 1.0\n";
my $notice = qr/-----\[ kustode [0-9a-f]{8} \]-----/;
my $end = qr{-----\[ /kustode \]-----};
my $umlauts = "Schöne Grüße\nvom Hafen\n";

sub single {
    my ($type, $encoding, $body) = @_;
    return "${head}Content-Type: $type\n"
        . ($encoding ? "Content-Transfer-Encoding: $encoding\n" : '') . "\n$body";
}
sub multipart {
    my ($type, @parts) = @_;
    return "${head}Content-Type: multipart/$type; boundary=\"=b1\"\n\npreamble\n"
        . join('', map { "--=b1\n$_\n" } @parts) . "--=b1--\nepilogue\n";
}
my $picture = "Content-Type: image/png; name=p.png\nContent-Transfer-Encoding: base64\n\n"
    . encode_base64(join '', map { chr } 0 .. 255);
my $attached = "Content-Type: message/rfc822\n\nFrom: b\@y.example\nSubject: inner\n\nInner  words \n";
my $plain = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    . encode('UTF-8', $umlauts);
my $html = "Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
    . encode_qp("<html><head><title>a < b</title></head><body class=\"x\"><p>Gr\xfc\xdfe"
        . (' und noch mehr' x 20) . "</p></body></html>\n");
my $invitation = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n";

my @structures = (
    ['plain 8bit', single('text/plain; charset=utf-8', '8bit', encode('UTF-8', $umlauts)), 'text'],
    ['plain latin-1', single('text/plain; charset=iso-8859-1', '8bit', encode('latin1', $umlauts)), 'text'],
    ['plain 7bit', single('text/plain; charset=us-ascii', '7bit', "Words\n"), 'text'],
    ['no type at all', "${head}\nWords\n", 'text'],
    ['quoted-printable', single('text/plain; charset=utf-8', 'quoted-printable', encode_qp(encode('UTF-8', $umlauts))), 'text'],
    ['base64', single('text/plain; charset=utf-8', 'base64', encode_base64(encode('UTF-8', $umlauts))), 'text'],
    ['base64, latin-2', single('text/plain; charset=iso-8859-2', 'base64', encode_base64(encode('iso-8859-2', $umlauts))), 'text'],
    ['base64 with CRLF inside', single('text/plain; charset=utf-8', 'base64', encode_base64("one\r\ntwo\r\n")), 'text'],
    ['byte order mark', single('text/plain; charset=utf-8', 'base64', encode_base64("\xef\xbb\xbfWords\n")), 'text'],
    ['flowed', single('text/plain; charset=utf-8; format=flowed', '8bit', "Words that \nflow\n"), 'text'],
    ['html alone', single('text/html; charset=utf-8', '8bit', "<body>Words</body>\n"), 'text'],
    ['html base64', single('text/html; charset=utf-8', 'base64', encode_base64("<html><body bgcolor=white>Words</body></html>")), 'text'],
    ['html without body', single('text/html', undef, "<p>Words\n"), 'text'],
    ['html with a head only', single('text/html', undef, "<html><head></head>Words\n"), 'header-only:no-text'],
    ['alternative', multipart('alternative', $plain, $html), 'text'],
    ['mixed', multipart('mixed', $plain, $picture, $attached), 'text'],
    ['related', multipart('related', $html, $picture), 'text'],
    ['mixed without text', multipart('mixed', $picture, $attached), 'part'],
    ['utf-16', single('text/plain; charset=utf-16', 'base64', encode_base64(encode('UTF-16', $umlauts))), 'header-only:no-text'],
    ['picture alone', "${head}$picture", 'header-only:no-text'],
    ['invitation', multipart('mixed', $plain, $invitation), 'header-only:calendar'],
    ['report', multipart('report', $plain, $attached), 'header-only:report'],
    ['encrypted', multipart('encrypted; protocol="application/pgp-encrypted"', $plain), 'none'],
    ['answering machine', "Auto-Submitted: auto-replied\n${head}\nI am away\n", 'none'],
);
for my $row (@structures) {
    my ($name, $mail, $way) = @$row;
    for my $ends ("\n", "\r\n") {
        (my $sent = $mail) =~ s/\n/$ends/g;
        is(way('munged', $sent), $way, "$name: $way");
        my $got = apply('munged', $sent);
        my @same = (apply('munged', $got, '--undo'), $sent);
        # In the midst of base64 its lines are broken elsewhere then.
        $same[$_] =~ s/\n\r?\n\K(.*)/$1 =~ s,\s,,gr/es for $name =~ /html base64|order/ ? (0, 1) : ();
        is($same[0], $same[1], "$name: undone, the same again");
        my $twice = apply('munged', $got);
        is($twice, $got, "$name: annotated twice, the same");
        unlike($got, qr/[^\r]\n/, "$name: line ends as before") if $ends eq "\r\n";
        for my $part ($picture, $attached) {
            (my $bytes = $part) =~ s/\n/$ends/g;
            ok(index($got, $bytes) >= 0, "$name: other parts are the same bytes")
                if index($sent, $bytes) >= 0;
        }
    }
}

my $got = apply('munged', $structures[1][1]);
like($got, qr/f\xfcr jeden\n/, 'in the charset of the post');
like($got, qr/\n\n$notice\n.*\n$end\n\nSch\xf6ne/s, 'above the text, a blank line between');
$got = apply('munged', $structures[2][1]);
like($got, qr/- Ein Grund fuer jeden\n/, 'spelt in ASCII where the post is 7bit');
$got = apply('munged', multipart('alternative', $plain, $html));
my @found = $got =~ /$notice/g;
is(@found, 2, 'both alternatives have it');
my ($part) = $got =~ /text\/html.*?\n\n(.*?)--=b1--/s;
like(decode_qp($part), qr{<body class="x">\n<div class="kustode-notice".*f&#252;r jeden<br>.*</div>\n<p>Gr\xfc}s,
    'behind <body>, in entities');
is(way('none', "${head}\nWords\n"), 'header-only:annotate', 'annotate: none');
is(way('plain', single('text/html', undef, '<p>Words')), 'header-only:no-text', 'plain-only spares HTML');
$got = apply('plain', multipart('alternative', $plain, $html));
@found = $got =~ /$notice/g;
is(@found, 1, 'and of alternatives has the plain one alone');

my $forged = single('text/html; charset=utf-8', '8bit',
    "<body>\n<div class=\"kustode-notice\">words of somebody else</div>\nWords</body>\n");
is(apply('munged', $forged, '--undo'), $forged, 'an element that only looks like ours stays');
is(apply('munged', apply('munged', $forged), '--undo'), $forged, 'also where ours stood above it');

# ---- signatures ------------------------------------------------------------------------------
sub run {
    my ($command, $input) = @_;
    write_file("$folder/run.in", $input // '');
    my $out = `cd $folder && $command < run.in 2>&1`;
    return ($? >> 8, $out);
}
my $entity = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    . encode_qp(encode('UTF-8', $umlauts));

subtest 'PGP/MIME and inline PGP still verify' => sub {
    mkdir "$folder/gpg", 0700;
    my $gpg = 'gpg --homedir gpg --batch --yes --quiet --pinentry-mode loopback --passphrase ""';
    my ($status, $said) = run("$gpg --quick-gen-key a\@school.example ed25519 sign never");
    is($status, 0, 'a key') or diag $said;
    (my $canonical = $entity) =~ s/\n/\r\n/g;
    write_file("$folder/signed", $canonical);
    run("$gpg --armor --detach-sign -o sig signed");
    my $mail = "${head}Content-Type: multipart/signed; micalg=pgp-sha512;\n"
        . " protocol=\"application/pgp-signature\"; boundary=\"=s\"\n\n"
        . "--=s\n$entity\n--=s\nContent-Type: application/pgp-signature\n\n"
        . read_file("$folder/sig") . "\n--=s--\n";
    is(way('munged', $mail), 'wrap', 'wrapped');
    my $wrapped = apply('munged', $mail);
    my ($first) = $wrapped =~ /^Content-Type: ([^;\n]*)/m;
    is($first, 'multipart/mixed', 'in a multipart/mixed');
    my ($inner, $signature) = $wrapped =~ /--=s\n(.*?)\n--=s\n.*?\n\n(.*?)\n--=s--/s;
    $inner =~ s/\n/\r\n/g;
    write_file("$folder/signed", $inner);
    write_file("$folder/sig", $signature);
    ($status, $said) = run("$gpg --verify sig signed");
    is($status, 0, 'the signature is good') or diag $said;

    write_file("$folder/text", "Gruesse vom Hafen\n- mit Strichen\n");
    run("$gpg --clearsign -o clear text");
    $mail = "${head}\n" . read_file("$folder/clear");
    write_file("$folder/clear", apply('munged', $mail) =~ s/.*?\n\n//sr);
    like(read_file("$folder/clear"), $notice, 'a notice above the armour');
    ($status, $said) = run("$gpg --verify clear");
    is($status, 0, 'and it is good still') or diag $said;
    run('gpgconf --homedir gpg --kill all');
};

subtest 'S/MIME still verifies' => sub {
    my ($status, $said) = run('openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem'
        . ' -out cert.pem -days 2 -subj /CN=a -addext "keyUsage=digitalSignature"'
        . ' -addext "extendedKeyUsage=emailProtection"');
    is($status, 0, 'a certificate') or diag $said;
    for my $kind ('', '-nodetach') {
        ($status, my $signed) = run("openssl cms -sign $kind -text -signer cert.pem -inkey key.pem", "Words\n");
        my $mail = "From: a\@school.example\nSubject: Words\n$signed";
        is(way('munged', $mail), 'wrap', "wrapped $kind");
        my ($boundary) = apply('munged', $mail) =~ /boundary="(=_kustode_\w+)"/;
        my ($inner) = read_file("$folder/out.eml") =~ /\n--\Q$boundary\E\n(?!Content-Type: text\/plain)(.*)\n--\Q$boundary\E--/s;
        ($status, $said) = run('openssl cms -verify -noverify', $inner);
        is($status, 0, "verifies $kind") or diag $said;
        is(apply('munged', read_file("$folder/out.eml"), '--undo') =~ s/.*?\n\n//sr,
            $mail =~ s/.*?\n\n//sr, "undone $kind");
    }
};

subtest 'DKIM: what an aligned signature covers is left alone' => sub {
    require Mail::DKIM::Signer;
    require Mail::DKIM::Verifier;
    require Mail::DKIM::PrivateKey;
    require Mail::DKIM::PublicKey;
    run('openssl genrsa -out dkim.pem 2048');
    run('openssl rsa -in dkim.pem -pubout -out dkim.pub');
    my $record = 'v=DKIM1; p=' . join '', grep { !/-----/ } split /\n/, read_file("$folder/dkim.pub");
    no warnings qw(redefine once);
    local *Mail::DKIM::PublicKey::fetch = sub { return Mail::DKIM::PublicKey->parse($record) };
    local *Mail::DKIM::PublicKey::fetch_async = sub {
        my ($class, %parameters) = @_;
        my $key = $class->parse($record);
        return sub { $parameters{Callbacks}{Success}->($key) if $parameters{Callbacks}{Success}; return $key };
    };
    my $verdict = sub {
        my $verifier = Mail::DKIM::Verifier->new;
        $verifier->PRINT($_[0] =~ s/\r?\n/\r\n/gr);
        $verifier->CLOSE;
        return $verifier->result;
    };
    for my $row (['school.example', 'subject', 'header-only:dkim', 'pass', 'pass'],
                 ['other.example', 'subject', 'text', 'pass', 'fail']) {
        my ($domain, $covers, $way, $before, $after) = @$row;
        my $signer = Mail::DKIM::Signer->new(Algorithm => 'rsa-sha256', Method => 'relaxed',
            Domain => $domain, Selector => 's', Headers => "from:$covers",
            Key => Mail::DKIM::PrivateKey->load(File => "$folder/dkim.pem"));
        my $mail = single('text/plain; charset=utf-8', '8bit', encode('UTF-8', $umlauts));
        $signer->PRINT($mail =~ s/\n/\r\n/gr);
        $signer->CLOSE;
        $mail = $signer->signature->as_string =~ s/\r//gr . "\n$mail";
        is($verdict->($mail), $before, "$domain: valid before");
        is(way('auto', $mail), $way, "$domain: $way");
        is($verdict->(apply('auto', $mail)), $after, "$domain: $after afterwards");
        is(way('munged', $mail), 'text', 'no concern where From is rewritten');
    }
};

# ---- what comes back --------------------------------------------------------------------------
subtest 'our own words bring no verdict, framed no hit' => sub {
    for my $file (glob "$notices/*.txt") {
        my ($name) = $file =~ m{([^/]+)\.txt$};
        my ($class, $language) = split /\./, $name;
        my $post = "From: a\@x.example\nSubject: Re: Termin\nContent-Type: text/plain; charset=utf-8\n\n";
        my ($bare) = kustode_json(['scan', '-q', '--json', '-c', 'samples/kustode.yaml', '-'],
            $post . read_file($file));
        is($bare->{verdict}, 'none', "$name: no verdict when its frame is lost");
        next if $class eq 'limit';
        my $rules = read_file("$folder/rules.yaml") =~ s/hoax: 5/$class: 5/gr;
        write_file("$folder/again.yaml", $rules);
        write_file("$folder/kustode.yaml", "rule-files: [again.yaml]\nnotice-files: [$notices/*.txt]\n"
            . "lists:\n  a\@x.example: { mode: live, language: $language, from-munged: yes, $class: { do: { 4: [notice] } } }\n");
        $config = "$folder/kustode.yaml";
        my ($text) = apply('a', "${post}Words\n") =~ /(-----\[ kustode .*)Words/s;
        my ($back) = kustode_json(['scan', '-q', '--json', '-c', 'samples/kustode.yaml', '-'],
            "${post}Ja.\n\n" . $text =~ s/^/> /gmr);
        is_deeply([ map { $_->{rule} } @{ $back->{hits} } ], [], "$name: quoted, no hit");
        is(scalar(grep { $_->{kind} eq 'notice' } @{ $back->{layers} }), 1, "$name: a layer of its own");
    }
};

# ---- templates -------------------------------------------------------------------------------
subtest 'template errors name file, line and word' => sub {
    mkdir "$folder/own";
    write_file("$folder/own/hoax.ours.txt", "About {lst}\nand {reasons\n");
    write_file("$folder/own/readme.txt", "words\n");
    $config = config(auto => '');
    my $text = read_file($config);
    write_file($config, $text =~ s/notice-files: \[/notice-files: [own\/*.txt, /r
        =~ s/language: de, hoax: \{/language: de, hoax: { notice: theirs, /r);
    my ($status, $out, $err) = kustode(['check', '-c', $config]);
    is($status, 78, 'refused');
    like("$out$err", qr/own\/hoax\.ours\.txt:1:7: error: there is no placeholder `\{lst\}` \(did you mean `\{list\}`\?\)/, 'the word');
    like("$out$err", qr/own\/hoax\.ours\.txt:2:5: error: .*without its `\}`/, 'the brace');
    like("$out$err", qr/readme\.txt: a notice file is called/, 'the name');
    like("$out$err", qr/kustode\.yaml:\d+:\d+: error: there is no notice file hoax\.theirs\.txt/, 'the variant');
    write_file("$folder/own/hoax.ours.txt", "Our own words about {list}.\n");
    unlink "$folder/own/readme.txt";
    write_file($config, $text =~ s/notice-files: \[/notice-files: [own\/*.txt, /r
        =~ s/language: de, hoax: \{/language: de, hoax: { notice: ours, /r);
    like(apply('auto', "${head}\nWords\n"), qr/\nOur own words about auto\@x\.example\.\n/, 'and used');
};

done_testing;
