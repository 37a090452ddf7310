# SPDX-License-Identifier: BSD-2-Clause
# The daemon as a service: what it refuses to start with, its socket, reloads, deaths and its end.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Cwd 'abs_path';
use IO::Socket::UNIX;
use Socket 'SOCK_DGRAM';
use Test::More;
use Time::HiRes qw(sleep time);
use Kustode::Place qw(new_folder free_port read_file write_file wait_until);
use Kustode::Daemon;
use Kustode::Mta;

my $hoax    = "A terrible virus is about.\r\nPass this on to everyone.\r\n";
my $build   = abs_path(Kustode::Daemon::build());
my $program = "$build/kustode-milter";
my @to      = ('<forum@lists.test>');

# Exit status and all that it said.
sub run {
    my $said = qx{timeout 10 $program @_ 2>&1};
    return ($? >> 8, $said);
}

sub serves {
    my ($daemon) = @_;
    my ($answer, $edits) = Kustode::Mta->new($daemon->{socket})->post(to => \@to, header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
    return "$answer @{[ scalar @{$edits} ]}";
}

subtest 'what it refuses' => sub {
    my $folder = new_folder();
    my $daemon = Kustode::Daemon->new(folder => $folder);
    my $config = "-c $folder/kustode.yaml";
    write_file("$folder/wrong.yaml", "lists:\n  forum\@lists.test: { mode: lively }\n", 0644);
    write_file("$folder/file", '');
    write_file("$folder/one/kustode.yaml", "rule-files: [$folder/rules.yaml]\n", 0644);
    write_file("$folder/one/lists.d/forum\@lists.test.yaml", "mode: lively\n", 0644);
    my @rows = (
        [ '--nonsense', 64, qr/--nonsense.*--help/ ],
        [ 'argument', 64, qr/argument/ ],
        [ "-f $config -p inet:127.0.0.1:8899", 64, qr/inet:8899\@127\.0\.0\.1/ ],
        [ "-f $config -p inet:0", 64, qr/port/ ],
        [ "-f $config -p nonsense", 64, qr/local:\/PATH/ ],
        [ "-f $config -p local:relative", 64, qr/local:\// ],
        [ "-f $config -p local:/" . 'x' x 200, 64, qr/at most 107/ ],
        [ "-f $config -p local:$folder/none/sock", 73, qr{$folder/none/.*folder} ],
        [ "-f $config -p local:$folder/file", 73, qr{$folder/file.*another kind} ],
        [ "-f $config -p local:$folder/a -P $folder/none/pid", 73, qr{pid file $folder/none/pid} ],
        [ "-f $config -p local:$folder/a -u nobodysuch", 78, qr/"nobodysuch".*adduser/ ],
        [ "-f $config -p local:$folder/a -u nobody:nosuch", 78, qr/"nosuch"/ ],
        [ "-f -c $folder/wrong.yaml", 78, qr{wrong\.yaml:2:\d+: error: .*live} ],
        [ "-n -c $folder/wrong.yaml", 78, qr{wrong\.yaml:2:\d+: error: } ],
        [ "-n -c $folder/one/kustode.yaml", 78, qr{lists\.d/\S+yaml:1:\d+: error: .*lively} ],
        [ "-n -c $folder/missing.yaml", 78, qr{missing\.yaml} ],
        [ "-n $config", 0, qr{\A(?!.*error)}s ],
    );
    # Rules and lists are read by the user that the daemon becomes, though root could read more.
    if ($> == 0) {
        write_file("$folder/own.yaml", "rule-files: []\n", 0600);
        push @rows, [ "-f -c $folder/own.yaml -p local:$folder/a -u nobody", 78, qr{own\.yaml.*permission denied} ];
    }
    for (@rows) {
        my ($words, $status, $text) = @{$_};
        my ($got, $said) = run($words);
        is $got, $status, substr $words, 0, 100;
        like $said, $text, 'and says why';
    }
    ok !-e "$folder/a", 'nothing is left of a start that failed';
};

subtest 'versions and help' => sub {
    my ($status, $said) = run('-V');
    is $status, 0, '-V';
    like $said, qr/^$_ \d+\.\d+/m, $_ for qw(kustode-milter libmilter GMime PCRE2 GLib);
    like $said, qr/JIT on/, 'the JIT lives';
    ($status, $said) = run('--help');
    is $status, 0, '--help';
    my $page = read_file("$FindBin::Bin/../../milter/man/kustode-milter.8") =~ s/\\-/-/gr;
    my @options = $said =~ /^  (-\w, --[\w-]+)/mg;
    is scalar @options, 9, 'nine options';
    like $page, qr/^\.\w+ "?\Q$_\E/m, "the manual page has $_" for @options;
};

subtest 'systemd is told' => sub {
    my $folder = new_folder();
    my $notify = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => "$folder/notify") or die $!;
    chmod 0777, "$folder/notify";
    local $ENV{NOTIFY_SOCKET} = "$folder/notify";
    my $daemon = Kustode::Daemon->new(folder => $folder)->start;
    $notify->recv(my $word, 1000);
    is $word, 'READY=1', 'that it serves';
    $daemon->signal('HUP');
    $notify->recv($word, 1000);
    like $word, qr/\ARELOADING=1\nMONOTONIC_USEC=\d+\z/, 'that it reloads';
    $notify->recv($word, 1000);
    is $word, 'READY=1', 'that this is over';
    $daemon->configure("nonsense: [\n");
    $daemon->signal('HUP');
    $notify->recv($word, 1000) for 1 .. 2;
    is $word, 'READY=1', 'also when the files are wrong';
    $daemon->stop;
    $notify->recv($word, 1000);
    is $word, 'STOPPING=1', 'that it leaves';
};

subtest 'a unix socket' => sub {
    my $folder = new_folder();
    my $config = Kustode::Daemon::standard_config() . "socket-mode: 0620\n";
    my $daemon = Kustode::Daemon->new(folder => $folder, config => $config)->start;
    is serves($daemon), 'c 2', 'serves';
    is sprintf('%o', (stat "$folder/kustode.sock")[2] & 07777), '620', 'with its mode';

    my $second = Kustode::Daemon->new(folder => new_folder(), socket => $daemon->{socket})->launch;
    wait_until(5, sub { $second->has_ended });
    is $second->{status} >> 8, 75, 'a second instance is refused';
    like $second->log, qr/another kustode-milter/, 'and says why';
    is serves($daemon), 'c 2', 'while the first serves on';

    my $front = $daemon->front;
    kill 'KILL', $daemon->{pid}, $front;
    wait_until(5, sub { $daemon->has_ended && !kill 0, $front });
    ok -S "$folder/kustode.sock", 'killed, it leaves its socket behind';
    $daemon->start;
    is serves($daemon), 'c 2', 'and the next one takes its place';
    is $daemon->stop, 0, 'it leaves with 0';
    ok !-e "$folder/kustode.sock", 'without its socket';

    my $other = IO::Socket::UNIX->new(Local => "$folder/kustode.sock", Listen => 1);
    $daemon->launch;
    wait_until(5, sub { $daemon->has_ended });
    is $daemon->{status} >> 8, 75, 'the socket of another program is not taken';
    ok -S "$folder/kustode.sock", 'and not removed';
};

subtest 'a TCP socket' => sub {
    my $port   = free_port();
    my $daemon = Kustode::Daemon->new(folder => new_folder(), socket => "inet:$port\@127.0.0.1")->start;
    is serves($daemon), 'c 2', 'serves';
    my $second = Kustode::Daemon->new(folder => new_folder(), socket => $daemon->{socket})->launch;
    wait_until(5, sub { $second->has_ended });
    is $second->{status} >> 8, 75, 'a second instance is refused';

    # Small packets without TCP_NODELAY wait 40 ms for an acknowledgement each time.
    my $mta   = Kustode::Mta->new($daemon->{socket});
    my $start = time;
    $mta->post(to => \@to, header => [ [ 'X-Kustode-Status', ' x' ] ], body => [$hoax]) for 1 .. 50;
    cmp_ok time - $start, '<', 1.5, '50 posts with two edits each';
    is $daemon->stop, 0, 'it leaves with 0';
    $daemon->start;
    is serves($daemon), 'c 2', 'and may come back at once';
    $daemon->stop;
};

subtest 'root is given up' => sub {
    plan skip_all => 'needs root' if $> != 0;
    my $folder = new_folder();
    chown scalar getpwnam('nobody'), -1, $folder;
    my $config = Kustode::Daemon::standard_config() . "socket-group: daemon\n";
    my $daemon = Kustode::Daemon->new(
        folder => $folder, config => $config, options => [ '-u', 'nobody', '-P', "$folder/pid" ])->start;
    is serves($daemon), 'c 2', 'serves';
    for my $pid ($daemon->{pid}, $daemon->front) {
        my $status = read_file("/proc/$pid/status");
        my $uid    = getpwnam 'nobody';
        like $status, qr/^Uid:\t$uid\t$uid\t$uid\t$uid$/m, "process $pid is nobody for good";
        like $status, qr/^CapPrm:\t0+$/m, 'without capabilities';
    }
    my @stat = stat "$folder/kustode.sock";
    is getpwuid $stat[4], 'nobody', 'the socket is his';
    is getgrgid $stat[5], 'daemon', 'and of the group configured';
    is read_file("$folder/pid"), "$daemon->{pid}\n", 'the pid file names the supervisor';
    $daemon->configure($config . "# changed\n");
    $daemon->signal('HUP');
    is scalar($daemon->wait_for_log(qr/by=reload/)), 1, 'it can still read its configuration';
    is $daemon->stop, 0, 'it leaves with 0';
    ok !-e "$folder/pid", 'without its pid file';
};

subtest 'in the background' => sub {
    my $folder = new_folder();
    my $daemon = Kustode::Daemon->new(folder => $folder);
    my ($status, $said) = run("-c $folder/kustode.yaml -p $daemon->{socket} -P $folder/pid");
    is $status, 0, 'the parent returns';
    is serves($daemon), 'c 2', 'when it serves already';
    my $pid = read_file("$folder/pid") + 0;
    ok kill(0, $pid), 'the pid file names a process';
    is readlink "/proc/$pid/cwd", '/', 'that keeps no folder busy';
    is readlink "/proc/$pid/fd/2", '/dev/null', 'nor a terminal';
    kill 'TERM', $pid;
    ok wait_until(10, sub { !kill 0, $pid }), 'and leaves when told';
    ok !-e "$folder/pid", 'with its pid file';
};

subtest 'reload' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    my $config = Kustode::Daemon::standard_config();
    my $held   = Kustode::Mta->new($daemon->{socket});
    $held->stage(mail => '<a@b>');
    $held->stage(rcpt => $to[0]);
    $held->stage('data');
    $held->stage(header => 'Subject', ' hello');
    is serves($daemon), 'c 2', 'before';

    $daemon->configure($config =~ s/forum\@lists\.test/elsewhere\@lists.test/r =~ s/also:.*//r);
    $daemon->signal('HUP');
    my ($line) = $daemon->wait_for_log(qr/by=reload/);
    like $line, qr/gen=[0-9a-f]{8} files=2 /, 'said in the log';
    is serves($daemon), 'a 0', 'afterwards the list is gone';
    $held->stage('eoh');
    my ($answer, $edits) = $held->finish;
    is "$answer @{[ scalar @{$edits} ]}", 'c 1', 'a post in flight ends as it began';
    is $held->stage(mail => '<a@b>') . $held->stage(rcpt => $to[0]) . $held->stage('data'), 'a',
        'the next one on that connection is of the new generation';

    $daemon->configure("lists:\n  forum\@lists.test: { mode: lively }\n");
    $daemon->signal('USR1');
    ok $daemon->wait_for_log(qr/kustode\.yaml:2:\d+: error: .*lively/), 'a wrong one is named with its place';
    ok $daemon->wait_for_log(qr/stays in force/), 'and does not come into force';
    is serves($daemon), 'a 0', 'the old one does';

    $daemon->configure($config);
    $daemon->signal('HUP');
    ok $daemon->wait_for_log(qr/by=reload/, 2), 'mended';
    is serves($daemon), 'c 2', 'the list is back';
    is $daemon->stop, 0, 'it leaves with 0';
};

subtest 'many reloads under load lose nothing' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    my $config = Kustode::Daemon::standard_config();
    my $mta    = Kustode::Mta->new($daemon->{socket});
    my %answers;
    for my $round (1 .. 40) {
        $daemon->configure("$config# $round\n");
        $daemon->signal('HUP');
        for (1 .. 10) {
            my ($answer, $edits) =
                $mta->post(to => \@to, header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
            $answers{"$answer @{[ scalar @{$edits} ]}"}++;
        }
    }
    is_deeply \%answers, { 'c 2' => 400 }, '400 posts';
    is $daemon->stop, 0, 'it leaves with 0';
};

subtest 'a wrong file of one list costs that list only' => sub {
    my $folder = new_folder();
    my $daemon = Kustode::Daemon->new(folder => $folder);
    write_file("$folder/lists.d/extra\@lists.test.yaml", "mode: lively\n", 0644);
    $daemon->start;
    is serves($daemon), 'c 2', 'the others are served';
    like $daemon->log, qr/extra\@lists\.test\.yaml:1:\d+: error: /, 'and the error is said';
    my $extra = sub {
        my ($answer, $edits) =
            Kustode::Mta->new($daemon->{socket})->post(to => ['<extra@lists.test>'], header => [], body => [$hoax]);
        return "$answer @{[ scalar @{$edits} ]}";
    };
    is $extra->(), 'c 0', 'its list is in shadow, though `defaults` are live';
    like(($daemon->tool('status'))[1], qr/^configuration: .*extra\@lists\.test\.yaml:1:\d+: error: .*lively/ms, 'which status tells');
    write_file("$folder/lists.d/extra\@lists.test.yaml", "mode: live\n", 0644);
    $daemon->signal('HUP');
    $daemon->wait_for_log(qr/by=reload/);
    is $extra->(), 'c 1', 'mended, it is served too';
    $daemon->stop;
};

subtest 'SIGTERM finishes the posts in flight' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    my $busy   = Kustode::Mta->new($daemon->{socket});
    my $late   = Kustode::Mta->new($daemon->{socket});
    $busy->stage(mail => '<a@b>');
    $busy->stage(rcpt => $to[0]);
    $busy->stage('data');
    $busy->stage(header => 'Subject', ' hello');
    $daemon->signal('TERM');
    $daemon->wait_for_log(qr/leaving/);
    sleep 0.3;
    my ($answer) = $late->post(to => \@to, header => [], body => [$hoax]);
    is $answer, 't', 'a post that comes now is deferred';
    ($answer) = $late->post(to => ['<nobody@lists.test>']);
    is $answer, 'a', 'other mail passes';
    $busy->stage('eoh');
    $busy->stage(body => $hoax);
    ($answer, my $edits) = $busy->finish;
    is "$answer @{[ scalar @{$edits} ]}", 'c 2', 'the one in flight is judged and marked';
    my $start = time;
    is $daemon->stop, 0, 'then it leaves with 0';
    cmp_ok time - $start, '<', 5, 'at once';
};

subtest 'and does not wait for ever' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    my $stuck  = Kustode::Mta->new($daemon->{socket});
    $stuck->stage(mail => '<a@b>');
    $stuck->stage(rcpt => $to[0]);
    $stuck->stage('data');
    my $start = time;
    is $daemon->stop(20), 0, 'it leaves with 0';
    my $took = time - $start;
    ok $took > 8 && $took < 13, "after ten seconds ($took)";
    like $daemon->log, qr/1 posts in flight were not finished/, 'and says what it left';
};

subtest 'a front that dies is started again' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    my $front  = $daemon->front;
    my $mta    = Kustode::Mta->new($daemon->{socket});
    $mta->stage(mail => '<a@b>');
    $mta->stage(rcpt => $to[0]);
    $mta->stage('data');
    kill 'KILL', $front;
    is $mta->stage(header => 'A', 'b') . ($mta->finish)[0], 'gone', 'the post is not answered, so the server defers it';
    my $start = time;
    is serves($daemon), 'c 2', 'the next one waits for the new front';
    cmp_ok time - $start, '<', 3, 'a second or so';
    isnt $daemon->front, $front, 'which is another process';
    like $daemon->log, qr/front died of signal 9/, 'and the log says it';
    kill 'KILL', $daemon->front;
    $daemon->configure("nonsense: [\n");
    is serves($daemon), 'c 2', 'also when the file on disk is wrong by then';
    my $last = $daemon->front;
    kill 'KILL', $daemon->{pid};
    ok wait_until(15, sub { !kill 0, $last }), 'a front without supervisor does not stay';
    $daemon->has_ended;
};

done_testing;
