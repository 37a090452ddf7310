# SPDX-License-Identifier: BSD-2-Clause
# A private sendmail in front of a list host: takes posts on a loopback port, shows them to the milter, passes
# them on by SMTP. Its files come from unpack-sendmail; nothing is installed.
package Kustode::Sendmail;

use strict;
use warnings;
use File::Path 'make_path';
use IO::Socket::INET;
use Kustode::Place qw(free_port read_file write_file wait_until);

my $mc = <<'END';
divert(-1)
define(`_CF_DIR_', `CF/')
include(`CF/m4/cf.m4')
divert(0)dnl
OSTYPE(`linux')dnl
define(`confPID_FILE', `FOLDER/sendmail.pid')dnl
define(`QUEUE_DIR', `FOLDER/mqueue')dnl
define(`ALIAS_FILE', `')dnl
define(`STATUS_FILE', `')dnl
define(`HELP_FILE', `')dnl
define(`confCW_FILE', `')dnl
define(`confDOMAIN_NAME', `mx.test')dnl
define(`confSERVICE_SWITCH_FILE', `FOLDER/switch')dnl
define(`confTO_IDENT', `0')dnl
define(`confDELIVERY_MODE', `interactive')dnl
define(`SMART_HOST', `relay:[127.0.0.1]')dnl
define(`RELAY_MAILER_ARGS', `TCP $h NEXTHOP')dnl
FEATURE(`nocanonify')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`promiscuous_relay')dnl
FEATURE(`no_default_msa')dnl
DAEMON_OPTIONS(`Port=PORT, Addr=127.0.0.1, Name=MTA')dnl
INPUT_MAIL_FILTER(`kustode', `S=SOCKET, F=T, T=S:30s;R:30s;E:5m')dnl
MAILER(`smtp')dnl
END

# Where the files are, or undef and why not.
sub tree {
    my ($build) = @_;
    my $tree = "$build/sendmail";
    return (undef, 'a private sendmail needs root')               if $> != 0;
    return (undef, 'sendmail is not there: run unpack-sendmail') if !-x "$tree/usr/libexec/sendmail/sendmail";
    return (undef, 'unshare(1) may not give a program its own host name') if system('unshare --uts true 2>/dev/null') != 0;
    return $tree;
}

# new(tree => ..., folder => ..., socket => 'inet:PORT@HOST', next_hop => port). No unix socket: sendmail
# refuses one below a folder that all may write to, as /tmp is.
sub new {
    my ($class, %arguments) = @_;
    my $self   = bless { %arguments, port => free_port() }, $class;
    my $folder = $self->{folder};
    my %value  = (
        CF => "$self->{tree}/usr/share/sendmail/cf", FOLDER => $folder, PORT => $self->{port},
        SOCKET => $self->{socket}, NEXTHOP => $self->{next_hop},
    );
    make_path("$folder/mqueue");
    write_file("$folder/switch", "hosts files\naliases files\n");
    my $names = join '|', keys %value;
    write_file("$folder/sendmail.mc", $mc =~ s/\b($names)\b/$value{$1}/gr);
    $self->shell("sh -c \"'$self->{tree}/usr/bin/m4' '$folder/sendmail.mc' > '$folder/sendmail.cf' 2>'$folder/m4'\"");
    return $self;
}

sub shell {
    my ($self, $command) = @_;
    my $library = join ':', glob "$self->{tree}/{usr/,}lib/*-linux-gnu*";
    my $said = qx{LD_LIBRARY_PATH=$library $command 2>&1};
    die "$command: $said" if $? != 0;
    return $said;
}

# sendmail sleeps for a minute where the machine's own name has no dot, whatever its configuration says; so
# it gets a name of its own.
sub start {
    my ($self) = @_;
    my $run = write_file("$self->{folder}/run", <<"END", 0755);
#!/bin/sh
echo mx.test >/proc/sys/kernel/hostname
exec '$self->{tree}/usr/libexec/sendmail/sendmail' -bd -C '$self->{folder}/sendmail.cf' </dev/null
END
    $self->shell("unshare --uts $run");
    wait_until(20, sub { IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $self->{port}) })
        or die "sendmail does not listen on port $self->{port}";
    ($self->{pid}) = read_file("$self->{folder}/sendmail.pid") =~ /\A(\d+)/;
    return $self;
}

sub stop {
    my ($self) = @_;
    my $pid = delete $self->{pid} // return;
    kill 'TERM', $pid;
    wait_until(10, sub { !kill 0, $pid });
    return;
}

sub DESTROY {
    my ($self) = @_;
    local ($?, $@);
    $self->stop;
    return;
}

1;
