using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ImgRep.Primitives;

namespace ImgRep.Files.Tar;

/// <summary>The bytes of an archive, read once from the start, and what is said when they are wrong.</summary>
internal sealed class TarInput(Stream stream, string archive, SourceSpan span)
{
    private const int BufferBytes = 1 << 17;
    private readonly byte[] buffer = new byte[BufferBytes];

    public long Position { get; private set; }

    /// <summary>What is being read, for messages.</summary>
    public string Subject { get; set; } = "";

    /// <summary>Fills a block; false if nothing is left at all.</summary>
    public bool TryReadBlock(Span<byte> block)
    {
        var read = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        Position += read;
        if (read > 0 && read < block.Length)
            throw Truncated();
        return read > 0;
    }

    public byte[] ReadHeaderData(long length)
    {
        var data = new byte[length];
        if (length > 0 && !TryReadBlock(data))
            throw Truncated();
        SkipPadding();
        return data;
    }

    public Digest ReadContent(long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var left = length; left > 0;)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw Truncated();
            hash.AppendData(buffer, 0, read);
            Position += read;
            left -= read;
        }
        SkipPadding();
        return Digest.FromHash(hash.GetHashAndReset());
    }

    /// <summary>To the next block; some writers leave out the padding behind the last file.</summary>
    private void SkipPadding()
    {
        var padding = (int)(-Position & (TarBlock.Size - 1));
        Position += stream.ReadAtLeast(buffer.AsSpan(0, padding), padding, throwOnEndOfStream: false);
    }

    [DoesNotReturn]
    public void Fail(string what, string hint) => throw Error(what, hint);

    public RejectedInputException Error(string what, string hint) =>
        new(Diagnostic.Error(span, "tar-archive", $"archive '{archive}', {Subject} {what}", hint));

    private RejectedInputException Truncated() => Error($"is cut off at byte {Position}", "fetch the archive again");
}
