# SPDX-License-Identifier: BSD-2-Clause
# Running the tool from a test, and reading what it says.
package Kustode;
use strict;
use warnings;
use Exporter 'import';
use File::Temp;
use JSON::PP;

our @EXPORT_OK = qw(build_folder kustode kustode_json write_file read_file);

sub build_folder { return $ENV{KUSTODE_BUILD} || 'build' }

sub write_file {
    my ($path, $bytes) = @_;
    open my $out, '>:raw', $path or die "$path: $!";
    print $out $bytes;
    close $out or die "$path: $!";
    return $path;
}

sub read_file {
    my ($path) = @_;
    open my $in, '<:raw', $path or die "$path: $!";
    local $/;
    my $bytes = <$in>;
    return $bytes // '';
}

# Runs the tool with standard input from `input` (bytes, may be undef): status, output, errors.
sub kustode {
    my ($arguments, $input) = @_;
    my $folder = File::Temp->newdir;
    write_file("$folder/in", $input // '');
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        open STDIN, '<', "$folder/in" or die $!;
        open STDOUT, '>', "$folder/out" or die $!;
        open STDERR, '>', "$folder/err" or die $!;
        exec build_folder() . '/kustode', @$arguments;
        die "exec: $!";
    }
    waitpid $pid, 0;
    my $status = $? & 127 ? "signal " . ($? & 127) : $? >> 8;
    return ($status, read_file("$folder/out"), read_file("$folder/err"));
}

# The objects of --json, decoded.
sub kustode_json {
    my ($status, $out, $err) = kustode(@_);
    return map { decode_json($_) } split /\n/, $out;
}

1;
