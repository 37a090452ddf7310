# SPDX-License-Identifier: BSD-2-Clause
# The tool judges in processes of their own, too: a post that kills one is named and the rest is judged, in its
# order; and an archive of any size passes in constant memory.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use File::Temp;
use JSON::PP;
use POSIX ();
use Test::More;
use Kustode qw(build_folder write_file read_file);

my $folder = File::Temp->newdir;
my $config = write_file("$folder/kustode.yaml", "rule-files: []\n");

sub mbox { return join '', map { "From a\@b.example Sat Jan  3 01:05:34 1998\nSubject: number $_\n\n$_[$_]\n\n" } 0 .. $#_ }

# Exit status, output and errors of the program whose judging does what the post asks for.
sub faulty {
    my @words = @_;
    system build_folder() . "/tests/kustode-faulty @words -c $config >$folder/out 2>$folder/err";
    return ($? & 127 ? 'signal ' . ($? & 127) : $? >> 8, read_file("$folder/out"), read_file("$folder/err"));
}

my @posts = ('usual') x 120;
my %cause = (
    7   => [ 'please crash',       'killed: Segmentation fault' ],
    8   => [ 'please call',        'killed: forbidden system call' ],
    60  => [ 'please wait',        'late: Killed' ],
    61  => [ 'please fill memory', 'killed: ' ],
    119 => [ 'please lie',         'lied: ' ],
);
$posts[$_] = $cause{$_}[0] for keys %cause;
my $archive = write_file("$folder/archive.mbox", mbox(@posts));

my ($status, $out, $err) = faulty('scan', '--json', $archive);
my @said = map { decode_json($_) } split /\n/, $out;
is $status, 70, 'scan: says by its status that not all went well';
is_deeply [ map { $_->{message} } @said ], [ 0 .. 119 ], 'each post has its line, in the order of the archive';
is_deeply [ map { $_->{message} } grep { $_->{verdict} eq 'error' } @said ], [ sort { $a <=> $b } keys %cause ],
    'those that cost a process are errors, no others are';
for my $number (sort { $a <=> $b } keys %cause) {
    my ($text, $why) = @{ $cause{$number} };
    like $err, qr/^kustode: \Q$archive:$number\E could not be judged \(\Q$why\E/m, "$text: named by file and number, with the cause";
}
is scalar(my @named = $err =~ /could not be judged/g), scalar keys %cause, 'nobody else is named';

my $small = write_file("$folder/small.mbox", mbox('usual', 'please crash', 'usual'));
for my $word ('explain', 'layers', "apply -o $folder/out.mbox", "trial") {
    ($status, $out, $err) = faulty($word, $small);
    is $status, 70, "$word: the same status";
    is scalar(@named = $err =~ /could not be judged/g), 1, "$word: one post is named";
    like $err, qr/\Q$small:1\E could not be judged/, "$word: that one";
}
is scalar(@named = read_file("$folder/out.mbox") =~ /^Subject: number \d$/mg), 3, 'apply passes it on all the same';

# What it has held at most, in KiB, once it has read nearly all of so many posts and waits for more.
sub peak {
    my ($count, $post) = @_;
    pipe my $out, my $in or die "pipe: $!";
    my $pid = fork // die "fork: $!";
    if ($pid == 0) {
        open STDIN,  '<&', $out or die $!;
        open STDOUT, '>', '/dev/null' or die $!;
        close $in;
        exec build_folder() . '/kustode', qw(scan --quiet -c), $config, '-' or POSIX::_exit(127);
    }
    close $out;
    print {$in} $post for 1 .. $count;
    my ($peak) = read_file("/proc/$pid/status") =~ /^VmHWM:\s+(\d+) kB$/m;
    close $in;
    waitpid $pid, 0;
    is $?, 0, "$count posts of @{[ length $post ]} bytes are read to the end";
    return $peak;
}

my $line  = "The committee meets on Thursday to talk about the garden and the fence once more.\n";
my $first = peak(100, mbox($line x 250));
my $many  = peak(3000, mbox($line x 250));
cmp_ok $many, '<', 64 * 1024, "60 MB of usual posts within 64 MiB ($many KiB)";
cmp_ok $many, '<', $first + 8 * 1024, "and with hardly more than 2 MB of them ($first KiB)";
my $large = peak(50, mbox($line x 50_000));
cmp_ok $large, '<', 128 * 1024, "200 MB of large ones within 128 MiB ($large KiB)";

done_testing;
