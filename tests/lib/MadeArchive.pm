# SPDX-License-Identifier: BSD-2-Clause
# A made archive: three years of a list for lost and found pets, whose members ask day by day for what hoaxes
# ask for, to tell everybody. Built from text blocks written for this; the same each time.
package MadeArchive;
use strict;
use warnings;
use Exporter 'import';
use POSIX qw(strftime);

our @EXPORT_OK = qw(made_archive);

my $state;
sub drawn { my ($most) = @_; $state = ($state * 1103515245 + 12345) % 2**31; return int($state / 65536) % $most }
sub one   { return $_[drawn(scalar @_)] }

my @people = map { my $first = $_; map { "$first $_" } qw(Abel Brook Carver Dunn Ellis Frost Hale Ives) }
    qw(Ada Ben Carla Dora Emil Flora Georg Hanna Ivo Jana Karl Lena);
my @pets    = ('cat', 'dog', 'tomcat', 'parrot', 'rabbit', 'tortoise', 'terrier', 'budgie');
my @names   = qw(Mimi Bello Felix Coco Luna Max Paula Rocky Socks Tiger Amber Biscuit);
my @looks   = ('grey with white paws', 'small and brown', 'black, with a red collar', 'very shy', 'old and nearly deaf');
my @streets = ('Mill Lane', 'Station Road', 'Church Street', 'the allotments', 'Harbour Row', 'the old quarry');
my @days    = ('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday evening', 'Saturday morning', 'Sunday');

my @openings = (
    sub { 'Our ' . one(@pets) . ' ' . one(@names) . ' has not been home since ' . one(@days) . '.' },
    sub { 'I saw a ' . one(@pets) . ' near ' . one(@streets) . ' on ' . one(@days) . ', ' . one(@looks) . '.' },
    sub { 'Thanks to all who looked for ' . one(@names) . ', we have found the rascal near ' . one(@streets) . '.' },
    sub { 'Does anybody know a vet who is open on ' . one(@days) . '?' },
    sub { 'We still have hay and two bags of litter to give away, to be fetched at ' . one(@streets) . '.' },
    sub { 'Who could look after a ' . one(@pets) . ' for a week from ' . one(@days) . ' on?' },
    sub { 'The ' . one(@pets) . ' from ' . one(@streets) . ' is at the shelter now and doing well.' },
    sub { 'My neighbour at ' . one(@streets) . ' feeds a ' . one(@pets) . ' that may be yours.' },
);
my @details = (
    sub { 'It is ' . one(@looks) . '.' },
    sub { 'The chip was read on ' . one(@days) . ', nobody has called yet.' },
    sub { 'I can be reached in the evening, the number is in the member list.' },
    sub { 'The food bowl stands outside, the cellar window is open.' },
    sub { 'Last year it sat for three days in a garage and nobody heard it.' },
    sub { 'The meeting on ' . one(@days) . ' is at the usual place.' },
    sub { 'A picture hangs at the bakery in ' . one(@streets) . '.' },
    sub { 'The children have made a map of all the hedges.' },
    sub { 'It does not bite, but it does not like bicycles.' },
);

sub plain {
    my @lines = (one(@openings)->(), map { one(@details)->() } 0 .. drawn(3));
    my $subject = one('Question', 'News', 'Seen', 'Found', 'Hay', 'Vet', 'Meeting', 'Thank you') . ': ' . one(@names);
    return (drawn(4) == 0 ? "Re: $subject" : $subject, join "\n", @lines);
}

# What this list is for, and what the shipped rules take for a hoax.
sub lost_pet {
    my ($name, $pet, $street) = (one(@names), one(@pets), one(@streets));
    my $cry = one('URGENT!!!', 'Attention!!!', 'ALARM!!!', 'Very urgent!!!');
    my $plea = one(
        'Please pass this on to everyone you know!',
        'Please forward this to all your friends and neighbours!',
        'Please send this to everybody you know around here!',
        'Tell everyone you know, and forward this to all your friends!',
    );
    my $text = one(
        "Our $pet $name is gone since " . one(@days) . ", last seen near $street.",
        "$name the $pet ran away after the fireworks and needs medicine.",
        "Somebody left a $pet in a box near $street, it is " . one(@looks) . ' and wants its people back.',
        "The $pet $name fled from the vet and sits somewhere near $street.",
    );
    return ("$cry $name", "$cry\n\n$text\n$plea\n\n" . one('Thank you!', 'We miss it so.', 'Ring us at any hour.'));
}

sub hoax {
    my ($name, $count) = (one('snow.exe', 'kitten.scr', 'holiday.zip', 'greeting.pif'), 7 + drawn(9));
    return one(
        ['Fwd: VIRUS WARNING!!!', "If you receive a mail with the file $name, do not open it! It erases your whole hard disk "
                . "and no scanner finds it. It was announced by a large software company yesterday, there is no cure. "
                . 'Send this warning to everyone you know!'],
        ['Fwd: Fwd: for luck', "This letter has been around the world $count times. Send it to $count people within four days "
                . 'and you will have good luck. Whoever breaks the chain will have bad luck for seven years. Do not keep it.'],
        ['Fwd: free phones', "A large company gives away $count thousand phones. Forward this mail to $count people and you "
                . 'will receive yours within two weeks, it is no joke, my friend got one! Send it to everyone you know.'],
        ['Fwd: please read', "A little girl is dying of cancer. For every mail that is forwarded a company will pay $count cents "
                . 'for her operation. Please pass this on to everyone you know, it costs you nothing!'],
    );
}

sub advisory {
    my $n = drawn(9000) + 1000;
    return ['Fwd: [SECURITY] update of the picture viewer', "I forward this for those who show pictures of strays on old machines.\n\n"
            . "---------- Forwarded message ----------\nFrom: Security Team <security\@viewer.example>\n"
            . "Subject: [SECURITY] update of the picture viewer\n\nSecurity Advisory CVE-2024-$n\n\nAffected versions: all before "
            . drawn(5) . ".$n\nImpact: a remote attacker can execute arbitrary code with a crafted picture.\n"
            . "Solution: upgrade to the fixed version, or apply the patch.\nSeverity: high\n"];
}

# Writes `path`; gives what each post is: "none", "hoax", "advisory", and those that are known to be mistaken.
sub made_archive {
    my ($path, %counts) = @_;
    $state = 20260106;
    my @kinds = map { ($_) x $counts{$_} } sort keys %counts;
    for my $i (reverse 1 .. $#kinds) { my $j = drawn($i + 1); @kinds[$i, $j] = @kinds[$j, $i] }
    my @truth;
    open my $out, '>:raw', $path or die "$path: $!";
    for my $n (0 .. $#kinds) {
        my $kind = $kinds[$n];
        my ($subject, $body) =
            $kind eq 'plain' ? plain() : $kind eq 'alarm' ? lost_pet() : @{ $kind eq 'hoax' ? hoax() : advisory() };
        my $person = one(@people);
        (my $address = lc "$person\@people.example") =~ tr/ /./;
        my $date = strftime('%a, %d %b %Y %H:%M:%S +0000', gmtime(1672570000 + $n * 31000));
        my $line = strftime('%a %b %e %H:%M:%S %Y', gmtime(1672570000 + $n * 31000));
        print $out "From $address $line\nFrom: $person <$address>\nTo: pets\@town.example\nSubject: [pets] $subject\n"
            . "Date: $date\nMessage-ID: <$n.pets\@people.example>\n\n"
            . one("Hello,\n\n", "Dear all,\n\n", '') . "$body\n\n" . one("Regards\n$person\n", "-- \n$person\n", '')
            . "_______________________________________________\npets mailing list\npets\@town.example\n\n";
        push @truth, $kind =~ /plain|alarm/ ? 'none' : $kind;
    }
    close $out or die "$path: $!";
    return (\@truth, [grep { $kinds[$_] eq 'alarm' } 0 .. $#kinds]);
}

# `perl tests/lib/MadeArchive.pm ARCHIVE`: that archive, and beside it ARCHIVE.truth, what each post really is.
if (!caller) {
    my ($path) = @ARGV or die "usage: MadeArchive.pm ARCHIVE\n";
    my ($truth) = made_archive($path, plain => 2890, alarm => 40, hoax => 40, advisory => 30);
    open my $out, '>', "$path.truth" or die "$path.truth: $!";
    print $out "$path:$_ $truth->[$_]\n" for 0 .. $#$truth;
    close $out or die $!;
}

1;
