# SPDX-License-Identifier: BSD-2-Clause
# A private Postfix: configuration, queue, data and log in one folder, two smtpd on loopback (one with the
# milter, one without for what the list manager sends on), subscribers' mail in Maildirs. The system's
# Postfix is not touched; root is needed, as for any Postfix.
package Kustode::Postfix;

use strict;
use warnings;
use File::Path 'make_path';
use IO::Socket::INET;
use Kustode::Place qw(free_port read_file write_file wait_until maildir_messages);

my $main_cf = <<'END';
compatibility_level = 3.6
queue_directory = FOLDER/queue
data_directory = FOLDER/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = FOLDER/log
maillog_file_prefixes = FOLDER
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = mail.test
mydestination =
alias_maps =
alias_database =
# A post comes from outside: nothing of its header is completed or rewritten.
local_header_rewrite_clients =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
disable_dns_lookups = yes
notify_classes =
recipient_delimiter = +
relay_domains = lists.test
transport_maps = texthash:FOLDER/transport
mlmmj_destination_recipient_limit = 1
virtual_mailbox_domains = members.test
virtual_mailbox_base = FOLDER/boxes
virtual_mailbox_maps = texthash:FOLDER/members
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_milters = MILTERS
non_smtpd_milters =
END

my $master_cf = <<'END';
127.0.0.1:PORT     inet n - CHROOT - - smtpd
127.0.0.1:REINJECT inet n - n - - smtpd
  -o smtpd_milters=
pickup   unix      n - n 60 1 pickup
cleanup  unix      n - n - 0 cleanup
qmgr     unix      n - n 300 1 qmgr
rewrite  unix      - - n - - trivial-rewrite
bounce   unix      - - n - 0 bounce
defer    unix      - - n - 0 bounce
trace    unix      - - n - 0 bounce
verify   unix      - - n - 1 verify
flush    unix      n - n 1000? 0 flush
proxymap unix      - - n - - proxymap
smtp     unix      - - n - - smtp
relay    unix      - - n - - smtp
showq    unix      n - n - - showq
error    unix      - - n - - error
retry    unix      - - n - - error
discard  unix      - - n - - discard
virtual  unix      - n n - - virtual
anvil    unix      - - n - 1 anvil
postlog  unix-dgram n - n - 1 postlogd
mlmmj    unix      - n n - - pipe
  flags=Rhu user=nobody argv=/usr/bin/mlmmj-receive -F -L FOLDER/lists/${user}
END

# Why a private Postfix cannot run here, or undef.
sub missing {
    return 'a private Postfix needs root' if $> != 0;
    return 'postfix is not installed'     if !-x '/usr/sbin/postfix';
    return 'mlmmj is not installed'       if !-x '/usr/bin/mlmmj-receive';
    return;
}

sub filled {
    my ($text, %value) = @_;
    my $names = join '|', keys %value;
    $text =~ s/\b($names)\b/$value{$1}/g;
    return $text;
}

# new(folder => ..., milters => 'unix:/path' (none when left out), members => [names],
# boxes => { list address => member } (delivered there, with no list manager between), chroot => 1 (of the smtpd
# with the milter, as Debian has it)).
sub new {
    my ($class, %arguments) = @_;
    my $self = bless { %arguments, port => free_port(), reinject => free_port() }, $class;
    my $folder = $self->{folder};
    my %value  = (
        FOLDER   => $folder,
        PORT     => $self->{port},
        REINJECT => $self->{reinject},
        MILTERS  => $self->{milters} // '',
        CHROOT   => $self->{chroot} ? 'y' : 'n',
    );
    make_path("$folder/etc", "$folder/queue", "$folder/data", "$folder/boxes", "$folder/lists");
    chown scalar getpwnam('postfix'), -1, "$folder/data";
    chown 65534, 65534, "$folder/boxes", "$folder/lists";
    write_file("$folder/etc/main.cf",   filled($main_cf,   %value));
    write_file("$folder/etc/master.cf", filled($master_cf, %value));
    my %box = (%{ $self->{boxes} // {} }, map { ("$_\@members.test" => $_) } @{ $self->{members} });
    write_file("$folder/transport", join('', map { "$_ virtual:\n" } keys %{ $self->{boxes} // {} }) . "lists.test mlmmj:\n");
    write_file("$folder/members",   join '', map { "$_ $box{$_}/\n" } keys %box);
    return $self;
}

# postfix(1) on this configuration: whether it succeeded, and what it said.
sub run {
    my ($self, @words) = @_;
    open my $pipe, '-|', "postfix -c $self->{folder}/etc @words 2>&1" or die "postfix: $!";
    local $/;
    my $said = <$pipe> // '';
    close $pipe;
    return ($? == 0, $said);
}

sub start {
    my ($self) = @_;
    $self->{is_started} = 1;
    my ($started, $said) = $self->run('start');
    $self->{master} = $self->master;
    die "postfix does not start: $said" . $self->log if !$started;
    wait_until(10, sub { $self->connects })
        or die "postfix does not listen on port $self->{port}:\n" . $self->log;
    return $self;
}

sub connects {
    my ($self) = @_;
    return IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $self->{port}, Timeout => 1);
}

# The pid of the master, which postfix(1) leaves behind; undef when there is none.
sub master {
    my ($self) = @_;
    my $file = "$self->{folder}/queue/pid/master.pid";
    return -e $file && read_file($file) =~ /(\d+)/ ? $1 : undef;
}

# By its pid, not by postfix(1): the folder may be gone already when a test is interrupted, or the start be
# under way still. The master takes all its processes with it.
sub stop {
    my ($self) = @_;
    return if !delete $self->{is_started};
    my $master = delete $self->{master} // wait_until(5, sub { $self->master }) // return;
    kill 'TERM', $master;
    wait_until(10, sub { !kill 0, $master }) or warn "postfix does not stop\n";
    return;
}

sub DESTROY {
    my ($self) = @_;
    local ($?, $@);
    $self->stop;
    return;
}

sub log {
    my ($self) = @_;
    my $path = "$self->{folder}/log";
    return -e $path ? read_file($path) : '';
}

# The posts that a member's box holds, once there are at least `count` or the seconds are over.
sub box {
    my ($self, $member, $count, $seconds) = @_;
    my $maildir = "$self->{folder}/boxes/$member";
    my @messages;
    wait_until($seconds // 15, sub { (@messages = maildir_messages($maildir)) >= $count });
    return @messages;
}

1;
