using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Files.Tar;
using ImgRep.Host.Builders.Embedded;
using ImgRep.Host.Output;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Primitives;

namespace ImgRep.Host.Comparing;

/// <summary>Opens what can be compared: images of the store, archives and layouts of any tool, folders.</summary>
/// <param name="store">Holds what is unpacked until it is disposed.</param>
public sealed class ComparedContent(ContentStore store, CancellationToken cancellation)
{
    /// <exception cref="EnvironmentException">It is not there.</exception>
    public ImageContent OfDigest(Digest digest) => store.Images.Has(digest)
        ? store.Images.Content(digest, cancellation)
        : throw new EnvironmentException("open image", digest.ToString(), "it is not in the store", "build the tree that it comes from");

    /// <summary>The image of an archive, or of a folder that says it is a layout, all its bytes verified.</summary>
    public ImageContent OfImage(string path)
    {
        var layout = ImagePath.Read(path, cancellation);
        var files = Disk.IsFolder(path) ? null : Unpack(FileAt(path), path);
        var unpacked = layout.Manifest.Layers.DistinctBy(layer => layer.Digest)
            .ToDictionary(layer => layer.Digest, layer => Require(BlobOf(layer), $"{path}: layer {layer.Digest}"));
        var tree = layout.Manifest.Layers.Aggregate(FileTree.Empty, (below, layer) => Put(unpacked[layer.Digest], below));
        foreach (var archive in unpacked.Values)
            archive.Tar.Dispose();
        return new ImageContent(ImageContent.Plain(tree), Read(BlobOf(layout.Manifest.Configuration)), layout.Digest);

        IFileContent BlobOf(Descriptor blob) => files is null
            ? new DiskFile(HostPath.Parse(Disk.FullPath(Path.Combine(path, "blobs/sha256", blob.Digest.Hex))), 0, blob.Size, blob.Digest)
            : files.Find($"blobs/sha256/{blob.Digest.Hex}") is FileNode { Content: { } content } && content.Digest == blob.Digest
                ? content
                : throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(path), "image-archive", $"unpacked, it has no blob {blob.Digest}"));
    }

    /// <summary>A folder as it lies there.</summary>
    public static ImageContent OfFolder(string path)
    {
        try
        {
            return new ImageContent(ImageContent.Plain(new LayerScanner().Scan(Disk.FullPath(path)).Over(FileTree.Empty)), null, null);
        }
        catch (UnfitTreeException unfit)
        {
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(path), "folder", $"it is no tree of an image: {unfit.Message}"));
        }
    }

    private FileTree Unpack(IFileContent file, string name)
    {
        var span = SourceSpan.Whole(name);
        var archive = Require(file, name);
        using var tar = archive.Tar;
        var unpacking = new TarUnpacking(FileTree.Empty, archive.Slice, archive.Name, span);
        foreach (var entry in TarReader.Read(tar, archive.Name, archive.Limits, span))
            unpacking.Add(entry);
        return unpacking.Finish();
    }

    private TarArchive Require(IFileContent file, string name) => new Archives(store, SourceSpan.Whole(name), cancellation).Require(name, file);

    private static FileTree Put(TarArchive layer, FileTree below)
    {
        // Builders write layers in which nothing changed: some with an end mark, some without a byte.
        if (layer.Tar.Length == 0)
            return below;
        layer.Tar.Position = 0;
        var span = SourceSpan.Whole(layer.Name);
        return OciLayer.Over(below, TarReader.Read(layer.Tar, layer.Name, layer.Limits, span), layer.Slice, layer.Name, span);
    }

    private static DiskFile FileAt(string path) => new(HostPath.Parse(Disk.FullPath(path)), 0, Disk.LengthOf(path), expected: null);

    private static byte[] Read(IFileContent content)
    {
        using var stream = content.Open();
        var bytes = new byte[content.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
