using System.Collections.Immutable;
using System.Numerics;

namespace ImgRep.Files.Tar;

/// <summary>The state of reading: what pax and GNU headers have said of the entries to come.</summary>
internal sealed class TarHeaderReader(TarInput input, TarLimits limits)
{
    private PaxHeader global = PaxHeader.Empty;
    private PaxHeader local = PaxHeader.Empty;
    private byte[]? longName;
    private byte[]? longTarget;
    private long entries;
    private long bytes;
    private long globalBudget = TarLimits.HeaderBytes;
    private long localBudget;

    /// <summary>The next entry; null at the end.</summary>
    public TarEntry? Next()
    {
        var buffer = new byte[TarBlock.Size];
        local = global;
        (longName, longTarget) = (null, null);
        localBudget = TarLimits.HeaderBytes;
        while (true)
        {
            var offset = input.Position;
            input.Subject = $"entry {entries + 1} at offset {offset}";
            if (!input.TryReadBlock(buffer))
                return entries > 0 ? null : throw input.Error("is missing", "an archive has at least one entry or an end mark");
            var block = new TarBlock(buffer);
            if (block.IsZero)
            {
                CheckEnd(buffer);
                return null;
            }
            if (!block.HasRightChecksum)
                input.Fail("has a header whose checksum is wrong", "the archive is damaged, or no tar archive");
            if (!ReadExtension(block))
                return Entry(block, offset);
        }
    }

    /// <summary>Two blocks of zeros end an archive. Readers do not agree about what follows a single one.</summary>
    private void CheckEnd(byte[] buffer)
    {
        if (input.TryReadBlock(buffer) && !new TarBlock(buffer).IsZero)
            input.Fail("follows a single block of zeros", "the archive is damaged: two such blocks end one, and nothing else");
    }

    /// <summary>Whether the header only says something about the entry that follows.</summary>
    private bool ReadExtension(TarBlock block)
    {
        switch ((char)block.Type)
        {
            case 'x' or 'X':
                local = ReadPax(block, local, ref localBudget);
                return true;
            case 'g':
                local = global = ReadPax(block, global, ref globalBudget);
                return true;
            case 'L':
                longName = ReadLong(block);
                return true;
            case 'K':
                longTarget = ReadLong(block);
                return true;
            case 'V':
                return true;
            default:
                return false;
        }
    }

    private PaxHeader ReadPax(TarBlock block, PaxHeader records, ref long budget)
    {
        var header = records.With(ReadData(block, ref budget)) ?? throw input.Error("has a malformed pax header", "the archive is damaged");
        return header.Count <= PaxHeader.MaximumRecords
            ? header
            : throw input.Error($"has {header.Count} pax records", $"at most {PaxHeader.MaximumRecords} are read");
    }

    private byte[] ReadLong(TarBlock block) => TarBlock.UpToNul(ReadData(block, ref localBudget)).ToArray();

    /// <summary>Data of a header, which has to be read into memory and is therefore limited.</summary>
    private byte[] ReadData(TarBlock block, ref long budget)
    {
        var length = Length(block.Length);
        if (length > budget)
            input.Fail($"has headers of more than {TarLimits.HeaderBytes} bytes", "the archive is damaged, or an attack");
        budget -= length;
        return input.ReadHeaderData(length);
    }

    private TarEntry Entry(TarBlock block, long offset)
    {
        if (++entries > limits.Entries)
            input.Fail("is one too many", $"an archive may have {limits.Entries} entries");
        var name = Name(block);
        input.Subject = TarEntry.Describe(entries, name, offset);
        var kind = Kind(block, name);
        var entry = new TarEntry(entries, offset, kind, name, Target(block), Metadata(block, kind)) { Device = Device(block) };
        if (local.IsSparse)
            input.Fail("is a sparse file", "pack the archive without --sparse");
        return entry.Kind == TarEntryKind.File ? WithContent(entry, Length(local.Number("size", block.Length))) : entry;
    }

    private TarEntry WithContent(TarEntry entry, long length)
    {
        if (length > limits.Bytes - bytes)
            input.Fail($"makes the files longer than {limits.Bytes} bytes together", "unpack it in a RUN if that is meant");
        bytes += length;
        var at = input.Position;
        return entry with { DataOffset = at, Length = length, Digest = input.ReadContent(length) };
    }

    private TarEntryKind Kind(TarBlock block, ImmutableArray<byte> name)
    {
        switch ((char)block.Type)
        {
            case '\0':
                return name is [.., (byte)'/'] ? TarEntryKind.Directory : TarEntryKind.File;
            case '0' or '7':
                return TarEntryKind.File;
            case >= '1' and <= '6':
                return TarEntryKind.File + (block.Type - '0');
            case 'S':
                throw input.Error("is a sparse file", "pack the archive without --sparse");
            case 'M':
                throw input.Error("continues a file of another volume", "join the volumes first");
            default:
                throw input.Error($"is of unknown type 0x{block.Type:x2}", "files, links, folders, devices and fifos are read");
        }
    }

    private ImmutableArray<byte> Name(TarBlock block)
    {
        var path = Checked((local.Path ?? longName) is { } written ? [.. written] : block.Prefix.IsEmpty ? [.. block.Name] : [.. block.Prefix, (byte)'/', .. block.Name], "name");
        foreach (var range in path.AsSpan().Split((byte)'/'))
        {
            if (path.AsSpan()[range].Length is var length and > NameLimits.Name)
                input.Fail($"has a name of {length} bytes", $"Linux takes {NameLimits.Name}");
        }
        return path;
    }

    private ImmutableArray<byte> Target(TarBlock block)
    {
        if ((char)block.Type is not ('1' or '2'))
            return [];
        var target = Checked([.. local.LinkPath ?? longTarget ?? block.LinkName], "link target");
        return target.IsEmpty ? throw input.Error("has an empty link target", "the archive is damaged") : target;
    }

    /// <summary>An empty name is left to those who unpack: old writers give it to the folder that holds everything.</summary>
    private ImmutableArray<byte> Checked(ImmutableArray<byte> path, string what)
    {
        if (path.Contains((byte)0))
            input.Fail($"has a NUL in its {what}", "the archive is damaged");
        if (path.Length > NameLimits.Path)
            input.Fail($"has a {what} of {path.Length} bytes", $"Linux takes {NameLimits.Path}");
        return path;
    }

    private Metadata Metadata(TarBlock block, TarEntryKind kind) =>
        new((int)Number(block.Mode, "mode", long.MaxValue) & Modes.All, Id(local.Number("uid", block.Owner), "owner"), Id(local.Number("gid", block.Group), "group"),
            ModifiedAt(block))
        {
            Attributes = kind is TarEntryKind.File or TarEntryKind.HardLink or TarEntryKind.Directory ? Attributes() : Files.Metadata.NoAttributes,
        };

    private ImmutableSortedDictionary<string, ImmutableArray<byte>> Attributes()
    {
        var attributes = local.Attributes;
        foreach (var (name, value) in attributes)
        {
            if (ExtendedAttributes.ProblemOf(name, value.AsSpan()) is { } problem)
                input.Fail($"has the extended attribute '{(name.Length > 60 ? name[..60] + "..." : name)}', which no file can have", problem);
        }
        return attributes;
    }

    private (uint Major, uint Minor) Device(TarBlock block) => (char)block.Type is '3' or '4'
        ? ((uint)Number(block.Major, "device number", uint.MaxValue), (uint)Number(block.Minor, "device number", uint.MaxValue))
        : (0, 0);

    private uint Id(BigInteger? number, string what) => (uint)Number(number, what, uint.MaxValue - 1);

    private long Length(BigInteger? number) => Number(number, "length", long.MaxValue - TarBlock.Size);

    private long Number(BigInteger? number, string what, long limit) =>
        number is { } value && value >= 0 && value <= limit ? (long)value : throw input.Error($"has no valid {what}", "the archive is damaged");

    /// <summary>Images have one time for all: one that does not fit is no reason to refuse an archive.</summary>
    private long ModifiedAt(TarBlock block)
    {
        const long second = 1_000_000_000;
        var seconds = block.ModifiedAt ?? 0;
        return local.ModifiedAt ?? (long)BigInteger.Max(long.MinValue / second, BigInteger.Min(long.MaxValue / second, seconds)) * second;
    }
}
