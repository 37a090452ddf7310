# SPDX-License-Identifier: BSD-2-Clause
# An SMTP client that sends bytes exactly as they are (dot-stuffed, line ends made CRLF), and shows every
# reply. One object is one connection; several posts may go over it.
package Kustode::Client;

use strict;
use warnings;
use IO::Socket::INET;

sub new {
    my ($class, $port) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port, Timeout => 30)
        or die "no connection to port $port: $!";
    my $self = bless { socket => $socket }, $class;
    $self->reply;
    $self->say('EHLO client.test');
    return $self;
}

# The whole reply as one text, continuation lines included; empty when the server is gone.
sub reply {
    my ($self) = @_;
    my $text = '';
    while (defined(my $line = readline $self->{socket})) {
        $text .= $line;
        last if $line =~ /\A\d{3} /;
    }
    $text =~ s/\r\n\z//;
    return $text;
}

sub write {
    my ($self, $bytes) = @_;
    local $SIG{PIPE} = 'IGNORE';
    print { $self->{socket} } $bytes;
    $self->{socket}->flush;
    return;
}

sub say {
    my ($self, $line) = @_;
    $self->write("$line\r\n");
    return $self->reply;
}

sub on_the_wire {
    my ($bytes) = @_;
    $bytes =~ s/\r?\n/\r\n/g;
    $bytes .= "\r\n" if $bytes !~ /\r\n\z/;
    $bytes =~ s/^\./../mg;
    return $bytes;
}

# Sends one post and returns the last reply: that to the end of the data, or the first refusal.
sub post {
    my ($self, $sender, $recipients, $bytes) = @_;
    my $eight = $bytes =~ /[^\x00-\x7f]/ ? ' BODY=8BITMIME' : '';
    my @commands = ("MAIL FROM:<$sender>$eight", (map { "RCPT TO:<$_>" } @{$recipients}), 'DATA');
    for my $command (@commands) {
        my $reply = $self->say($command);
        next if $reply =~ /\A[23]/;
        $self->say('RSET');
        return $reply;
    }
    $self->write(on_the_wire($bytes) . ".\r\n");
    return $self->reply;
}

sub quit {
    my ($self) = @_;
    $self->say('QUIT');
    return;
}

1;
