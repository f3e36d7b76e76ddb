using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Keys;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Images.Configuration;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Signing;

/// <summary>What was signed.</summary>
/// <param name="Person">Who signed; empty if there was nothing to sign.</param>
/// <param name="Files">Relative to the tree: the manifest, then signatures of images.</param>
/// <param name="Refused">What could not be signed as rebuilt, and why.</param>
/// <param name="Subkey">The subkey that signed, if it was not the primary key.</param>
public sealed record Signed(string Person, ImmutableArray<string> Files, ImmutableArray<(PackageName Package, string Reason)> Refused, string? Subkey);

/// <summary>Signs what was built here: one manifest of hashes, then each image for the clients that know nothing else.</summary>
/// <param name="Keys">Those of the tree.</param>
/// <param name="Before">What was signed so far and counts: anything else is no reason not to sign.</param>
/// <param name="Copied">Sign all that <c>digests</c> has, as copied; in the manifest of hashes only.</param>
/// <param name="Key">Which key, as gpg knows it.</param>
public sealed record SigningSession(Checkout Tree, ContentStore Store, KeyFolder Keys, SaidBefore Before, bool Copied, bool ManifestOnly, string? Key)
{
    /// <summary>Whether a new manifest may also take the place of those that are committed.</summary>
    public bool Absorb { get; init; }

    /// <summary>Whether what counts already is confirmed again, as of today.</summary>
    public bool Renew { get; init; }

    private const string VersionLabel = "org.opencontainers.image.version";

    /// <param name="names">Null for all packages; whoever names one wants just that: nothing is signed if one of them is refused.</param>
    public async Task<Signed> RunAsync(BuildPlan plan, IReadOnlySet<PackageName>? names, DateTimeOffset now, CancellationToken cancellation)
    {
        var digests = TrustRoot.DigestsOf(Tree);
        var claimable = Copied ? Copies(digests, names) : BuiltHere.Collect(plan, Store, digests, names);
        if (claimable.Claims.IsEmpty || (names is not null && !claimable.Refused.IsEmpty))
            return new Signed("", [], claimable.Refused, null);
        var key = await SigningKey.FindAsync(Tree, Keys, Key, now, cancellation);
        if (names is null)
            claimable = WithoutWithdrawn(claimable, key.Person.Id);
        if (claimable.Claims.IsEmpty)
            return new Signed("", [], claimable.Refused, null);
        var signer = new Signer(key);
        var files = ImmutableArray.CreateBuilder<string>();
        var lasting = Absorb ? new HashSet<string>() : GitLog.Committed(Tree, OwnManifests.FolderOf(key.Person.Id), cancellation);
        var manifests = new OwnManifests(Tree, key.Person.Id, digests, Before, lasting);
        var (claims, absorbed) = manifests.Plan(claimable.Claims, Renew);
        if (!claims.IsEmpty)
        {
            var manifest = ManifestOfHashes.Write(claims);
            files.Add(manifests.Write(manifest, await signer.SignDetachedAsync(manifest, cancellation), absorbed));
        }
        var keyIds = Keys.Keys[key.Primary].KeyIds;
        var images = new ImageSignatures(Tree, key.Person.Id, Before);
        // Other clients take any signature of an image for a confirmation: copies get none.
        foreach (var claim in ManifestOnly || Copied ? [] : claimable.Claims.DistinctBy(claim => claim.Package))
        {
            if (images.Has(claim.Package, claim.Image, keyIds))
                continue;
            var bytes = new ImageSignature(claim, TagOf(claim)).Write($"imgrep {ThisAssembly.Version}", now);
            files.Add(images.Add(claim.Package, claim.Image, await signer.SignMessageAsync(bytes.AsMemory(), cancellation)));
        }
        return new Signed(key.Person.Id, files.ToImmutable(), claimable.Refused, signer.Subkey);
    }

    /// <summary>What somebody has taken back is only signed again where they say so.</summary>
    private BuiltHere WithoutWithdrawn(BuiltHere claimable, string person)
    {
        var withdrawn = claimable.Claims.Where(claim => Before.IsWithdrawn(person, claim)).Select(claim => claim.Package).ToHashSet();
        return new BuiltHere(
            [.. claimable.Claims.Where(claim => !withdrawn.Contains(claim.Package))],
            [.. claimable.Refused, .. withdrawn.Order().Select(package => (package, $"you have withdrawn it (imgrep sign {package} signs it again)"))]);
    }

    private static BuiltHere Copies(ImmutableSortedDictionary<PackageName, Digest> digests, IReadOnlySet<PackageName>? names) => new(
        [.. digests.Where(line => names?.Contains(line.Key) != false).Select(line => new Claim(line.Key, line.Value, ClaimKind.Copied))],
        [.. (names ?? new HashSet<PackageName>()).Where(name => !digests.ContainsKey(name)).Select(name => (name, $"{DigestsFile.Path} has no line for it"))]);

    /// <summary>The tag that archives give the image: clients that pull by tag ask that it was signed. Null if the image is not here.</summary>
    private string? TagOf(Claim claim)
    {
        if (!Store.Images.Has(claim.Image))
            return null;
        var configuration = ImageConfiguration.Parse(Store.Images.Find(claim.Image).Configuration.AsMemory(), $"configuration of {claim.Package}");
        var version = configuration.Config.Labels.GetValueOrDefault(VersionLabel, "latest");
        return ImageSignature.IsTag(version) ? version : null;
    }
}
