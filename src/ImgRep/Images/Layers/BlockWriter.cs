namespace ImgRep.Images.Layers;

/// <summary>Gathers bytes in blocks of one size and sends each full one on its way, so that sources read straight into them.</summary>
internal abstract class BlockWriter : IDisposable
{
    private static readonly byte[] Zeros = new byte[512];
    private byte[] block;
    private int used;
    private long sent;

    protected BlockWriter(int blockSize) => block = new byte[blockSize];

    /// <summary>Bytes so far.</summary>
    public long Length => sent + used;

    /// <summary>Where the next bytes go, never empty: fill some and say how many with <see cref="Advance"/>.</summary>
    public Span<byte> Free => block.AsSpan(used);

    public void Advance(int count)
    {
        used += count;
        if (used == block.Length)
            Flush();
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, Free.Length)];
            part.CopyTo(Free);
            Advance(part.Length);
            bytes = bytes[part.Length..];
        }
    }

    public void WriteZeros(int count)
    {
        for (; count > 0; count -= Zeros.Length)
            Write(Zeros.AsSpan(0, Math.Min(count, Zeros.Length)));
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends the block that is not full yet.</summary>
    protected void Flush()
    {
        if (used == 0)
            return;
        sent += used;
        (block, used) = (Send(new ArraySegment<byte>(block, 0, used)), 0);
    }

    /// <summary>Takes the bytes and gives an array of the same length for those that follow.</summary>
    protected abstract byte[] Send(ArraySegment<byte> bytes);

    protected abstract void Dispose(bool disposing);
}
