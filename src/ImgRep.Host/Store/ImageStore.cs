using System.Collections.Concurrent;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Images;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>An image of the store, opened as a base or a source of copies.</summary>
/// <param name="Layer">The digest of its only layer.</param>
/// <param name="Tree">Its file system; contents are stretches of the layer's blob.</param>
public sealed record StoredImage(Digest Layer, FileTree Tree, StageConfig Config);

/// <summary>Images by the digest of their manifest, their parts lying among the store's blobs.</summary>
public sealed class ImageStore(ContentStore store)
{
    private readonly ConcurrentDictionary<Digest, Lazy<StoredImage>> opened = [];

    /// <summary>Whether every part of an image is here. Says nothing of their bytes: these are verified when they are read.</summary>
    public bool Has(Digest digest)
    {
        if (!store.HasBlob(digest))
            return false;
        var manifest = ReadManifest(digest);
        return store.HasBlob(manifest.Configuration.Digest) && manifest.Layers.All(layer => store.HasBlob(layer.Digest));
    }

    /// <summary>Whether every part of an image is here at this moment, held by nobody here.</summary>
    internal bool IsThere(Digest digest)
    {
        try
        {
            var manifest = Manifest.Parse(Disk.ReadBytes(store.BlobPath(digest)), $"manifest {digest}");
            return Disk.IsFile(store.BlobPath(manifest.Configuration.Digest)) && manifest.Layers.All(layer => Disk.IsFile(store.BlobPath(layer.Digest)));
        }
        catch (Exception missing) when (missing is EnvironmentException or RejectedInputException)
        {
            return false;
        }
    }

    /// <summary>Writes a tree and its configuration as a canonical image.</summary>
    public CanonicalImage Add(FileTree tree, StageConfig config, Platform platform, CancellationToken cancellation)
    {
        var image = CanonicalImage.Create(AddLayer(tree, cancellation), config, platform);
        store.AddBlob(image.Configuration.AsSpan());
        store.AddBlob(image.Manifest.AsSpan());
        return image;
    }

    /// <summary>Writes a tree as a canonical layer.</summary>
    public LayerDescriptor AddLayer(FileTree tree, CancellationToken cancellation)
    {
        var temporary = store.Temporary.NewPath();
        using var file = new LayerFile(temporary);
        var layer = LayerWriter.Write(tree, file, cancellation);
        file.Flush();
        store.AdoptBlob(temporary, layer.Digest);
        return layer;
    }

    /// <summary>An image with all its bytes verified, once in a process.</summary>
    /// <exception cref="DamagedStoreException">A part is not what its digest says.</exception>
    public StoredImage Open(Digest digest, CancellationToken cancellation) =>
        opened.GetOrAdd(digest, key => new Lazy<StoredImage>(() => Read(key, cancellation))).Value;

    /// <summary>The manifest, the configuration and the layer's descriptor of an image, the small parts verified.</summary>
    public CanonicalImage Find(Digest digest)
    {
        var manifest = ReadManifest(digest);
        var layer = manifest.Layers.Single();
        return new CanonicalImage([.. store.ReadBlob(digest)], [.. store.ReadBlob(manifest.Configuration.Digest)], new LayerDescriptor(layer.Digest, layer.Size));
    }

    /// <summary>What there is to compare of an image, with all its bytes verified.</summary>
    public ImageContent Content(Digest digest, CancellationToken cancellation) =>
        new(Open(digest, cancellation).Tree, Find(digest).Configuration.AsMemory(), digest);

    /// <summary>The tree of a layer, with all its bytes verified.</summary>
    /// <exception cref="DamagedStoreException">It is not what its digest says.</exception>
    public FileTree OpenLayer(Digest digest, CancellationToken cancellation)
    {
        var path = store.BlobPath(digest);
        if (!store.HasBlob(digest))
            throw new DamagedStoreException(path);
        try
        {
            using var blob = FileSystem.OpenRead(HostPath.Parse(path));
            return LayerReader.Read(
                blob, new LayerDescriptor(digest, blob.Length),
                (offset, length, content) => new DiskFile(HostPath.Parse(path), offset, length, content), cancellation);
        }
        catch (RejectedInputException)
        {
            // What we wrote was canonical: it has changed since.
            throw new DamagedStoreException(path);
        }
    }

    private StoredImage Read(Digest digest, CancellationToken cancellation)
    {
        var manifest = ReadManifest(digest);
        var configuration = ImageConfiguration.Parse(store.ReadBlob(manifest.Configuration.Digest), $"configuration of {digest}");
        var layer = manifest.Layers.Single().Digest;
        return new StoredImage(layer, OpenLayer(layer, cancellation), configuration.Config);
    }

    private Manifest ReadManifest(Digest digest) => Manifest.Parse(store.ReadBlob(digest), $"manifest {digest}");
}
