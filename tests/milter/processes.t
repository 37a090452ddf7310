# SPDX-License-Identifier: BSD-2-Clause
# The daemon's processes: each may die at any time, and no mail pays for it with its life.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Test::More;
use Time::HiRes qw(sleep time);
use Kustode::Place qw(new_folder read_file write_file wait_until);
use Kustode::Daemon;
use Kustode::Mta;

my $hoax = "A terrible virus is about.\r\nPass this on to everyone.\r\n";
my $tool = Kustode::Daemon::build() . '/kustode';

# The answer, and how many edits come with it.
sub serves {
    my ($daemon) = @_;
    my ($answer, $edits) = Kustode::Mta->new($daemon->{socket})
        ->post(to => ['<forum@lists.test>'], header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
    return "$answer @{[ scalar @{$edits} ]}";
}

# Exit status and what is said, of `kustode WORDS`.
sub tool {
    my ($daemon, @words) = @_;
    my $said = qx{timeout 20 $tool @words -c $daemon->{config_file} 2>&1};
    return ($? >> 8, $said);
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
    }
    is $daemon->front, $front, 'the front is the same';
    like $daemon->log, qr/the zygote of gen=[0-9a-f]{8} died of signal 9/, 'the log says it';
    $daemon->configure("nonsense: [\n");
    kill 'KILL', $daemon->child('zygote');
    is serves($daemon), 'c 2', 'also while the files on disk are bad';
    ok $daemon->wait_for_log(qr/by=former-files/), 'from those of before';
};

subtest 'status and reload' => sub {
    my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
    serves($daemon) for 1 .. 3;
    my ($status, $said) = tool($daemon, 'status');
    is $status, 0, 'status';
    like $said, qr/^posts: none 0, advisory 0, hoax 3, error 0$/m, 'posts by verdict';
    like $said, qr/^forum\@lists\.test: none 0, advisory 0, hoax 3/m, 'and by list';
    like $said, qr/^workers: most \d+, busy 0, idle 1, .*killed 0, late 0, lied 0$/m, 'workers';
    my ($gen) = $said =~ /^gen: ([0-9a-f]{8})$/m;
    ($status, $said) = tool($daemon, 'status', '--json');
    like $said, qr/\A\{"version":.*"gen":"$gen".*\}\n\z/, 'as JSON, one line';

    $daemon->configure(Kustode::Daemon::standard_config() . "# changed\n");
    ($status, $said) = tool($daemon, 'reload');
    is $status, 0, 'reload';
    my ($new) = $said =~ /^gen=([0-9a-f]{8}) files=2 lists=7$/m;
    isnt $new, $gen, 'is over when the new generation serves';
    like((tool($daemon, 'status'))[1], qr/^gen: $new$/m, 'as status says');

    $daemon->configure("lists:\n  forum\@lists.test: { mode: lively }\n");
    ($status, $said) = tool($daemon, 'reload');
    is $status, 78, 'a wrong one is refused';
    like $said, qr/kustode\.yaml:2:\d+: error: .*lively.*\n.*\n.*\^.*\n.*gen=$new stays/, 'with its errors';
    is serves($daemon), 'c 2', 'and the old one serves';
    like((tool($daemon, 'status'))[1], qr/^configuration: .*lively/ms, 'which status tells, too');
    $daemon->stop;
    is((tool($daemon, 'status'))[0], 75, 'without a daemon: try again');
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
    my ($status, $said) = tool($daemon, 'reload');
    is $status, 0, 'the reload succeeds';
    like $said, qr/club\@lists\.test\.yaml:1:\d+: error: .*lively/, 'and names the error';
    is $club->(), 'c 2', 'the list keeps its last good form';
    kill 'KILL', $daemon->child('zygote');
    is $club->(), 'c 2', 'also when the zygote dies then';
};

subtest 'a worker dies of a post' => sub {
    my $daemon = Kustode::Daemon->new(
        folder => new_folder(), program => Kustode::Daemon::build() . '/tests/kustode-milter-faulty')->start;
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

done_testing;
