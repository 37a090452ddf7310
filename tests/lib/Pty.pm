# SPDX-License-Identifier: BSD-2-Clause
# A program at a real pseudo-terminal: keys go in one by one, and what a person would see comes back.
package Pty;
use strict;
use warnings;
use IO::Pty;
use IO::Select;
use Time::HiRes qw(time);

# Runs @command with a window of $columns by $rows.
sub new {
    my ($class, $columns, $rows, @command) = @_;
    my $pty = IO::Pty->new;
    $pty->slave->set_winsize($rows, $columns);
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        $pty->make_slave_controlling_terminal;
        my $slave = $pty->slave;
        close $pty;
        open STDIN,  '<&', $slave or die $!;
        open STDOUT, '>&', $slave or die $!;
        open STDERR, '>&', $slave or die $!;
        $ENV{TERM} = 'xterm';
        exec @command;
        die "exec: $!";
    }
    $pty->close_slave;
    return bless { pty => $pty, pid => $pid, all => '', seen => '' }, $class;
}

# Reads until the output since the last call matches, or $seconds have gone; the output, or undef.
sub expect {
    my ($self, $pattern, $seconds) = @_;
    my $end = time + ($seconds // 20);
    while ($self->{seen} !~ $pattern) {
        my $left = $end - time;
        return undef if $left <= 0 || !$self->_read($left);
    }
    my $seen = $self->{seen};
    $self->{seen} = '';
    return $seen;
}

sub _read {
    my ($self, $seconds) = @_;
    return 0 if !IO::Select->new($self->{pty})->can_read($seconds);
    my $count = sysread $self->{pty}, my $bytes, 65536;
    return 0 if !$count;
    $self->{all}  .= $bytes;
    $self->{seen} .= $bytes;
    return 1;
}

sub send { my ($self, $keys) = @_; syswrite $self->{pty}, $keys; return }

sub resize {
    my ($self, $columns, $rows) = @_;
    $self->{pty}->set_winsize($rows, $columns);
    kill WINCH => $self->{pid};
    return;
}

sub pid { return $_[0]{pid} }
sub all { return $_[0]{all} }
sub settings { my ($self) = @_; return `stty -a < @{[ $self->{pty}->ttyname ]} 2>&1` }

# Waits for its end, reading what comes: the exit status, or "signal N".
sub finish {
    my ($self) = @_;
    1 while $self->_read(20);
    waitpid $self->{pid}, 0;
    return $? & 127 ? 'signal ' . ($? & 127) : $? >> 8;
}

1;
