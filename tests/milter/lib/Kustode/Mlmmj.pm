# SPDX-License-Identifier: BSD-2-Clause
# A real mlmmj list below a private Postfix: its spool folder as mlmmj-make-ml lays it out, its copies sent
# to the smtpd without the milter.
package Kustode::Mlmmj;

use strict;
use warnings;
use Exporter 'import';
use File::Copy 'copy';
use File::Path 'make_path';
use Kustode::Place 'write_file';

our @EXPORT_OK = ('as_posted');

my @folders = qw(incoming queue queue/discarded archive text subconf unsubconf bounce control moderation
    subscribers.d digesters.d requeue nomailsubs.d);

# new($postfix, name => 'forum', subscribers => [addresses], control => { prefix => "...", ... }).
sub new {
    my ($class, $postfix, %arguments) = @_;
    my $list = "$postfix->{folder}/lists/$arguments{name}";
    my %control = (
        listaddress => "$arguments{name}\@lists.test",
        owner       => 'owner@members.test',
        smtpport    => $postfix->{reinject},
        relayhost   => '127.0.0.1',
        %{ $arguments{control} // {} },
    );
    make_path(map { "$list/$_" } @folders);
    copy($_, "$list/text/") or die "$_: $!" for glob '/usr/share/mlmmj/text.skel/en/*';
    write_file("$list/control/$_", "$control{$_}\n") for keys %control;
    write_file("$list/index", '');
    write_file("$list/subscribers.d/list", join '', map { "$_\n" } @{ $arguments{subscribers} });
    system('chown', '-R', 'nobody:nogroup', $list) == 0 or die "chown $list failed";
    return bless { address => $control{listaddress}, folder => $list }, $class;
}

# A subscriber's copy without what the way added: the trace fields above the post's own, and the blank
# line with which mlmmj-send 1.3.0 ends each copy.
sub as_posted {
    my ($copy) = @_;
    $copy =~ s/\A(?:(?:Return-Path|X-Original-To|Delivered-To|Received):.*\n(?:[ \t].*\n)*)+//;
    $copy =~ s/\n\n\z/\n/;
    return $copy;
}

1;
