using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Trust.Verdicts;

/// <summary>What people stand behind: of all that they signed about one recipe, what they signed last. Whoever confirmed another digest before has corrected
/// it, and whoever withdrew it stands behind nothing. Of what they signed at once, a withdrawal counts before all else, and a digest that the tree does not
/// commit to before the one that it does. All recipes that the tree has for a package are one here: each of its routes must give the same.</summary>
/// <param name="claims">Of one package or of many, whatever their kind.</param>
/// <param name="recipes">Those of the tree, of the only package; <see cref="RecipeKeys.Any"/> if each recipe is for itself.</param>
/// <param name="committed">What the tree commits to; null where that does not matter.</param>
public sealed class LastWords(IEnumerable<VerifiedClaim> claims, RecipeKeys recipes, Digest? committed = null)
{
    private readonly Dictionary<(string, PackageName, Digest?), VerifiedClaim> last = Last(claims, recipes, committed);

    /// <summary>Whether a person still stands behind what they signed.</summary>
    public bool Stands(VerifiedClaim said) =>
        said.Claim.Recipe is null || (last[KeyOf(said, recipes)].Claim is { } word && word.Kind == said.Claim.Kind && word.Image == said.Claim.Image);

    /// <summary>Whether they have withdrawn it.</summary>
    public bool IsWithdrawn(VerifiedClaim said) =>
        said.Claim is { Recipe: not null, Kind: not ClaimKind.Withdrawn } && last[KeyOf(said, recipes)].Claim.Kind == ClaimKind.Withdrawn;

    /// <summary>Why they do not stand behind it any more, in words; null if they do.</summary>
    public string? Problem(VerifiedClaim said) => Stands(said) ? null
        : IsWithdrawn(said) ? "has withdrawn it since" : $"has signed {last[KeyOf(said, recipes)].Claim.Image} for the same recipe since";

    /// <summary>Goes through them once and keeps no others: histories have millions.</summary>
    private static Dictionary<(string, PackageName, Digest?), VerifiedClaim> Last(IEnumerable<VerifiedClaim> claims, RecipeKeys recipes, Digest? committed)
    {
        var last = new Dictionary<(string, PackageName, Digest?), VerifiedClaim>();
        foreach (var said in claims.Where(said => said.Claim.Recipe is not null))
        {
            var key = KeyOf(said, recipes);
            if (!last.TryGetValue(key, out var word) || Order(said).CompareTo(Order(word)) > 0)
                last[key] = said;
        }
        return last;

        (DateTimeOffset, int) Order(VerifiedClaim said) => (said.SignedAt, Rank(said.Claim, committed));
    }

    private static int Rank(Claim claim, Digest? committed) => claim.Kind == ClaimKind.Withdrawn ? 2 : claim.Image == committed ? 0 : 1;

    private static (string, PackageName, Digest?) KeyOf(VerifiedClaim said, RecipeKeys recipes) =>
        (said.Person, said.Claim.Package, recipes.Keys.Contains(said.Claim.Recipe!) ? null : said.Claim.Recipe);
}
