using System.Collections.Immutable;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images.Layout;

/// <summary>The one image of an OCI image layout (OCI image-spec 1.1, image-layout.md), every blob of it verified.</summary>
/// <param name="Digest">The digest of the manifest.</param>
/// <param name="Name">What <c>index.json</c> calls it, null if nothing.</param>
public sealed record ImageLayout(Digest Digest, string? Name, Manifest Manifest)
{
    /// <summary>By this name of an index's descriptor containerd, and so a newer Docker, loads an image.</summary>
    private const string ContainerdName = "io.containerd.image.name";

    /// <param name="document">What messages call the layout: the name of its folder or archive.</param>
    /// <param name="find">Reads a file by its path in the layout; null if there is none.</param>
    /// <exception cref="RejectedInputException">It is no image layout, holds not exactly one image, or a blob is missing or damaged; or
    /// another of its files names another image.</exception>
    public static ImageLayout Read(string document, Func<string, LayoutFile?> find)
    {
        var layout = new Files(document, find);
        if (layout.Json(LayoutFiles.VersionPath).Required("imageLayoutVersion").Text() is not "1.0.0" and var version)
            throw layout.Rejected($"its image layout has version {version}, only 1.0.0 is known");
        var entry = layout.OnlyManifest();
        var descriptor = Descriptor.Read(entry);
        var manifest = Manifest.Parse(layout.Document(descriptor), $"{document}: manifest {descriptor.Digest}");
        var layers = ImageConfiguration.ParseDiffIds(layout.Document(manifest.Configuration), $"{document}: configuration {manifest.Configuration.Digest}");
        foreach (var layer in manifest.Layers.Distinct())
            layout.Blob(layer);
        if (layers.Length != manifest.Layers.Length)
            throw layout.Rejected($"its manifest has {manifest.Layers.Length} layers, its configuration {layers.Length}");
        var name = entry.Object("annotations")?.Member(LayoutFiles.NameAnnotation)?.Text();
        var image = new ImageLayout(descriptor.Digest, name, manifest);
        if (entry.Object("annotations")?.Member(ContainerdName)?.Text() is { } other)
            layout.CheckNames(image, [other], LayoutFiles.IndexPath);
        layout.CheckOtherFace(image);
        return image;
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

        /// <summary>Older Docker reads <c>manifest.json</c> and not the index, and what is older still the file <c>repositories</c>: what
        /// they load must be the same image.</summary>
        public void CheckOtherFace(ImageLayout image)
        {
            if (find(LayoutFiles.DockerManifestPath) is not { } file)
            {
                if (find(LayoutFiles.RepositoriesPath) is not null)
                    throw Rejected($"it has {LayoutFiles.RepositoriesPath} without {LayoutFiles.DockerManifestPath}, by which Docker would load it as another image");
                return;
            }
            var docker = DockerManifest.Parse(Content(LayoutFiles.DockerManifestPath, file), $"{document}: {LayoutFiles.DockerManifestPath}");
            CheckSame("files for the configuration", [docker.Configuration], [image.Manifest.Configuration]);
            CheckSame("files for the layers", docker.Layers, image.Manifest.Layers);
            CheckNames(image, docker.Names, LayoutFiles.DockerManifestPath);
        }

        /// <summary>A name like <c>imgrep/zlib:1.3.1</c> is the image's everywhere. What other tools write as a name in the index is
        /// often a tag alone, and says nothing.</summary>
        public void CheckNames(ImageLayout image, ImmutableArray<string> names, string path)
        {
            if (image.Name is not { } name || !name.Contains('/', StringComparison.Ordinal))
                return;
            foreach (var other in names.Where(other => other != name && !other.EndsWith("/" + name, StringComparison.Ordinal)))
                throw Rejected($"{LayoutFiles.IndexPath} calls the image {name}, {path} calls it {other}");
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

        private void CheckSame(string what, ImmutableArray<string> paths, ImmutableArray<Descriptor> expected)
        {
            if (!paths.Select(path => find(path)?.Digest).SequenceEqual(expected.Select(blob => blob.Digest)))
                throw Rejected($"{LayoutFiles.DockerManifestPath} names other {what} than {LayoutFiles.IndexPath}: Docker would load another image");
        }

        private LayoutFile Find(string path) => find(path) ?? throw Rejected($"it has no {path}, so it is no OCI image layout");

        private ReadOnlyMemory<byte> Content(string path, LayoutFile file) =>
            file.Content?.AsMemory() ?? throw Rejected($"{path} is no JSON of at most {JsonInput.LargestDocument} bytes");
    }
}
