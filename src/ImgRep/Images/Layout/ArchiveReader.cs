using System.Formats.Tar;
using System.IO.Compression;
using ImgRep.Primitives;
using EntryType = System.Formats.Tar.TarEntryType;

namespace ImgRep.Images.Layout;

/// <summary>Reads an archive of an image layout, a tar of any flavour, gzip'd or not, in one pass.</summary>
internal static class ArchiveReader
{
    private const int MostFiles = 10_000;
    private const long MostDocumentBytes = 64 << 20;

    /// <param name="archive">Can seek.</param>
    /// <param name="document">What messages call the archive.</param>
    public static Dictionary<string, LayoutFile> Read(Stream archive, string document, CancellationToken cancellation)
    {
        try
        {
            using var tar = new TarReader(Decompressed(archive), leaveOpen: true);
            return ReadFiles(tar, document, cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or OverflowException or ArgumentException)
        {
            throw Rejected(document, $"it is no tar that can be read: {e.Message}");
        }
    }

    private static Dictionary<string, LayoutFile> ReadFiles(TarReader tar, string document, CancellationToken cancellation)
    {
        var files = new Dictionary<string, LayoutFile>(StringComparer.Ordinal);
        var documentBytes = 0L;
        while (tar.GetNextEntry() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.EntryType is EntryType.Directory or EntryType.GlobalExtendedAttributes)
                continue;
            if (entry.EntryType is not (EntryType.RegularFile or EntryType.V7RegularFile))
                throw Rejected(document, $"{entry.Name} is a {entry.EntryType}, image layouts hold files and folders only");
            var file = LayoutFile.Read(entry.DataStream ?? Stream.Null, cancellation);
            if (!files.TryAdd(Normal(entry.Name, document), file))
                throw Rejected(document, $"it holds {entry.Name} twice");
            documentBytes += file.Content?.Length ?? 0;
            if (files.Count > MostFiles || documentBytes > MostDocumentBytes)
                throw Rejected(document, $"it holds more than {MostFiles} files or {MostDocumentBytes} bytes of JSON");
        }
        return files;
    }

    /// <summary>The name without the <c>./</c> that some writers put first. Unpacked, any other spelling would be a file that has another
    /// name here.</summary>
    private static string Normal(string name, string document)
    {
        var normal = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        return normal.Split('/').Any(part => part is "" or "." or "..") ? throw Rejected(document, $"'{name}' is no plain name") : normal;
    }

    private static Stream Decompressed(Stream archive)
    {
        var (start, position) = (new byte[2], archive.Position);
        archive.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        archive.Position = position;
        return start is [0x1F, 0x8B] ? new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true) : archive;
    }

    private static RejectedInputException Rejected(string document, string message) =>
        new(Diagnostic.Error(SourceSpan.Whole(document), "image-archive", message, "write it anew, as `skopeo copy ... oci-archive:FILE` does"));
}
