using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images.Layout;

/// <summary>What is known of a file of an image layout once it was read.</summary>
/// <param name="Content">Its bytes if it may be one of the JSON documents; null for what is larger or no JSON object or array.</param>
public sealed record LayoutFile(Digest Digest, long Size, ImmutableArray<byte>? Content)
{
    /// <summary>Reads a file to its end.</summary>
    public static LayoutFile Read(Stream stream, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var start = new ArrayBufferWriter<byte>();
        var buffer = new byte[1 << 17];
        long size = 0;
        for (int count; (count = stream.Read(buffer)) > 0; size += count)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, count);
            if (size == start.WrittenCount && MayBeDocument(size == 0 ? buffer[0] : start.WrittenSpan[0], size + count))
                start.Write(buffer.AsSpan(0, count));
        }
        var isWhole = start.WrittenCount == size;
        return new LayoutFile(Digest.FromHash(hash.GetHashAndReset()), size, isWhole ? [.. start.WrittenSpan] : null);
    }

    private static bool MayBeDocument(byte first, long size) =>
        first is (byte)'{' or (byte)'[' or (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r' && size <= JsonInput.LargestDocument;
}
