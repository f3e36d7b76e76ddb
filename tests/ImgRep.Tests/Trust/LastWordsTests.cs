using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Tests.Trust;

/// <summary>What somebody stands behind who has said several things.</summary>
public class LastWordsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Digest Good = Digest.Compute("good"u8);
    private static readonly Digest Bad = Digest.Compute("bad"u8);
    private static readonly Digest Recipe = Digest.Compute("recipe"u8);
    private static readonly Digest Route = Digest.Compute("another route"u8);
    private static readonly Workshop Workshop = new("embedded", "0.1.0", "GenuineIntel", "debian 12", "6.1");

    [Fact]
    public void The_last_counts_whatever_the_order_of_the_files()
    {
        Standing([Said(1, Good), Said(2, Bad)]).ShouldBe(["2"]);
        Standing([Said(2, Bad), Said(1, Good)]).ShouldBe(["2"]);
        Standing([Said(1, Bad), Said(2, Good), Said(3, Good)]).ShouldBe(["2", "3"]);
    }

    [Fact]
    public void What_was_withdrawn_does_not_stand_even_if_it_is_copied_back_and_what_is_signed_later_does()
    {
        var old = Said(1, Good);
        Standing([old, Withdrawn(2)]).ShouldBe(["2"]);
        Standing([Withdrawn(2), old, old with { File = "a copy" }]).ShouldBe(["2"]);
        Standing([old, Withdrawn(2), Said(3, Good)]).ShouldBe(["1", "3"], "the same digest, signed again");
        Standing([Said(1, Bad), Withdrawn(2), Said(3, Good)]).ShouldBe(["3"]);
    }

    [Fact]
    public void Of_what_is_signed_at_once_a_withdrawal_counts_and_then_what_is_against_the_tree()
    {
        Standing([Said(1, Good), Withdrawn(1)]).ShouldBe(["1"]);
        var words = new LastWords([Said(1, Good), Said(1, Bad)], new RecipeKeys([Recipe], null), Good);
        words.Stands(Said(1, Good)).ShouldBeFalse();
        words.Stands(Said(1, Bad)).ShouldBeTrue();
    }

    [Fact]
    public void People_packages_and_recipes_are_apart_but_the_routes_of_a_package_are_one()
    {
        VerifiedClaim[] said = [Said(1, Good), Withdrawn(2) with { Person = "bob" }, Withdrawn(2) with { Claim = Withdrawn(2).Claim with { Package = PackageName.Parse("musl") } }];
        new LastWords(said, RecipeKeys.Any).Stands(said[0]).ShouldBeTrue();
        VerifiedClaim[] routes = [Said(1, Good), Withdrawn(2) with { Claim = Withdrawn(2).Claim with { Recipe = Route } }];
        new LastWords(routes, RecipeKeys.Any).Stands(routes[0]).ShouldBeTrue();
        new LastWords(routes, new RecipeKeys([Recipe, Route], null)).Stands(routes[0]).ShouldBeFalse();
    }

    [Fact]
    public void Who_has_not_withdrawn_it_has_said_so_in_words()
    {
        var words = new LastWords([Said(1, Good), Said(2, Bad)], RecipeKeys.Any);
        words.Problem(Said(1, Good)).ShouldBe($"has signed {Bad} for the same recipe since");
        words.Problem(Said(2, Bad)).ShouldBeNull();
        new LastWords([Said(1, Good), Withdrawn(2)], RecipeKeys.Any).Problem(Said(1, Good)).ShouldBe("has withdrawn it since");
    }

    [Fact]
    public void Who_signs_again_need_not_know_what_stands_already_and_learns_what_does_not()
    {
        VerifiedClaim[] all = [Said(1, Good), Withdrawn(2)];
        var before = new SaidBefore(all, new HashSet<string> { "1", "2" });
        before.Stands("alice", all[0].Claim).ShouldBeFalse();
        before.IsWithdrawn("alice", all[0].Claim).ShouldBeTrue();
        before.IsWithdrawn("bob", all[0].Claim).ShouldBeFalse();
        before.Rebuilt("alice", all[0].Claim.Package).ShouldBeEmpty();
        (before.Stands("1"), before.Counts("1"), before.IsWithdrawn("1"), before.Stands("3")).ShouldBe((false, true, true, false));
        new SaidBefore([Said(1, Good)], new HashSet<string>()).Rebuilt("alice", all[0].Claim.Package).ShouldBe([all[0].Claim]);
    }

    private static IEnumerable<string> Standing(VerifiedClaim[] said)
    {
        var words = new LastWords(said, RecipeKeys.Any);
        return said.Where(words.Stands).Select(one => one.File).Distinct().Order(StringComparer.Ordinal);
    }

    private static VerifiedClaim Said(int day, Digest image) =>
        new(new Claim(PackageName.Parse("zlib"), image, ClaimKind.Rebuilt, Recipe, Workshop), "alice", Start.AddDays(day), $"{day}");

    private static VerifiedClaim Withdrawn(int day) => Said(day, Good) with { Claim = Said(day, Good).Claim with { Kind = ClaimKind.Withdrawn, Workshop = null } };
}
