using ImgRep.Files;
using ImgRep.Files.Tar;
using ImgRep.Host.Builders.Embedded;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images;
using ImgRep.Primitives;

namespace ImgRep.Host.Builds;

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
        var files = Directory.Exists(path) ? null : Unpack(FileAt(path), path);
        var unpacked = layout.Manifest.Layers.DistinctBy(layer => layer.Digest).ToDictionary(layer => layer.Digest, layer => Unpack(BlobOf(layer), $"{path}: layer {layer.Digest}"));
        var layers = layout.Manifest.Layers.Select(layer => unpacked[layer.Digest]).ToList();
        var tree = layers.Count == 1 ? layers[0] : layers.Aggregate(FileTree.Empty, (below, layer) => OciLayer.Of(layer).Over(below));
        return new ImageContent(ImageContent.Plain(tree), Read(BlobOf(layout.Manifest.Configuration)), layout.Digest);

        IFileContent BlobOf(Descriptor blob) => files is null
            ? new DiskFile(UnixPath.Of(Path.GetFullPath(Path.Combine(path, "blobs/sha256", blob.Digest.Hex))), 0, blob.Size, blob.Digest)
            : ((FileNode)files.Find($"blobs/sha256/{blob.Digest.Hex}")!).Content;
    }

    /// <summary>A folder as it lies there.</summary>
    public static ImageContent OfFolder(string path)
    {
        try
        {
            return new ImageContent(ImageContent.Plain(new LayerScanner().Scan(Path.GetFullPath(path)).Over(FileTree.Empty)), null, null);
        }
        catch (IOException exception)
        {
            throw new EnvironmentException("read", path, exception.Message, inner: exception);
        }
    }

    private FileTree Unpack(IFileContent file, string name)
    {
        var span = SourceSpan.Whole(name);
        var archive = new Archives(store, span, cancellation).Open(file)
            ?? throw new RejectedInputException(Diagnostic.Error(span, "tar-archive", "it is no tar archive"));
        using var tar = archive.Tar;
        var unpacking = new TarUnpacking(FileTree.Empty, archive.Slice, archive.Name, span);
        foreach (var entry in TarReader.Read(tar, archive.Name, archive.Limits, span))
            unpacking.Add(entry);
        return unpacking.Finish();
    }

    private static DiskFile FileAt(string path) => new(UnixPath.Of(Path.GetFullPath(path)), 0, new FileInfo(path).Length, expected: null);

    private static byte[] Read(IFileContent content)
    {
        using var stream = content.Open();
        var bytes = new byte[content.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
