namespace ImgRep.Files.Differences;

/// <summary>Reads stretches of contents, whose streams go forward only.</summary>
internal static class ContentBytes
{
    private const int BufferSize = 1 << 16;

    /// <returns>Null if the file does not have all of them.</returns>
    public static byte[]? Read(IFileContent file, long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > file.Length - length)
            return null;
        using var stream = file.Open();
        var skipped = new byte[(int)Math.Min(BufferSize, Math.Max(1, offset))];
        for (var left = offset; left > 0;)
        {
            var count = (int)Math.Min(left, skipped.Length);
            stream.ReadExactly(skipped, 0, count);
            left -= count;
        }
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The offset of the first byte that differs, the length of the shorter file if it is the start of the other; null if
    /// they are the same.</summary>
    public static long? FirstDifference(IFileContent before, IFileContent after)
    {
        using var left = before.Open();
        using var right = after.Open();
        var (a, b) = (new byte[BufferSize], new byte[BufferSize]);
        for (long offset = 0; ; offset += BufferSize)
        {
            var (first, second) = (left.ReadAtLeast(a, BufferSize, throwOnEndOfStream: false), right.ReadAtLeast(b, BufferSize, throwOnEndOfStream: false));
            var same = a.AsSpan(0, first).CommonPrefixLength(b.AsSpan(0, second));
            if (same < first || same < second)
                return offset + same;
            if (first < BufferSize)
                return null;
        }
    }
}
