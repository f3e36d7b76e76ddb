using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Signing;

/// <summary>Signs that what was built here gave other digests than the committed ones, a file for each recipe.</summary>
/// <param name="Keys">Those of the tree.</param>
/// <param name="Before">What was signed so far and counts.</param>
/// <param name="Key">Which key, as gpg knows it.</param>
public sealed record DisagreeingSession(Checkout Tree, ContentStore Store, KeyFolder Keys, SaidBefore Before, string? Key)
{
    /// <param name="names">Nothing is signed if one of them is refused.</param>
    public async Task<Signed> RunAsync(BuildPlan plan, IReadOnlySet<PackageName> names, DateTimeOffset now, CancellationToken cancellation)
    {
        var digests = TrustRoot.DigestsOf(Tree);
        var found = BuiltOtherwise.Collect(plan, Store, digests, names, cancellation);
        if (!found.Refused.IsEmpty)
            return new Signed("", [], found.Refused, null);
        var key = await SigningKey.FindAsync(Tree, Keys, Key, now, cancellation);
        var signer = new Signer(key);
        var manifests = new OwnManifests(Tree, key.Person.Id, digests, Before, new HashSet<string>());
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (var disagreement in found.Disagreements)
        {
            var bytes = disagreement.Write();
            if (!manifests.Stands(bytes, disagreement.Claim))
                files.Add(manifests.Write(bytes, await signer.SignDetachedAsync(bytes, cancellation), []));
        }
        return new Signed(key.Person.Id, files.ToImmutable(), [], signer.Subkey);
    }
}
