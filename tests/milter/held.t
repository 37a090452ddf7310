# SPDX-License-Identifier: BSD-2-Clause
# Posts held in the spool, through a real Postfix and a real mlmmj list: they wait whole, leave once, are never
# judged twice, and neither a full disk nor kill -9 loses or doubles one.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Path 'remove_tree';
use IO::Socket::INET;
use JSON::PP 'decode_json';
use Test::More;
use Time::HiRes 'sleep';
use Kustode::Place qw(new_folder free_port read_file write_file wait_until);
use Kustode::Client;
use Kustode::Daemon;
use Kustode::Mlmmj 'as_posted';
use Kustode::Postfix;

if (my $reason = Kustode::Postfix::missing()) {
    plan skip_all => $reason;
}

my $list  = 'forum@lists.test';
my $hoax  = "A terrible virus is about.\n.A line that begins with a dot.\nPass this on to everyone.\n";
my $place = new_folder();
my $postfix = Kustode::Postfix->new(
    folder => new_folder(), milters => "{ unix:$place/kustode.sock, default_action=tempfail }",
    members => [ 'bert', 'carla' ], boxes => { 'board@lists.test' => 'carla' });
Kustode::Mlmmj->new($postfix, name => 'forum', subscribers => ['bert@members.test']);

sub config {
    my ($reinject, @more) = @_;
    return join "\n", 'rule-files: [rules.yaml]', "spool: $place/spool", @more, 'defaults: { mode: live }', 'lists:',
        "  $list: { held-by: spool, reinject: 'smtp:127.0.0.1:$reinject',",
        "           hoax: { do: { 4: [subject, hold] }, subject: '[Hoax?]' } }",
        '  board@lists.test: { hoax: { do: { 4: [subject] } } }', '';
}

my $daemon = Kustode::Daemon->new(folder => $place, config => config($postfix->{reinject}))->start;
chmod 0666, "$place/kustode.sock";
$postfix->start;

my $sent = 0;
sub post { return "From: anna\@members.test\nTo: $list\nMessage-ID: <" . ++$sent . "\@members.test>\nSubject: hello\n\n$_[0]" }
sub send_post { my ($post, @to) = @_; return Kustode::Client->new($postfix->{port})->post('anna@members.test', @to ? \@to : [$list], $post) }

# What `kustode held WORDS --json` says, decoded.
sub held { my (undef, $said) = $daemon->tool('held', @_, '--json'); return map { decode_json($_) } grep { /\A\{/ } split /\n/, $said }
sub judged { return scalar $daemon->log_lines("list=\Q$list\E") }

# All of the box, after time enough for one too many to have come.
sub settled { my ($name, $count) = @_; $postfix->box($name, $count); sleep 0.7; return $postfix->box($name, 0) }

my $first = post($hoax);
subtest 'held' => sub {
    like send_post($first), qr/\A250 /, 'accepted';
    is scalar settled('bert', 0), 0, 'nobody gets it';
    my ($held, @more) = held('list');
    is scalar @more, 0, 'one is held';
    is_deeply [ @{$held}{qw(state list sender subject message_id verdict action score)} ],
        [ 'held', $list, 'anna@members.test', 'hello', '<1@members.test>', 'hoax', 'subject,hold', '6.0/4.0' ], 'what it is';
    is_deeply $held->{recipients}, [$list], 'for whom';
    is_deeply [ sort @{ $held->{rules} } ], [ 'TEST_ALARM', 'TEST_PLEA' ], 'why';
    my $short = substr $held->{id}, 0, 12;
    is scalar(my @lines = $daemon->log_lines("list=\Q$list\E .* held=$short ")), 1, 'the log names it';
    is read_file("$place/spool/held/$held->{id}/post") =~ s/\r//gr, $first, 'the bytes as they came';
    is sprintf('%o', (stat "$place/spool")[2] & 07777), '700', 'for nobody else to read';
    my (undef, $shown) = $daemon->tool('held', 'show', substr $held->{id}, 0, 6);
    like $shown, qr/^sender: +anna\@members\.test$/m, 'shown: facts';
    like $shown, qr/TEST_ALARM/, 'shown: explanation';
    like $shown, qr/A terrible virus is about/, 'shown: text';
    my ($whole) = held('show', $held->{id});
    is $whole->{explanation}{verdict}, 'hoax', 'shown as JSON';
    my (undef, $stats) = $daemon->tool('held', 'stats');
    like $stats, qr/^lists +1  \Q$list\E$/m, 'counted';
};

subtest 'released once' => sub {
    my ($held) = held('list');
    my ($status, $said) = $daemon->tool('held', 'release', $held->{id});
    is $status, 0, 'released' or diag $said;
    like $said, qr/released: 250 /, 'the answer is told';
    my @copies = settled('bert', 1);
    is scalar @copies, 1, 'delivered once';
    write_file("$place/one", $first);
    unlink "$place/out";
    $daemon->tool('apply', '-q', '--list', $list, "$place/one", '-o', "$place/out");
    is as_posted($copies[0]), read_file("$place/out"), 'as kustode apply makes it: header and tag of its list';
    is judged(), 1, 'judged once';
    ($status, $said) = $daemon->tool('held', 'release', $held->{id});
    is $status, 65, 'not a second time';
    like $said, qr/is released by \w+/, 'and says why';
    is scalar held('list'), 0, 'waits no more';
    my ($decided) = held('list', '--all');
    is $decided->{decision}{what}, 'release', 'what was decided is kept';
    like $decided->{decision}{answer}, qr/\A250 /, 'with the answer';
};

subtest 'the same post again' => sub {
    like send_post("Received: from elsewhere\n$first"), qr/\A250 /, 'accepted';
    is scalar(my @again = $daemon->log_lines('again=yes')), 1, 'known';
    is scalar held('list'), 0, 'not held anew';
    my $waiting = post($hoax);
    send_post($waiting) for 1 .. 3;
    is scalar held('list'), 1, 'one that waits is joined';
    my ($status) = $daemon->tool('held', 'discard', '--list', $list);
    is $status, 0, 'discarded';
    is scalar settled('bert', 1), 1, 'nobody got one of them';
};

subtest 'other lists and people have it as ever' => sub {
    my $post = post($hoax);
    like send_post($post, $list, 'board@lists.test', 'bert@members.test'), qr/\A250 /, 'accepted';
    my @board = settled('carla', 1);
    is scalar @board, 1, 'the other list has it';
    like $board[0], qr/^X-Kustode-Status: hoax; list=<board\@lists\.test>; action=subject;/m, 'with its header';
    unlike $board[0], qr/list=<\Q$list\E>/, 'without that of the list that holds';
    my @bert = settled('bert', 2);
    is scalar @bert, 2, 'the private recipient too, and the list not';
    my ($held) = held('list');
    is_deeply $held->{recipients}, [$list], 'which is held';
    $daemon->tool('held', 'approve', $held->{id});
    my @more = settled('bert', 3);
    is scalar @more, 3, 'and released';
    is scalar settled('carla', 1), 1, 'to itself alone';
    like $more[2], qr/list=<\Q$list\E>; action=subject,hold/, 'with its own header';
};

subtest 'a choice' => sub {
    send_post(post($hoax)) for 1 .. 2;
    Kustode::Client->new($postfix->{port})->post('dora@elsewhere.test', [$list], post($hoax));
    is scalar held('list', '--sender', '@elsewhere.test'), 1, 'by sender';
    is scalar held('list', '--rule', 'TEST_ALARM'), 3, 'by rule';
    is scalar held('list', '--rule', 'TEST_NONE'), 0, 'by another rule';
    is scalar held('list', '--older', '1h'), 0, 'by age';
    is scalar held('list', '--older', '0m'), 3, 'by no age';
    is scalar held('list', '--list', 'board@lists.test'), 0, 'by list';
    for ([ ['discard'], 64 ], [ [ 'list', '--older', 'x' ], 64 ], [ [ 'release', 'zzzz' ], 66 ], [ ['hold'], 64 ], [ [ 'discard', '--again', 'a' ], 64 ]) {
        my ($words, $expected) = @{$_};
        my ($status) = $daemon->tool('held', @{$words});
        is $status, $expected, "held @{$words}";
    }
    is scalar held('list'), 3, 'none of which decided anything';
    $daemon->tool('held', 'discard', '--older', '0m');
    is scalar held('list'), 0, 'decided at once';
};

subtest 'a spool that cannot be written' => sub {
    my $before = judged();
    rename "$place/spool/tmp", "$place/spool/away";
    write_file("$place/spool/tmp", '');
    my $post = post($hoax);
    like send_post($post), qr/\A451 /, 'comes again';
    is scalar held('list'), 0, 'nothing is held';
    unlink "$place/spool/tmp";
    rename "$place/spool/away", "$place/spool/tmp";
    like send_post($post), qr/\A250 /, 'accepted when it can';
    is scalar held('list'), 1, 'and held';
    like send_post(post("All is well.\n")), qr/\A250 /, 'what is not to be held passes';
    $daemon->tool('held', 'discard', '--older', '0m');
};

SKIP: {
    my $disk = "$place/disk";
    mkdir $disk, 0700;
    skip 'no file system of its own here', 1 if system("mount -t tmpfs -o size=64k,mode=0700 none $disk 2>/dev/null") != 0;
    subtest 'a full disk' => sub {
        $daemon->configure(config($postfix->{reinject}) =~ s{^spool: .*}{spool: $disk/spool}mr);
        my ($status, $said) = $daemon->tool('reload');
        is $status, 0, 'reloaded' or diag $said;
        my $long = post($hoax . "Fill.\n" x 16000);
        like send_post($long), qr/\A451 /, 'comes again';
        is scalar(my @left = glob "$disk/spool/*/*"), 0, 'nothing half-written remains';
        is scalar held('list'), 0, 'nor counts';
        like send_post(post($hoax)), qr/\A250 /, 'a shorter one finds room';
        is scalar held('list'), 1, 'and is held';
        $daemon->configure(config($postfix->{reinject}));
        $daemon->tool('reload');
    };
    system 'umount', $disk;
}

subtest 'longer than limits.message' => sub {
    $daemon->configure(config($postfix->{reinject}, 'limits: { message: 64 KiB }'));
    $daemon->tool('reload');
    my $before = settled('bert', 3);
    my $long = post($hoax . "Fill.\n" x 16000);
    like send_post($long), qr/\A250 /, 'accepted';
    my @copies = settled('bert', $before + 1);
    is scalar @copies, $before + 1, 'passes';
    like $copies[-1], qr/^X-Kustode-Status: hoax; .*action=subject,hold/m, 'with what is to be done in its header';
    is scalar(my @told = $daemon->log_lines('longer than limits.message')), 1, 'the log tells';
    $daemon->configure(config($postfix->{reinject}));
    $daemon->tool('reload');
};

# ---- a mail server that breaks off -----------------------------------------------------------

# Answers one client with those replies, one a command, the last after the end of the data; 'gone': hangs up there.
# The bytes of the data go to a file.
sub odd_server {
    my ($file, @replies) = @_;
    my $port     = free_port();
    my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 1, ReuseAddr => 1) or die $!;
    my $pid      = fork // die $!;
    return ($port, $pid) if $pid;
    my $client = $listener->accept;
    my ($data, $in_data) = ('', 0);
    print {$client} "220 odd\r\n";
    while (my $line = readline $client) {
        if ($in_data && $line ne ".\r\n") { $data .= $line; next }
        my $reply = @replies ? shift @replies : '250 ok';
        if ($in_data) { write_file($file, $data) }
        last if $reply eq 'gone';
        $in_data = $reply =~ /\A3/;
        print {$client} "$reply\r\n";
    }
    close $client;
    POSIX::_exit(0);
}

sub release_to {
    my ($id, $words, @replies) = @_;
    unlink "$place/data";
    my ($port, $pid) = odd_server("$place/data", @replies);
    $daemon->configure(config($port));
    my ($status, $said) = $daemon->tool('held', 'release', @{$words}, $id);
    kill 'KILL', $pid;
    waitpid $pid, 0;
    return ($status, $said);
}

subtest 'a release that fails' => sub {
    $daemon->tool('held', 'discard', '--older', '0m');
    send_post(post($hoax));
    my ($held) = held('list');
    my $id = $held->{id};
    my @up_to_data = ('250 odd', '250 ok', '250 ok', '354 go');
    for ([ 'recipient', '250 odd', '250 ok', '450 4.2.0 later' ], [ 'data', @up_to_data[ 0 .. 2 ], '451 4.3.0 no' ], [ 'end', @up_to_data, '552 5.3.4 too big' ]) {
        my ($stage, @replies) = @{$_};
        my ($status, $said) = release_to($id, [], @replies);
        is $status, 75, "$stage: fails";
        like $said, qr/still held: .*\Q$replies[-1]\E/, "$stage: and says why";
        is +(held('list'))[0]{state}, 'held', "$stage: is still held";
    }
    my ($status, $said) = release_to($id, [], @up_to_data, 'gone');
    is $status, 75, 'no answer: fails';
    like $said, qr/without an answer.*<\d+\@members\.test>/, 'no answer: says where to look';
    is +(held('list'))[0]{state}, 'releasing', 'no answer: in doubt';
    ($status, $said) = $daemon->tool('held', 'release', $id);
    is $status, 65, 'is not sent again by itself';
    like $said, qr/--sent.*--again/, 'but by decision';
    ($status, $said) = release_to($id, ['--again'], @up_to_data, '250 2.0.0 taken');
    is $status, 0, 'sent again' or diag $said;
    like read_file("$place/data"), qr/\r\n\.\.A line that begins with a dot\.\r\n/, 'dots are stuffed';
    is +(held('list', '--all'))[-1]{state}, 'released', 'then it is released';

    send_post(post($hoax));
    ($held) = held('list');
    release_to($held->{id}, [], @up_to_data, 'gone');
    ($status) = $daemon->tool('held', 'release', '--sent', $held->{id});
    is $status, 0, 'it had gone out';
    is scalar held('list'), 0, 'so it waits no more';
    $daemon->configure(config($postfix->{reinject}));
};

subtest 'two moderators at once' => sub {
    send_post(post($hoax));
    my ($held) = held('list');
    my $before = settled('bert', 0);
    my @pids = map {
        my $pid = fork // die $!;
        if (!$pid) { open STDOUT, '>', '/dev/null'; my ($status) = $daemon->tool('held', 'release', $held->{id}); POSIX::_exit($status) }
        $pid;
    } 1 .. 4;
    my $succeeded = grep { waitpid $_, 0; $? == 0 } @pids;
    is $succeeded, 1, 'one of four succeeds';
    is scalar settled('bert', $before + 1), $before + 1, 'and it is delivered once';
};

# ---- kill -9 ---------------------------------------------------------------------------------

subtest 'kill -9 at random points' => sub {
    srand 7;
    remove_tree("$place/spool");
    my $before = settled('bert', 0);
    my (%accepted, $refused);
    for my $round (1 .. 20) {
        my $is_anew = 0;
        my @victims = ($daemon->{pid}, $daemon->front); # the supervisor first, which would start another front
        my $killer  = fork // die $!;
        if (!$killer) {
            sleep rand 0.06;
            kill 'KILL', @victims;
            POSIX::_exit(0);
        }
        for (1 .. 3) {
            my $post = post($hoax);
            my ($id) = $post =~ /^Message-ID: (.*)$/m;
            # As a mail server does: again until it is taken.
            for (1 .. 100) {
                my $reply = eval { send_post($post) } // '';
                if ($reply =~ /\A250 /) { $accepted{$id}++; last }
                $refused++;
                if ($daemon->has_ended) { $daemon->start; chmod 0666, "$place/kustode.sock"; $is_anew = 1 }
            }
        }
        waitpid $killer, 0;
        $daemon->start if !$is_anew && wait_until(10, sub { $daemon->has_ended });
        chmod 0666, "$place/kustode.sock";
    }
    is scalar keys %accepted, 60, 'every post is taken at last';
    cmp_ok $refused // 0, '>', 0, 'some not at first';
    my %held;
    $held{ $_->{message_id} }++ for held('list');
    is_deeply [ sort keys %held ], [ sort keys %accepted ], 'all are held';
    is scalar(grep { $_ != 1 } values %held), 0, 'each once';
    my ($status, $said) = $daemon->tool('held', 'release', '--list', $list);
    is $status, 0, 'released' or diag $said;
    my @copies = settled('bert', $before + 60);
    my %delivered;
    /^Message-ID: (.*)$/m && $delivered{$1}++ for @copies;
    is scalar(grep { ($delivered{$_} // 0) != 1 } keys %accepted), 0, 'and delivered, each once';
};

subtest 'a tool that is killed' => sub {
    send_post(post($hoax)) for 1 .. 10;
    my ($sent_before, @all) = (scalar settled('bert', 0), held('list'));
    for (@all) {
        my $pid = fork // die $!;
        if (!$pid) {
            open STDOUT, '>', '/dev/null';
            open STDERR, '>', '/dev/null';
            exec Kustode::Daemon::build() . '/kustode', 'held', 'release', '-c', $daemon->{config_file}, $_->{id};
        }
        sleep rand 0.05;
        kill 'KILL', $pid;
        waitpid $pid, 0;
    }
    my %state;
    $state{ $_->{message_id} } = $_->{state} for held('list', '--all');
    my @copies = settled('bert', $sent_before);
    my %delivered;
    /^Message-ID: (.*)$/m && $delivered{$1}++ for @copies;
    for (@all) {
        my ($id, $count) = ($_->{message_id}, $delivered{ $_->{message_id} } // 0);
        my %may = (held => [0], releasing => [ 0, 1 ], released => [1]);
        ok scalar(grep { $_ == $count } @{ $may{ $state{$id} } }), "$id: $state{$id}, delivered $count times";
    }
};

subtest 'a spool that cannot be one' => sub {
    my $folder = new_folder();
    mkdir "$folder/open", 0755;
    for ([ "$folder/no/spool", 'make it first' ], [ "$folder/open", 'chmod 0700' ], [ "$folder/kustode.yaml", 'is no folder' ]) {
        my ($spool, $remedy) = @{$_};
        my $other = Kustode::Daemon->new(folder => $folder, config => config(25) =~ s{^spool: .*}{spool: $spool}mr);
        my ($status, $said) = $other->tool('check', '-q');
        is $status, 78, "check: $remedy";
        like $said, qr/$remedy/, "check says: $remedy";
        $other->launch;
        ok wait_until(10, sub { $other->has_ended }), "start: $remedy";
        is $other->{status} >> 8, 73, "start fails with 73: $remedy";
        like $other->log, qr/$remedy/, "start says: $remedy";
    }
    my $other = Kustode::Daemon->new(folder => $folder, config => config(25) =~ s{^spool: .*}{spool: $folder/spool}mr, options => [ '-u', 'nobody' ])->start;
    is +(getpwuid((stat "$folder/spool")[4]))[0], 'nobody', 'made by root, it is the service\'s own';
    is sprintf('%o', (stat "$folder/spool")[2] & 07777), '700', 'and nobody else\'s';
    chmod 0666, "$folder/kustode.sock";
    my ($status) = $other->tool('held', 'list');
    is $status, 0, 'root looks on as its owner';
    is $other->stop, 0, 'leaves';
};

$postfix->stop;
is $daemon->stop, 0, 'the daemon leaves with 0';
done_testing;
