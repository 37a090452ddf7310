#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
# The two fences of the house, held by reading include lines: folders include their own and lower
# folders only, and each external library has one home.
use strict;
use warnings;
use Test::More;

# From low to high; what stands on one floor may not include each other.
my @floors = (['text'], ['mail'], ['rules'], ['decision'], ['settings', 'records'], ['pool'], ['daemon', 'cli']);
my %floor;
for my $height (0 .. $#floors) {
    $floor{$_} = $height for @{ $floors[$height] };
}

# Library header (a pattern) -> the files that may include it.
my %home = (
    qr{^libmilter/}          => qr{^milter/daemon/},
    qr{^systemd/}            => qr{^milter/daemon/supervisor},
    qr{^seccomp}             => qr{^milter/pool/},
    qr{^gmime/}              => qr{^milter/mail/},
    qr{^pcre2}               => qr{^milter/text/pattern},
    qr{^jansson}             => qr{^include/text/json\.h},
    qr{^libfyaml}            => qr{^milter/settings/},
    qr{^(?:sqlite3|hiredis)} => qr{^milter/records/},
    qr{^curl/}               => qr{^milter/records/held_send},
    qr{^(?:zlib|lzma)}       => qr{^milter/cli/mailbox},
);

# The core reads no clock and no file, never logs, never exits.
my $core_forbidden = qr{\b(?:fopen|open|time|clock_gettime|g_get_(?:monotonic|real)_time|g_file_\w+|exit|abort|syslog|g_(?:message|warning|critical|error|print|printerr)|printf|fprintf|puts)\s*\(};

my @files = map { glob } qw(include/*/*.h milter/*/*.[ch]);
cmp_ok(scalar @files, '>', 40, 'the sources are found');
my (@wrong_floor, @wrong_home, @impure);
for my $file (@files) {
    my ($room) = $file =~ m{^(?:include|milter)/(\w+)/};
    open my $in, '<', $file or die "$file: $!";
    while (my $line = <$in>) {
        if ($line =~ /^#include "(\w+)\//) {
            my $other = $1;
            push @wrong_floor, "$file:$.: $line"
                if !defined $floor{$other}
                || $floor{$other} > $floor{$room}
                || ($floor{$other} == $floor{$room} && $other ne $room);
        }
        if ($line =~ /^#include <([^>]+)>/) {
            my $header = $1;
            for my $library (keys %home) {
                push @wrong_home, "$file:$.: $line" if $header =~ $library && $file !~ $home{$library};
            }
        }
        push @impure, "$file:$.: $line"
            if $floor{$room} <= $floor{decision} && $line =~ $core_forbidden && $line !~ m{^\s*/?\*};
    }
}
is(join('', @wrong_floor), '', 'arrows point downwards only');
is(join('', @wrong_home), '', 'each library is used in its home only');
is(join('', @impure), '', 'the core does no input or output');
done_testing();
