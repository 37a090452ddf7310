# SPDX-License-Identifier: BSD-2-Clause
# The posts of samples/mbox, one by one, and a configuration that judges them for one list of a test.
package Kustode::Samples;

use strict;
use warnings;
use Cwd 'abs_path';
use Exporter 'import';
use FindBin;
use Kustode::Place 'read_file';

our @EXPORT_OK = qw(samples_folder sample_files sample_messages sample_config);

sub samples_folder { return abs_path("$FindBin::Bin/../../samples") }

sub sample_files { return glob samples_folder() . '/mbox/*.mbox' }

# The messages of an mbox, without their `From ` lines and with `>From ` as it was.
sub sample_messages {
    my ($path) = @_;
    my @messages = split /^From .*\n/m, read_file($path);
    shift @messages;
    s/\n\n\z/\n/, s/^>(>*From )/$1/mg for @messages;
    return @messages;
}

# One list with the shipped rules; `options` are lines of its own.
sub sample_config {
    my ($list, @options) = @_;
    my $folder = samples_folder();
    return <<"END" . join '', map { "    $_\n" } @options;
rule-files: [$folder/rules/*.yaml]
notice-files: [$folder/notices/*.txt]
lists:
  $list:
    mode: live
    language: de
    hoax: { do: { 4: [subject, notice] }, subject: "[Falschmeldung?]" }
    advisory: { do: { 4: [subject, notice] }, subject: "[Sicherheit]" }
END
}

1;
