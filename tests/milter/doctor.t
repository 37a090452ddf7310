# SPDX-License-Identifier: BSD-2-Clause
# Wrong set-ups of a private Postfix, which is never started: each is named, a right one is silent.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Test::More;
use Kustode::Place qw(new_folder write_file);
use Kustode::Postfix;

if (my $reason = Kustode::Postfix::missing()) {
    plan skip_all => $reason;
}
my $kustode = "$FindBin::Bin/../../build/kustode";

# Name, the check that must speak (none: silence), socket, milters, and what more stands in main.cf;
# QUEUE is the private queue folder.
my @cases = (
    [ 'right', '', 'local:QUEUE/kustode/sock', 'unix:kustode/sock', '' ],
    [ 'right, with own settings', '', 'local:QUEUE/kustode/sock', '{ unix:kustode/sock, default_action=accept }', '' ],
    [ 'right, over TCP', '', 'inet:8899@127.0.0.1', 'inet:127.0.0.1:8899', '' ],
    [ 'no milter', 'attached', 'local:QUEUE/kustode/sock', '', '' ],
    [ 'another port', 'attached', 'inet:8899@127.0.0.1', 'inet:127.0.0.1:8898', '' ],
    [ 'our order of port and host', 'attached', 'inet:8899@127.0.0.1', 'inet:8899@127.0.0.1', '' ],
    [ 'full path in the chroot', 'attached', 'local:QUEUE/kustode/sock', 'unix:QUEUE/kustode/sock', '' ],
    [ 'outside of the chroot', 'attached chroot', 'local:/run/kustode/sock', 'unix:/run/kustode/sock', '' ],
    [ 'old protocol', 'protocol', 'local:QUEUE/kustode/sock', 'unix:kustode/sock', "milter_protocol = 4\n" ],
    [ 'local posts', 'local', 'local:QUEUE/kustode/sock', 'unix:kustode/sock', "non_smtpd_milters =\n" ],
    [ 'judged twice', 'twice', 'local:QUEUE/kustode/sock', 'unix:kustode/sock', '', 'REINJECT' ],
);

for (@cases) {
    my ($name, $expected, $socket, $milters, $more, $is_twice) = @{$_};
    my $folder = new_folder();
    s{QUEUE}{$folder/queue} for $socket, $milters;
    my $postfix = Kustode::Postfix->new(folder => $folder, milters => $milters, members => [], chroot => 1);
    my $main = Kustode::Place::read_file("$folder/etc/main.cf");
    my $local = $expected =~ /attached/ ? ($socket =~ /^inet/ ? 'inet:127.0.0.1:8899' : $socket =~ s/^local:/unix:/r) : $milters;
    $main =~ s/^non_smtpd_milters =$/non_smtpd_milters = $local/m;
    $main =~ s/^non_smtpd_milters.*\n//m if $more =~ /non_smtpd/;
    write_file("$folder/etc/main.cf", $main . $more);
    if ($is_twice) {
        my $master = Kustode::Place::read_file("$folder/etc/master.cf");
        write_file("$folder/etc/master.cf", $master =~ s/^  -o smtpd_milters=\n//mr);
    }
    write_file("$folder/kustode.yaml", "socket: $socket\nrule-files: []\n");
    my $said = `$kustode doctor --json -c $folder/kustode.yaml --postfix $folder/etc`;
    my $status = $? >> 8;
    is join(' ', $said =~ /"check":\s*"(\w+)"/g), $expected, $name;
    is $status, $expected ? 1 : 0, "$name: status";
}
done_testing;
