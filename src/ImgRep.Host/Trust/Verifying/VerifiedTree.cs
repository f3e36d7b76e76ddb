using System.Collections.Immutable;
using ImgRep.Host.Tree;
using ImgRep.Host.Trust.Reputations;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Reputation;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Verifying;

/// <summary>A tree whose signatures were all verified: each gives attestations, or a reason why it does not count. Nothing that signing has
/// computed or kept is used.</summary>
/// <param name="Standings">Who counts, for each quorum of the policy.</param>
public sealed record VerifiedTree(
    TrustRoot Root, ILookup<PackageName, Attestation> Attestations, ImmutableArray<Rejection> Rejections, ImmutableDictionary<Quorum, Standing> Standings)
{
    /// <param name="packages">What matters; null for everything.</param>
    /// <param name="trusted">People, or keys, that the user trusts, for policies that ask who has certified whom.</param>
    /// <param name="now">Nothing signed later counts.</param>
    public static async Task<VerifiedTree> ReadAsync(
        TreeFolder tree, IReadOnlySet<PackageName>? packages, IReadOnlyCollection<string> trusted, DateTimeOffset now, CancellationToken cancellation)
    {
        var root = TrustRoot.Read(tree);
        var standings = await PolicyStandings.ReadAsync(tree, root, trusted, now, cancellation);
        var (found, rejected) = new SignatureTree(tree, packages).Read();
        var judged = await Signers.JudgeAsync(root.Keys, [.. found.Select(signature => (signature.Signed, DateTimeOffset.MinValue))], now, cancellation);
        var attestations = new List<Attestation>();
        for (var index = 0; index < found.Count; index++)
        {
            var (person, problem, _, madeAt) = judged[index];
            if (person is null || !TryAdd(found[index], person, madeAt, packages, attestations, out problem))
                rejected.Add(new Rejection(found[index].File, problem));
        }
        return new VerifiedTree(root, attestations.ToLookup(attestation => attestation.Claim.Package), [.. rejected.OrderBy(one => one.File, StringComparer.Ordinal)], standings);
    }

    /// <summary>Whether an image of a package meets a quorum.</summary>
    public Verdict Judge(Quorum quorum, PackageName package, Digest image) =>
        Verdict.Of(quorum, package, image, Attestations[package], people.Value, Standings[quorum]);

    private readonly Lazy<Dictionary<string, Person>> people = new(() => Root.Keys.People.ToDictionary(person => person.Id, StringComparer.Ordinal));

    private static bool TryAdd(
        FoundSignature signature, Person person, DateTimeOffset madeAt, IReadOnlySet<PackageName>? packages, List<Attestation> attestations, out string problem)
    {
        problem = "";
        try
        {
            attestations.AddRange(signature.Claims(person).Where(claim => packages?.Contains(claim.Package) != false)
                .Select(claim => new Attestation(claim, person.Id, madeAt, signature.File)));
            return true;
        }
        catch (MalformedSignatureException malformed)
        {
            problem = malformed.Message;
            return false;
        }
    }
}
