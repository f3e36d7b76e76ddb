using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Files.Tar;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>Opens tar archives, unpacked to the store's temporary folder.</summary>
internal sealed class Archives(ContentStore store, SourceSpan span, CancellationToken cancellation)
{
    private const int BlockSize = 512;

    /// <summary>The archive that a file is; null if it is none, which is told by what it unpacks to: many a text begins like something compressed.</summary>
    /// <param name="name">For messages.</param>
    /// <exception cref="RejectedInputException">It begins as an archive does, and is damaged.</exception>
    public TarArchive? Open(string name, IFileContent file)
    {
        var compression = CompressionMagic.Detect(StartOf(file));
        if (compression == Compression.None && !TarReader.IsTar(StartOf(file)))
            return null;
        var (tar, damage) = Unpack(compression, file);
        if (!TarReader.IsTar(StartOf(FileAt(tar))))
            return null;
        return damage is null ? Archive(name, tar) : throw Damaged(name, damage);
    }

    /// <summary>A file that must be an archive, and may have nothing in it.</summary>
    public TarArchive Require(string name, IFileContent file)
    {
        var (tar, damage) = Unpack(CompressionMagic.Detect(StartOf(file)), file);
        return damage is null ? Archive(name, tar) : throw Damaged(name, damage);
    }

    private static TarArchive Archive(string name, string tar) =>
        new(name, Disk.Open(tar), (offset, length, digest) => new DiskFile(HostPath.Parse(tar), offset, length, digest), TarLimits.Default);

    /// <returns>The file with what could be unpacked, and why that is not all of it.</returns>
    private (string Path, string? Damage) Unpack(Compression compression, IFileContent file)
    {
        var tar = store.Temporary.NewPath();
        if (compression == Compression.None)
        {
            using var source = file.Open();
            using var copy = Disk.Create(tar);
            source.CopyTo(copy, 1 << 20);
            return (tar, null);
        }
        try
        {
            Decompressor.Run(compression, file, tar, cancellation);
            return (tar, null);
        }
        catch (InvalidDataException e)
        {
            return (tar, e.Message);
        }
    }

    private RejectedInputException Damaged(string name, string damage) =>
        new(Diagnostic.Error(span, "archive", $"the archive '{name}' cannot be unpacked: {damage}", "COPY takes files as they are"));

    private static DiskFile FileAt(string path) => new(HostPath.Parse(path), 0, Disk.LengthOf(path), expected: null);

    private static byte[] StartOf(IFileContent file)
    {
        using var stream = file.Open();
        var start = new byte[Math.Min(BlockSize, file.Length)];
        stream.ReadExactly(start);
        return start;
    }
}
