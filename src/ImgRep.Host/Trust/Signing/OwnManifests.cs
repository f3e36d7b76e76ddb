using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.Signing;

/// <summary>A person's manifests of hashes in <c>signatures/manifests</c>. A new one takes the place of those that it makes superfluous, so that
/// their number stays small: a manifest is only ever absorbed by one that is larger.</summary>
/// <param name="live">What the tree commits to: claims about other digests are out of date.</param>
/// <param name="counting">The signature files of the tree that count.</param>
internal sealed class OwnManifests(Checkout tree, string person, IReadOnlyDictionary<PackageName, Digest> live, IReadOnlySet<string> counting)
{
    private string Folder => $"signatures/manifests/{person}";

    /// <summary>What has to be signed so that everything that can be claimed is claimed; empty if it is already.</summary>
    /// <param name="claimable">All that is known here to be true. What older manifests say is never signed on their word.</param>
    public (ImmutableArray<Claim> Claims, ImmutableArray<string> Absorbed) Plan(IReadOnlyCollection<Claim> claimable)
    {
        var old = Read();
        var known = claimable.ToHashSet();
        var claims = claimable.Except(old.SelectMany(manifest => manifest.Claims)).ToHashSet();
        var absorbed = ImmutableArray.CreateBuilder<string>();
        if (claims.Count == 0)
            return ([], []);
        foreach (var (file, said) in old.OrderBy(manifest => manifest.Claims.Length))
        {
            var current = said.Where(claim => live.GetValueOrDefault(claim.Package) == claim.Image).ToList();
            if (!current.TrueForAll(known.Contains) || current.Count > claims.Count)
                continue;
            claims.UnionWith(current);
            absorbed.Add(file);
        }
        return ([.. claims], absorbed.ToImmutable());
    }

    /// <summary>Writes a signed manifest, then removes those that it has absorbed. At any moment all claims stand there.</summary>
    /// <returns>Its path, relative to the tree.</returns>
    public string Write(byte[] manifest, byte[] signature, ImmutableArray<string> absorbed)
    {
        var file = $"{Folder}/{Digest.Compute(manifest).Hex}";
        // What has such a name already does not count.
        DurableFile.Write(tree, file, manifest);
        DurableFile.Write(tree, file + ".asc", signature);
        foreach (var old in absorbed.Where(old => old != file))
        {
            // First what makes it count.
            DurableFile.Delete(tree, old + ".asc");
            DurableFile.Delete(tree, old);
        }
        return file;
    }

    /// <summary>Those that count; what does not, verifying points out.</summary>
    private List<(string File, ImmutableArray<Claim> Claims)> Read()
    {
        var manifests = new List<(string, ImmutableArray<Claim>)>();
        foreach (var (name, _) in CheckoutFile.List(tree, Folder).Where(entry => Digest.TryParseHex(entry.Name, out _)))
        {
            var file = $"{Folder}/{name}";
            if (counting.Contains(file + ".asc") && CheckoutFile.Read(tree, file, ManifestOfHashes.Largest, out _) is { } bytes)
                manifests.Add((file, ManifestOfHashes.Parse(bytes)));
        }
        return manifests;
    }
}
