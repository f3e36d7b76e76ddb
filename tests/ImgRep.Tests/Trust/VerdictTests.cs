using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Reputation;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Tests.Trust;

public class VerdictTests
{
    private static readonly PackageName Zlib = PackageName.Parse("zlib");
    private static readonly Digest Image = Digest.Compute("image"u8);
    private static readonly Digest Other = Digest.Compute("other"u8);
    private static readonly Digest Recipe = Digest.Compute("recipe"u8);
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Workshop Mine = new("embedded", "0.1.0", "GenuineIntel", "debian 12", "6.1");
    private static readonly Workshop Hers = new("buildah", "1.28", "AuthenticAMD", "fedora 43", "6.12");

    private static readonly Dictionary<string, Person> People = new Person[]
    {
        PolicyTests.Somebody("alice", "one", Role.Maintainer, Role.Reviewer), PolicyTests.Somebody("bob", "ONE", Role.Reviewer),
        PolicyTests.Somebody("carol", "two", Role.Reviewer), PolicyTests.Somebody("robot", "two", Role.Ci),
    }.ToDictionary(person => person.Id);

    private static readonly RecipeKeys Recipes = new([Recipe], null);

    private static readonly Quorum Two = new(2, 0, 0, 0, 0, ImmutableSortedDictionary<Role, int>.Empty, default);

    [Fact]
    public void Two_people_who_rebuilt_it_are_two() => Judge(Two, By("alice"), By("bob")).IsMet.ShouldBeTrue();

    [Fact]
    public void One_person_who_signs_twice_is_one() => Judge(Two, By("alice"), By("alice") with { File = "another" }, By("alice", Hers)).IsMet.ShouldBeFalse();

    [Fact]
    public void Nobody_is_not_enough() => Judge(Two).IsMet.ShouldBeFalse();

    [Fact]
    public void Copies_confirm_nothing()
    {
        var verdict = Judge(Two, By("alice"), new VerifiedClaim(new Claim(Zlib, Image, ClaimKind.Copied), "bob", default, ""));
        verdict.IsMet.ShouldBeFalse();
        VerdictText.Notes(verdict).ShouldBe(["vouched for by bob without rebuilding, which does not count"]);
    }

    [Fact]
    public void Copies_of_something_else_are_not_mentioned() =>
        Judge(Two, By("alice"), new VerifiedClaim(new Claim(Zlib, Other, ClaimKind.Copied), "bob", default, "")).Copies.ShouldBeEmpty();

    [Theory]
    [InlineData(1, "1 more ci, 1 more maintainer")]
    [InlineData(2, "2 more ci, 2 more maintainers")]
    public void What_is_missing_is_counted_in_words(int wanted, string missing) => VerdictText.Missing(Judge(
        Two with { People = 1, Roles = ImmutableSortedDictionary<Role, int>.Empty.Add(Role.Maintainer, wanted).Add(Role.Ci, wanted) }, By("carol"))).Split(", ").Order()
        .ShouldBe(missing.Split(", "));

    [Fact]
    public void Another_image_or_package_is_not_confirmed() =>
        Judge(Two, By("alice"), By("bob", image: Other), By("carol") with { Claim = By("carol").Claim with { Package = PackageName.Parse("zlib2") } })
            .Requirements[0].Got.ShouldBe(1);

    [Fact]
    public void Organisations_count_once_whatever_their_capitals()
    {
        var quorum = Two with { Organisations = 2 };
        Judge(quorum, By("alice"), By("bob")).IsMet.ShouldBeFalse();
        Judge(quorum, By("alice"), By("carol")).IsMet.ShouldBeTrue();
    }

    [Fact]
    public void Builders_processors_and_distributions_are_counted_apart()
    {
        Judge(Two with { Builders = 2 }, By("alice"), By("bob", Mine with { Version = "0.2.0" })).IsMet.ShouldBeFalse();
        Judge(Two with { Builders = 2 }, By("alice"), By("bob", Mine with { Builder = "docker" })).IsMet.ShouldBeTrue();
        Judge(Two with { CpuVendors = 2 }, By("alice"), By("bob")).IsMet.ShouldBeFalse();
        Judge(Two with { CpuVendors = 2, Distributions = 2 }, By("alice"), By("bob", Hers)).IsMet.ShouldBeTrue();
        Judge(Two with { Distributions = 2 }, By("alice"), By("bob")).IsMet.ShouldBeFalse();
    }

    [Fact]
    public void Nobody_fills_two_places()
    {
        var quorum = Two with { Roles = ImmutableSortedDictionary<Role, int>.Empty.Add(Role.Maintainer, 1).Add(Role.Reviewer, 1) };
        Judge(quorum, By("alice"), By("robot")).IsMet.ShouldBeFalse();
        Judge(quorum, By("bob"), By("alice")).IsMet.ShouldBeTrue();
        Judge(quorum, By("alice"), By("bob")).IsMet.ShouldBeTrue();
    }

    [Fact]
    public void A_role_that_is_asked_for_must_be_there() =>
        Judge(Two with { Roles = ImmutableSortedDictionary<Role, int>.Empty.Add(Role.Ci, 1) }, By("alice"), By("bob")).IsMet.ShouldBeFalse();

    [Fact]
    public void Who_has_no_standing_is_named_but_not_counted()
    {
        var verdict = Verdict.Evaluate(Two, Zlib, Image, [By("alice"), By("bob")], People,
            new Standing(new ReputationAsked(3, 0, null), Records(("alice", 9), ("bob", 1)), null, Now), Recipes);
        verdict.IsMet.ShouldBeFalse();
        VerdictText.Notes(verdict).ShouldBe(["bob confirmed it, but has confirmed images for 1 day only, the policy asks for 3 days"]);
    }

    [Fact]
    public void Who_got_something_else_from_the_same_recipe_is_named()
    {
        var verdict = Judge(Two, By("alice"), By("bob"), By("carol", Hers, Other) with { File = "signatures/x" });
        verdict.IsMet.ShouldBeTrue();
        VerdictText.Notes(verdict).ShouldBe([
            "carol got another digest from the same recipe, sha256:d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa (buildah 1.28, AuthenticAMD, "
                + "fedora 43, signatures/x)"]);
    }

    [Fact]
    public void Another_recipe_may_give_another_image() =>
        Judge(Two, By("alice"), By("bob", image: Other) with { Claim = By("bob", image: Other).Claim with { Recipe = Other } }).Dissents.ShouldBeEmpty();

    [Fact]
    public void Confirmations_of_another_recipe_than_the_tree_has_are_none_of_its_image()
    {
        var verdict = Judge(Two, By("alice"), From("old", "bob"), From("old", "carol"));
        verdict.Requirements[0].Who.ShouldBe(["alice"]);
        VerdictText.Notes(verdict).ShouldBe(["bob confirmed it, but from another recipe than packages/zlib has now",
            "carol confirmed it, but from another recipe than packages/zlib has now"]);
        Verdict.Evaluate(Two, Zlib, Image, [By("alice"), From("old", "bob")], People, Standing.OfAnybody,
            RecipeKeys.Any).IsMet.ShouldBeTrue("packages that start from seeds differ in their recipes");
    }

    [Fact]
    public void Nothing_is_confirmed_of_a_package_whose_recipe_is_not_known()
    {
        var verdict = Verdict.Evaluate(Two with { People = 1 }, Zlib, Image, [By("alice")], People, Standing.OfAnybody, RecipeKeys.NotKnown("there is no such package"));
        verdict.IsMet.ShouldBeFalse();
        VerdictText.Notes(verdict).ShouldBe(["alice confirmed it, but which recipe packages/zlib has now is not known: there is no such package"]);
    }

    [Fact]
    public void What_the_recipe_of_the_tree_gave_others_is_named_where_digests_has_an_older_image()
    {
        var verdict = Judge(Two, From("old", "alice"), By("bob", image: Other));
        verdict.Dissents.ShouldHaveSingleItem().Person.ShouldBe("bob");
    }

    [Fact]
    public void Who_later_signed_another_digest_for_the_recipe_does_not_count()
    {
        var verdict = Judge(Two, By("alice"), At(1, By("bob")), At(2, By("bob", image: Other)));
        verdict.Requirements[0].Who.ShouldBe(["alice"]);
        VerdictText.Notes(verdict).ShouldContain($"bob confirmed it, but has signed {Other} for the same recipe since");
        Judge(Two, By("alice"), At(1, By("bob")), At(1, By("bob", image: Other))).IsMet.ShouldBeFalse("both at once");
        Judge(Two, By("alice"), At(2, By("bob")), At(1, By("bob", image: Other))).IsMet.ShouldBeTrue("the mistake was corrected");
        Judge(Two, By("alice"), At(1, By("bob")), At(2, By("bob", image: Other)), At(3, By("bob", Hers))).IsMet.ShouldBeTrue("the mistake was corrected");
        Judge(Two, By("alice"), At(1, By("bob")), At(2, By("carol", image: Other))).IsMet.ShouldBeTrue("carol is somebody else");
    }

    [Fact]
    public void Who_corrected_a_digest_dissents_no_more_and_who_withdrew_anything_says_nothing()
    {
        var bob = At(1, By("bob", image: Other));
        Judge(Two, By("alice"), bob, At(2, By("bob"))).Dissents.ShouldBeEmpty();
        Judge(Two, By("alice"), At(1, By("bob")), At(2, By("bob", image: Other))).Dissents.ShouldHaveSingleItem().Person.ShouldBe("bob");
        var withdrawn = At(2, bob with { Claim = bob.Claim with { Kind = ClaimKind.Withdrawn, Workshop = null } });
        Judge(Two, By("alice"), bob, withdrawn).Dissents.ShouldBeEmpty();
        var verdict = Judge(Two, By("alice"), At(1, By("bob")), withdrawn);
        verdict.IsMet.ShouldBeFalse();
        VerdictText.Notes(verdict).ShouldBe(["bob confirmed it, but has withdrawn it since"]);
        Judge(Two, By("alice"), At(1, By("bob")), withdrawn, At(3, By("bob"))).IsMet.ShouldBeTrue();
    }

    [Fact]
    public void A_policy_may_forbid_dissent()
    {
        VerifiedClaim[] said = [By("alice"), By("bob"), By("carol", image: Other), By("robot", image: Other), By("carol", Hers, Other)];
        Judge(Two, said).IsMet.ShouldBeTrue("it does not ask");
        var verdict = Judge(Two with { Dissent = 1 }, said);
        (verdict.IsMet, verdict.IsDisputed, VerdictText.Missing(verdict)).ShouldBe((false, true, "agreement with carol, robot"));
        Judge(Two with { Dissent = 2 }, said).IsMet.ShouldBeTrue("people count, not what they sign");
        Judge(Two with { Dissent = 0 }, By("alice"), By("bob"), From("old", "carol") with { Claim = From("old", "carol").Claim with { Image = Other } }).IsMet
            .ShouldBeTrue("of another recipe nobody can dissent");
        Judge(Two with { Dissent = 0 }, By("alice"), By("bob"), From("old", "robot"), From("old", "carol") with { Claim = From("old", "carol").Claim with { Image = Other } })
            .IsMet.ShouldBeTrue("nor can a confirmation of an old recipe make it one");
        Verdict.Evaluate(Two with { Dissent = 0 }, Zlib, Image, said, People, Standing.OfAnybody, RecipeKeys.Any).IsMet.ShouldBeFalse();
    }

    [Fact]
    public void All_routes_of_a_package_are_one_recipe_to_who_got_two_digests()
    {
        var other = Digest.Compute("another route"u8);
        VerifiedClaim[] said = [By("alice"), At(1, By("bob")), At(2, By("bob", image: Other) with { Claim = By("bob", image: Other).Claim with { Recipe = other } })];
        Judge(Two, said).IsMet.ShouldBeTrue();
        Verdict.Evaluate(Two, Zlib, Image, said, People, Standing.OfAnybody, new RecipeKeys([Recipe, other], null)).IsMet.ShouldBeFalse();
    }

    [Fact]
    public void The_verdict_is_said_in_words()
    {
        var verdict = Judge(Two with { Builders = 3, Roles = ImmutableSortedDictionary<Role, int>.Empty.Add(Role.Ci, 1) }, By("alice"), By("carol", Hers));
        VerdictText.Counts(verdict).ShouldBe("2 of 2 people (alice, carol), 2 organisations (one, two), 0 of 1 ci, 2 of 3 builders (buildah, embedded), "
            + "2 CPU vendors (AuthenticAMD, GenuineIntel), 2 distributions (debian 12, fedora 43)");
        VerdictText.Missing(verdict).ShouldBe("1 more ci, 1 more builder");
    }

    [Fact]
    public void People_whom_one_person_vouches_for_count_once_where_a_policy_asks_who_is_known()
    {
        var web = People.Values.Where(person => person.Id != "alice")
            .Select(person => new Certification(People["alice"].Keys[0].OpenPgp!, person.Keys[0].OpenPgp!, default)).ToList();
        var verdict = Of(["alice"]);
        verdict.IsMet.ShouldBeFalse();
        VerdictText.Missing(verdict).ShouldBe("1 more trust path");
        Of(["alice", "carol"]).IsMet.ShouldBeTrue();
        VerdictText.Notes(Of(["bob"])).ShouldBe(["carol confirmed it, but is not certified within 1 step of a key that you trust"]);

        Verdict Of(string[] trusted) => Verdict.Evaluate(
            Two, Zlib, Image, [By("bob"), By("carol")], People,
            new Standing(new ReputationAsked(0, 0, 1), null, new TrustPaths(People.Values, web, trusted, Now, 1), Now), Recipes);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(29, false)]
    [InlineData(1, false)]
    public void The_newest_confirmation_is_not_older_than_the_policy_allows(int maxAge, bool isMet)
    {
        var verdict = Fresh(maxAge, At(-100, By("alice")), At(0, By("bob")));
        verdict.IsMet.ShouldBe(isMet);
        verdict.Freshness.ShouldBe(new Freshness(maxAge, Now.AddDays(-30), Now));
        VerdictText.Missing(verdict).ShouldBe(isMet ? "" : $"a confirmation of the last {(maxAge == 1 ? "1 day" : $"{maxAge} days")} (the newest is of 2026-05-02, 30 days old)");
        VerdictText.Notes(verdict).ShouldBe(isMet ? []
            : ["either nobody has confirmed it lately (who has rebuilt it: imgrep sign --renew), or this is an old state of the tree (git fetch)"]);
    }

    [Fact]
    public void Only_what_counts_makes_an_image_fresh()
    {
        VerifiedClaim[] old = [At(-100, By("alice")), At(-100, By("bob"))];
        Fresh(30, [.. old, At(29, By("carol", image: Other))]).IsMet.ShouldBeFalse();
        Fresh(30, [.. old, At(29, From("old", "carol"))]).IsMet.ShouldBeFalse();
        Fresh(30, [.. old, new VerifiedClaim(new Claim(Zlib, Image, ClaimKind.Copied), "carol", Now, "")]).IsMet.ShouldBeFalse();
        Fresh(30, [.. old, At(29, By("carol"))]).IsMet.ShouldBeTrue();
        Fresh(30, [.. old, At(29, By("alice"))]).IsMet.ShouldBeTrue();
    }

    [Fact]
    public void What_nobody_confirmed_is_not_fresh_and_misses_people()
    {
        var verdict = Fresh(30);
        verdict.Freshness.ShouldBe(new Freshness(30, null, Now));
        verdict.Freshness!.IsMet.ShouldBeFalse();
        VerdictText.Missing(verdict).ShouldBe("2 more people");
        Judge(Two, By("alice"), By("bob")).Freshness.ShouldBeNull();
    }

    private static Verdict Fresh(int maxAge, params VerifiedClaim[] claims) => Verdict.Evaluate(
        Two with { MaxAge = maxAge }, Zlib, Image, claims, People, new Standing(ReputationAsked.Nothing, null, null, Now), Recipes);

    private static VerifiedClaim At(int day, VerifiedClaim said) => said with { SignedAt = Now.AddDays(day - 30) };

    private static VerifiedClaim From(string recipe, string person) =>
        By(person) with { Claim = By(person).Claim with { Recipe = Digest.Compute(System.Text.Encoding.UTF8.GetBytes(recipe)) } };

    private static Dictionary<string, TrackRecord> Records(params (string Person, int Days)[] ages) => ages.ToDictionary(
        one => one.Person, one => new TrackRecord(one.Person, Now.AddDays(-one.Days), 1, 0, 0, [], 0, [], [], []));

    private static Verdict Judge(Quorum quorum, params VerifiedClaim[] claims) => Verdict.Evaluate(quorum, Zlib, Image, claims, People, Standing.OfAnybody, Recipes);

    private static VerifiedClaim By(string person, Workshop? workshop = null, Digest? image = null) =>
        new(new Claim(Zlib, image ?? Image, ClaimKind.Rebuilt, Recipe, workshop ?? Mine), person, default, "");
}
