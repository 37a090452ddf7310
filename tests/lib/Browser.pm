# SPDX-License-Identifier: BSD-2-Clause
# A headless Chromium driven over its DevTools pipe: messages of JSON, each ended by a NUL, written to
# its descriptor 3 and read from its descriptor 4.
package Browser;
use strict;
use warnings;
use Encode qw(encode_utf8);
use File::Temp;
use IO::Handle;
use IO::Select;
use JSON::PP;
use POSIX ();

my $json = JSON::PP->new->utf8->allow_nonref;
my $patience = 60;    # seconds for one answer, on a busy machine

sub is_installed { return system('command -v chromium >/dev/null 2>&1') == 0 }

# `width`, `height` of the window, `phone` for touch and narrow pages, `dark`.
sub start {
    my ($class, %as) = @_;
    my $folder = File::Temp->newdir;
    pipe my $its_in, my $our_out or die "pipe: $!";
    pipe my $our_in, my $its_out or die "pipe: $!";
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        # Out of the way first: one of them may be 3 or 4 itself.
        my ($in, $out) = (POSIX::dup(fileno $its_in), POSIX::dup(fileno $its_out));
        my ($high_in, $high_out) = (20, 21);
        POSIX::dup2($in, $high_in);
        POSIX::dup2($out, $high_out);
        POSIX::dup2($high_in, 3);
        POSIX::dup2($high_out, 4);
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', "$folder/log";
        $^F = 4;
        setpgrp;
        exec { "chromium" } "chromium", '--headless=new', '--remote-debugging-pipe', "--user-data-dir=$folder/profile", '--no-first-run',
            '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-extensions',
            '--disable-component-update', ($> == 0 ? '--no-sandbox' : ()), 'about:blank';
        die "exec";
    }
    close $its_in;
    close $its_out;
    $our_out->autoflush(1);
    my $self = bless { pid => $pid, folder => $folder, out => $our_out, in => $our_in, buffer => '', number => 0,
        events => [] }, $class;
    my ($target) = grep { $_->{type} eq 'page' } @{ $self->call('Target.getTargets')->{targetInfos} };
    $self->{session} = $self->call('Target.attachToTarget', { targetId => $target->{targetId}, flatten => JSON::PP::true })
        ->{sessionId};
    $self->call($_) for qw(Page.enable Runtime.enable Network.enable Log.enable);
    $self->resize($as{width} // 1280, $as{height} // 900, $as{phone});
    return $self;
}

sub resize {
    my ($self, $width, $height, $phone) = @_;
    $self->call('Emulation.setDeviceMetricsOverride', { width => $width + 0, height => $height + 0,
        deviceScaleFactor => $phone ? 2 : 1, mobile => $phone ? JSON::PP::true : JSON::PP::false });
}

sub read_message {
    my ($self) = @_;
    my $until = time + $patience;
    while ($self->{buffer} !~ /\0/) {
        my $left = $until - time;
        die "the browser does not answer\n" if $left <= 0 || !IO::Select->new($self->{in})->can_read($left);
        sysread $self->{in}, $self->{buffer}, 1 << 20, length $self->{buffer} or die "the browser is gone\n";
    }
    $self->{buffer} =~ s/^([^\0]*)\0//;
    return $json->decode($1);
}

sub call {
    my ($self, $method, $parameters) = @_;
    my $number = ++$self->{number};
    print { $self->{out} } $json->encode({ id => $number, method => $method, params => $parameters // {},
        (defined $self->{session} ? (sessionId => $self->{session}) : ()) }) . "\0";
    while (1) {
        my $message = $self->read_message;
        push @{ $self->{events} }, $message if defined $message->{method};
        next if ($message->{id} // 0) != $number;
        die "$method: $message->{error}{message}\n" if $message->{error};
        return $message->{result};
    }
}

# The value of an expression in the page; a promise is waited for.
sub value {
    my ($self, $expression) = @_;
    my $result = $self->call('Runtime.evaluate',
        { expression => $expression, returnByValue => JSON::PP::true, awaitPromise => JSON::PP::true,
            userGesture => JSON::PP::true });
    if (my $error = $result->{exceptionDetails}) {
        die encode_utf8($error->{exception}{description} // $error->{text}) . "\nin: $expression\n";
    }
    return $result->{result}{value};
}

# Waits until the expression is true; false when it never is.
sub wait_for {
    my ($self, $expression) = @_;
    my $until = time + $patience;
    while (time < $until) {
        return 1 if $self->value($expression);
        select undef, undef, undef, 0.02;
    }
    return 0;
}

sub open_page {
    my ($self, $path, $ready) = @_;
    $self->{events} = [];
    $self->call('Page.navigate', { url => "file://$path" });
    return $self->wait_for("document.readyState === 'complete' && (" . ($ready // 'true') . ')');
}

# As a person presses it.
sub press {
    my ($self, $key) = @_;
    my %as = (key => $key, length $key == 1 ? (text => $key) : (), $key eq 'Enter' ? (text => "\r") : ());
    $as{windowsVirtualKeyCode} = { Enter => 13, Escape => 27, Tab => 9, ArrowRight => 39, ArrowLeft => 37 }->{$key} // ord uc $key;
    $self->call('Input.dispatchKeyEvent', { type => 'keyDown', %as });
    delete $as{text};
    $self->call('Input.dispatchKeyEvent', { type => 'keyUp', %as });
}

sub click {
    my ($self, $selector) = @_;
    my $quoted = $json->encode($selector);
    my $at = $self->value("(() => { const e = document.querySelector($quoted); e.scrollIntoView({ block: 'center', behavior: 'instant' }); "
        . 'const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()');
    for my $type (qw(mousePressed mouseReleased)) {
        $self->call('Input.dispatchMouseEvent', { type => $type, x => $at->[0], y => $at->[1], button => 'left', clickCount => 1 });
    }
}

# The events of a kind since the page was opened, asked for after a round trip.
sub events {
    my ($self, $pattern) = @_;
    $self->value('1');
    return grep { $_->{method} =~ $pattern } @{ $self->{events} };
}

sub screenshot {
    my ($self, $path, $whole) = @_;
    require MIME::Base64;
    my $shot = $self->call('Page.captureScreenshot', { captureBeyondViewport => $whole ? JSON::PP::true : JSON::PP::false });
    open my $out, '>:raw', $path or die "$path: $!";
    print $out MIME::Base64::decode_base64($shot->{data});
    close $out;
}

sub DESTROY {
    my ($self) = @_;
    local ($?, $@);
    kill 'TERM', -$self->{pid};
    close $self->{out};
    close $self->{in};
    waitpid $self->{pid}, 0;
}

1;
