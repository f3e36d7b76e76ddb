using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ImgRep.Files;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Primitives;

namespace ImgRep.Images.Layout;

/// <summary>The file that carries an image: a gzip'd tar of an OCI image layout (OCI image-spec 1.1, image-layout.md) that is at
/// the same time what <c>docker save</c> writes, over the same blobs. What describes a blob comes before it.</summary>
public static partial class ImageArchive
{
    /// <param name="openBlob">Opens the layer by its digest.</param>
    /// <param name="name">What the image is called where it is loaded, like <c>imgrep/zlib:1.3.1</c>.</param>
    /// <param name="destination">Receives the archive. Neither flushed nor closed.</param>
    /// <exception cref="RejectedInputException">The name is none that Docker takes.</exception>
    /// <exception cref="IOException">The layer could not be read, or has another length than the image says.</exception>
    public static void Write(CanonicalImage image, Func<Digest, Stream> openBlob, string name, Stream destination, CancellationToken cancellation)
    {
        CheckName(name);
        using var output = new GzipWriter(destination);
        WriteFile(LayoutFiles.VersionPath, LayoutFiles.Version(), output);
        WriteFile(LayoutFiles.IndexPath, LayoutFiles.Index(image, name), output);
        WriteFile(LayoutFiles.DockerManifestPath, LayoutFiles.DockerManifest(image, name), output);
        WriteFolder("blobs/", output);
        WriteFolder("blobs/sha256/", output);
        WriteFile(LayoutFiles.BlobPath(image.Digest), image.Manifest, output);
        WriteFile(LayoutFiles.BlobPath(image.ConfigurationDigest), image.Configuration, output);
        WriteLayer(image.Layer, openBlob, output, cancellation);
        TarWriter.WriteEnd(output);
        output.Complete();
    }

    /// <summary>Reads an archive, gzip'd or not, and verifies every blob of it.</summary>
    /// <param name="archive">Can seek; stays open.</param>
    /// <param name="document">What messages call the archive.</param>
    /// <exception cref="RejectedInputException">It is no archive of exactly one image, or is damaged.</exception>
    public static ImageLayout Read(Stream archive, string document, CancellationToken cancellation) =>
        ImageLayout.Read(document, ArchiveReader.Read(archive, document, cancellation).GetValueOrDefault);

    private static void CheckName(string name)
    {
        if (!ImageName().IsMatch(name))
            throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole(name),
                "image-name",
                $"'{name}' is no name that an image can be loaded under",
                "use lower-case letters and digits joined by . _ - and /, then a colon and a version of letters, digits, . _ and -"));
    }

    private static void WriteFile(string path, ImmutableArray<byte> content, BlockWriter output)
    {
        TarWriter.WriteHeader(new TarHeader(TarEntryType.File, Utf8(path)) { Size = content.Length }, output);
        output.Write(content.AsSpan());
        output.WriteZeros(TarWriter.Padding(content.Length));
    }

    private static void WriteFolder(string path, BlockWriter output) =>
        TarWriter.WriteHeader(new TarHeader(TarEntryType.Directory, Utf8(path)) { Mode = Modes.Octal("755") }, output);

    private static void WriteLayer(LayerDescriptor layer, Func<Digest, Stream> openBlob, BlockWriter output, CancellationToken cancellation)
    {
        var header = new TarHeader(TarEntryType.File, Utf8(LayoutFiles.BlobPath(layer.Digest))) { Size = layer.Size };
        TarWriter.WriteHeader(header, output);
        using var content = openBlob(layer.Digest);
        TarWriter.WriteContent(header.Path, content, layer.Size, output, cancellation);
    }

    private static byte[] Utf8(string path) => System.Text.Encoding.UTF8.GetBytes(path);

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ImageName();
}
