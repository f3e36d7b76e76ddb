using System.Net;
using System.Security.Cryptography;
using ImgRep.Building;
using ImgRep.Host.Sources;
using ImgRep.Primitives;

namespace ImgRep.Host.Registries;

/// <summary>Bodies of requests and answers, which move a byte now and then or are given up.</summary>
internal static class RegistryBody
{
    private const int BufferSize = 1 << 17;

    /// <summary>A body that is small.</summary>
    /// <param name="longest">In bytes.</param>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, int longest, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[BufferSize];
        while (await body.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            if (bytes.Length + count > longest)
                throw RegistryRefusal.Wrong($"it answers with more than {longest} bytes");
            await bytes.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }
        return bytes.ToArray();
    }

    /// <summary>Copies, and tells how far it is.</summary>
    /// <param name="longest">In bytes: more are refused.</param>
    /// <returns>SHA-256 of all.</returns>
    public static async Task<Digest> CopyAsync(Stream from, Stream to, long longest, StallTimer stall, Action<long> moved, CancellationToken cancellation)
    {
        var buffer = new byte[BufferSize];
        var copied = 0L;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (await from.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            if ((copied += count) > longest)
                throw RegistryRefusal.Wrong($"it gives more than {longest} bytes");
            hash.AppendData(buffer, 0, count);
            await to.WriteAsync(buffer.AsMemory(0, count), cancellation);
            stall.Restart();
            moved(copied);
        }
        return Digest.FromHash(hash.GetHashAndReset());
    }

    /// <summary>Tells those who watch how many bytes have moved, a few times a second.</summary>
    public static Action<long> Report(IProgress<BuildEvent> progress, string name, long? total)
    {
        var last = 0L;
        return bytes =>
        {
            if (Environment.TickCount64 - last < 200)
                return;
            last = Environment.TickCount64;
            progress.Report(new Activity(name, ActivityUnit.Bytes, bytes, total));
        };
    }

    /// <summary>A file on its way to a registry.</summary>
    /// <param name="open">Opens it from its beginning.</param>
    public sealed class Sent(Func<Stream> open, long size, StallTimer stall, Action<long> moved) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var file = open();
            await CopyAsync(file, stream, size, stall, moved, stall.Token);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = size;
            return true;
        }
    }
}
