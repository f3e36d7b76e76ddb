using ImgRep.Building;
using ImgRep.Files.Tar;
using ImgRep.Host.Builders;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;
using ImgRep.Sources.Comparing;

namespace ImgRep.Host.Vouching;

/// <summary>The files of a source that is in the store.</summary>
public static class SourceListing
{
    /// <exception cref="RejectedInputException">It is no archive, or a damaged or hostile one.</exception>
    public static Dictionary<string, SourceFile> Read(ContentStore store, SourceRequest source, CancellationToken cancellation)
    {
        var file = store.Sources.Open(source.Digest);
        var magic = new byte[Math.Min(CompressionMagic.Length, file.Length)];
        using (var start = FileSystem.OpenRead(file.Path))
            start.ReadExactly(magic);
        try
        {
            using var tar = CompressionMagic.Detect(magic) is var compression && compression == Compression.None ? file.Open() : Unpack(store, compression, file, cancellation);
            return ArchiveListing.Read(TarReader.Read(tar, source.FileName, TarLimits.Default, SourceSpan.Whole(source.FileName)), source.FileName);
        }
        catch (InvalidDataException damage)
        {
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(source.FileName), "source-archive", damage.Message, "compare needs a tar archive"));
        }
    }

    private static DiskStream Unpack(ContentStore store, Compression compression, DiskFile file, CancellationToken cancellation)
    {
        var tar = store.Temporary.NewPath();
        Decompressor.Run(compression, file, tar, cancellation);
        return Disk.Open(tar);
    }
}
