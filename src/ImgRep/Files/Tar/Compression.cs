namespace ImgRep.Files.Tar;

/// <summary>What an archive may be packed with. Unpacking is an effect: programs do it.</summary>
public enum Compression
{
    None,
    Gzip,
    Bzip2,
    Xz,
    Zstd,
}

public static class CompressionMagic
{
    /// <summary>The longest start of a file that <see cref="Detect"/> needs.</summary>
    public const int Length = 6;

    /// <summary>Tells by the first bytes of a file (RFC 1952, bzip2, the .xz file format, RFC 8878).</summary>
    public static Compression Detect(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]))
            return Compression.Gzip;
        if (start.StartsWith("BZh"u8))
            return Compression.Bzip2;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]))
            return Compression.Xz;
        return start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) || IsSkippableFrame(start) ? Compression.Zstd : Compression.None;
    }

    private static bool IsSkippableFrame(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && (start[0] & 0xF0) == 0x50 && start[1..4].SequenceEqual((ReadOnlySpan<byte>)[0x2A, 0x4D, 0x18]);
}
