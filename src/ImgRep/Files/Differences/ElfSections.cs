using System.Buffers.Binary;
using System.Text;

namespace ImgRep.Files.Differences;

/// <summary>Which part of an executable a byte belongs to (System V ABI, chapter 4: object files; 32 and 64 bits, both byte orders).</summary>
internal static class ElfSections
{
    private const int NoBits = 8;
    private const int MaximumHeaders = 1 << 22;
    private const int MaximumNames = 1 << 20;

    /// <returns>The name of the section that holds the byte; null if the file is no ELF file, or none of its sections does.</returns>
    public static string? Find(IFileContent file, long offset)
    {
        if (Header.Read(ContentBytes.Read(file, 0, 64)) is not { } header || (long)header.Count * header.EntrySize is > MaximumHeaders or 0)
            return null;
        if (ContentBytes.Read(file, header.Start, header.Count * header.EntrySize) is not { } table)
            return null;
        for (var index = 0; index < header.Count; index++)
        {
            var section = header.Section(table.AsSpan(index * header.EntrySize));
            if (section.Type != NoBits && offset >= section.Start && offset - section.Start < section.Size)
                return NameOf(file, header.Section(table.AsSpan(header.NameIndex * header.EntrySize)), section.Name);
        }
        return null;
    }

    private static string? NameOf(IFileContent file, Section names, uint at)
    {
        if (names.Size > MaximumNames || at >= names.Size || ContentBytes.Read(file, names.Start, (int)names.Size) is not { } text)
            return null;
        var name = text.AsSpan((int)at);
        var end = name.IndexOf((byte)0);
        return end > 0 ? Encoding.UTF8.GetString(name[..end]) : null;
    }

    private readonly record struct Section(uint Name, uint Type, long Start, long Size);

    private sealed record Header(bool Is64, bool IsLittle, long Start, int EntrySize, int Count, int NameIndex)
    {
        public static Header? Read(byte[]? bytes)
        {
            if (bytes is null || !bytes.AsSpan().StartsWith("\x7fELF"u8) || bytes[4] is not (1 or 2) || bytes[5] is not (1 or 2))
                return null;
            var raw = new Header(bytes[4] == 2, bytes[5] == 1, 0, 0, 0, 0);
            var sizes = bytes.AsSpan(raw.Is64 ? 58 : 46);
            var header = raw with { Start = raw.Address(bytes, raw.Is64 ? 40 : 32), EntrySize = raw.Half(sizes), Count = raw.Half(sizes[2..]), NameIndex = raw.Half(sizes[4..]) };
            return header.EntrySize >= (raw.Is64 ? 64 : 40) && header.NameIndex < header.Count ? header : null;
        }

        public Section Section(ReadOnlySpan<byte> entry) => Is64
            ? new(Word(entry), Word(entry[4..]), Address(entry, 24), Address(entry, 32))
            : new(Word(entry), Word(entry[4..]), Address(entry, 16), Address(entry, 20));

        private int Half(ReadOnlySpan<byte> at) => IsLittle ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

        private uint Word(ReadOnlySpan<byte> at) => IsLittle ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);

        /// <summary>Negative where a file claims more than any file has.</summary>
        private long Address(ReadOnlySpan<byte> bytes, int at) => !Is64 ? Word(bytes[at..])
            : IsLittle ? BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]) : BinaryPrimitives.ReadInt64BigEndian(bytes[at..]);
    }
}
