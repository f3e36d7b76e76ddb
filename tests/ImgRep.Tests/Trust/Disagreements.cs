using System.Collections.Immutable;
using System.Text;
using ImgRep.Building;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Images;
using ImgRep.Images.Configuration;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Listings;
using ImgRep.Trust.Signatures;

namespace ImgRep.Tests.Trust;

/// <summary>Disagreements about made-up images.</summary>
internal static class Disagreements
{
    public static readonly DateTimeOffset Built = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Workshop Workshop = new("embedded", "0.1.0", "GenuineIntel", "debian 12", "6.1");
    public static readonly StepResult Step = new(4, Digest.Compute("key"u8), Digest.Compute("result"u8));

    public static FileTree TreeOf(params (string Path, string Content)[] files) => files.Aggregate(FileTree.Empty, (tree, file) =>
        tree.With(FileTree.Split(file.Path).AsSpan(), new FileNode(Metadata.DefaultFile, new MemoryContent([.. Encoding.UTF8.GetBytes(file.Content)]))));

    public static TreeListing List(FileTree tree, long room = long.MaxValue) => new ListedTree(null).List(tree, room);

    public static Disagreement Of(FileTree tree, long room = Disagreement.RoomOfFiles)
    {
        var listed = new ListedTree(new BuildDates(Built.AddMinutes(-5), Built));
        var files = listed.List(tree, room);
        var image = CanonicalImage.Create(new LayerDescriptor(files.Root, 10240), StageConfig.Empty, Platform.Known[0]);
        return new Disagreement(
            new Claim(PackageName.Parse("zlib"), image.Digest, ClaimKind.Rebuilt, Digest.Compute("recipe"u8), Workshop), Digest.Compute("committed"u8),
            Manifest.Parse(image.Manifest.AsMemory(), "manifest").Configuration, image.Layer, [Step, Step with { Line = 9 }], [.. listed.Dated], files);
    }

    public static ImmutableArray<string> Lines(Disagreement disagreement) => [.. Encoding.ASCII.GetString(disagreement.Write()).TrimEnd('\n').Split('\n')];

    public static byte[] Bytes(IEnumerable<string> lines) => Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\n")));
}
