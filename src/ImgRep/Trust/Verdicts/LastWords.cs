using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Trust.Verdicts;

/// <summary>Who got two digests from one recipe stands behind the one that they signed last; behind neither, if they signed both at once. All
/// recipes that the tree has for the package are one here: each of its routes must give the same.</summary>
internal sealed class LastWords(IEnumerable<VerifiedClaim> others, IEnumerable<VerifiedClaim> confirmations, RecipeKeys recipes)
{
    private readonly Dictionary<(string, Digest?), VerifiedClaim> against = Latest(others, recipes);
    private readonly Dictionary<(string, Digest?), VerifiedClaim> inFavour = Latest(confirmations, recipes);

    /// <summary>Why a confirmation is out of date, in words; null if it is not.</summary>
    public string? Problem(VerifiedClaim confirmation) =>
        against.TryGetValue(KeyOf(confirmation, recipes), out var other) && other.SignedAt >= inFavour[KeyOf(confirmation, recipes)].SignedAt
            ? $"has signed {other.Claim.Image} for the same recipe since" : null;

    private static Dictionary<(string, Digest?), VerifiedClaim> Latest(IEnumerable<VerifiedClaim> claims, RecipeKeys recipes) =>
        claims.GroupBy(said => KeyOf(said, recipes)).ToDictionary(group => group.Key, group => group.MaxBy(said => said.SignedAt)!);

    private static (string, Digest?) KeyOf(VerifiedClaim said, RecipeKeys recipes) =>
        (said.Person, recipes.Keys.Contains(said.Claim.Recipe!) ? null : said.Claim.Recipe);
}
