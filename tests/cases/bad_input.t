#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# Bad input: one clear line that names the thing and the remedy, the right status, and nothing else lost.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use IO::Compress::Gzip qw(gzip);
use Kustode qw(kustode write_file);
use Test::More;

my $folder = File::Temp->newdir;
my $config = write_file("$folder/kustode.yaml", <<'YAML');
rule-files: [rules.yaml]
lists:
  forum@school.example: { mode: live }
YAML
write_file("$folder/rules.yaml", <<'YAML');
rules:
  - rule: MARK
    points: { hoax: 2 }
    cue: plea
    text: 'zebra crossing'
YAML
chmod 0644, $config, "$folder/rules.yaml";

my $post = "From: a\@b.example\nSubject: s\n\nA line of text.\n";
my $mbox = join '', map { "From a\@b.example Mon Jan  1 00:00:00 2024\n$post\n" } 1 .. 200;
my $gzip;
gzip(\$mbox, \$gzip);

write_file("$folder/good.eml", $post);
write_file("$folder/good.mbox", $mbox);
write_file("$folder/empty.mbox", '');
write_file("$folder/no-header", "just words\nand more\n");
write_file("$folder/junk", join '', map { chr(($_ * 7919) % 256) } 1 .. 5000);
write_file("$folder/cut.mbox.gz", substr($gzip, 0, length($gzip) - 40));
write_file("$folder/charset.eml", "Content-Type: text/plain; charset=no-such-charset\n\ncaf\xe9\n");
mkdir "$folder/void";

# name, arguments, status, what standard error says, lines on standard output (undef: not looked at)
my @rows = (
    ['one good message', ["$folder/good.eml"], 0, qr/^1 message:/, 1],
    ['no such file', ["$folder/missing.mbox"], 66, qr/missing\.mbox.*no such file/i, 0],
    ['no such file, the rest is done', ["$folder/missing", "$folder/good.eml"], 66, qr/missing/, 1],
    ['truncated gzip', ["$folder/cut.mbox.gz"], 65, qr/cut\.mbox\.gz.*\d/, undef],
    ['empty mbox', ["$folder/empty.mbox"], 0, qr/empty\.mbox holds no message/, 0],
    ['empty folder', ["$folder/void"], 0, qr/void holds no message/, 0],
    ['no header at all', ["$folder/no-header"], 0, qr/^1 message:/, 1],
    ['binary junk', ["$folder/junk"], 0, qr/^1 message:/, 1],
    ['unknown charset', ["$folder/charset.eml"], 0, qr/1 not judged in full/, 1],
    ['message out of range', ["$folder/good.mbox:200"], 66, qr/good\.mbox.*200/, 0],
    ['one message of many', ["$folder/good.mbox:199"], 0, qr/^1 message:/, 1],
    ['unknown list', ['--list', 'no@such.example', "$folder/good.eml"], 64, qr/no list .no\@such\.example/, 0],
    ['no input', [], 64, qr/no input given/, 0],
    ['unknown option', ['--jason', "$folder/good.eml"], 64, qr/--jason.*--help/, 0],
    ['no such configuration', ['-c', "$folder/none.yaml", "$folder/good.eml"], 78, qr/none\.yaml/, 0],
);
for my $row (@rows) {
    my ($name, $arguments, $status, $error, $lines) = @$row;
    my @config = (grep { $_ eq '-c' } @$arguments) ? () : ('-c', $config);
    my ($got, $out, $err) = kustode(['scan', @config, @$arguments]);
    subtest $name => sub {
        is($got, $status, 'status');
        like($err, $error, 'the error names it');
        unlike($err, qr/\n\n/, 'no blank line in it');
        is(($out =~ tr/\n//), $lines, 'lines of output') if defined $lines;
    };
}

subtest 'what stood before the damage is delivered' => sub {
    my ($status, $out) = kustode(['scan', '-c', $config, "$folder/cut.mbox.gz"]);
    cmp_ok(($out =~ tr/\n//), '>', 0, 'some messages');
};

my ($status, $out, $err) = kustode(['scna']);
is($status, 64, 'misspelt subcommand');
like($err, qr/did you mean `scan`/, 'what was meant');

($status, $out, $err) = kustode(['scan', '-c', $config, '--json', '-'], $mbox);
is($status, 0, 'an mbox on standard input');
is(($out =~ tr/\n//), 200, 'all of its messages');
done_testing();
