using ImgRep.Building;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Packages;
using ImgRep.Trust.People;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Verifying;

/// <summary>The signatures of a tree, all verified: each gives claims, or a reason why it does not count.</summary>
/// <param name="Counting">The files that gave claims, relative to the tree.</param>
internal sealed record VerifiedSignatures(List<VerifiedClaim> Claims, IReadOnlySet<string> Counting, List<Rejection> Rejections)
{
    /// <param name="packages">What matters; null for everything.</param>
    /// <param name="now">Nothing signed later counts.</param>
    public static async Task<VerifiedSignatures> ReadAsync(
        Checkout tree, KeyFolder keys, IReadOnlySet<PackageName>? packages, DateTimeOffset now, CancellationToken cancellation, IProgress<BuildEvent>? progress = null)
    {
        var (found, rejected) = new SignatureTree(tree, packages).Read();
        var judged = await Signers.JudgeAsync(keys, [.. found.Select(signature => (signature.Signed, DateTimeOffset.MinValue))], now, cancellation, progress);
        var claims = new List<VerifiedClaim>();
        var counting = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < found.Count; index++)
        {
            var (person, problem, _, madeAt) = judged[index];
            if (person is not null && TryAdd(found[index], person, madeAt, packages, claims, out problem))
                counting.Add(found[index].File);
            else
                rejected.Add(new Rejection(found[index].File, problem));
        }
        return new VerifiedSignatures(claims, counting, [.. rejected.OrderBy(one => one.File, StringComparer.Ordinal)]);
    }

    /// <summary>Who stands behind what.</summary>
    public SaidBefore Said { get; } = new(Claims, Counting);

    private static bool TryAdd(
        FoundSignature signature, Person person, DateTimeOffset madeAt, IReadOnlySet<PackageName>? packages, List<VerifiedClaim> claims, out string problem)
    {
        problem = "";
        try
        {
            claims.AddRange(signature.Claims(person).Where(claim => packages?.Contains(claim.Package) != false)
                .Select(claim => new VerifiedClaim(claim, person.Id, madeAt, signature.File)));
            return true;
        }
        catch (MalformedSignatureException malformed)
        {
            problem = malformed.Message;
            return false;
        }
    }
}
