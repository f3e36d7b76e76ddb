using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Signing;

/// <summary>A person's manifests of hashes in <c>signatures/manifests</c>. A new one takes the place of those that it makes superfluous, so that
/// their number stays small: a manifest is only ever absorbed by one that is larger. What is committed stays, unless it is asked to go: branches that only
/// add can always be merged.</summary>
/// <param name="live">What the tree commits to: claims about other digests are out of date.</param>
/// <param name="before">What was signed so far.</param>
/// <param name="lasting">The names of the manifests that must stay.</param>
internal sealed class OwnManifests(
    Checkout tree, string person, IReadOnlyDictionary<PackageName, Digest> live, SaidBefore before, IReadOnlySet<string> lasting)
{
    /// <summary>Where a person's manifests lie.</summary>
    public static string FolderOf(string person) => $"{SignaturePlace.Manifests}/{person}";

    private string Folder => FolderOf(person);

    /// <summary>What has to be signed so that everything that can be claimed is claimed; empty if it is already.</summary>
    /// <param name="claimable">All that is known here to be true. What older manifests say is never signed on their word.</param>
    /// <param name="renew">Whether everything has to be signed, what is claimed already too.</param>
    public (ImmutableArray<Claim> Claims, ImmutableArray<string> Absorbed) Plan(IReadOnlyCollection<Claim> claimable, bool renew)
    {
        var old = Read();
        var known = claimable.ToHashSet();
        var standing = old.SelectMany(manifest => manifest.Claims).Where(claim => before.Stands(person, claim));
        var claims = (renew ? claimable : claimable.Except(standing)).ToHashSet();
        var absorbed = ImmutableArray.CreateBuilder<string>();
        if (claims.Count == 0)
            return ([], []);
        foreach (var (file, said) in old.OrderBy(manifest => manifest.Claims.Length))
        {
            var current = said.Where(claim => live.GetValueOrDefault(claim.Package) == claim.Image).ToList();
            if (lasting.Contains(Path.GetFileName(file)) || said.Any(claim => claim.Kind == ClaimKind.Withdrawn)
                || !current.TrueForAll(known.Contains) || current.Count > claims.Count)
                continue;
            claims.UnionWith(current);
            absorbed.Add(file);
        }
        return ([.. claims], absorbed.ToImmutable());
    }

    /// <summary>Whether a file was signed that counts, and its maker stands behind what it claims.</summary>
    public bool Stands(byte[] bytes, Claim claim) => before.Stands(person, claim) && SignaturesOf($"{Folder}/{Digest.Compute(bytes).Hex}").Any(before.Counts);

    /// <summary>Writes a signed manifest, then removes those that it has absorbed. At any moment all claims stand there.</summary>
    /// <returns>Its path, relative to the tree.</returns>
    public string Write(byte[] manifest, byte[] signature, ImmutableArray<string> absorbed)
    {
        var file = $"{Folder}/{Digest.Compute(manifest).Hex}";
        // What has such a name already does not count.
        DurableFile.Write(tree, file, manifest);
        var made = SignaturePlace.OfManifest(file, signature);
        DurableFile.Write(tree, made, signature);
        foreach (var old in absorbed)
        {
            // First what makes it count.
            foreach (var own in SignaturesOf(old).Where(own => own != made))
                DurableFile.Delete(tree, own);
            if (old != file)
                DurableFile.Delete(tree, old);
        }
        return file;
    }

    /// <summary>Those that count, without disagreements, which stay; what does not, verifying points out.</summary>
    private List<(string File, ImmutableArray<Claim> Claims)> Read()
    {
        var manifests = new List<(string, ImmutableArray<Claim>)>();
        foreach (var (name, _) in CheckoutFile.List(tree, Folder).Where(entry => Digest.TryParseHex(entry.Name, out _)))
        {
            var file = $"{Folder}/{name}";
            if (SignaturesOf(file).Any(before.Counts) && CheckoutFile.Read(tree, file, ManifestOfHashes.Largest, out _) is { } bytes && !Disagreement.Is(bytes))
                manifests.Add((file, ManifestOfHashes.Parse(bytes)));
        }
        return manifests;
    }

    private List<string> SignaturesOf(string file) => [.. CheckoutFile.List(tree, Folder).Select(entry => entry.Name)
        .Where(name => SignaturePlace.IsSignature(name, out var manifest) && $"{Folder}/{manifest}" == file).Select(name => $"{Folder}/{name}")];
}
