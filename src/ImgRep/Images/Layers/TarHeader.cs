using System.Collections.Immutable;
using ImgRep.Files;

namespace ImgRep.Images.Layers;

/// <summary>The typeflags of POSIX.1-2008 pax that layers use.</summary>
internal enum TarEntryType : byte
{
    File = (byte)'0',
    HardLink = (byte)'1',
    Symlink = (byte)'2',
    CharacterDevice = (byte)'3',
    BlockDevice = (byte)'4',
    Directory = (byte)'5',
    Fifo = (byte)'6',
    Pax = (byte)'x',
}

/// <summary>What the header of one tar entry says. Owner names are empty and the time is the epoch, so they are not here.</summary>
/// <param name="Path">UTF-8, no leading slash; a directory's ends in one.</param>
internal sealed record TarHeader(TarEntryType Type, ReadOnlyMemory<byte> Path)
{
    /// <summary>Permission bits, 0 to 07777.</summary>
    public int Mode { get; init; } = Modes.Octal("644");

    public uint Owner { get; init; }

    public uint Group { get; init; }

    /// <summary>Bytes of content that follow the header; 0 for all but files.</summary>
    public long Size { get; init; }

    /// <summary>A symlink's target as it is, or the path of the entry that a hard link repeats.</summary>
    public ReadOnlyMemory<byte> LinkPath { get; init; }

    public uint Major { get; init; }

    public uint Minor { get; init; }

    public ImmutableSortedDictionary<string, ImmutableArray<byte>> Attributes { get; init; } = Metadata.NoAttributes;
}
