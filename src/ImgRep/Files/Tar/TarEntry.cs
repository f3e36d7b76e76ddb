using System.Collections.Immutable;
using System.Text;
using ImgRep.Primitives;

namespace ImgRep.Files.Tar;

public enum TarEntryKind
{
    File,
    HardLink,
    Symlink,
    CharacterDevice,
    BlockDevice,
    Directory,
    Fifo,
}

/// <summary>One entry of a tar archive, as it is written: the name may be absolute or lead anywhere.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Offset">Of its header block, in bytes from the start of the archive.</param>
/// <param name="Target">Of a link, empty for others.</param>
public sealed record TarEntry(
    long Number, long Offset, TarEntryKind Kind, ImmutableArray<byte> Name, ImmutableArray<byte> Target, Metadata Metadata)
{
    /// <summary>Of a device.</summary>
    public (uint Major, uint Minor) Device { get; init; }

    /// <summary>Where a file's bytes lie in the archive.</summary>
    public long DataOffset { get; init; }

    public long Length { get; init; }

    /// <summary>SHA-256 of a file's bytes; null for others.</summary>
    public Digest? Digest { get; init; }

    public override string ToString() => Describe(Number, Name, Offset);

    internal static string Describe(long number, ImmutableArray<byte> name, long offset) =>
        $"entry {number} '{Encoding.UTF8.GetString(name.AsSpan())}' at offset {offset}";
}
