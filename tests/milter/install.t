# SPDX-License-Identifier: BSD-2-Clause
# What `make install` puts where, and that the unit and the sample name it.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Cwd 'abs_path';
use Test::More;
use Kustode::Daemon;
use Kustode::Place qw(new_folder read_file);

my $build = abs_path(Kustode::Daemon::build());
my $root = new_folder();
my $said = qx{make -s -C "$FindBin::Bin/../.." BUILD="$build" install DESTDIR="$root" PREFIX=/usr 2>&1};
is $?, 0, 'make install' or diag $said;
ok -x "$root/usr/$_", $_ for qw(bin/kustode sbin/kustode-milter);
ok -s "$root/usr/share/$_", $_ for qw(man/man1/kustode.1 man/man8/kustode-milter.8 kustode/rules/hoax.yaml);
my $unit = read_file("$root/usr/lib/systemd/system/kustode-milter.service");
like $unit, qr{^ExecStart=/usr/sbin/kustode-milter -f$}m, 'the unit starts what was installed';
unlike $unit, qr{^MemoryDenyWriteExecute}m, 'and leaves the JIT alone';
like read_file("$root/usr/share/doc/kustode/kustode.yaml"), qr{^rule-files: \[/usr/share/kustode/rules/\*}m,
    'the sample names the rules that were installed';

done_testing;
