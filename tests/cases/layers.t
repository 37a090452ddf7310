#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# Whole mails under tests/cases/layers, each with its layers as text beside it. A new case is a mail; with
# KUSTODE_BLESS=1 the texts are written anew, to be reviewed in the diff.
use strict;
use warnings;
use lib 'tests/lib';
use File::Temp;
use Kustode qw(kustode_json read_file write_file);
use Test::More;

my $folder = File::Temp->newdir;
my $config = write_file("$folder/kustode.yaml", "lists:\n  caretakers\@lists.example: { mode: live }\n");
chmod 0644, $config;

# One line a layer: nesting, kind, how, part and lines, origin, then its first and last words.
sub layers_as_text {
    my ($post) = @_;
    my $text = $post->{forwarded} ? "forwarded\n" : "not forwarded\n";
    for my $layer (@{ $post->{layers} }) {
        my @lines = @{ $layer->{lines} // [] };
        $text .= ('  ' x $layer->{level}) . join ' ', $layer->{kind}, $layer->{how} // (), "part $layer->{part}",
            (@lines ? "lines $lines[0]-$lines[1]" : ()),
            (map { defined $layer->{$_} ? "$_=<$layer->{$_}>" : () } qw(from to subject date));
        my ($words) = ($layer->{text} // '') =~ /(\S.*\S|\S)/s;
        my @words = split ' ', $words // '';
        splice @words, 4, @words - 8, '...' if @words > 9;
        $text .= ": @words\n";
    }
    $text .= "unread part $_->{part} $_->{what}\n" for @{ $post->{unread} };
    return $text;
}

my @mails = sort glob 'tests/cases/layers/*.eml';
ok(@mails > 100, 'there are mails');
my %posts = map { $_->{source} => $_ } kustode_json([ 'layers', '-c', $config, '--json', @mails ]);
for my $mail (@mails) {
    my $got = layers_as_text($posts{$mail} // {});
    utf8::encode($got);
    my $expected = $mail =~ s/eml$/layers/r;
    write_file($expected, $got) if $ENV{KUSTODE_BLESS};
    is($got, read_file($expected), $mail);
}
done_testing;
