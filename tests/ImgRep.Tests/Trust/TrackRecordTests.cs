using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Reputation;
using ImgRep.Trust.Signatures;

namespace ImgRep.Tests.Trust;

public class TrackRecordTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PackageName Zlib = PackageName.Parse("zlib");
    private static readonly Digest Good = Digest.Compute("good"u8);
    private static readonly Digest Evil = Digest.Compute("evil"u8);
    private static readonly Workshop Workshop = new("embedded", "0.1.0", "GenuineIntel", "debian 12", "6.1");

    private static readonly Person[] People =
    [
        PolicyTests.Somebody("alice", "one", Role.Reviewer), PolicyTests.Somebody("bob", "One", Role.Reviewer),
        PolicyTests.Somebody("carol", "two", Role.Reviewer), PolicyTests.Somebody("dave", "three", Role.Reviewer),
    ];

    [Fact]
    public void Who_was_there_before_the_others_is_the_first()
    {
        var records = Of(By("alice", 1), By("carol", 2), By("dave", 2));
        records["alice"].ShouldBe(records["alice"] with { First = 1, Agreed = 1, Images = 1, Standing = 1, Since = Start.AddDays(1) });
        records["carol"].ShouldBe(records["carol"] with { First = 0, Agreed = 1, Standing = 1, Since = Start.AddDays(2) });
        records["bob"].ShouldBe(records["bob"] with { Since = null, Images = 0, Standing = 0 });
    }

    [Fact]
    public void Nobody_agrees_with_their_own_organisation() => Of(By("alice", 1), By("bob", 2))["alice"].Agreed.ShouldBe(0);

    [Fact]
    public void A_wrong_digest_is_named_and_the_standing_falls_to_nothing()
    {
        List<Arrival> before = [By("bob", 1, "a"), By("carol", 1, "a"), By("bob", 2, "b"), By("carol", 2, "b")];
        Of([.. before])["bob"].Standing.ShouldBe(2);
        var after = Of([.. before, By("bob", 3, image: Evil), By("carol", 4), By("dave", 4)])["bob"];
        after.Against.Single().Claim.Image.ShouldBe(Evil);
        after.ShouldBe(after with { Agreed = 2, Standing = 0, First = 2 });
        Of([.. before, By("bob", 3, image: Evil), By("carol", 4), By("dave", 4), By("bob", 5, "c"), By("carol", 6, "c")])["bob"].Standing.ShouldBe(1);
    }

    [Fact]
    public void Two_builders_of_one_person_make_nothing_twice()
    {
        Arrival[] one = [By("alice", 1, "a"), By("carol", 1, "a"), By("alice", 2, image: Evil), By("carol", 2), By("dave", 2)];
        var both = Of([.. one, .. one.Select(arrival => arrival with { Claim = arrival.Claim with { Workshop = Workshop with { Builder = "buildah" } } })])["alice"];
        both.ShouldBe(both with { Images = 2, First = 1, Agreed = 1, Standing = 0 });
        both.Against.Length.ShouldBe(1);
        both.Builders.ShouldBe(["buildah", "embedded"]);
    }

    [Fact]
    public void What_was_withdrawn_is_no_merit_and_a_mistake_stays_one()
    {
        var records = Of(By("alice", 1) with { IsWithdrawn = true }, By("carol", 2), By("dave", 3));
        records["alice"].ShouldBe(records["alice"] with { Images = 1, First = 0, Agreed = 0, Standing = 0 });
        Of(By("alice", 1) with { IsWithdrawn = true }, By("carol", 2))["carol"].Agreed.ShouldBe(0, "nobody is left who agrees");
        Of(By("alice", 1) with { IsWithdrawn = true })["alice"].Against.ShouldBeEmpty();
        Of(By("alice", 1, image: Evil) with { IsWithdrawn = true }, By("carol", 2), By("dave", 3))["alice"].Against.ShouldHaveSingleItem();
    }

    [Fact]
    public void Who_corrects_a_mistake_was_wrong_all_the_same()
    {
        var records = Of(By("alice", 1, image: Evil), By("carol", 2), By("alice", 3));
        records["alice"].ShouldBe(records["alice"] with { Agreed = 1, Standing = 1 });
        records["alice"].Against.Length.ShouldBe(1);
    }

    [Fact]
    public void Where_two_are_even_the_tree_decides_or_nobody()
    {
        Of(By("alice", 1, image: Evil), By("carol", 2))["alice"].Against.ShouldBeEmpty();
        Records([By("alice", 1, image: Evil), By("carol", 2)], new() { [Zlib] = Good })["alice"].Against.Length.ShouldBe(1);
        Records([By("alice", 1, image: Evil), By("carol", 2)], new() { [Zlib] = Good })["carol"].Agreed.ShouldBe(0);
    }

    [Fact]
    public void Another_recipe_is_another_matter() =>
        Of(From("another", By("alice", 1, image: Evil)), By("carol", 2), By("dave", 3))["alice"].Against.ShouldBeEmpty();

    [Fact]
    public void What_the_tree_never_committed_to_gives_nobody_any_standing_and_is_against_nobody()
    {
        var records = Of(By("alice", 1, image: Evil), By("carol", 1, image: Evil), By("dave", 2));
        records["alice"].ShouldBe(records["alice"] with { Agreed = 0, Standing = 0, First = 0 });
        records["dave"].Against.ShouldBeEmpty();
    }

    [Fact]
    public void Recipes_that_are_made_up_around_one_image_count_once_and_mend_nothing()
    {
        Arrival[] made = [.. Enumerable.Range(1, 9).SelectMany(recipe => (Arrival[])[From($"{recipe}", By("alice", recipe)), From($"{recipe}", By("carol", recipe))])];
        Of(made)["alice"].Standing.ShouldBe(1);
        Of([By("dave", 0), .. made])["alice"].First.ShouldBe(0);
        Arrival[] wrong = [By("alice", 5, "other", Evil), By("carol", 6, "other"), By("dave", 6, "other")];
        Of([.. made.Where(arrival => arrival.Position < 5), .. wrong, .. made.Where(arrival => arrival.Position > 6)])["alice"].Standing.ShouldBe(0);
    }

    [Fact]
    public void People_of_one_organisation_have_one_voice_whatever_their_number() =>
        Of(By("alice", 1, image: Evil), By("bob", 1, image: Evil), By("carol", 2), By("dave", 3))["alice"].Against.Length.ShouldBe(1);

    [Theory]
    [InlineData(10, 0, "has confirmed images for 9 days only, the policy asks for 10 days")]
    [InlineData(9, 0, null)]
    [InlineData(0, 2, "has confirmed 1 image together with other organisations, the policy asks for 2")]
    [InlineData(0, 1, null)]
    public void A_policy_may_ask_for_reputation(int age, int confirmed, string? problem) =>
        new Standing(new ReputationAsked(age, confirmed, null), Of(By("alice", 1), By("carol", 2)), null, Start.AddDays(10.5)).Problem("alice").ShouldBe(problem);

    [Fact]
    public void Who_is_from_the_future_or_unknown_has_no_age()
    {
        var standing = new Standing(new ReputationAsked(1, 0, null), Of(By("alice", 20), By("carol", 2)), null, Start.AddDays(10));
        standing.Problem("alice").ShouldBe("has confirmed images for 0 days only, the policy asks for 1 day");
        standing.Problem("nobody").ShouldBe("has confirmed images for 0 days only, the policy asks for 1 day");
        standing.Problem("carol").ShouldBeNull();
    }

    [Fact]
    public void What_was_wrong_is_part_of_the_reason() =>
        new Standing(new ReputationAsked(0, 1, null), Of(By("alice", 1, image: Evil), By("carol", 2), By("dave", 3)), null, Start.AddDays(10)).Problem("alice")
            .ShouldBe("has confirmed 0 images together with other organisations since confirming another digest of zlib than proved right, the policy asks for 1");

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, TrackRecord> Of(params Arrival[] arrivals) => Records(arrivals, []);

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, TrackRecord> Records(Arrival[] arrivals, Dictionary<PackageName, Digest> digests) =>
        TrackRecord.Compute(
        arrivals, People, digests, arrivals.Select(arrival => arrival.Claim.Package).Distinct().ToLookup(package => package, _ => Good));

    private static Arrival From(string recipe, Arrival arrival) =>
        arrival with { Claim = arrival.Claim with { Recipe = Digest.Compute(System.Text.Encoding.UTF8.GetBytes(recipe)) } };

    private static Arrival By(string person, int position, string recipe = "recipe", Digest? image = null) =>
        new(new Claim(recipe == "recipe" ? Zlib : PackageName.Parse($"zlib-{recipe}"), image ?? Good, ClaimKind.Rebuilt,
            Digest.Compute(System.Text.Encoding.UTF8.GetBytes(recipe)), Workshop), person, position, Start.AddDays(position));
}
