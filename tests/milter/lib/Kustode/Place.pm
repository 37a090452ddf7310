# SPDX-License-Identifier: BSD-2-Clause
# A place of its own for one test: a folder that goes when the test ends, free loopback ports, files
# written and read whole, and waiting for something to become true.
package Kustode::Place;

use strict;
use warnings;
use Exporter 'import';
use File::Path 'make_path';
use File::Temp 'tempdir';
use IO::Socket::INET;
use Time::HiRes qw(sleep time);

our @EXPORT_OK = qw(new_folder free_port read_file write_file wait_until maildir_messages);

# Interrupted, a script unwinds, and what it has started goes with the objects that stand for it.
$SIG{$_} = sub { die "interrupted\n" } for qw(INT TERM HUP);

# Below /tmp and open to all, since Postfix and mlmmj enter it as users of their own.
sub new_folder {
    my $folder = tempdir('kustode-XXXXXXXX', DIR => '/tmp', CLEANUP => 1);
    chmod 0755, $folder or die "$folder: $!";
    return $folder;
}

# Below those that the kernel gives to clients, each once a process, and two processes begin apart. A port
# that served twice, with and without the milter, would let every post pass unjudged.
my $port = 10000 + 37 * ($$ % 600);

sub free_port {
    for (1 .. 1000) {
        $port = $port < 32700 ? $port + 1 : 10000;
        return $port if IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 1, ReuseAddr => 1);
    }
    die "no free port on 127.0.0.1: $!";
}

sub read_file {
    my ($path) = @_;
    open my $in, '<:raw', $path or die "$path: $!";
    local $/;
    my $bytes = <$in>;
    return $bytes // '';
}

# Whole at once, so that a daemon that reads it just now sees the old file or the new one.
sub write_file {
    my ($path, $bytes, $mode) = @_;
    (my $folder = $path) =~ s{/[^/]*\z}{};
    make_path($folder);
    open my $out, '>:raw', "$path.new" or die "$path: $!";
    print {$out} $bytes;
    close $out or die "$path: $!";
    chmod $mode, "$path.new" if defined $mode;
    rename "$path.new", $path or die "$path: $!";
    return $path;
}

# The first true answer of the question, or its last one when the seconds are over.
sub wait_until {
    my ($seconds, $question) = @_;
    my $end = time + $seconds;
    my $answer;
    until ($answer = $question->()) {
        last if time > $end;
        sleep 0.05;
    }
    return $answer;
}

# What was delivered into a Maildir, oldest first: Postfix names a file SECONDS.VdeviceIinodeMmicroseconds.HOST.
sub maildir_messages {
    my ($maildir) = @_;
    my %time = map { $_ => m{/(\d+)\.[^./]*M(\d+)\.[^/]*\z} ? $1 + $2 / 1e6 : 0 } glob "$maildir/new/*";
    return map { read_file($_) } sort { $time{$a} <=> $time{$b} } keys %time;
}

1;
