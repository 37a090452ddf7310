# SPDX-License-Identifier: BSD-2-Clause
# Every order of libmilter's call-backs, by miltertest: one script of stages/ each.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Test::More;
use Kustode::Place 'new_folder';
use Kustode::Daemon;

plan skip_all => 'miltertest is not installed' if !-x '/usr/bin/miltertest';

my $daemon = Kustode::Daemon->new(folder => new_folder())->start;
my $front  = $daemon->front;

for my $script (grep { !m{/milter\.lua\z} } glob "$FindBin::Bin/stages/*.lua") {
    my ($name) = $script =~ m{([^/]*)\.lua\z};
    my $said = qx{miltertest -D socket=$daemon->{socket} -D folder=$FindBin::Bin/stages -s $script 2>&1};
    is $?, 0, $name or diag $said;
    is $daemon->front, $front, "$name: the same process serves on";
}
is $daemon->stop, 0, 'the daemon leaves with 0';
done_testing;
