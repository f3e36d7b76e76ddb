using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Trust.Verdicts;

/// <summary>Who got two digests from one recipe stands behind the one that they signed last; behind neither, if they signed both at once. All
/// recipes that the tree has for the package are one here: each of its routes must give the same.</summary>
internal sealed class LastWords(IEnumerable<Attestation> others, IEnumerable<Attestation> confirmations, RecipeKeys recipes)
{
    private readonly Dictionary<(string, Digest?), Attestation> against = Latest(others, recipes);
    private readonly Dictionary<(string, Digest?), Attestation> inFavour = Latest(confirmations, recipes);

    /// <summary>Why a confirmation is out of date, in words; null if it is not.</summary>
    public string? Problem(Attestation confirmation) =>
        against.TryGetValue(KeyOf(confirmation, recipes), out var other) && other.SignedAt >= inFavour[KeyOf(confirmation, recipes)].SignedAt
            ? $"has signed {other.Claim.Image} for the same recipe since" : null;

    private static Dictionary<(string, Digest?), Attestation> Latest(IEnumerable<Attestation> attestations, RecipeKeys recipes) =>
        attestations.GroupBy(attestation => KeyOf(attestation, recipes)).ToDictionary(group => group.Key, group => group.MaxBy(attestation => attestation.SignedAt)!);

    private static (string, Digest?) KeyOf(Attestation attestation, RecipeKeys recipes) =>
        (attestation.Person, recipes.Keys.Contains(attestation.Claim.Recipe!) ? null : attestation.Claim.Recipe);
}
