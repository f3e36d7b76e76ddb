using System.Buffers.Binary;
using System.Security.Cryptography;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Trust.Listings;

/// <summary>What a listing says of a file's bytes.</summary>
/// <param name="Bytes">As <see cref="ListedEntry.Bytes"/>.</param>
/// <param name="IsDated">They hold a date of the build.</param>
internal readonly record struct ContentFacts(Digest Hash, string Bytes, bool IsDated)
{
    /// <summary>Reads the file once.</summary>
    public static ContentFacts Read(IFileContent content, BuildDates? dates)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var counts = new long[256];
        var buffer = new byte[BuildDates.Longest + (64 * 1024)];
        var (kept, isHead, isDated) = (0, true, false);
        using var stream = content.Open();
        for (int count; (count = stream.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            var fresh = buffer.AsSpan(kept, count);
            hash.AppendData(fresh);
            foreach (var value in fresh)
                counts[value]++;
            var seen = buffer.AsSpan(0, kept + count);
            isDated = isDated || dates?.IsIn(seen, isHead) == true;
            // What stands across the border of two pieces is whole in the second.
            kept = Math.Min(BuildDates.Longest, seen.Length);
            seen[^kept..].CopyTo(buffer);
            isHead = false;
        }
        return new ContentFacts(Digest.FromHash(hash.GetHashAndReset()), HashOf(counts), isDated);
    }

    private static string HashOf(long[] counts)
    {
        var bytes = new byte[counts.Length * sizeof(long)];
        for (var value = 0; value < counts.Length; value++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(value * sizeof(long)), counts[value]);
        return Digest.Compute(bytes).Hex[..ListedEntry.DigitsOfBytes];
    }
}
