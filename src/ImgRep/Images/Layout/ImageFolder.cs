using System.Collections.Immutable;

namespace ImgRep.Images.Layout;

/// <summary>An image layout (OCI image-spec 1.1, image-layout.md) as a folder.</summary>
public static class ImageFolder
{
    /// <summary>Every file but the layer, by its path.</summary>
    /// <param name="name">What the layout calls the image.</param>
    public static IEnumerable<KeyValuePair<string, ImmutableArray<byte>>> FilesOf(CanonicalImage image, string name) =>
    [
        new(LayoutFiles.VersionPath, LayoutFiles.Version()),
        new(LayoutFiles.IndexPath, LayoutFiles.Index(image, name)),
        new(LayoutFiles.BlobPath(image.Digest), image.Manifest),
        new(LayoutFiles.BlobPath(image.ConfigurationDigest), image.Configuration),
    ];

    /// <summary>Where a blob lies.</summary>
    public static string BlobPath(Primitives.Digest digest) => LayoutFiles.BlobPath(digest);
}
