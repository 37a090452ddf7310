# SPDX-License-Identifier: BSD-2-Clause
# Mail from several senders at once through a real Postfix, while the daemon is reloaded, ended, killed: what was
# accepted arrives, once, and judged; what was not comes again, as from any mail server.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Test::More;
use Time::HiRes qw(sleep time);
use Kustode::Place qw(new_folder read_file write_file wait_until);
use Kustode::Client;
use Kustode::Daemon;
use Kustode::Postfix;

if (my $reason = Kustode::Postfix::missing()) {
    plan skip_all => $reason;
}

my $list    = 'forum@lists.test';
my $hoax    = "A terrible virus is about.\nPass this on to everyone.\n";
my $config  = Kustode::Daemon::standard_config();
my $place   = new_folder();
my $daemon  = Kustode::Daemon->new(folder => $place)->start;
my $postfix = Kustode::Postfix->new(
    folder => new_folder(), milters => "{ unix:$place/kustode.sock, default_action=tempfail }",
    members => ['forum'], boxes => { $list => 'forum' });
$postfix->start;
chmod 0666, "$place/kustode.sock";

# Posts until there is the file `stop`; one that is deferred is tried again over a new connection until it is
# taken. Notes each that was, and each deferral, in `journal`.
sub send_on {
    my ($name, $journal) = @_;
    open my $out, '>', $journal or die "$journal: $!";
    for (my $number = 0; !-e "$place/stop"; $number++) {
        my $id   = "$name.$number";
        my $post = "To: $list\nFrom: anna\@members.test\nMessage-ID: <$id\@members.test>\nSubject: hello\n\n$hoax";
        my ($client, $end) = (undef, time + 20);
        until (0) {
            my $reply = eval { ($client //= Kustode::Client->new($postfix->{port}))->post('anna@members.test', [$list], $post) } // '';
            last if $reply =~ /\A250/;
            print {$out} "deferred\n";
            die "$id is never taken: $reply" if time > $end;
            undef $client;
            sleep 0.02;
        }
        print {$out} "$id\n";
    }
    close $out;
    return;
}

# What happens meanwhile is up to the code: the posts taken, and how many deferrals there were.
sub under_load {
    my ($name, $meanwhile) = @_;
    unlink "$place/stop";
    my @senders = map { "$name.$_" } 1 .. 4;
    my %pid;
    for my $sender (@senders) {
        $pid{$sender} = fork // die "fork: $!";
        next if $pid{$sender};
        eval { send_on($sender, "$place/$sender"); 1 } or warn $@;
        POSIX::_exit($@ ? 1 : 0);
    }
    sleep 0.2;
    $meanwhile->();
    sleep 0.2;
    write_file("$place/stop", '');
    for (@senders) {
        waitpid $pid{$_}, 0;
        is $?, 0, "$name: all that sender $_ had was taken";
    }
    my @noted = map { split /\n/, read_file("$place/$_") } @senders;
    return ([ grep { $_ ne 'deferred' } @noted ], scalar grep { $_ eq 'deferred' } @noted);
}

# Every post taken is there, once, with one status, which is that of a hoax or, when its judging process was
# killed, of an error.
my $arrived = 0;
sub arrives_once {
    my ($name, $taken, $status) = @_;
    my @box = $postfix->box('forum', $arrived + @{$taken}, 30);
    $arrived = @box;
    my %copies;
    for my $copy (@box) {
        my ($id) = $copy =~ /^Message-ID: <(\Q$name\E\b[^@]*)@/m or next;
        $copies{$id}++;
        my @status = $copy =~ /^X-Kustode-Status: (\w+)/mg;
        is "@status", $status, "$name: $id is judged" if "@status" !~ /\A$status\z/;
    }
    is_deeply \%copies, { map { $_ => 1 } @{$taken} }, "$name: what was taken arrives once, and nothing else (@{[ scalar @{$taken} ]})"
        or diag substr $postfix->log, -3000;
    return;
}

{
    my ($taken, $deferred) = under_load('reload', sub {
        for my $round (1 .. 20) {
            $daemon->configure("$config# $round\n");
            $daemon->signal('HUP');
            $daemon->wait_for_log(qr/by=reload/, $round);
        }
    });
    is $deferred, 0, 'reload: nothing is deferred';
    arrives_once('reload', $taken, qr/hoax/);
    is scalar(my @lines = $daemon->log_lines(qr/list=<?\Q$list\E/)), scalar @{$taken}, 'reload: each has its log line';
}

{
    my ($taken, $deferred) = under_load('term', sub {
        for (1 .. 4) {
            is $daemon->stop, 0, 'term: it leaves with 0';
            sleep 0.1;
            $daemon->start;
            chmod 0666, "$place/kustode.sock";
            sleep 0.3;
        }
    });
    cmp_ok $deferred, '>', 0, "term: some are deferred meanwhile ($deferred)";
    arrives_once('term', $taken, qr/hoax/);
    unlike $daemon->log, qr/were not finished/, 'term: nothing in flight was given up';
}

for my $victim (qw(zygote front)) {
    my ($taken, $deferred) = under_load($victim, sub {
        for (1 .. 2) {
            my $pid = wait_until(5, sub { $daemon->child($victim) });
            kill 'KILL', $pid;
            wait_until(5, sub { ($daemon->child($victim) // $pid) != $pid });
            sleep 0.3;
        }
    });
    is $deferred, 0, 'zygote: nothing is deferred' if $victim eq 'zygote';
    arrives_once($victim, $taken, $victim eq 'zygote' ? qr/hoax|error/ : qr/hoax/);
}

# One whose front dies between its DATA and its end.
{
    my $post   = "Message-ID: <flight\@members.test>\nSubject: hello\n\n$hoax";
    my $client = Kustode::Client->new($postfix->{port});
    $client->say($_) for 'MAIL FROM:<anna@members.test>', "RCPT TO:<$list>";
    like $client->say('DATA'), qr/\A354/, 'in flight: the milter knows it';
    kill 'KILL', $daemon->front;
    $client->write(Kustode::Client::on_the_wire($post));
    like $client->say('.'), qr/\A451/, 'in flight: deferred';
    my $reply = wait_until(20, sub { (my $said = Kustode::Client->new($postfix->{port})->post('anna@members.test', [$list], $post)) =~ /\A250/ });
    ok $reply, 'in flight: taken when it comes again';
    arrives_once('flight', ['flight'], qr/hoax/);
}

$postfix->stop;
is $daemon->stop, 0, 'the daemon leaves with 0';
done_testing;
