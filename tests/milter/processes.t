# SPDX-License-Identifier: BSD-2-Clause
# The daemon's processes: each may die at any time, and no mail pays for it with its life.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Cwd 'abs_path';
use IO::Socket::UNIX;
use Test::More;
use Time::HiRes qw(sleep time);
use Kustode::Place qw(new_folder read_file write_file wait_until);
use Kustode::Daemon;
use Kustode::Mta;

my $hoax = "A terrible virus is about.\r\nPass this on to everyone.\r\n";

# The answer, and how many edits come with it.
sub serves {
    my ($daemon) = @_;
    my ($answer, $edits) = Kustode::Mta->new($daemon->{socket})
        ->post(to => ['<forum@lists.test>'], header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
    return "$answer @{[ scalar @{$edits} ]}";
}

sub faulty {
    return Kustode::Daemon->new(
        folder => new_folder(), program => Kustode::Daemon::build() . '/tests/kustode-milter-faulty', @_)->start;
}

# A connection that has brought a post of that text to its end, and waits for the answer.
sub asking {
    my ($daemon, $text) = @_;
    my $mta = Kustode::Mta->new($daemon->{socket});
    $mta->bring(to => ['<forum@lists.test>'], header => [ [ 'Subject', ' hello' ] ], body => ["$text\r\n"]);
    $mta->end_of_message;
    return $mta;
}

# The answer, and the status that came with it.
sub answered {
    my ($mta) = @_;
    my ($answer, $edits) = $mta->answer;
    return join ' ', $answer, map { $_->[3] =~ /(\w+)/ } @{$edits};
}

sub threads {
    my ($pid) = @_;
    my @tasks = glob "/proc/$pid/task/*";
    return scalar @tasks;
}

subtest 'only the front has threads' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    is serves($daemon), 'c 2', 'serves';
    is threads($daemon->{pid}), 1, 'one in the supervisor, which forks';
    is threads($daemon->child('zygote')), 1, 'one in the zygote, which forks';
    cmp_ok threads($daemon->front), '>', 1, 'more in the front, which does not';
};

subtest 'the zygote dies' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    is serves($daemon), 'c 2', 'before';
    my $front = $daemon->front;
    for my $round (1 .. 2) {
        kill 'KILL', $daemon->child('zygote');
        is serves($daemon), 'c 2', 'the next post waits for the next zygote';
        ok $daemon->wait_for_log(qr/the zygote of gen=[0-9a-f]{8} died of signal 9/, $round), 'the log says it';
        ok $daemon->wait_for_log(qr/by=restart/, $round), 'and when another serves';
    }
    is $daemon->front, $front, 'the front is the same';
    $daemon->configure("nonsense: [\n");
    kill 'KILL', $daemon->child('zygote');
    is serves($daemon), 'c 2', 'also while the files on disk are bad';
    ok $daemon->wait_for_log(qr/by=former-files/), 'from those of before';
};

subtest 'status and reload' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    serves($daemon) for 1 .. 3;
    my ($status, $said) = $daemon->tool('status');
    is $status, 0, 'status';
    like $said, qr/^posts: none 0, advisory 0, hoax 3, error 0$/m, 'posts by verdict';
    like $said, qr/^forum\@lists\.test: none 0, advisory 0, hoax 3/m, 'and by list';
    like $said, qr/^workers: most \d+, busy 0, idle [1-9]\d*, posts-waiting 0\nnot-judged: busy 0, gone 0, killed 0, late 0, lied 0$/m, 'workers';
    my ($gen) = $said =~ /^gen: ([0-9a-f]{8})$/m;
    ($status, $said) = $daemon->tool('status', '--json');
    like $said, qr/\A\{"version":.*"gen":"$gen".*\}\n\z/, 'as JSON, one line';

    $daemon->configure(Kustode::Daemon::standard_config() . "# changed\n");
    ($status, $said) = $daemon->tool('reload');
    is $status, 0, 'reload';
    my ($new) = $said =~ /^gen=([0-9a-f]{8}) files=2 lists=7$/m;
    isnt $new, $gen, 'is over when the new generation serves';
    like(($daemon->tool('status'))[1], qr/^gen: $new$/m, 'as status says');

    $daemon->configure("lists:\n  forum\@lists.test: { mode: lively }\n");
    ($status, $said) = $daemon->tool('reload');
    is $status, 78, 'a wrong one is refused';
    like $said, qr/kustode\.yaml:2:\d+: error: .*lively.*\n.*\n.*\^.*\n.*gen=$new stays/, 'with its errors';
    is serves($daemon), 'c 2', 'and the old one serves';
    like(($daemon->tool('status'))[1], qr/^configuration: .*lively/ms, 'which status tells, too');
    $daemon->stop;
    is(($daemon->tool('status'))[0], 75, 'without a daemon: try again');
};

subtest 'a wrong file of one list costs that list only' => sub {
    my $folder = new_folder();
    mkdir "$folder/lists.d";
    my $file = "$folder/lists.d/club\@lists.test.yaml";
    write_file($file, "mode: live\nhoax: { do: { 4: [subject] } }\n", 0644);
    my $daemon = Kustode::Daemon->new(folder => $folder)->start;
    my $club   = sub {
        my ($answer, $edits) = Kustode::Mta->new($daemon->{socket})
            ->post(to => ['<club@lists.test>'], header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
        return "$answer @{[ scalar @{$edits} ]}";
    };
    is $club->(), 'c 2', 'before';
    write_file($file, "mode: lively\n", 0644);
    my ($status, $said) = $daemon->tool('reload');
    is $status, 0, 'the reload succeeds';
    like $said, qr/club\@lists\.test\.yaml:1:\d+: error: .*lively/, 'and names the error';
    is $club->(), 'c 2', 'the list keeps its last good form';
    kill 'KILL', $daemon->child('zygote');
    is $club->(), 'c 2', 'also when the zygote dies then';
};

subtest 'a worker dies of a post' => sub {
    my $daemon = faulty();
    my $front = $daemon->front;
    my $mta   = Kustode::Mta->new($daemon->{socket});
    my $post  = sub {
        my $start = time;
        my ($answer, $edits) =
            $mta->post(to => ['<forum@lists.test>'], header => [ [ 'Subject', ' hello' ] ], body => ["$_[0]\r\n"]);
        return ("$answer @{[ scalar @{$edits} ]}", time - $start);
    };
    for (
        [ 'please crash',       'killed: Segmentation fault' ],
        [ 'please call',        'killed: forbidden system call' ],
        [ 'please fill memory', 'killed: ' ],
        [ 'please lie',         'lied: ' ],
        [ 'please hang',        'late: ' ],
    ) {
        my ($text, $cause) = @{$_};
        my ($answer, $took) = $post->($text);
        is $answer, 'c 1', "$text: delivered, marked";
        ok $daemon->wait_for_log(qr/^\S+ \S*4TEST: not judged: $cause/), "and the log says $cause";
        cmp_ok $took, '<', 2.3, "the hang at its limit ($took s)" if $text =~ /hang/;
        is(($post->('usual'))[0], 'c 1', 'the next one is judged');
    }
    my @times = sort { $a <=> $b } map { ($post->('please crash'))[1] } 1 .. 100;
    cmp_ok $times[50], '<', 0.2, sprintf 'a hundred crashes in a row, median %.1f ms', 1000 * $times[50];
    is $daemon->front, $front, 'the front is the same';
    is(($post->('usual'))[0], 'c 1', 'and serves');
};

# The faulty daemon waits 3 s for a process, and says so each second.
subtest 'all workers are busy' => sub {
    my $daemon = faulty(config => Kustode::Daemon::standard_config() . "workers: 1\n");
    my @mtas   = map { asking($daemon, 'please wait') } 1 .. 3;
    my $workers;
    ok wait_until(2, sub { ($workers = $daemon->status->{workers})->{'posts-waiting'} == 2 }), 'status shows the queue';
    is $workers->{busy}, 1, 'and who is busy';
    my %came = map { answered($_) => $_ } @mtas;
    is_deeply [ sort keys %came ], [ 'c error', 't error' ], 'the limit of time for whom it had, 451 for whom it had not';
    cmp_ok $came{'t error'}{progress}, '>=', 2, 'after some progress';
    is scalar(my @busy = $daemon->log_lines(qr/4TEST: not judged: busy: all judging processes are busy/)), 1, 'which the log tells';
    is answered(asking($daemon, 'usual')), 'c none', 'then it serves again';
    my $status = $daemon->status;
    is $status->{workers}{busy}, 0, 'and nobody is busy';
    is_deeply $status->{'not-judged'}, { busy => 1, gone => 0, killed => 0, late => 2, lied => 0 }, 'each cause is counted';
};

subtest 'the zygote dies while its workers have posts' => sub {
    my $daemon = faulty();
    my @mtas   = map { asking($daemon, 'please wait') } 1 .. 2;
    wait_until(2, sub { $daemon->status->{workers}{busy} == 2 });
    kill 'KILL', $daemon->child('zygote');
    is answered($_), 'c error', 'each is delivered as the list wants it' for @mtas;
    is answered(asking($daemon, 'usual')), 'c none', 'the next one is judged';
};

# Its post goes on in the generation in force, by whose lists it is one no more.
subtest 'the zygote of a former generation dies, and its list is gone' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    my $former = $daemon->child('zygote');
    my $mta    = Kustode::Mta->new($daemon->{socket});
    $mta->bring(to => ['<forum@lists.test>'], header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
    $daemon->configure(Kustode::Daemon::standard_config() =~ s/forum\@lists\.test/elsewhere\@lists.test/r =~ s/also:.*//r);
    is(($daemon->tool('reload'))[0], 0, 'another generation is in force');
    kill 'KILL', $former;
    wait_until(5, sub { !kill 0, $former });
    my ($answer, $edits) = $mta->finish;
    is "$answer @{[ scalar @{$edits} ]}", 'c 0', 'the post passes';
};

subtest 'the process that reads the files dies' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    is serves($daemon), 'c 2', 'serves';
    my %known  = map { $_ => 1 } $daemon->child('zygote'), $daemon->front;
    my $gen    = $daemon->status->{gen};
    my $config = Kustode::Daemon::standard_config() . join '', map { "  list-$_\@lists.test: { mode: live }\n" } 1 .. 20_000;
    $daemon->configure($config);
    $daemon->signal('HUP');
    my ($reader, $end) = (undef, time + 5);
    until ($reader || time > $end) {
        ($reader) = grep { !$known{$_} } split ' ', read_file("/proc/$daemon->{pid}/task/$daemon->{pid}/children");
    }
    kill 'KILL', $reader;
    ok $daemon->wait_for_log(qr/: the configuration could not be read, gen=$gen stays in force/), 'the log says that nothing has changed';
    is serves($daemon), 'c 2', 'the generation in force serves';
    is(($daemon->tool('reload'))[0], 0, 'another reload succeeds');
    isnt $daemon->status->{gen}, $gen, 'and is in force';
    is $daemon->status->{lists}, 20_007, 'with all its lists';
};

subtest 'an idle worker dies' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    is serves($daemon), 'c 2', 'before';
    my $zygote  = $daemon->child('zygote');
    my @workers = split ' ', read_file("/proc/$zygote/task/$zygote/children");
    cmp_ok scalar @workers, '>=', 1, 'there are workers';
    kill 'KILL', @workers;
    is serves($daemon), 'c 2', 'no post pays for it';
    unlike $daemon->log, qr/not judged/, 'nor is it said of one';
};

subtest 'the supervisor dies' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    my $held   = Kustode::Mta->new($daemon->{socket});
    $held->bring(to => ['<forum@lists.test>'], header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
    my @others = ($daemon->front, $daemon->child('zygote'));
    kill 'KILL', $daemon->{pid};
    wait_until(5, sub { $daemon->has_ended });
    my ($answer, $edits) = $held->finish;
    is "$answer @{[ scalar @{$edits} ]}", 'c 2', 'the post in flight is judged';
    ok wait_until(15, sub { !grep { kill 0, $_ } @others }), 'then front and zygote leave';
    is serves($daemon->start), 'c 2', 'and another daemon may take over';
};

subtest 'sandbox: off' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder(), config => Kustode::Daemon::standard_config() . "sandbox: off\n")->start;
    is serves($daemon), 'c 2', 'serves';
    like(($daemon->tool('status'))[1], qr/^sandbox: OFF$/m, 'status warns');
    ok $daemon->wait_for_log(qr/sandbox: off: /), 'so does the log';
    my $zygote = $daemon->child('zygote');
    my ($worker) = split ' ', read_file("/proc/$zygote/task/$zygote/children");
    like read_file("/proc/$worker/status"), qr/^Seccomp:\t0$/m, 'workers have no filter';
};

subtest 'the control socket is not for everybody' => sub {
    plan skip_all => 'needs root' if $> != 0;
    my $folder = new_folder();
    my $daemon = Kustode::Daemon->new(folder => $folder)->start;
    is serves($daemon), 'c 2', 'serves';
    is sprintf('%o', (stat "$folder/control.sock")[2] & 07777), '660', 'its rights';
    my $tool = abs_path(Kustode::Daemon::build() . '/kustode');
    system "cp $tool $folder/kustode";
    for my $word (qw(status reload)) {
        my $said = qx{setpriv --reuid nobody --regid nogroup --clear-groups $folder/kustode $word -c $daemon->{config_file} 2>&1};
        is $? >> 8, 77, "$word: refused to another user";
        like $said, qr/\Akustode: $folder\/control\.sock: Permission denied; ask as root or as the daemon's user\n\z/, 'in one line';
    }
    is(($daemon->tool('status'))[0], 0, 'not to root');
};

subtest 'a control client that says nothing, or nonsense, or too much' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    is serves($daemon), 'c 2', 'serves';
    my $call   = sub { IO::Socket::UNIX->new(Peer => "$daemon->{folder}/control.sock") };
    my @silent = map { $call->() } 1 .. 20;
    print { my $nonsense = $call->() } 'x' x 1000;
    my $leaving = $call->();
    print {$leaving} 'r';
    close $leaving;
    is(($daemon->tool('status'))[0], 0, 'others are answered');
    is serves($daemon), 'c 2', 'and mail is served';
};

done_testing;
