using System.IO.Compression;

namespace ImgRep.Images.Layers;

/// <summary>Compresses blocks on all cores, each as a gzip member of its own; readers see one stream (RFC 1952, section 2.2).
/// The bytes do not depend on the number of cores.</summary>
internal sealed class GzipWriter(Stream destination) : BlockWriter(BlockSize)
{
    private const int BlockSize = 1 << 20;
    private readonly int limit = Environment.ProcessorCount + 2;
    private readonly Queue<Task<(byte[] Block, MemoryStream Member)>> running = [];

    /// <summary>Writes what is left. Nothing can be written after it.</summary>
    public void Complete()
    {
        Flush();
        while (running.Count > 0)
            WriteOldest();
    }

    protected override byte[] Send(ArraySegment<byte> bytes)
    {
        running.Enqueue(Task.Run(() => (bytes.Array!, Compress(bytes))));
        return running.Count < limit ? new byte[BlockSize] : WriteOldest();
    }

    protected override void Dispose(bool disposing) => Task.WaitAll(running);

    private static MemoryStream Compress(ArraySegment<byte> bytes)
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return member;
    }

    private byte[] WriteOldest()
    {
        var (block, member) = running.Dequeue().GetAwaiter().GetResult();
        using (member)
            destination.Write(member.GetBuffer(), 0, (int)member.Length);
        return block;
    }
}
