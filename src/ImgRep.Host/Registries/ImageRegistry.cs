using ImgRep.Building;
using ImgRep.Host.Output;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Images.Layout;
using ImgRep.Primitives;

namespace ImgRep.Host.Registries;

/// <summary>Images of the store in a registry, where they are <c>imgrep/NAME</c>. By their digests: a registry is believed nothing.</summary>
public sealed class ImageRegistry(ContentStore store, RegistryAddress address, SkopeoOptions options)
{
    private const string LocalName = "image:copied";
    private readonly Skopeo skopeo = new(options);

    /// <summary>Copies a package's image there, under its version and under the recipes that it was built of. Blobs that are there are
    /// not sent again.</summary>
    public async Task PushAsync(PlannedBuild build, IProgress<BuildEvent> progress, CancellationToken cancellation)
    {
        var image = store.Images.Find(build.Image!);
        var layout = await Task.Run(() => WriteLayout(image), cancellation);
        try
        {
            foreach (var tag in build.Routes.Select(route => RegistryCache.TagOf(route.Recipe!.Key)).Prepend(ArchiveFolder.VersionOf(build.Name, image)))
                await skopeo.PushAsync($"oci:{layout}:{LocalName}", address.ImageOf(build.Name, $":{tag}"), new CopyProgress(progress, build.Name, image.Layer.Size), cancellation);
        }
        finally
        {
            TemporaryFolders.Remove(layout);
        }
    }

    /// <summary>Copies an image from there, by its digest. It enters the store only when every byte of it is verified.</summary>
    /// <exception cref="RejectedInputException">What the registry has is not in canonical form.</exception>
    public async Task PullAsync(string package, Digest digest, IProgress<BuildEvent> progress, CancellationToken cancellation)
    {
        if (store.Images.Has(digest))
            return;
        await PullAsync(package, $"@{digest}", found => found == digest, progress, cancellation);
    }

    /// <summary>Copies whatever image a tag names.</summary>
    /// <returns>Its digest.</returns>
    public Task<Digest> PullTagAsync(string package, string tag, IProgress<BuildEvent> progress, CancellationToken cancellation) =>
        PullAsync(package, $":{tag}", _ => true, progress, cancellation);

    private async Task<Digest> PullAsync(string package, string reference, Func<Digest, bool> isWanted, IProgress<BuildEvent> progress, CancellationToken cancellation)
    {
        var layout = store.Temporary.NewFolder();
        try
        {
            await skopeo.PullAsync(address.ImageOf(package, reference), $"oci:{layout}:{LocalName}", new CopyProgress(progress, package, null), cancellation);
            var image = await Task.Run(() => ImagePath.Read(layout, cancellation), cancellation);
            if (!isWanted(image.Digest))
                throw new EnvironmentException("pull", address.ImageOf(package, reference), $"the registry gave {image.Digest}", "do not trust this registry");
            await Task.Run(() => Adopt(layout, image, cancellation), cancellation);
            return image.Digest;
        }
        finally
        {
            TemporaryFolders.Remove(layout);
        }
    }

    /// <summary>The manifest last: it is what makes an image be there.</summary>
    private void Adopt(string layout, ImageLayout image, CancellationToken cancellation)
    {
        if (image.Manifest.Layers is not [{ MediaType: MediaTypes.Layer } layer])
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(image.Digest.ToString()), "not-canonical",
                "the image has not exactly one layer without compression", "push images that imgrep has built"));
        var path = Path.Combine(layout, ImageFolder.BlobPath(layer.Digest));
        using (var blob = Disk.Open(path))
        {
            LayerReader.Read(
                blob, new LayerDescriptor(layer.Digest, layer.Size), (offset, length, content) => new DiskFile(HostPath.Parse(path), offset, length, content), cancellation);
        }
        foreach (var digest in (Digest[])[layer.Digest, image.Manifest.Configuration.Digest, image.Digest])
            store.AdoptBlob(Path.Combine(layout, ImageFolder.BlobPath(digest)), digest);
    }

    private string WriteLayout(CanonicalImage image)
    {
        var layout = store.Temporary.NewFolder();
        Disk.MakeFolder(Path.Combine(layout, "blobs", "sha256"));
        foreach (var (path, content) in ImageFolder.FilesOf(image, LocalName))
            Disk.WriteBytes(Path.Combine(layout, path), content.AsSpan());
        Disk.MakeLink(Path.Combine(layout, ImageFolder.BlobPath(image.Layer.Digest)), store.BlobPath(image.Layer.Digest));
        return layout;
    }
}
