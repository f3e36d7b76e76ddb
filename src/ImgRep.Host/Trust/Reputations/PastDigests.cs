using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Trust.Reputations;

/// <summary>Every digest that a tree ever committed to, by the history of <c>digests</c>.</summary>
internal static class PastDigests
{
    public static ILookup<PackageName, Digest> Read(Checkout tree, CancellationToken cancellation) =>
        GitLog.Lines(tree, DigestsFile.Path, cancellation).Distinct().Select(Parse).OfType<(PackageName Package, Digest Image)>()
            .ToLookup(line => line.Package, line => line.Image);

    private static (PackageName Package, Digest Image)? Parse(string line) =>
        line.Split("  ") is [var hex, var name] && Digest.TryParseHex(hex, out var image) && PackageName.TryParse(name, out var package) ? (package, image) : null;
}
