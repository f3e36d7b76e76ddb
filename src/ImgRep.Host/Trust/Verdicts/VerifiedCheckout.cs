using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Trust.Reputations;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Reputation;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Verdicts;

/// <summary>A tree whose signatures were all verified: each gives claims, or a reason why it does not count. Nothing that signing has
/// computed or kept is used.</summary>
/// <param name="Recipes">What each package that matters is made of in the tree.</param>
/// <param name="Standings">Who counts, for each quorum of the policy.</param>
public sealed record VerifiedCheckout(
    TrustRoot Root, ILookup<PackageName, VerifiedClaim> Claims, ImmutableArray<Rejection> Rejections, IReadOnlyDictionary<PackageName, RecipeKeys> Recipes,
    ImmutableDictionary<Quorum, Standing> Standings)
{
    /// <param name="packages">What matters; null for everything.</param>
    /// <param name="trusted">People, or keys, that the user trusts, for policies that ask who has certified whom.</param>
    /// <param name="now">Nothing signed later counts.</param>
    public static async Task<VerifiedCheckout> ReadAsync(
        Checkout tree, TrustRoot root, IReadOnlySet<PackageName>? packages, IReadOnlyCollection<string> trusted, DateTimeOffset now, CancellationToken cancellation,
        IProgress<BuildEvent>? progress = null)
    {
        var standings = await PolicyStandings.ReadAsync(tree, root, trusted, now, cancellation);
        var signatures = await VerifiedSignatures.ReadAsync(tree, root.Keys, packages, now, cancellation, progress);
        var recipes = new CheckoutRecipes(tree, root.Digests).Read(packages, cancellation);
        return new VerifiedCheckout(root, signatures.Claims.ToLookup(said => said.Claim.Package), [.. signatures.Rejections], recipes, standings);
    }

    /// <summary>Whether an image of a package meets a quorum.</summary>
    public Verdict Judge(Quorum quorum, PackageName package, Digest image) =>
        Verdict.Evaluate(quorum, package, image, Claims[package], people.Value, Standings[quorum],
            Recipes.GetValueOrDefault(package) ?? RecipeKeys.NotKnown("it was not read"));

    private readonly Lazy<Dictionary<string, Person>> people = new(() => Root.Keys.People.ToDictionary(person => person.Id, StringComparer.Ordinal));
}
