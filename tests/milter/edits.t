# SPDX-License-Identifier: BSD-2-Clause
# What goes back to the mail server, edit by edit, frame by frame; and what comes from one that is old, in a
# hurry, or not what it seems.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Test::More;
use Kustode::Place 'new_folder';
use Kustode::Daemon;
use Kustode::Mta;

my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
my $front  = $daemon->front;
my $hoax   = "A terrible virus is about.\r\nPass this on to everyone.\r\n";

sub mta  { return Kustode::Mta->new($daemon->{socket}, @_) }
sub kinds { return [ map { $_->[0] } @{ $_[0] } ] }

# Each edit as one word list, a value only where it is short.
sub shown { return [ map { join ' ', grep { defined && length } @{$_}[ 0 .. 2 ] } @{ $_[0] } ] }

subtest 'a hoax' => sub {
    my ($answer, $edits) =
        mta->post(to => ['<forum@lists.test>'], header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
    is $answer, 'c', 'goes on';
    is_deeply shown($edits), [ 'change 1 Subject', 'insert 1 X-Kustode-Status' ], 'tag and status';
    is $edits->[0][3], ' [Hoax?] hello', 'the tag';
    like $edits->[1][3], qr/\A hoax; list=<forum\@lists\.test>; action=subject/, 'the status, verdict first';
    like $edits->[1][3], qr/\A[\x20-\x7e]+(?:\n[ \t][\x20-\x7e]+)*\z/, 'ASCII, folded';
};

subtest 'forged fields, in every spelling' => sub {
    my @forged = (
        [ 'X-Kustode-Status', ' none' ], [ 'x-kustode-status', "none\n folded" ],
        [ 'X-KUSTODE-STATUS', "\tnone" ], [ 'X-Kustode-References', ' CVE-1999-0001' ],
        [ 'X-Kustode-', ' x' ], [ 'X-Kustode-Other', '' ], [ 'X-kUSTODE-other', " \xff" ],
    );
    my @kept = ([ 'X-Kustodes', ' x' ], [ 'X_Kustode-Status', ' x' ], [ 'Y-X-Kustode-Status', ' x' ]);
    for my $list (qw(forum shadow)) {
        my (undef, $edits) = mta->post(
            to     => ["<$list\@lists.test>"],
            header => [ $forged[0], $kept[0], @forged[ 1 .. 3 ], $kept[1], @forged[ 4 .. 6 ], $kept[2] ],
            body   => ["hello\r\n"],
        );
        my @deleted = map { lc "$_->[2] $_->[1]" } grep { $_->[0] eq 'delete' } @{$edits};
        is_deeply [ sort @deleted ],
            [ map { "x-kustode-$_" } ' 1', 'other 1', 'other 2', 'references 1', 'status 1', 'status 2', 'status 3' ],
            "$list: all of them and no other";
        my %last;
        ok !(grep { /(.*) (\d+)/; my $before = $last{$1}; $last{$1} = $2; $before && $2 != $before - 1 } @deleted),
            "$list: of each name the last occurrence first";
        is_deeply [ grep { $_ ne 'delete' } @{ kinds($edits) } ], $list eq 'forum' ? ['insert'] : [],
            "$list: then ours, and nothing in shadow";
    }
};

subtest 'a null sender is no post, but forges nothing either' => sub {
    for my $sender ('<>', '') {
        my ($answer, $edits) = mta->post(
            from => $sender, to => ['<forum@lists.test>'], body => [$hoax],
            header => [ [ 'X-Kustode-Status', ' none' ], [ 'X-Kustode-Status', ' none' ] ],
        );
        is $answer, 'c', 'goes on';
        is_deeply shown($edits), [ 'delete 2 x-kustode-status', 'delete 1 x-kustode-status' ], 'fields removed';
    }
};

subtest 'thousands of forged fields' => sub {
    my @many = map { [ 'X-Kustode-Status', ' none' ] } 1 .. 1001;
    my ($answer, $edits, $text) = mta->post(to => ['<forum@lists.test>'], header => \@many, body => ["x\r\n"]);
    is $answer, 'y', 'refused';
    like $text, qr/\A550 5\.7\.1 .*too many/, 'and why';
    is_deeply $edits, [], 'without a single edit';
    pop @many;
    ($answer, $edits) = mta->post(to => ['<forum@lists.test>'], header => \@many, body => ["x\r\n"]);
    is "$answer @{[ scalar @{$edits} ]}", 'c 1001', 'a thousand are removed';
};

subtest 'refusing and discarding' => sub {
    my ($answer, undef, $text) = mta->post(to => ['<strict@lists.test>'], header => [], body => [$hoax]);
    is $answer, 'y', 'refused';
    like $text, qr/\A550 5\.7\.1 [\x20-\x7e]{20,450}\0\z/, 'in ASCII';
    ($answer) = mta->post(to => ['<quiet@lists.test>'], header => [], body => [$hoax]);
    is $answer, 'd', 'discarded';
    for my $others ([ '<anna@members.test>', '<off@lists.test>' ], ['<forum@lists.test>']) {
        for my $list (qw(strict quiet)) {
            my $edits;
            ($answer, $edits) = mta->post(to => [ "<$list\@lists.test>", @{$others} ], header => [], body => [$hoax]);
            is $answer, 'c', "$list: not when it would strike others: @{$others}";
            like $edits->[-1][3], qr/list=<$list\@lists\.test>|list=<forum/, "$list: marked instead";
        }
    }
};

subtest 'several lists' => sub {
    my @lists = map { "<$_\@lists.test>" } qw(forum shadow full forum off held);
    my $mta   = mta;
    $mta->{queue_id} = '4MANY';
    my (undef, $edits) = $mta->post(to => \@lists, header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
    my @status = map { $_->[3] =~ /list=<(\w+)/ } grep { $_->[2] eq 'X-Kustode-Status' } @{$edits};
    is_deeply [ sort @status ], [qw(forum full held)], 'a status of each live list, once';
    is scalar(grep { $_->[2] eq 'Subject' } @{$edits}), 1, 'one tag';
    my @logged = map { / list=(\w+)@/ } $daemon->wait_for_log(qr/^4MANY: /, 4);
    is_deeply [ sort @logged ], [qw(forum full held shadow)], 'and a log line of each that is not off';
};

# The bytes that are judged are those of the wire: fields and line ends decide the size, and the size is logged.
subtest 'the post is put together byte by byte' => sub {
    my @header = ([ 'A', ' b' ], [ 'C', 'd' ], [ 'E', "  f\n\tg\n h" ], [ 'I', '' ], [ 'Message-ID', ' <m@n>  ' ]);
    my $size   = length "A: b\r\nC:d\r\nE:  f\r\n\tg\r\n h\r\nI:\r\nMessage-ID: <m\@n>  \r\n\r\nxyz\r\n";
    my $mta    = mta;
    $mta->{queue_id} = '4SIZE';
    $mta->post(to => ['<forum@lists.test>'], header => \@header, body => [ 'x', "yz\r", "\n" ]);
    like(($daemon->wait_for_log(qr/^4SIZE: /))[0], qr/ msgid=<m\@n> size=$size /, 'with the leading blank');
    $mta = mta(protocol => 0x7f);
    $mta->{queue_id} = '4OLD';
    $mta->post(to => ['<forum@lists.test>'], header => [ [ 'A', ' b' ] ], body => []);
    like(($daemon->wait_for_log(qr/^4OLD: /))[0], qr/ size=8 /, 'and where the server took it off');
};

subtest 'a server that offers little' => sub {
    for my $protocol (0, 0x7f, 0x7f | $Kustode::Mta::protocol{NR_HDR}) {
        my $mta = mta(protocol => $protocol);
        my ($answer, $edits) =
            $mta->post(to => ['<forum@lists.test>'], header => [ [ 'Subject', ' hello' ] ], body => [$hoax]);
        is $answer, 'c', sprintf 'offered %#x: goes on', $protocol;
        is $edits->[0][3], '[Hoax?] hello', 'a value without the leading blank, which the server adds';
    }
    is mta(actions => 0x2), undef, 'without the right to edit there is no session';
};

subtest 'long posts' => sub {
    my $config = Kustode::Daemon::standard_config() . "limits: { message: 64 KiB, memory: 1 MiB }\n";
    my $small  = Kustode::Daemon->new(folder => new_folder(), config => $config)->start;
    my $line   = 'x' x 70 . "\r\n";
    my @to     = ('<full@lists.test>');
    my $status = sub {
        my ($answer, $edits) = Kustode::Mta->new($small->{socket})->post(to => \@to, header => [], body => \@_);
        return "$answer " . ($edits->[-1][3] // '') =~ s/\n//gr;
    };
    like $status->($hoax, $line x 800), qr/\Ac  hoax;(?!.*limit=)/, 'below limits.message';
    like $status->($hoax, ($line x 500) x 5), qr/\Ac  hoax;.* limit=message/, 'above it the beginning is judged, and it shows';
    like(($small->log_lines(qr/limit=message/))[0], qr/ size=180\d\d\d /, 'its whole size is logged');

    # Each of these holds at most 64 KiB, so seventeen are more than limits.memory.
    my @open;
    for (1 .. 20) {
        my $mta = Kustode::Mta->new($small->{socket});
        $mta->stage(mail => '<a@b>');
        $mta->stage(rcpt => $to[0]);
        $mta->stage('data');
        $mta->stage(header => 'Subject', ' hello');
        $mta->stage('eoh');
        $mta->stage(body => $line x 900);
        push @open, $mta;
    }
    my %answers;
    $answers{ ($_->finish)[0] }++ for @open;
    ok $answers{c} && $answers{c} >= 14 && $answers{t} && $answers{t} >= 4, 'beyond limits.memory posts are deferred'
        or diag explain \%answers;
    like $small->log, qr/deferred: .*limits\.memory/, 'and the log says why';
    like $status->($hoax), qr/\Ac  hoax;/, 'when those are done there is room again';
    is $small->stop, 0, 'the daemon leaves with 0';
};

subtest 'hostile bytes' => sub {
    my @texts = ("a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\r\n\r\nbody", "\x00", "\xff\xfe", "%s%n%%", '"' x 5000, "x" x 60000);
    for my $text (@texts) {
        my (undef, $edits) = mta->post(
            from => "<$text\@members.test>", to => [ '<forum@lists.test>', "<$text>" ], body => [$hoax],
            header => [ [ 'Subject', " $text" ], [ 'From', " $text" ], [ 'X-Kustode-Status', " $text" ], [ 'Message-ID', $text ] ],
        );
        ok !(grep { $_->[0] ne 'delete' && $_->[3] =~ /[\r\x00\x80-\xff]|\n[^ \t]|\n\z/ } @{$edits}),
            'no value ends its field';
        is_deeply [ grep { !/\A(?:X-Kustode-\w+|Subject)\z/i } map { $_->[2] } @{$edits} ], [], 'no other field is touched';
    }
    is_deeply [ $daemon->log_lines(qr{^(?!kustode-milter: |[\w-]+: list=|/|  )}) ], [], 'every log line begins as ours do';
    is scalar($daemon->log_lines(qr/[^\x20-\x7e]/)), 0, 'and is printable ASCII';
};

subtest 'out of turn' => sub {
    my @frames = (
        [ 'T', '' ], [ 'L', "A\0b\0" ], [ 'N', '' ], [ 'B', 'x' ], [ 'E', '' ], [ 'R', "<forum\@lists.test>\0" ],
        [ 'A', '' ], [ 'M', "<a\@b>\0" ], [ 'M', '' ], [ 'R', '' ], [ 'L', '' ], [ 'L', "A\0" ], [ 'O', '' ], [ 'K', '' ],
        [ 'C', "x\0" . 'U' ], [ 'H', "x\0" ], [ 'D', 'E' ], [ 'Z', 'x' ], [ 'B', '' ],
    );
    for my $first (@frames) {
        for my $second (@frames) {
            my $mta = mta;
            $mta->send_frame(@{$_}) for $first, $second, [ 'E', '' ];
            $mta->quit;
        }
        my $bare = IO::Socket::UNIX->new(Peer => "$daemon->{folder}/kustode.sock");
        (bless { socket => $bare }, 'Kustode::Mta')->send_frame(@{$first});
    }
    my ($answer) = mta->post(to => ['<forum@lists.test>'], header => [], body => [$hoax]);
    is $answer, 'c', 'others are served on';
};

is $daemon->front, $front, 'the same process served it all';
is $daemon->stop, 0, 'the daemon leaves with 0';
done_testing;
