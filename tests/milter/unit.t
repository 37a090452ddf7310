# SPDX-License-Identifier: BSD-2-Clause
# The systemd unit: that it still has every line of its sandbox, what systemd itself thinks of it, and that the
# daemon lives under as much of it as can be set up without systemd.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Cwd 'abs_path';
use Test::More;
use Kustode::Daemon;
use Kustode::Mta;
use Kustode::Place qw(new_folder read_file write_file wait_until);

my $hoax   = "A terrible virus is about.\r\nPass this on to everyone.\r\n";
my $build  = abs_path(Kustode::Daemon::build());
my $source = read_file("$FindBin::Bin/../../samples/systemd/kustode-milter.service");
my %line;
push @{ $line{$1} }, $2 while $source =~ /^(\w+)=(.*)$/mg;

subtest 'the lines of the sandbox' => sub {
    my %wanted = (
        AmbientCapabilities => '', CapabilityBoundingSet => '', LockPersonality => 'yes', NoNewPrivileges => 'yes',
        PrivateDevices => 'yes', PrivateTmp => 'yes', ProcSubset => 'pid', ProtectClock => 'yes',
        ProtectControlGroups => 'yes', ProtectHome => 'yes', ProtectHostname => 'yes', ProtectKernelLogs => 'yes',
        ProtectKernelModules => 'yes', ProtectKernelTunables => 'yes', ProtectProc => 'invisible',
        ProtectSystem => 'strict', RemoveIPC => 'yes', RestrictAddressFamilies => 'AF_UNIX AF_INET AF_INET6',
        RestrictNamespaces => 'yes', RestrictRealtime => 'yes', RestrictSUIDSGID => 'yes',
        SystemCallArchitectures => 'native', SystemCallFilter => '@system-service seccomp', UMask => '0027', User => 'kustode',
    );
    is_deeply $line{$_}, [ $wanted{$_} ], "$_=$wanted{$_}" for sort keys %wanted;
    ok !exists $line{MemoryDenyWriteExecute}, 'no MemoryDenyWriteExecute, which would switch the JIT off';
    is_deeply $line{ReadWritePaths}, ['-/var/spool/postfix/kustode -/var/spool/kustode'], 'it may write to the folders of its socket and of held posts';
    is_deeply [ @line{qw(Type KillMode)} ], [ ['notify'], ['mixed'] ], 'it says itself when it serves, and ends its own processes';
};

my $has_analyze = system('systemd-analyze --version >/dev/null 2>&1') == 0;

subtest 'what systemd thinks of it' => sub {
    plan skip_all => 'systemd-analyze is not there' if !$has_analyze;
    my $unit = write_file(new_folder() . '/kustode-milter.service', $source =~ s{/usr/local/sbin}{$build}r);
    my $said = qx{systemd-analyze verify --man=no $unit 2>&1};
    is $? >> 8, 0, 'verify' or diag $said;
    is $said, '', 'and nothing to say';
    my ($rating) = qx{systemd-analyze security --offline=true --threshold=20 $unit 2>&1} =~ /^(.*Overall exposure.*)$/m;
    is $? >> 8, 0, 'security: at most 2.0 of 10' or diag $rating;
};

# Every call of a set as systemd-analyze lists it, sets within sets included.
sub calls_of {
    my ($set) = @_;
    my (undef, @members) = grep { length && !/\A#/ } map { s/\A\s+|\s+\z//gr } split /\n/, qx{systemd-analyze syscall-filter $set};
    return map { /\A@/ ? calls_of($_) : $_ } @members;
}

# The numbers of system calls, as the C library knows them here.
sub call_numbers {
    return map { split / / } split /\n/,
        qx{printf '#include <sys/syscall.h>\\n' | gcc -E -dM - | sed -n 's/^#define __NR_\\([a-z0-9_]*\\) \\([0-9]*\\)\$/\\1 \\2/p'};
}

# seccomp(2) as systemd sets it: these calls, any other is EPERM (SystemCallErrorNumber).
sub filter_calls {
    my ($prctl, @allowed) = @_;
    my ($load_number, $if_equal, $return) = (0x20, 0x15, 0x06);
    my ($allow, $eperm) = (0x7fff0000, 0x00050001);
    my @program = pack 'SCCL', $load_number, 0, 0, 0;
    push @program, pack('SCCL', $if_equal, 0, 1, $_), pack('SCCL', $return, 0, 0, $allow) for @allowed;
    push @program, pack 'SCCL', $return, 0, 0, $eperm;
    my $code    = join '', @program;
    my $program = pack 'S x![P] P', scalar @program, $code;
    my ($PR_SET_NO_NEW_PRIVS, $PR_SET_SECCOMP, $SECCOMP_MODE_FILTER) = (38, 22, 2);
    syscall($prctl, $PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 or die "PR_SET_NO_NEW_PRIVS: $!";
    syscall($prctl, $PR_SET_SECCOMP, $SECCOMP_MODE_FILTER, $program, 0, 0) == 0 or die "PR_SET_SECCOMP: $!";
    return;
}

# ProtectSystem=strict, ReadWritePaths=, ProtectProc=invisible and ProcSubset=pid, by the same mounts that systemd
# makes; false where that is not allowed.
sub protect_system {
    my ($unshare, $folder) = @_;
    my $CLONE_NEWNS = 0x20000;
    return syscall($unshare, $CLONE_NEWNS) == 0
        && system("mount --make-rprivate / && mount --bind $folder $folder && mount -o remount,bind,ro / && "
            . 'mount -t proc -o subset=pid,hidepid=invisible proc /proc') == 0;
}

subtest 'it lives under it' => sub {
    plan skip_all => 'needs root'                     if $> != 0;
    plan skip_all => 'systemd-analyze is not there'   if !$has_analyze;
    plan skip_all => 'setpriv is not there'           if system('setpriv --version >/dev/null 2>&1') != 0;
    my %number  = call_numbers();
    my @allowed = grep { defined } map { $number{$_} } map { /\A@/ ? calls_of($_) : $_ } split / /, $line{SystemCallFilter}[0];
    plan skip_all => 'the numbers of system calls are not known' if @allowed < 100;
    ok !(grep { $_ == $number{mount} } @allowed), 'the filter is one';

    my $may_mount = system('unshare --mount true 2>/dev/null') == 0;
    my $folder    = new_folder();
    chown scalar getpwnam('nobody'), scalar getgrnam('nogroup'), $folder;
    my $daemon = Kustode::Daemon->new(
        folder  => $folder,
        through => [ 'setpriv', qw(--reuid nobody --regid nogroup --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs) ],
        before  => sub {
            !$may_mount || protect_system($number{unshare}, $folder) or warn "the system could not be protected\n";
            umask oct $line{UMask}[0];
            filter_calls($number{prctl}, @allowed);
        },
    )->start;
    my ($answer, $edits) = Kustode::Mta->new($daemon->{socket})
        ->post(to => ['<forum@lists.test>'], header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
    is "$answer @{[ scalar @{$edits} ]}", 'c 2', 'a post is judged' or diag $daemon->log;
    SKIP: {
        skip 'no mounts of its own are allowed here', 1 if !$may_mount;
        unlike $daemon->log, qr/could not be protected/, 'the system is read-only';
    }
    my $zygote = $daemon->child('zygote');
    my ($worker) = split ' ', read_file("/proc/$zygote/task/$zygote/children");
    my %process = (supervisor => $daemon->{pid}, front => $daemon->front, zygote => $zygote, worker => $worker);
    for my $name (sort keys %process) {
        my $status = read_file("/proc/$process{$name}/status");
        like $status, qr/^NoNewPrivs:\t1$/m, "$name: no new privileges";
        like $status, qr/^CapBnd:\t0+$/m, "$name: no capability ever";
        like $status, qr/^Seccomp_filters:\t@{[ $name eq 'worker' ? 2 : 1 ]}$/m, "$name: its filters";
    }
    my $status = $daemon->status;
    ok $status->{jit}, 'the JIT lives';
    ok $status->{sandbox}, 'the workers have their own sandbox';
    is(($daemon->tool('reload'))[0], 0, 'it is reloaded');
    is $daemon->stop, 0, 'and leaves with 0';
    unlike $daemon->log, qr/not judged|JIT off|cannot/, 'nothing to complain of';

    # What systemd's own set lacks: without it no worker could lock itself in.
    my $without = Kustode::Daemon->new(
        folder => $folder, before => sub { filter_calls($number{prctl}, grep { $_ != $number{seccomp} } @allowed) });
    my $before = length $daemon->log;
    $without->launch;
    ok wait_until(10, sub { $without->has_ended }), 'where seccomp(2) is forbidden it does not start';
    is $without->{status} >> 8, 78, 'with the status of a wrong configuration';
    like substr($without->log, $before), qr/error: judging processes cannot be locked in.*SystemCallFilter=\@system-service seccomp.*sandbox: off/s, 'and says what helps';
};

done_testing;
