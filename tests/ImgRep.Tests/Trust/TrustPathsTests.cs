using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Reputation;

namespace ImgRep.Tests.Trust;

public class TrustPathsTests
{
    [Fact]
    public void A_thousand_keys_certified_by_one_person_add_one()
    {
        string[] puppets = [.. Enumerable.Range(0, 1000).Select(number => $"puppet{number}")];
        var paths = Paths(["me"], [("me", "mallory"), ("me", "bob"), .. puppets.Select(puppet => ("mallory", puppet))]);
        paths.Independent(["bob"]).Count.ShouldBe(1);
        paths.Independent(["bob", .. puppets]).Count.ShouldBe(1, "all of it hangs on me, too");
        var apart = Paths(["alice", "carol"], [("alice", "mallory"), ("carol", "bob"), .. puppets.Select(puppet => ("mallory", puppet))]);
        apart.Independent(["bob", .. puppets]).Count.ShouldBe(2);
        apart.Independent(["bob", "mallory", .. puppets]).Count.ShouldBe(2);
    }

    [Fact]
    public void Puppets_who_certify_each_other_add_nothing()
    {
        string[] puppets = ["p1", "p2", "p3"];
        var paths = Paths(["alice", "carol"], [("alice", "mallory"), ("mallory", "p1"),
            .. puppets.SelectMany(one => puppets.Where(other => other != one).Select(other => (one, other)))]);
        paths.Independent(puppets).Count.ShouldBe(1);
        paths.PathsTo("p2").ShouldBe(1);
        paths.DistanceOf("p2").ShouldBe(3);
    }

    [Fact]
    public void Several_ways_to_a_person_that_share_somebody_are_one()
    {
        var paths = Paths(["alice", "bob"], [("alice", "hub"), ("bob", "hub"), ("hub", "x"), ("hub", "y"), ("x", "zoe"), ("y", "zoe"), ("bob", "zed"), ("hub", "zed")]);
        paths.PathsTo("zoe").ShouldBe(1);
        paths.PathsTo("zed").ShouldBe(2);
        paths.PathsTo("hub").ShouldBe(2);
        paths.PathsTo("alice").ShouldBe(1);
        paths.PathsTo("stranger").ShouldBe(0);
    }

    /// <summary>The first way that is found must be given up in part for two to fit.</summary>
    [Fact]
    public void Ways_are_laid_so_that_as_many_as_possible_fit() =>
        Paths(["a", "b"], [("a", "m"), ("a", "x"), ("b", "m"), ("m", "y"), ("x", "y2"), ("m", "y2")]).Independent(["y", "y2"]).Count.ShouldBe(2);

    [Fact]
    public void People_of_one_organisation_add_one() =>
        Paths(["a", "b"], [("a", "x"), ("b", "y")], id => id is "x" or "y" ? "same" : id).Independent(["x", "y"]).Count.ShouldBe(1);

    [Fact]
    public void People_too_far_away_are_nobody()
    {
        var paths = Paths(["a"], [("a", "b"), ("b", "c")], longest: 1);
        paths.DistanceOf("a").ShouldBe(0);
        paths.DistanceOf("b").ShouldBe(1);
        paths.DistanceOf("c").ShouldBeNull();
        paths.Independent(["c"]).ShouldBeEmpty();
    }

    /// <summary>Who is only on the way to somebody else does not count as well.</summary>
    [Fact]
    public void Who_is_on_the_way_to_another_is_not_counted_with_them() =>
        Paths(["a", "b"], [("a", "x"), ("b", "z"), ("x", "y")], id => id is "x" or "z" ? "same" : id).Independent(["x", "y", "z"]).ShouldBe(["y", "z"]);

    [Fact]
    public void Nobody_is_known_through_themselves()
    {
        var paths = Paths(["a"], [("a", "x"), ("x", "c"), ("c", "x")]);
        paths.PathsTo("x").ShouldBe(1);
        paths.CertifiersOf("x").ShouldBe(["a", "c"]);
    }

    [Fact]
    public void Only_keys_in_use_and_those_of_others_are_certified()
    {
        var (alice, bob) = (Somebody("a", "one"), Somebody("b", "two"));
        var (old, ssh) = (PolicyTests.KeyOf("b-old"), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAhUjcMhqqW5ah2rfPNP7tF2xaCPj5qAAd4/uiO23X0p");
        var second = PolicyTests.KeyOf("b-second");
        bob = bob with
        {
            Keys = [.. bob.Keys, new PersonKey(second, null, null, null, default),
            new PersonKey(old, null, null, new Revocation(default, RevocationReason.Superseded), default), new PersonKey(null, ssh, null, null, default)]
        };
        var (from, to, stranger) = (alice.Keys[0].OpenPgp!, bob.Keys[0].OpenPgp!, PolicyTests.KeyOf("stranger"));
        With((from, old)).DistanceOf("b").ShouldBeNull();
        With((from, stranger), (stranger, to)).DistanceOf("b").ShouldBeNull();
        var both = With((from, old), (from, to), (to, old), (old, to), (to, second), (second, to));
        both.DistanceOf("b").ShouldBe(1);
        both.CertifiersOf("b").ShouldBe(["a"]);

        TrustPaths With(params (Fingerprint By, Fingerprint Of)[] certified) =>
            new([alice, bob], certified.Select(link => new Certification(link.By, link.Of, DateTimeOffset.UnixEpoch)), ["a", "nobody"], DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void Stolen_keys_certify_nothing_and_replaced_ones_what_they_did()
    {
        var day = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        DistanceWith(null).ShouldBe(1);
        DistanceWith(new Revocation(day.AddDays(1), RevocationReason.Compromised)).ShouldBeNull();
        DistanceWith(new Revocation(day.AddDays(1), RevocationReason.Superseded)).ShouldBe(1);
        DistanceWith(new Revocation(day, RevocationReason.Superseded)).ShouldBeNull();

        int? DistanceWith(Revocation? revoked)
        {
            var alice = Somebody("a", "one");
            alice = alice with { Keys = [alice.Keys[0] with { Revoked = revoked }] };
            var bob = Somebody("b", "two");
            return new TrustPaths([alice, bob], [new Certification(alice.Keys[0].OpenPgp!, bob.Keys[0].OpenPgp!, day)], ["a"], DateTimeOffset.UnixEpoch).DistanceOf("b");
        }
    }

    private static TrustPaths Paths(string[] trusted, (string By, string Of)[] certified, Func<string, string>? organisation = null, int? longest = null)
    {
        var people = certified.SelectMany(link => new[] { link.By, link.Of }).Concat(trusted).Distinct()
            .Select(id => Somebody(id, organisation?.Invoke(id) ?? id)).ToDictionary(person => person.Id);
        return new TrustPaths(people.Values, certified.Select(link => new Certification(KeyOf(link.By), KeyOf(link.Of), default)), trusted, DateTimeOffset.UnixEpoch, longest);

        Fingerprint KeyOf(string id) => people[id].Keys[0].OpenPgp!;
    }

    private static Person Somebody(string id, string organisation) => PolicyTests.Somebody(id, organisation, Role.Reviewer);
}
