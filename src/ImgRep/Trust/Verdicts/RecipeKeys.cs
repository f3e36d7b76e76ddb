using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Trust.Verdicts;

/// <summary>What a package is made of in a tree. A confirmation says what somebody got from one recipe: it says nothing about another, so that
/// old confirmations of an old image are none of the package as it is now.</summary>
/// <param name="Keys">The recipe keys of all routes, on every platform; none where they are not known.</param>
/// <param name="Unknown">Why they are not known; null where they are.</param>
public sealed record RecipeKeys(ImmutableHashSet<Digest> Keys, string? Unknown)
{
    /// <summary>For packages whose recipe differs between those who build it: those that start from seeds, of which each takes what a distribution
    /// still has. What they come to is the same, and what is made of them names it.</summary>
    public static RecipeKeys Any { get; } = new([], null) { IsAny = true };

    public bool IsAny { get; private init; }

    public static RecipeKeys NotKnown(string why) => new([], why);

    /// <summary>Why a rebuild is not one of the package as the tree has it, in words; null if it is.</summary>
    public string? Problem(Claim claim) =>
        IsAny || Keys.Contains(claim.Recipe!) ? null
        : Unknown is null ? $"from another recipe than {PackageFolder(claim.Package)} has now"
        : $"which recipe {PackageFolder(claim.Package)} has now is not known: {Unknown}";

    private static string PackageFolder(PackageName package) => $"packages/{package}";
}
