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
    /// <param name="looksInside">Whether to tell which files are binary.</param>
    /// <exception cref="RejectedInputException">It is no archive, or a damaged or hostile one.</exception>
    public static Dictionary<string, SourceFile> Read(ContentStore store, SourceRequest source, bool looksInside, CancellationToken cancellation) =>
        Read(store, source, (unpacked, entries) =>
        {
            using var beginnings = Disk.Open(unpacked.Path.ToString());
            return ArchiveListing.Read(entries, source.FileName, looksInside ? entry => IsBinary(beginnings, entry) : null, hasTop: source.Commit is null);
        }, cancellation);

    /// <summary>The latest time that a file of a source has; null if none is later than the epoch of 1970, which programs write that want no time.</summary>
    /// <inheritdoc cref="Read(ContentStore, SourceRequest, bool, CancellationToken)"/>
    public static DateTimeOffset? NewestIn(ContentStore store, SourceRequest source, CancellationToken cancellation) =>
        Read(store, source, (_, entries) => entries.Max(entry => (long?)entry.Metadata.ModifiedAt), cancellation) is > 0 and var newest
            ? DateTimeOffset.UnixEpoch.AddTicks(newest / TimeSpan.NanosecondsPerTick) : null;

    private static T Read<T>(ContentStore store, SourceRequest source, Func<DiskFile, IEnumerable<TarEntry>, T> read, CancellationToken cancellation)
    {
        try
        {
            var unpacked = Decompressor.Unpack(store, store.Sources.Open(source.Digest), cancellation);
            using var tar = unpacked.Open();
            return read(unpacked, TarReader.Read(tar, source.FileName, TarLimits.Default, SourceSpan.Whole(source.FileName)));
        }
        catch (InvalidDataException damage)
        {
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(source.FileName), "source-archive", damage.Message, "compare needs a tar archive"));
        }
    }

    private static bool IsBinary(DiskStream tar, TarEntry entry)
    {
        var beginning = new byte[Math.Min(entry.Length, SourceFile.Beginning)];
        tar.Position = entry.DataOffset;
        tar.ReadExactly(beginning);
        return beginning.AsSpan().Contains((byte)0);
    }
}
