using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Images;

/// <summary>The one image of an OCI image layout (OCI image-spec 1.1, image-layout.md), every blob of it verified.</summary>
/// <param name="Digest">The digest of the manifest.</param>
/// <param name="Name">What <c>index.json</c> calls it, null if nothing.</param>
public sealed record ImageLayout(Digest Digest, string? Name, Manifest Manifest, ImageConfiguration Configuration)
{
    /// <param name="document">What messages call the layout: the name of its folder or archive.</param>
    /// <param name="find">Reads a file by its path in the layout; null if there is none.</param>
    /// <exception cref="RejectedInputException">It is no image layout, holds not exactly one image, or a blob is missing or damaged.</exception>
    public static ImageLayout Read(string document, Func<string, LayoutFile?> find)
    {
        var layout = new Files(document, find);
        if (layout.Json(LayoutFiles.VersionPath).Required("imageLayoutVersion").Text() is not "1.0.0" and var version)
            throw layout.Rejected($"its image layout has version {version}, only 1.0.0 is known");
        var entry = layout.OnlyManifest();
        var descriptor = Descriptor.Read(entry);
        var manifest = Manifest.Parse(layout.Document(descriptor), $"{document}: manifest {descriptor.Digest}");
        var configuration = ImageConfiguration.Parse(layout.Document(manifest.Configuration), $"{document}: configuration {manifest.Configuration.Digest}");
        foreach (var layer in manifest.Layers.Distinct())
            layout.Blob(layer);
        if (configuration.DiffIds.Length != manifest.Layers.Length)
            throw layout.Rejected($"its manifest has {manifest.Layers.Length} layers, its configuration {configuration.DiffIds.Length}");
        return new ImageLayout(descriptor.Digest, entry.Object("annotations")?.Member(LayoutFiles.NameAnnotation)?.Text(), manifest, configuration);
    }

    private sealed class Files(string document, Func<string, LayoutFile?> find)
    {
        public JsonInput OnlyManifest()
        {
            var manifests = Json(LayoutFiles.IndexPath).Items("manifests").ToImmutableArray();
            if (manifests.Length != 1)
                throw Rejected($"it holds {manifests.Length} images, exactly one was expected");
            if (Descriptor.Read(manifests[0]).MediaType == MediaTypes.Index)
                throw Rejected("it holds an index of images, exactly one image was expected");
            return manifests[0];
        }

        public JsonInput Json(string path) => JsonInput.Parse(Content(path, Find(path)), $"{document}: {path}");

        public ReadOnlyMemory<byte> Document(Descriptor descriptor) => Content(LayoutFiles.BlobPath(descriptor.Digest), Blob(descriptor));

        public LayoutFile Blob(Descriptor descriptor)
        {
            var path = LayoutFiles.BlobPath(descriptor.Digest);
            var file = Find(path);
            return file.Digest == descriptor.Digest && file.Size == descriptor.Size
                ? file
                : throw Rejected($"{path} has {file.Size} bytes with the digest {file.Digest}, {descriptor.Size} bytes with {descriptor.Digest} were expected");
        }

        public RejectedInputException Rejected(string message) =>
            new(Diagnostic.Error(SourceSpan.Whole(document), "image-layout", message, "write it anew, as `skopeo copy ... oci-archive:FILE` does"));

        private LayoutFile Find(string path) => find(path) ?? throw Rejected($"it has no {path}, so it is no OCI image layout");

        private ReadOnlyMemory<byte> Content(string path, LayoutFile file) =>
            file.Content?.AsMemory() ?? throw Rejected($"{path} is no JSON object of at most {JsonInput.LargestDocument} bytes");
    }
}
