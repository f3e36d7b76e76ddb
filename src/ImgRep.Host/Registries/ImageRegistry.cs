using System.Text.RegularExpressions;
using ImgRep.Building;
using ImgRep.Host.Output;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Images.Layout;
using ImgRep.Primitives;

namespace ImgRep.Host.Registries;

/// <summary>Images of the store in a registry, where they are <c>imgrep/NAME</c>. By their digests: a registry is believed nothing.</summary>
public sealed partial class ImageRegistry(ContentStore store, RegistryClient client, IProgress<BuildEvent> progress)
{
    private const string LocalName = "image:copied";

    /// <summary>Copies a package's image there, under its version. Blobs that are there are not sent again.</summary>
    public async Task PushAsync(string package, Digest digest, CancellationToken cancellation)
    {
        var image = store.Images.Find(digest);
        var repository = client.ImagesOf(package);
        var version = ArchiveFolder.VersionOf(package, image);
        if (!Tag().IsMatch(version))
        {
            throw new EnvironmentException("push", repository.Call(digest.ToString()), $"its version '{version}' cannot be a tag",
                "a tag has letters, digits, _, . and -, at most 128 of them");
        }
        await PushBlobsAsync(package, image, cancellation);
        await repository.WriteManifestAsync(version, image.Manifest.AsMemory(), cancellation);
    }

    /// <summary>Copies a package's image there, under no tag.</summary>
    internal async Task PushUntaggedAsync(string package, CanonicalImage image, CancellationToken cancellation)
    {
        await PushBlobsAsync(package, image, cancellation);
        await client.ImagesOf(package).WriteManifestAsync(image.Digest.ToString(), image.Manifest.AsMemory(), cancellation);
    }

    /// <summary>Copies an image from there, by its digest. It enters the store only when every byte of it is verified.</summary>
    /// <exception cref="RejectedInputException">What the registry has is not in canonical form.</exception>
    /// <exception cref="EnvironmentException">It is not there, or something else is.</exception>
    public async Task PullAsync(string package, Digest digest, CancellationToken cancellation)
    {
        if (store.Images.Has(digest))
            return;
        var repository = client.ImagesOf(package);
        var layout = store.Temporary.NewFolder();
        progress.Report(new Activity(package, ActivityUnit.Bytes, 0, null));
        try
        {
            var manifest = await repository.TryReadManifestAsync(digest.ToString(), cancellation) ?? throw Missing(repository, digest);
            var parts = Manifest.Parse(manifest, repository.Call(digest.ToString()));
            if (parts.Layers is not [{ MediaType: MediaTypes.Layer } layer])
                throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(digest.ToString()), "not-canonical",
                    "the image has not exactly one layer without compression", "push images that imgrep has built"));
            Disk.MakeFolder(Path.Combine(layout, "blobs", "sha256"));
            foreach (var part in (Descriptor[])[parts.Configuration, layer])
            {
                if (!await repository.TryReadBlobAsync(part.Digest, part.Size, Path.Combine(layout, ImageFolder.BlobPath(part.Digest)), progress, package, cancellation))
                    throw Missing(repository, part.Digest);
            }
            var configuration = Disk.ReadBytes(Path.Combine(layout, ImageFolder.BlobPath(parts.Configuration.Digest)));
            var image = new CanonicalImage([.. manifest], [.. configuration], new LayerDescriptor(layer.Digest, layer.Size));
            foreach (var (path, content) in ImageFolder.FilesOf(image, LocalName))
                Disk.WriteBytes(Path.Combine(layout, path), content.AsSpan());
            // Its digest was verified while it came.
            var verified = new LayoutFile(layer.Digest, Disk.LengthOf(Path.Combine(layout, ImageFolder.BlobPath(layer.Digest))), null);
            await Task.Run(() => Adopt(layout, ImagePath.Read(layout, verified, cancellation), cancellation), cancellation);
        }
        finally
        {
            progress.Report(new Activity(package, ActivityUnit.Bytes, 0, null) { HasEnded = true });
            TemporaryFolders.Remove(layout);
        }
    }

    /// <summary>The manifest last: it is what makes an image be there.</summary>
    private void Adopt(string layout, ImageLayout image, CancellationToken cancellation)
    {
        var layer = image.Manifest.Layers.Single();
        var path = Path.Combine(layout, ImageFolder.BlobPath(layer.Digest));
        using (var blob = Disk.Open(path))
        {
            LayerReader.Read(
                blob, new LayerDescriptor(layer.Digest, layer.Size), (offset, length, content) => new DiskFile(HostPath.Parse(path), offset, length, content), cancellation);
        }
        foreach (var digest in (Digest[])[layer.Digest, image.Manifest.Configuration.Digest, image.Digest])
            store.AdoptBlob(Path.Combine(layout, ImageFolder.BlobPath(digest)), digest);
    }

    private async Task PushBlobsAsync(string package, CanonicalImage image, CancellationToken cancellation)
    {
        var repository = client.ImagesOf(package);
        progress.Report(new Activity(package, ActivityUnit.Bytes, 0, image.Layer.Size));
        try
        {
            // The layer is verified while it is read: a damaged one is never sent.
            await repository.WriteBlobAsync(image.Layer.Digest, image.Layer.Size,
                () => new DiskFile(HostPath.Parse(store.BlobPath(image.Layer.Digest)), 0, image.Layer.Size, image.Layer.Digest).Open(), progress, package, cancellation);
            await repository.WriteBlobAsync(image.Configuration.AsMemory(), progress, package, cancellation);
        }
        finally
        {
            progress.Report(new Activity(package, ActivityUnit.Bytes, 0, null) { HasEnded = true });
        }
    }

    private static EnvironmentException Missing(RegistryRepository repository, Digest digest) =>
        new("pull", repository.Call(digest.ToString()), "the registry does not have it", "push it first") { IsAbsence = true };

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex Tag();
}
