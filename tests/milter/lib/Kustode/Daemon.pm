# SPDX-License-Identifier: BSD-2-Clause
# A kustode-milter of the build under test, in the foreground, with its log in a file.
package Kustode::Daemon;

use strict;
use warnings;
use File::Copy 'copy';
use FindBin;
use IO::Socket::INET;
use IO::Socket::UNIX;
use JSON::PP 'decode_json';
use POSIX ':sys_wait_h';
use Kustode::Place qw(read_file write_file wait_until);

# Where make put the programs.
sub build { return $ENV{KUSTODE_BUILD} // 'build' }

# new(folder => ..., config => text (default: kustode.yaml of the tests), socket => 'local:/path' (default:
# in the folder), options => [...], before => code (of the new process), through => [words] (a program that starts
# it)).
sub new {
    my ($class, %arguments) = @_;
    my $self = bless {%arguments}, $class;
    $self->{socket} //= "local:$self->{folder}/kustode.sock";
    $self->{config_file} = "$self->{folder}/kustode.yaml";
    $self->{log_file}    = "$self->{folder}/kustode.log";
    copy("$FindBin::Bin/rules.yaml", "$self->{folder}/rules.yaml") or die "rules.yaml: $!";
    $self->configure($self->{config} // standard_config());
    return $self;
}

sub standard_config { return read_file("$FindBin::Bin/kustode.yaml") }

sub configure {
    my ($self, $text) = @_;
    $text .= "control-socket: $self->{folder}/control.sock\n" if $text !~ /^control-socket:/m;
    write_file($self->{config_file}, $text, 0644);
    return;
}

# The words that start it.
sub command {
    my ($self) = @_;
    return (@{ $self->{through} // [] }, $self->{program} // build() . '/kustode-milter', '-f', '-v', '-c', $self->{config_file}, '-p', $self->{socket},
        @{ $self->{options} // [] });
}

# Starts it without waiting for anything.
sub launch {
    my ($self) = @_;
    my $pid = fork // die "fork: $!";
    if ($pid == 0) {
        open STDERR, '>>', $self->{log_file} or die $!;
        open STDOUT, '>&', \*STDERR or die $!;
        $self->{before}->() if defined $self->{before};
        exec $self->command or POSIX::_exit(127);
    }
    $self->{pid} = $pid;
    return $self;
}

sub start {
    my ($self) = @_;
    $self->launch;
    # The socket is there before the front is.
    wait_until(10, sub { $self->has_ended || $self->answers && $self->front });
    return $self if !$self->has_ended && $self->front;
    die "kustode-milter does not serve:\n", join "\n", grep { !/warning/ } split /\n/, substr $self->log, -2000;
}

sub answers {
    my ($self) = @_;
    if ($self->{socket} =~ m{\A(?:local|unix):(.*)}) {
        return IO::Socket::UNIX->new(Peer => $1);
    }
    my ($port, $host) = $self->{socket} =~ /\Ainet:(\d+)\@(.*)/ or die "socket $self->{socket}";
    return IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port);
}

# The supervisor's child of that name: front or zygote.
sub child {
    my ($self, $name) = @_;
    for my $pid (split ' ', read_file("/proc/$self->{pid}/task/$self->{pid}/children")) {
        return $pid if -e "/proc/$pid/comm" && eval { read_file("/proc/$pid/comm") } =~ /\Akustode-$name$/;
    }
    return;
}

sub front { return $_[0]->child('front') }

# Exit status and what is said, of `kustode WORDS`.
sub tool {
    my ($self, @words) = @_;
    my $said = qx{timeout 20 @{[ build() ]}/kustode @words -c $self->{config_file} 2>&1};
    return ($? >> 8, $said);
}

# `kustode status --json`, decoded.
sub status {
    my ($self) = @_;
    my ($status, $said) = $self->tool('status', '--json');
    die "kustode status: $said" if $status != 0;
    return decode_json($said);
}

sub has_ended {
    my ($self) = @_;
    return 1 if !defined $self->{pid};
    return 0 if waitpid($self->{pid}, WNOHANG) != $self->{pid};
    $self->{status} = $?;
    delete $self->{pid};
    return 1;
}

sub signal {
    my ($self, $name) = @_;
    kill $name, $self->{pid} if defined $self->{pid};
    return;
}

# Ends it, and returns its exit status; -1 when it did not go by itself.
sub stop {
    my ($self, $seconds) = @_;
    $self->signal('TERM');
    if (!wait_until($seconds // 20, sub { $self->has_ended })) {
        $self->signal('KILL');
        waitpid delete $self->{pid}, 0;
        return -1;
    }
    return $self->{status} >> 8;
}

sub DESTROY {
    my ($self) = @_;
    local ($?, $@);
    $self->stop if defined $self->{pid};
    return;
}

# What it has logged so far, and the lines of it that match.
sub log {
    my ($self) = @_;
    return -e $self->{log_file} ? read_file($self->{log_file}) : '';
}

sub log_lines {
    my ($self, $pattern) = @_;
    return grep { /$pattern/ } split /\n/, $self->log;
}

# Waits until there are so many lines of that kind.
sub wait_for_log {
    my ($self, $pattern, $count) = @_;
    my @lines;
    wait_until(10, sub { (@lines = $self->log_lines($pattern)) >= ($count // 1) });
    return @lines;
}

1;
