using System.Collections.Concurrent;
using System.Security.Cryptography;
using ImgRep.Primitives;

namespace ImgRep.Images.Layers;

/// <summary>Bytes on their way through SHA-256, and to a destination if there is one. A second thread hashes what the caller's
/// thread has filled in, so that reading, writing and hashing overlap. Memory is a fixed set of blocks.</summary>
internal sealed class HashPipeline : BlockWriter
{
    private const int BlockSize = 1 << 18;
    private const int BlockCount = 8;

    private readonly Action<ReadOnlySpan<byte>>? destination;
    private readonly BlockingCollection<byte[]> empty = [];
    private readonly BlockingCollection<ArraySegment<byte>> full = [];
    private readonly Task<Digest> hashing;

    /// <param name="destination">Stays open.</param>
    public HashPipeline(Stream? destination) : base(BlockSize)
    {
        this.destination = destination is null ? null : destination.Write;
        for (var i = 1; i < BlockCount; i++)
            empty.Add(new byte[BlockSize]);
        hashing = OwnThread.Run(Hash);
    }

    /// <summary>Waits for the hash of everything. Nothing can be written after it.</summary>
    public Digest Complete()
    {
        Flush();
        full.CompleteAdding();
        return hashing.GetAwaiter().GetResult();
    }

    protected override byte[] Send(ArraySegment<byte> bytes)
    {
        full.Add(bytes);
        destination?.Invoke(bytes);
        return empty.Take();
    }

    protected override void Dispose(bool disposing)
    {
        full.CompleteAdding();
        hashing.Wait();
        full.Dispose();
        empty.Dispose();
    }

    private Digest Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var bytes in full.GetConsumingEnumerable())
        {
            hash.AppendData(bytes);
            empty.Add(bytes.Array!);
        }
        return Digest.FromHash(hash.GetHashAndReset());
    }
}
