using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Trust.Statements;

/// <summary>Whether what images are made of is what the statements before theirs say. So there are no loops, one name means one image, and no layer
/// passes for a manifest.</summary>
internal sealed class BundleLinks
{
    private readonly Dictionary<string, (Digest Image, int Number)> images = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, int> manifests = [];
    private readonly Dictionary<Digest, int> layers = [];

    /// <exception cref="MalformedStatementException">It does not go with those before it.</exception>
    public void Add(int number, StatedImage image)
    {
        var name = PackageName.Namespace + image.Package;
        if (images.TryGetValue(name, out var earlier))
            throw new MalformedStatementException($"statement {earlier.Number} is about {name} already");
        foreach (var (used, digest) in image.Routes.SelectMany(route => route.Recipe.Images))
            Check(number, used, digest);
        if (layers.TryGetValue(image.Image, out var layer))
            throw new MalformedStatementException($"{name} has the digest of a seed's layer in statement {layer}: an image is named by its manifest");
        images[name] = (image.Image, number);
        manifests.TryAdd(image.Image, number);
    }

    private void Check(int number, string used, Digest digest)
    {
        if (SlsaProvenance.IsSeed(used))
        {
            if (manifests.TryGetValue(digest, out var manifest))
                throw new MalformedStatementException($"{used} has the digest of an image's manifest in statement {manifest}: a seed is named by its layer");
            layers.TryAdd(digest, number);
        }
        else if (used.Contains('@', StringComparison.Ordinal))
        {
            if (!used.EndsWith($"@{digest}", StringComparison.Ordinal))
                throw new MalformedStatementException($"it uses {used} as {digest}");
        }
        else if (!images.TryGetValue(used, out var stated))
            throw new MalformedStatementException($"it uses {used}, about which no statement before it is: is one missing, or do they go round in a circle?");
        else if (stated.Image != digest)
            throw new MalformedStatementException($"it uses {used} as {digest}, but statement {stated.Number} has {stated.Image}");
    }
}
