#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# Nothing that was posted can run in the page of kustode report or break it, and with --anonymise nobody is
# named in it.
use strict;
use warnings;
use lib 'tests/lib';
use Browser;
use Compress::Zlib qw(uncompress);
use Digest::SHA qw(sha256_base64);
use Encode qw(decode_utf8 encode_utf8);
use File::Temp;
use JSON::PP;
use Kustode qw(kustode read_file write_file);
use MIME::Base64 qw(decode_base64);
use Test::More;

my $folder = File::Temp->newdir;
write_file("$folder/rules.yaml", <<'YAML');
rules:
  - rule: PLEA
    about: { en: "Asks <b>everybody</b> to pass it on" }
    points: { hoax: 2.5 }
    cue: plea
    text: 'zebrafish'
  - rule: THREAT
    points: { hoax: 2 }
    cue: threat
    text: 'marmalade'
YAML
write_file("$folder/kustode.yaml", "rule-files: [rules.yaml]\nlists:\n  one\@x.example: {}\n");

# ---- hostile posts ----------------------------------------------------------------------------------------------
my $run = 'window.hacked=1';
my @hostile = (
    "</script><script>$run</script>", "<img src=x onerror=$run>", "--><svg onload=$run>", "<!--<script>$run", "]]><script>$run",
    "\"'><iframe srcdoc='<script>parent.$run</script>'>", "javascript:$run", "__proto__ constructor \${$run} {{$run}}",
    encode_utf8("line\x{2028}$run\x{2029}separator"), encode_utf8("\x{202e}desrever\x{2066}isolate"), "nul \0 byte", "lone \xed\xa0\x80 surrogate",
    "bad \xff\xfe utf8", encode_utf8("\x{1f600}\x{1f468}\x{200d}\x{1f469} wide"), "\e]0;title\a\e[31m", '&lt;script&gt;&#60;script&#62;',
);
my $mbox = '';
for my $n (0 .. $#hostile) {
    my $word = $hostile[$n] =~ s/[\0\n]//gr;
    $mbox .= "From a\@x.example Tue Jan  6 10:00:00 2026\nFrom: $word <a$n\@x.example>\nTo: one\@x.example\nSubject: $word\n"
        . "Message-ID: <$n-$word\@x.example>\nDate: Tue, 6 Jan 2026 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n"
        . "before $hostile[$n] zebrafish $hostile[$n] marmalade after\n\n"
        . "-------- Forwarded Message --------\nSubject: $word\nFrom: $word <b\@x.example>\n\n$hostile[$n] zebrafish $hostile[$n]\n\n";
}
my $name = "posts <img src=x onerror=$run>.mbox";
write_file("$folder/$name", $mbox);
write_file("$folder/labels.txt", "$name:0\t<img/src=x/onerror=$run>\n$name:1\thoax\n");
my @report = ('report', '-q', '-c', "$folder/kustode.yaml", "$folder/$name");
my ($status, undef, $err) = kustode([@report, '--labels', "$folder/labels.txt", '-o', "$folder/hostile.html"]);
is($status, 0, 'hostile posts become a page') or diag($err);

my $html = read_file("$folder/hostile.html");
unlike($html, qr/hacked/, 'what was posted does not stand in the page as it is');
is(() = $html =~ /<script>/g, 1, 'one script');
my ($script) = $html =~ m{<script>(.*)</script>}s;
my ($style) = $html =~ m{<style>(.*?)</style>}s;
my ($policy) = $html =~ /Content-Security-Policy" content="([^"]*)"/;
like($policy, qr/^default-src 'none'; script-src 'sha256-\Q${\sha256_base64($script)}\E='; style-src 'sha256-\Q${\sha256_base64($style)}\E=';/,
    'the policy allows that script and style alone');
unlike($script, qr/innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|new Function|https?:(?!\/\/www\.w3\.org\/2000\/svg)/,
    'it writes text only, and knows no address');
unlike($html, qr/\s(?:src|srcset|href)=["'](?!#)/, 'nothing in the page is fetched');

sub blocks { return map { decode_json(uncompress(decode_base64($_))) } $_[0] =~ m{<script type="text/plain" [^>]*>([^<]*)</script>}g }

SKIP: {
    skip 'chromium is not installed (make check-deps)', 1 if !Browser->is_installed;
    my $browser = Browser->start;
    ok($browser->open_page("$folder/hostile.html", q{!document.getElementById('main').hidden}), 'the page opens');
    $browser->value(q{showOnly('all'); 1});
    is($browser->value('view.found.length'), scalar @hostile, 'all posts are in the table');
    is($browser->value('flipsOf(view.posts).length'), 0, 'and decided as by the tool');
    my %allowed = map { $_ => 1 } qw(A ARTICLE ASIDE B BDI BUTTON CODE DETAILS DIV H2 H3 I KBD LI MARK OL P SECTION SMALL SPAN SUMMARY);
    for my $n (0 .. $#hostile) {
        $browser->value("showPost($n)");
        is($browser->value(q{[...document.querySelectorAll('#layers mark')].map((mark) => mark.textContent).join()}), 'zebrafish,marmalade',
            "post $n: what the rules hit is marked, and nothing else");
        my %tags = map { $_ => 1 } @{ $browser->value(q{[...document.querySelectorAll('#post .sheet *')].map((element) => element.tagName)}) };
        is(join(' ', grep { !$allowed{$_} } sort keys %tags), '', "post $n: no element that was posted");
        is($browser->value(q{/[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/.test(document.getElementById('post').textContent)}),
            JSON::PP::false, "post $n: nothing that could reorder or hide the text");
    }
    $browser->press('h');
    is($browser->value('typeof window.hacked'), 'undefined', 'nothing that was posted has run');
    is(scalar $browser->events(qr/exceptionThrown|Log\.entryAdded|javascriptDialogOpening/), 0, 'and nothing was stopped on its way');
    is($browser->value(q{document.body.append(Object.assign(document.createElement('script'), { id: 'late' })); (() => {
        try { document.getElementById('late').textContent = 'window.hacked = 1'; return 'set'; } catch { return 'refused'; } })()}),
        'refused', 'even the page itself could add no script');
    is($browser->value(q{new Promise((done) => { const image = new Image(); image.onload = () => done('loaded'); image.onerror = () => done('refused');
        image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='; })}), 'refused', 'nor load an image');
}

# ---- without names ----------------------------------------------------------------------------------------------
write_file("$folder/people.mbox", encode_utf8(decode_utf8(<<'MBOX')));
From a@x.example Tue Jan  6 10:00:00 2026
From: "Dr. Hedwig Grünspan" <h.gruenspan@schule.example>
To: one@x.example
Subject: Frage von Hedwig Grünspan
Message-ID: <1@pc-hedwig.schule.example>
Content-Type: text/plain; charset=utf-8

Liebe Alle, zebrafish und marmalade von Grünspan: bitte an h.gruenspan@schule.example oder 0664 123 45 67 schreiben.
HEDWIG hat es von Quendelin Moosbrugger, sagt Bartholomäus.

-- 
Dr. Hedwig Grünspan
Gasse 7, 1234 Ort

From b@x.example Wed Jan  7 10:00:00 2026
From: Quendelin Moosbrugger <qm@verein.example>
To: one@x.example
Subject: Re: Frage
Message-ID: <2@verein.example>
Content-Type: text/plain; charset=utf-8

Ein Team der Security Liste, marmalade.

-------- Weitergeleitete Nachricht --------
Betreff: Frage von Bartholomäus
Von: Bartholomäus Zwickl <zwickl@firma.example>
Datum: Mon, 5 Jan 2026 10:00:00 +0100

Grüße, zebrafish vom Zwickl und seiner Tochter

From a@x.example Thu Jan  8 10:00:00 2026
From: hedwig <h.gruenspan@schule.example>
To: one@x.example
Subject: danke
Content-Type: text/plain; charset=utf-8

danke! und und will will will, wohin will man, Will man?

From c@x.example Thu Jan  8 10:00:00 2026
From: Will Oberhuber <will@schule.example>
To: one@x.example
Subject: nur das
Content-Type: text/plain; charset=utf-8

Das schreibt Will am 03/04/2002 10:00.
MBOX
($status) = kustode(['report', '-q', '--anonymise', '-c', "$folder/kustode.yaml", "$folder/people.mbox", '-o', "$folder/nobody.html"]);
is($status, 0, 'a page without names');
my @blocks = blocks(read_file("$folder/nobody.html"));
my $all = decode_utf8(JSON::PP->new->utf8->canonical->encode(\@blocks)) =~ s/one\@x\.example//gr;
unlike($all, qr/hedwig|gr(?:\x{fc}|ue)nspan|Quendelin|moosbrugger|barthol|zwickl|oberhuber/i, 'nobody is named');
like($all, qr/wohin will man, Will man\?/, 'a name that is mostly a word stays a word');
like($all, qr/Das schreibt \[name\] am 03\/04\/2002 10:00\./, 'but not where somebody is called so; a date is no telephone');
unlike($all, qr/\@/, 'nor has an address');
unlike($all, qr/0664|Gasse/, 'nor a telephone, nor a signature');
like($all, qr/Liebe Alle, zebrafish und marmalade von \[name\]: bitte an \[address\] oder \[number\] schreiben/, 'what they wrote stands there');
like($all, qr/Ein Team der Security Liste/, 'words that are no names stay');
unlike($all, qr/\Q$folder\E/, 'no path leads anywhere');
my ($columns) = grep { ref eq 'HASH' } @blocks;
is_deeply([ @{ $columns->{people} }[ @{ $columns->{posts}{from} } ] ], ['Person 1', 'Person 2', 'Person 1', 'Person 4'], 'people are numbers');
my ($texts) = grep { ref eq 'ARRAY' } @blocks;
for my $post (@$texts) {
    for my $hit (@{ $post->{hits} }) {
        my $layer = $post->{layers}[ $hit->{layer} ];
        is(substr($layer->{text}, $hit->{start}, $hit->{end} - $hit->{start}), $hit->{excerpt}, "$hit->{excerpt} is where it is said to be");
    }
}
done_testing();
