using ImgRep.Primitives;

namespace ImgRep.Files.Tar;

/// <summary>Reads any tar archive: v7, ustar, star, GNU with long names and big numbers, pax. Nothing of it is believed: each entry is
/// checked, and what is too much is refused.</summary>
public static class TarReader
{
    /// <summary>The entries in the order of the archive, each file hashed on the way. What follows the end mark is not read.</summary>
    /// <param name="tar">Uncompressed, at its start. Read once.</param>
    /// <param name="archive">Its name, for messages.</param>
    /// <param name="span">The instruction or file that named it.</param>
    /// <exception cref="RejectedInputException">The archive is malformed, cut off, sparse, or larger than <paramref name="limits"/>; the
    /// message names the entry and its offset.</exception>
    public static IEnumerable<TarEntry> Read(Stream tar, string archive, TarLimits limits, SourceSpan span)
    {
        var headers = new TarHeaderReader(new TarInput(tar, archive, span), limits);
        while (headers.Next() is { } entry)
            yield return entry;
    }

    /// <summary>Whether a file is a tar archive going by its first 512 bytes: a header with the right checksum.</summary>
    public static bool IsTar(ReadOnlySpan<byte> start)
    {
        if (start.Length < TarBlock.Size)
            return false;
        var block = new TarBlock(start[..TarBlock.Size]);
        return !block.IsZero && block.HasRightChecksum;
    }
}
