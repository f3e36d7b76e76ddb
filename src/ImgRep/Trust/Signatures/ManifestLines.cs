using System.Text;

namespace ImgRep.Trust.Signatures;

/// <summary>The lines of a manifest, one after the other, without copies of them.</summary>
/// <param name="text">Ends with a line end.</param>
internal ref struct ManifestLines(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> rest = text;

    /// <summary>The lines of a file, after its first one.</summary>
    /// <param name="largest">In bytes.</param>
    /// <exception cref="MalformedSignatureException">It is larger, does not end with a line end, or has another first line.</exception>
    public static ManifestLines Begin(ReadOnlySpan<byte> bytes, int largest, string first)
    {
        if (bytes.Length > largest)
            throw new MalformedSignatureException($"it has {bytes.Length} bytes, more than {largest}");
        if (bytes.IsEmpty || bytes[^1] != '\n')
            throw new MalformedSignatureException("it does not end with a line end: is it truncated?");
        var lines = new ManifestLines(bytes);
        return lines.Take() == first ? lines : throw lines.Wrong(first);
    }

    /// <summary>Of the current line; the first is 1.</summary>
    public int Number { get; private set; }

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly string Text => Encoding.Latin1.GetString(Current);

    /// <summary>No line follows.</summary>
    public readonly bool IsAtEnd => rest.IsEmpty;

    /// <summary>A comment follows.</summary>
    public readonly bool IsAtComment => IsAt("#"u8);

    /// <summary>A line follows that starts like this.</summary>
    public readonly bool IsAt(ReadOnlySpan<byte> start) => rest.StartsWith(start);

    public void Move()
    {
        Current = rest[..rest.IndexOf((byte)'\n')];
        rest = rest[(Current.Length + 1)..];
        Number++;
    }

    /// <summary>The next line.</summary>
    public string Take()
    {
        Move();
        return Text;
    }

    /// <summary>The end of the next line, whose start is known.</summary>
    public string TakeAfter(string start)
    {
        if (IsAtEnd)
            throw new MalformedSignatureException($"line {Number + 1} is missing, expected '{start}...'");
        var line = Take();
        return line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..] : throw Wrong(start + "...");
    }

    /// <summary>The end of the next line, if it starts like this; null otherwise.</summary>
    public string? TryTakeAfter(string start) => IsAt(Encoding.ASCII.GetBytes(start)) ? TakeAfter(start) : null;

    public readonly MalformedSignatureException Wrong(string wanted)
    {
        var got = Text;
        return new MalformedSignatureException($"line {Number} is '{(got.Length > 200 ? got[..200] + "..." : got)}', expected '{wanted}'");
    }
}
