#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# kustode report in a browser: the page decides as the tool does, before and after its sliders were moved, and
# the settings it gives are taken by `kustode check`; filter, search, labels, keys, and what is saved.
use strict;
use warnings;
use lib 'tests/lib';
use Browser;
use Cwd qw(abs_path);
use File::Temp;
use JSON::PP;
use Kustode qw(kustode kustode_json read_file write_file);
use Test::More;

my $folder = File::Temp->newdir;
my @samples = glob 'samples/mbox/*.mbox';
my $page = "$folder/page.html";

# ---- without a browser ------------------------------------------------------------------------------------------
my ($status, $out, $err) = kustode([qw(report -c samples/kustode.yaml), @samples, '-o', $page]);
is($status, 0, 'the samples become a page');
like($err, qr/^\d+ posts in \Q$page\E/m, 'it is said how many posts are in it');
is((kustode(['report', '-c', 'samples/kustode.yaml', @samples]))[0], 64, 'without -o: usage');
is((kustode(['report', '-c', 'samples/kustode.yaml', @samples, '-o', "$folder/none/page.html"]))[0], 73,
    'a folder that is not there: cannot create');
is((kustode(['report', '-c', 'samples/kustode.yaml', @samples, '--labels', "$folder/none", '-o', $page]))[0], 66,
    'labels that are not there: no input');
write_file("$folder/empty.mbox", '');
is((kustode(['report', '-c', 'samples/kustode.yaml', "$folder/empty.mbox", '-o', "$folder/empty.html"]))[0], 65,
    'no post: bad input');
ok(!-e "$folder/empty.html", 'and no page');
($status, $out) = kustode([qw(trial -q -c samples/kustode.yaml), @samples, '-o', "$folder/trial.html"]);
is($status, 0, 'trial writes the page as well');
is($out, (kustode([qw(trial -q -c samples/kustode.yaml), @samples]))[1] =~ s/^`kustode trial -o.*\n//mr,
    'and says the same, but that a page could be had');
cmp_ok(abs((-s "$folder/trial.html") - (-s $page)), '<', 200, 'the page of trial is that of report');

if (!Browser->is_installed) {
    note 'chromium is not installed (make check-deps): the page is not opened';
    done_testing();
    exit;
}

# ---- verdicts ---------------------------------------------------------------------------------------------------
my $ready = q{!document.getElementById('main').hidden};
my $browser = Browser->start;
ok($browser->open_page($page, $ready), 'the page opens');

# place -> "verdict hoax-points advisory-points", by the page and by the tool.
sub by_page {
    return $browser->value(q{Object.fromEntries(Array.from(verdicts, (verdict, post) => [placeOf(post),
        `${VERDICT_STYLE[verdict]} ${scores[2 * post].toFixed(2)} ${scores[2 * post + 1].toFixed(2)}`]))});
}

sub by_tool {
    my ($config, @inputs) = @_;
    return { map { ("$_->{source}:$_->{message}",
        sprintf '%s %.2f %.2f', $_->{verdict}, $_->{scores}{hoax}, $_->{scores}{advisory}) }
            kustode_json(['scan', '-q', '--json', '-c', $config, @inputs]) };
}

sub is_same {
    my ($got, $expected, $name) = @_;
    s/ -0\.00/ 0.00/g for values %$got, values %$expected;
    is_deeply($got, $expected, $name);
}

my $before = by_tool('samples/kustode.yaml', @samples);
cmp_ok(scalar keys %$before, '>', 90, 'the samples are judged');
is_same(by_page(), $before, 'the page decides as the tool');
is($browser->value('document.getElementById("alarm").hidden'), JSON::PP::true, 'and raises no alarm');

# Takes the list's section out of the text of a kustode.yaml; what stood there, and what is left.
sub cut_section {
    my ($text, $address) = @_;
    $text =~ s/^(  "?\Q$address\E"?:.*\n(?:(?:    .*)?\n)*)//m or return (undef, $text);
    return ($1, $text);
}

# A configuration in which the page's settings of some lists are in force.
sub configure {
    my ($name, %yaml) = @_;
    my $samples = abs_path('samples');
    mkdir "$folder/$name" or die $!;
    mkdir "$folder/$name/lists.d" or die $!;
    my $text = read_file('samples/kustode.yaml') =~ s{^(\w+-files: \[)}{$1$samples/}gmr;
    write_file("$folder/$name/lists.d/" . s{.*/}{}r, read_file($_)) for glob 'samples/lists.d/*.yaml';
    for my $address (sort keys %yaml) {
        (my $section, $text) = cut_section($text, $address);
        if ($yaml{$address} =~ /^lists:\n(.*)/ms) {
            my $section = $1;
            $text =~ s/^lists:\n/lists:\n$section\n/m;
        } else {
            write_file("$folder/$name/lists.d/$address.yaml", $yaml{$address});
        }
    }
    return write_file("$folder/$name/kustode.yaml", $text);
}

# What `defaults` say holds for all lists: their posts are another matter, below.
# Moves of sliders: thresholds up and down, points to nothing, up, and of rules that are counted against.
my @moves = (
    { hoax => 9.5, advisory => 3 },
    { hoax => 2.5, advisory => 9.5, points => [[0, 0], [1, 4.5], [2, 0.3]] },
    { hoax => 4.7, points => [map { [$_, $_ % 3 ? 0.2 * $_ : 0] } 0 .. 40] },
);
my $lists = $browser->value('data.lists.map((list, i) => [i, list.address, postsOf(i).length])');
for my $n (0 .. $#moves) {
    my $move = encode_json($moves[$n]);
    my (%yaml, $flips);
    for my $row (grep { $_->[2] > 0 && defined $_->[1] } @$lists) {
        my ($list, $address) = @$row;
        $browser->value("chooseList($list); 1");
        my $said = $browser->value(qq{(async () => {
            const move = $move, put = (input, value) => { input.value = value; input.dispatchEvent(new Event('input')); };
            CLASSES.forEach((name) => { if (move[name]) put(document.getElementById('threshold-' + name), move[name]); });
            const sliders = [...document.querySelectorAll('.rules input')];
            for (const [i, value] of move.points ?? []) if (sliders[i]) put(sliders[i], value);
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            return [document.getElementById('yaml').textContent, flipsOf(view.posts).length, listIsChanged($list)];
        })()});
        $yaml{$address} = $said->[0] if $said->[2];
        $flips += $said->[1];
    }
    cmp_ok($flips, '>', 5, 'moving the sliders changes posts');
    my $config = configure("moved$n", %yaml);
    my ($status, $said, $errors) = kustode(['check', '-c', $config]);
    is($status, 0, 'check takes the settings that the page gives') or diag($said, $errors);
    is_same(by_page(), by_tool($config, @samples), 'under them the tool decides as the page');
    $browser->value('data.lists.forEach((_, list) => { undoSettings(list); decideAnew(list); }); 1');
}
is_same(by_page(), $before, 'undone, all is as before');

# Posts of random words under rules of every kind, without a list: what is decided by `defaults`.
srand 7;
my %rules = (
    alpha => 'points: { hoax: 2.5 }, cue: plea', beta => 'points: { hoax: 2 }, cue: threat', gamma => 'points: { hoax: 1.1 }, cue: plea',
    delta => 'points: { hoax: -1.5 }, cue: calm', epsilon => 'points: { advisory: 3 }, cue: identifier',
    zeta => 'points: { advisory: 1.5 }, cue: remedy', eta => 'points: { hoax: 1.3, advisory: -2 }, cue: dress',
    theta => 'points: { hoax: 0.5 }, cue: dress, decisive: true', iota => 'points: { hoax: 4 }, mode: shadow, cue: shadow',
    kappa => 'stance: asks, in: [own]', lambda => 'stance: debunks, in: [own]', omicron => 'stance: discusses, in: [own]',
    sigma => 'points: { advisory: 1.7 }',
);
write_file("$folder/random.rules", join "\n", 'rules:', map { "  - { rule: \U$_\E, $rules{$_}, text: '\\b$_\\b' }" } sort keys %rules);
sub random_words { my @all = sort keys %rules; return join ' ', map { $all[rand @all] } 1 .. 1 + rand 5 }
my $random = '';
for my $n (0 .. 299) {
    $random .= "From a\@x.example Tue Jan  6 10:00:00 2026\nFrom: a\@x.example\nSubject: post $n\nMessage-ID: <r$n\@x.example>\n\n"
        . ($n == 0 ? 'alpha beta epsilon zeta' : random_words()) . "\n\n"; # of 0 both classes have 4.5
    $random .= "-------- Forwarded Message --------\nSubject: one\nFrom: b\@x.example\n\n@{[random_words()]}\n\n" if rand() < 0.6;
}
write_file("$folder/random.mbox", $random);
write_file("$folder/random.yaml", "rule-files: [random.rules]\n");
kustode(['report', '-q', '-c', "$folder/random.yaml", "$folder/random.mbox", '-o', "$folder/random.html"]);
ok($browser->open_page("$folder/random.html", $ready), 'a page of random posts opens');
$before = by_tool("$folder/random.yaml", "$folder/random.mbox");
is_same(by_page(), $before, 'under rules of every kind the page decides as the tool');
for my $kind (qw(none hoax advisory)) {
    cmp_ok(scalar(grep { /^$kind/ } values %$before), '>', 10, "some posts are $kind");
}
for my $n (0 .. 3) {
    my $values = encode_json([map { sprintf '%.1f', rand 6 } 0 .. 20]);
    my $yaml = $browser->value(qq{(async () => {
        const values = $values;
        [...document.querySelectorAll('#thresholds input, .rules input')].forEach((input, i) => {
            input.value = Number(input.min) < 0 ? -values[i] : values[i]; input.dispatchEvent(new Event('input')); });
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        return document.getElementById('yaml').textContent;
    })()});
    like($yaml, qr/^  rules:\n(?:    .*\n)*    ETA: \{ hoax: [\d.]+, advisory: -?[\d.]+ \}\n/m, 'a rule of two classes has two numbers');
    write_file("$folder/random$n.yaml", "rule-files: [random.rules]\n$yaml");
    my ($status, $said, $errors) = kustode(['check', '-c', "$folder/random$n.yaml"]);
    is($status, 0, 'check takes them as defaults') or diag($said, $errors);
    is_same(by_page(), by_tool("$folder/random$n.yaml", "$folder/random.mbox"), 'under them the tool decides as the page');
}

# ---- what people do ---------------------------------------------------------------------------------------------
# A list with figures that can be reckoned by hand.
write_file("$folder/rules.yaml", <<'YAML');
rules:
  - rule: PLEA
    about: { en: Asks to be passed on, de: Will weitergereicht werden }
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
YAML
write_file("$folder/kustode.yaml", <<'YAML');
rule-files: [rules.yaml]
lists:
  one@x.example:
    language: de
    hoax: { do: { 4: [subject], 6: [hold] } }
YAML
my @bodies = ('zebrafish and marmalade', 'marmalade alone', 'ticket seven, apply the plaster', 'zebrafish, marmalade again',
    'nothing at all', 'ticket seven, nothing else', 'zebrafish and marmalade, sold');
my $mbox = join '', map {
    "From a\@x.example Tue Jan  6 10:00:00 2026\nFrom: Ann Author <a$_\@x.example>\nTo: one\@x.example\n"
        . "Date: Tue, @{[6 + $_]} Jan 2026 10:00:00 +0000\nSubject: post $_\n" . ($_ == 4 ? '' : "Message-ID: <p$_\@x.example>\n")
        . "\n$bodies[$_]\n\n"
} 0 .. $#bodies;
write_file("$folder/posts.mbox", $mbox);
($status) = kustode(['report', '-q', '-c', "$folder/kustode.yaml", "$folder/posts.mbox", '-o', "$folder/small.html"]);
is($status, 0, 'a page of a small list');
ok($browser->open_page("$folder/small.html", $ready), 'it opens');

sub text_of { return $browser->value("document.querySelector('$_[0]').textContent") }
sub subjects { return join ' ', @{ $browser->value(q{[...document.querySelectorAll('#rows .subject')].map((cell) => cell.textContent)}) } }

is(text_of('#headline'), '3 hoaxes, 1 advisory in 7 posts', 'the headline counts');
is(subjects(), 'post 6 post 5 post 3 post 2 post 0', 'first what is marked or near it is shown, newest first');
$browser->value(q{document.getElementById('show').value = 'all'; document.getElementById('show').dispatchEvent(new Event('change')); 1});
is(subjects(), join(' ', map { "post $_" } reverse 0 .. 6), 'all posts');
$browser->value(q{document.getElementById('search').focus(); 1});
$browser->press($_) for split //, 'remedy';
is(subjects(), 'post 2', 'a search finds the rule that hit');
$browser->value(q{document.getElementById('search').value = ''; document.getElementById('search').dispatchEvent(new Event('input')); 1});
is($browser->value(q{document.querySelectorAll('#timeline [role=button]').length}), 1, 'one month in the timeline');

# A slider, by keyboard: from 4 to 4.6 points.
$browser->value(q{document.getElementById('threshold-hoax').focus(); 1});
$browser->press('ArrowRight') for 1 .. 6;
ok($browser->wait_for(q{document.getElementById('bar').hidden === false &&
    document.querySelector('#bar-text').textContent.startsWith('3 posts change')}), 'three posts change')
    or diag(text_of('#bar-text'));
like(text_of('#changes-lead'), qr/3 hoaxes, 1 advisory before, 0 hoaxes, 1 advisory now/, 'before and now');
is($browser->value(q{document.querySelectorAll('#flips li').length}), 3, 'those that change are listed');
ok($browser->wait_for(q{document.getElementById('headline').textContent.startsWith('0 hoaxes')}), 'the headline follows');
my $yaml = text_of('#yaml');
like($yaml, qr/^hoax:\n  verdict: 4\.6\n  do: \{ 4\.6: \[subject\], 6: \[hold\] \}$/m, 'the first step goes with the verdict');
like($yaml, qr/^language: de$/m, 'what the list had set stays');
$browser->call('Browser.grantPermissions', { permissions => ['clipboardReadWrite'] });
$browser->click('#copy');
ok($browser->wait_for(q{document.getElementById('copied').textContent === 'Copied.'}), 'the settings are copied');
is($browser->value('navigator.clipboard.readText()') =~ s/\n*\z/\n/r, $yaml, 'the clipboard has them');
$browser->click('#undo-all');
ok($browser->wait_for(q{document.getElementById('headline').textContent.startsWith('3 hoaxes') &&
    document.getElementById('changes').hidden}), 'undone');

# Labels, one key a post; they outlive the page.
$browser->value(q{document.getElementById('sort').value = 'file'; document.getElementById('sort').dispatchEvent(new Event('change')); 1});
$browser->click('#rows .subject a');
ok($browser->wait_for(q{document.getElementById('post').open && document.querySelectorAll('#layers mark').length === 2}),
    'a post opens with its hits marked');
is($browser->value(q{[...document.querySelectorAll('#layers mark')].map((mark) => mark.textContent).join()}), 'zebrafish,marmalade',
    'the hits are what the rules look for');
like(text_of('#why'), qr/Will weitergereicht werden/, 'the reason is in the language of the list');
like(text_of('#why'), qr/4\.5 of 4 points/, 'with the points');
my @keys = qw(h p a p s h p);
for my $n (0 .. $#keys) {
    my $next = $n < $#keys ? $n + 1 : $n;
    $browser->press($keys[$n]);
    ok($browser->wait_for("openPost === $next"), "key $keys[$n] labels post $n and goes on");
}
$browser->press('u');
ok($browser->wait_for('wordOf(6) === null'), 'undo takes the last label back');
$browser->press('p');
$browser->press('Escape');
ok($browser->wait_for(q{!document.getElementById('post').open}), 'Escape closes the post');
$browser->call('Page.reload');
ok($browser->wait_for("document.readyState === 'complete' && $ready && ownLabels.size === 6"), 'labels are kept');

# Saved, they are what `kustode eval` reads, and both count the same.
$browser->call('Browser.setDownloadBehavior', { behavior => 'allow', downloadPath => "$folder" });
$browser->click('#save-labels');
for (1 .. 200) {
    last if -e "$folder/labels.txt";
    select undef, undef, undef, 0.05;
}
is(read_file("$folder/labels.txt"), join('', map { "$_\n" } '<p0@x.example> hoax', '<p1@x.example> none', '<p2@x.example> advisory',
    '<p3@x.example> none', '<p5@x.example> hoax', '<p6@x.example> none'), 'labels.txt');
my ($eval) = kustode_json(['eval', '--json', '-c', "$folder/kustode.yaml", '--labels', "$folder/labels.txt", "$folder/posts.mbox"]);
my %cells = @{ $browser->value(q{[...document.querySelectorAll('#confusion [data-cell]')].flatMap((cell) => [cell.dataset.cell, cell.textContent])}) };
is($cells{'plain hoax'}, 2, 'two plain posts are marked as hoaxes');
is($cells{'hoax hoax'}, 1, 'one hoax is found');
like(text_of('#shares'), qr/precision 33 % \(1 of 3 marked\), recall 50 % \(1 of 2 found\)/, 'precision and recall');
is(sprintf('%.0f', $eval->{classes}{hoax}{precision}), 33, 'eval has the same precision') or diag(encode_json($eval));
ok($browser->value(q{document.querySelectorAll('#curve circle').length > 2}), 'the curve is drawn');

# A page made with these labels needs none of its own.
kustode(['report', '-q', '-c', "$folder/kustode.yaml", '--labels', "$folder/labels.txt", "$folder/posts.mbox", '-o', "$folder/labelled.html"]);
$browser->value('localStorage.clear(); 1');
ok($browser->open_page("$folder/labelled.html", $ready), 'the page with labels opens');
is(text_of('[data-cell="plain hoax"]'), 2, 'it counts them at once');

# ---- at rest ----------------------------------------------------------------------------------------------------
is(join(' ', grep { !/^(?:file|blob|data):/ } map { $_->{params}{request}{url} } $browser->events(qr/requestWillBeSent$/)), '',
    'nothing is loaded');
is(scalar $browser->events(qr/exceptionThrown|Log\.entryAdded/), 0, 'nothing is complained of');
$browser->resize(390, 844, 1);
cmp_ok($browser->value('document.documentElement.scrollWidth'), '<=', 390, 'a telephone needs not scroll sideways');
done_testing();
