# SPDX-License-Identifier: BSD-2-Clause
# A mail server that goes away, at every step of a post: nothing of it is left in the daemon.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Socket qw(SOL_SOCKET SO_LINGER);
use Test::More;
use Time::HiRes qw(sleep time);
use Kustode::Place qw(free_port new_folder wait_until);
use Kustode::Daemon;
use Kustode::Mta;

my $hoax  = "A terrible virus is about.\r\nPass this on to everyone.\r\n";
my @ways  = qw(close reset);
my @steps = (
    [ 'connect',  sub { $_[0]->send_frame('C', "client.test\0" . '4' . pack('n', 25) . "192.0.2.1\0") } ],
    [ 'helo',     sub { $_[0]->send_frame('H', "client.test\0") } ],
    [ 'mail',     sub { $_[0]->stage(mail => '<anna@members.test>') } ],
    [ 'rcpt',     sub { $_[0]->stage(rcpt => '<forum@lists.test>') } ],
    [ 'data',     sub { $_[0]->stage('data') } ],
    [ 'half a header', sub { syswrite $_[0]{socket}, pack('N', 100) . 'LSubj' }, 'last' ],
    [ 'header',   sub { $_[0]->stage(header => 'Subject', ' hello') } ],
    [ 'eoh',      sub { $_[0]->stage('eoh') } ],
    [ 'body',     sub { $_[0]->stage(body => $hoax) } ],
    [ 'eom, before the answer', sub { $_[0]->end_of_message } ],
);

# Nothing is left out that an older server has, so connect and helo are there as well. Goes when `may_go` says so.
sub go {
    my ($daemon, $last, $way, $may_go) = @_;
    my $without = $Kustode::Mta::protocol{NOCONNECT} | $Kustode::Mta::protocol{NOHELO};
    my $mta = Kustode::Mta->new($daemon->{socket}, protocol => $Kustode::Mta::all_protocol & ~$without);
    for my $i (0 .. $last) {
        my ($name, $do, $is_last) = @{ $steps[$i] };
        $do->($mta) if !$is_last || $i == $last;
        $mta->frame if $i < 2;    # connect and helo are answered
    }
    $may_go->() if defined $may_go;
    # Nothing more to send: the milter sees an error and not an end.
    setsockopt $mta->{socket}, SOL_SOCKET, SO_LINGER, pack 'II', 1, 0 if $way eq 'reset';
    close $mta->{socket};
    return;
}

sub descriptors {
    my ($daemon) = @_;
    my @fds = glob "/proc/@{[ $daemon->front ]}/fd/*";
    return scalar @fds;
}

sub serves {
    my ($daemon) = @_;
    my $mta = Kustode::Mta->new($daemon->{socket});
    my ($answer, $edits) =
        $mta->post(to => ['<forum@lists.test>'], header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
    $mta->quit;
    return "$answer @{[ scalar @{$edits} ]}";
}

# With one worker the front always has the same number of descriptors.
my $config = Kustode::Daemon::standard_config() . "workers: 1\n";
for my $socket ('local:' . new_folder() . '/sock', 'inet:' . free_port() . '@127.0.0.1') {
    my ($kind) = $socket =~ /\A(\w+)/;
    my $daemon = Kustode::Daemon->new(folder => new_folder(), config => $config, socket => $socket)->start;
    is serves($daemon), 'c 2', "$kind: serves";
    my $front  = $daemon->front;
    my $before;
    wait_until(2, sub { my $now = descriptors($daemon); my $same = defined $before && $now == $before; $before = $now; $same });
    for my $last (0 .. $#steps) {
        for my $way (@ways) {
            go($daemon, $last, $way, $_ % 2 ? sub { sleep 0.01 } : undef) for 1 .. 6;
        }
        my $after;
        ok wait_until(5, sub { ($after = descriptors($daemon)) <= $before }), "$kind: no descriptor is left after $steps[$last][0]"
            or diag "$after, $before before";
        is serves($daemon), 'c 2', "$kind: serves after it";
    }
    my $workers = $daemon->status->{workers};
    is "$workers->{busy} busy, $workers->{idle} idle", '0 busy, 1 idle', "$kind: all workers are idle";
    is $daemon->front, $front, "$kind: the front is the same";
    my $start = time;
    is $daemon->stop, 0, "$kind: it leaves with 0";
    cmp_ok time - $start, '<', 3, "$kind: without a post to wait for";
}

# While the worker is at it: its time runs out, and then both it and the place of the post are free.
my $daemon = Kustode::Daemon->new(
    folder => new_folder(), config => $config, program => Kustode::Daemon::build() . '/tests/kustode-milter-faulty')->start;
$hoax = "please wait\r\n";
go($daemon, $#steps, 'reset', sub {
    ok wait_until(2, sub { $daemon->status->{workers}{busy} == 1 }), 'a post is being judged, and its server goes';
});
ok wait_until(4, sub { $daemon->status->{workers}{busy} == 0 }), 'it comes to an end';
$hoax = "usual\r\n";
is serves($daemon), 'c 1', 'and the next one is judged';
is $daemon->status->{'not-judged'}{late}, 1, 'its worker was late';
is $daemon->stop, 0, 'it leaves with 0';
done_testing;
