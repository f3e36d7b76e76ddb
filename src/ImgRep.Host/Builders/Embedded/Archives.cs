using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Files.Tar;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>Opens the tar archives among the files that ADD finds, unpacked to the store's temporary folder.</summary>
internal sealed class Archives(ContentStore store, SourceSpan span, CancellationToken cancellation)
{
    private const int BlockSize = 512;

    /// <summary>The archive that a file is; null if it is none.</summary>
    public TarArchive? Open(IFileContent file)
    {
        var compression = CompressionMagic.Detect(StartOf(file));
        if (compression == Compression.None && !TarReader.IsTar(StartOf(file)))
            return null;
        var tar = store.Temporary.NewPath();
        Unpack(compression, file, tar);
        var stream = File.OpenRead(tar);
        if (!TarReader.IsTar(StartOf(new DiskFile(UnixPath.Of(tar), 0, stream.Length, expected: null))))
        {
            stream.Dispose();
            return null;
        }
        return new TarArchive($"{file.Digest}", stream, (offset, length, digest) => new DiskFile(UnixPath.Of(tar), offset, length, digest), TarLimits.Default);
    }

    private void Unpack(Compression compression, IFileContent file, string tar)
    {
        if (compression == Compression.None)
        {
            using var source = file.Open();
            using var copy = new FileStream(tar, FileMode.CreateNew, FileAccess.Write);
            source.CopyTo(copy, 1 << 20);
            return;
        }
        try
        {
            Decompressor.Run(compression.ToString().ToLowerInvariant(), file, tar, cancellation);
        }
        catch (InvalidDataException e)
        {
            throw new RejectedInputException(Diagnostic.Error(span, "archive", $"an archive cannot be unpacked: {e.Message}", "COPY takes files as they are"));
        }
    }

    private static byte[] StartOf(IFileContent file)
    {
        using var stream = file.Open();
        var start = new byte[Math.Min(BlockSize, file.Length)];
        stream.ReadExactly(start);
        return start;
    }
}
