using ImgRep.Primitives;

namespace ImgRep.Images.Layers;

/// <summary>A tar read block by block while a second thread hashes all of it.</summary>
internal sealed class LayerInput(Stream source) : IDisposable
{
    private readonly HashPipeline pipeline = new(destination: null);
    private long blockStart;
    private int filled;
    private int position;

    /// <summary>Bytes taken so far.</summary>
    public long Position => blockStart + position;

    /// <summary>The next bytes, at most <paramref name="most"/>, valid until the next call; empty at the end only. As long as whole
    /// multiples of 512 are taken, what is taken is cut short by the end only.</summary>
    public ReadOnlySpan<byte> Take(long most)
    {
        if (position == filled)
            Fill();
        var taken = pipeline.Free[position..filled];
        if (taken.Length > most)
            taken = taken[..(int)most];
        position += taken.Length;
        return taken;
    }

    /// <summary>The next 512 bytes.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public ReadOnlySpan<byte> TakeBlock()
    {
        var block = Take(UstarBlock.Size);
        return block.Length == UstarBlock.Size ? block : throw new InvalidDataException("it ends in the middle of an entry");
    }

    /// <summary>The hash of everything, read to the end.</summary>
    public Digest Complete()
    {
        while (!Take(long.MaxValue).IsEmpty)
        {
        }
        return pipeline.Complete();
    }

    public void Dispose() => pipeline.Dispose();

    private void Fill()
    {
        if (filled > 0)
            pipeline.Advance(filled);
        blockStart += filled;
        position = 0;
        filled = source.ReadAtLeast(pipeline.Free, pipeline.Free.Length, throwOnEndOfStream: false);
    }
}
