using ImgRep.Primitives;

namespace ImgRep.Images.Layers;

/// <summary>The 512 bytes of a ustar header (POSIX.1-2008, pax, "ustar Interchange Format"), written field by field.</summary>
/// <remarks>Numbers are octal digits padded with zeros and ended by a NUL. What a field cannot hold is 0 or cut off here, and
/// whole in a pax record before this header (<see cref="PaxRecords"/>).</remarks>
internal static class UstarBlock
{
    public const int Size = 512;
    public const int LongestName = 100;
    public const int LongestPrefix = 155;
    public const long LargestId = 0x1F_FFFF; // seven octal digits
    public const long LargestSize = 0x1_FFFF_FFFF; // eleven octal digits: 8 GiB - 1

    public static void Write(TarHeader header, Span<byte> block)
    {
        block.Clear();
        var path = header.Path.Span;
        var slash = Split(path) ?? 0;
        Text(block[345..500], path[..slash]);
        Text(block[..100], slash == 0 ? path : path[(slash + 1)..]);
        Octal(block[100..108], header.Mode);
        Octal(block[108..116], header.Owner);
        Octal(block[116..124], header.Group);
        Octal(block[124..136], header.Size);
        Octal(block[136..148], Epoch.Seconds);
        block[156] = (byte)header.Type;
        Text(block[157..257], header.LinkPath.Span);
        "ustar\000"u8.CopyTo(block[257..]);
        Octal(block[329..337], header.Major);
        Octal(block[337..345], header.Minor);
        Octal(block[148..155], Checksum(block));
        block[155] = (byte)' ';
    }

    /// <summary>Where a path is cut into prefix and name: at 0 when the name holds all of it, else at the last slash that leaves at
    /// most 155 bytes before it and at least one after it; null when no cut fits.</summary>
    public static int? Split(ReadOnlySpan<byte> path)
    {
        if (path.Length <= LongestName)
            return 0;
        var slash = path[..Math.Min(path.Length - 1, LongestPrefix + 1)].LastIndexOf((byte)'/');
        return slash > 0 && path.Length - slash - 1 <= LongestName ? slash : null;
    }

    /// <summary>The sum of all bytes of the header, those of the checksum's own field counted as spaces.</summary>
    public static int Checksum(ReadOnlySpan<byte> block)
    {
        var sum = 8 * ' ';
        foreach (var value in block[..148])
            sum += value;
        foreach (var value in block[156..])
            sum += value;
        return sum;
    }

    /// <summary>Reads what <see cref="Write"/> writes; what it never writes may be read as anything, so write it again and compare.</summary>
    /// <exception cref="InvalidDataException">A number is none.</exception>
    public static TarHeader Read(ReadOnlySpan<byte> block)
    {
        var prefix = Text(block[345..500]);
        var name = Text(block[..100]);
        return new TarHeader((TarEntryType)block[156], prefix.IsEmpty ? name.ToArray() : [.. prefix, (byte)'/', .. name])
        {
            Mode = (int)Octal(block[100..107]),
            Owner = (uint)Octal(block[108..115]),
            Group = (uint)Octal(block[116..123]),
            Size = Octal(block[124..135]),
            LinkPath = Text(block[157..257]).ToArray(),
            Major = (uint)Octal(block[329..336]),
            Minor = (uint)Octal(block[337..344]),
        };
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field) =>
        field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;

    private static long Octal(ReadOnlySpan<byte> digits)
    {
        var value = 0L;
        foreach (var digit in Text(digits))
            value = digit is >= (byte)'0' and <= (byte)'7' ? (value << 3) + digit - '0' : throw new InvalidDataException("a number is not octal");
        return value;
    }

    private static void Text(Span<byte> field, ReadOnlySpan<byte> text) => text[..Math.Min(text.Length, field.Length)].CopyTo(field);

    private static void Octal(Span<byte> field, long value)
    {
        var digits = field[..^1];
        if (value >> (3 * digits.Length) != 0)
            value = 0;
        for (var i = digits.Length - 1; i >= 0; i--, value >>= 3)
            digits[i] = (byte)('0' + (value & 7));
        field[^1] = 0;
    }
}
