using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Packages;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Signing;

/// <summary>Signs that somebody takes back what they have said about packages: a manifest of hashes that says just that.</summary>
/// <param name="Keys">Those of the tree.</param>
/// <param name="Before">What was signed so far and counts.</param>
/// <param name="Key">Which key, as gpg knows it.</param>
public sealed record WithdrawingSession(Checkout Tree, KeyFolder Keys, SaidBefore Before, string? Key)
{
    /// <param name="names">Nothing is signed if there is nothing to take back of one of them.</param>
    public async Task<Signed> RunAsync(IReadOnlySet<PackageName> names, DateTimeOffset now, CancellationToken cancellation)
    {
        var key = await SigningKey.FindAsync(Tree, Keys, Key, now, cancellation);
        var said = names.Order().ToDictionary(name => name, name => Before.Rebuilt(key.Person.Id, name));
        ImmutableArray<(PackageName, string)> refused =
            [.. said.Where(one => one.Value.IsEmpty).Select(one => (one.Key, $"nothing that {key.Person.Id} has signed about it counts and is not withdrawn"))];
        if (!refused.IsEmpty)
            return new Signed("", [], refused, null);
        var claims = said.Values.SelectMany(one => one).Select(claim => claim with { Kind = ClaimKind.Withdrawn, Workshop = null });
        var (signer, manifest) = (new Signer(key), ManifestOfHashes.Write(claims));
        var manifests = new OwnManifests(Tree, key.Person.Id, TrustRoot.DigestsOf(Tree), Before, new HashSet<string>());
        return new Signed(key.Person.Id, [manifests.Write(manifest, await signer.SignDetachedAsync(manifest, cancellation), [])], [], signer.Subkey);
    }
}
