using ImgRep.Primitives;

namespace ImgRep.Sources;

/// <summary>The lines of a stream, without their line feeds, one at a time and not all of them in memory.</summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>In bytes. The longest lines of an archive's indices have some hundred thousand.</summary>
    private const int LongestLine = 16 << 20;

    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;

    /// <summary>Good until the next call; null after the last line.</summary>
    /// <exception cref="RejectedInputException">A line is longer than any can be.</exception>
    public ReadOnlyMemory<byte>? Next()
    {
        for (var searched = 0; ;)
        {
            var feed = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
                return Take(searched + feed, searched + feed + 1);
            searched = end - start;
            if (Fill())
                continue;
            // Not by a conditional expression, in which null would be an empty line.
            if (searched == 0)
                return null;
            return Take(searched, searched);
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int used)
    {
        var line = buffer.AsMemory(start, length);
        start += used;
        return line;
    }

    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length < LongestLine ? buffer.Length * 2 : throw TooLong());
        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }

    private static RejectedInputException TooLong() => new(Diagnostic.Error(
        SourceSpan.Whole("index"), "archive-index", $"a line has more than {LongestLine} bytes", "such a file is no index of an archive"));
}
