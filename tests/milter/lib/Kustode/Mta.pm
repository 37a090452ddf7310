# SPDX-License-Identifier: BSD-2-Clause
# The mail server's side of the milter protocol (libmilter/mfdef.h), spoken by hand: shows every single edit in
# its order, which miltertest does not, offers less than a modern MTA does, and breaks off where it likes.
package Kustode::Mta;

use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use Socket qw(IPPROTO_TCP TCP_NODELAY);

# mfdef.h: SMFIP_*; all that Postfix 3.7 and sendmail 8.17 offer, and what concerns us of it.
our %protocol = (
    NOCONNECT => 0x1, NOHELO => 0x2, NOUNKNOWN => 0x100, NR_MAIL => 0x4000, NR_RCPT => 0x8000,
    NR_HDR => 0x80, NR_EOH => 0x40000, NR_BODY => 0x80000, NR_DATA => 0x10000, LEADSPC => 0x100000,
);
our ($all_actions, $all_protocol) = (0x1ff, 0x1fffff);

# new($socket, protocol => bits offered, actions => bits offered).
sub new {
    my ($class, $where, %offer) = @_;
    my ($path) = $where =~ m{\A(?:local|unix):(.*)};
    my ($port, $host) = $where =~ /\Ainet:(\d+)\@(.*)/;
    my $socket =
        defined $path
        ? IO::Socket::UNIX->new(Peer => $path)
        : IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port);
    die "no connection to $where: $!" if !$socket;
    # Ours go out at once, so that what is measured is how the milter answers.
    setsockopt $socket, IPPROTO_TCP, TCP_NODELAY, 1 if !defined $path;
    my $self = bless { socket => $socket, offered => $offer{protocol} // $all_protocol }, $class;
    $self->send_frame('O', pack 'NNN', 6, $offer{actions} // $all_actions, $self->{offered});
    my ($command, $data) = $self->frame;
    return if !defined $command || $command ne 'O';
    (undef, $self->{actions}, $self->{protocol}) = unpack 'NNN', $data;
    return $self;
}

sub negotiated {
    my ($self, $name) = @_;
    return ($self->{protocol} & $protocol{$name}) != 0;
}

sub send_frame {
    my ($self, $command, $data) = @_;
    local $SIG{PIPE} = 'IGNORE';
    my $bytes = pack 'N/a', $command . ($data // '');
    syswrite $self->{socket}, $bytes;
    return;
}

sub read_bytes {
    my ($self, $length) = @_;
    my $bytes = '';
    while (length $bytes < $length) {
        return if !IO::Select->new($self->{socket})->can_read(10);
        sysread($self->{socket}, $bytes, $length - length $bytes, length $bytes) or return;
    }
    return $bytes;
}

# The next frame of the milter: its command and data; nothing when it has hung up or is silent for 10 s.
sub frame {
    my ($self) = @_;
    my $head = $self->read_bytes(4) // return;
    my $frame = $self->read_bytes(unpack 'N', $head) // return;
    return (substr($frame, 0, 1), substr $frame, 1);
}

sub is_silent {
    my ($self) = @_;
    return !IO::Select->new($self->{socket})->can_read(0.2);
}

my %stage = (
    mail => [ 'M', 'NR_MAIL' ], rcpt => [ 'R', 'NR_RCPT' ], data => [ 'T', 'NR_DATA' ],
    header => [ 'L', 'NR_HDR' ], eoh => [ 'N', 'NR_EOH' ], body => [ 'B', 'NR_BODY' ],
);

# One stage, and the answer to it; '' where none is due. The arguments as C strings, those of body as they are.
sub stage {
    my ($self, $name, @arguments) = @_;
    my ($command, $no_reply) = @{ $stage{$name} };
    $self->send_frame($command, $name eq 'body' ? $arguments[0] : join '', map { "$_\0" } @arguments);
    return '' if $self->negotiated($no_reply);
    my ($answer) = $self->frame;
    return $answer // 'gone';
}

sub macro {
    my ($self, $command, %value) = @_;
    $self->send_frame('D', $command . join '', map { "$_\0$value{$_}\0" } sort keys %value);
    return;
}

my %edit = (h => 'add', m => 'change', i => 'insert', b => 'body', q => 'quarantine', '-' => 'delrcpt');

sub end_of_message {
    my ($self) = @_;
    $self->macro('E', i => $self->{queue_id} // '4TEST');
    $self->send_frame('E');
    return;
}

# What comes then: the last answer, the edits in their order, each [kind, index, name, value], and the reply's
# text. How often progress was told meanwhile is in {progress}.
sub answer {
    my ($self) = @_;
    my @edits;
    $self->{progress} = 0;
    while (my ($command, $data) = $self->frame) {
        if ($command eq 'p') {
            $self->{progress}++;
            next;
        }
        return ($command, \@edits, $data) if !$edit{$command};
        my ($index, $rest) = $command =~ /[mi]/ ? unpack('Na*', $data) : (0, $data);
        my ($name, $value) = split /\0/, $rest, -1;
        push @edits, [ $command eq 'm' && $value eq '' ? 'delete' : $edit{$command}, $index, $name, $value ];
    }
    return ('gone', \@edits, '');
}

sub finish {
    my ($self) = @_;
    $self->end_of_message;
    return $self->answer;
}

# A transaction up to the end of the message: from, to => [...], header => [[name, value]...], body => [chunks].
# The answer to DATA when that ends it, else nothing. Values have their leading blank, which is taken off where
# the milter wants it so.
sub bring {
    my ($self, %post) = @_;
    my $answer = $self->stage(mail => $post{from} // '<anna@members.test>');
    $self->stage(rcpt => $_) for @{ $post{to} };
    $answer = $self->stage('data');
    return $answer if $answer ne 'c';
    for (@{ $post{header} }) {
        my ($name, $value) = @{$_};
        $value =~ s/\A // if !$self->negotiated('LEADSPC');
        $self->stage(header => $name, $value);
    }
    $self->stage('eoh');
    $self->stage(body => $_) for @{ $post{body} };
    return;
}

# The whole of it.
sub post {
    my ($self, %post) = @_;
    my $early = $self->bring(%post);
    return defined $early ? ($early, []) : $self->finish;
}

sub abort {
    my ($self) = @_;
    $self->send_frame('A');
    return;
}

sub quit {
    my ($self) = @_;
    $self->send_frame('Q');
    close $self->{socket};
    return;
}

1;
