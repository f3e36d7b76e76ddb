using System.Security.Cryptography;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>Hashes what is read through it and throws <see cref="DamagedStoreException"/> at the end if it is not what was expected.</summary>
internal sealed class VerifyingStream(Stream inner, long length, Digest expected, string path) : ForwardStream(length)
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long position;
    private bool isVerified;

    public override int Read(Span<byte> buffer)
    {
        // What is beyond the end was not hashed by whoever expects this.
        var count = inner.Read(buffer[..(int)Math.Min(buffer.Length, Length - position)]);
        hash.AppendData(buffer[..count]);
        position += count;
        if (!isVerified && (position >= Length || (count == 0 && buffer.Length > 0)))
            Verify();
        return count;
    }

    private void Verify()
    {
        isVerified = true;
        if (position != Length || Digest.FromHash(hash.GetCurrentHash()) != expected)
            throw new DamagedStoreException(path);
    }

    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        inner.Dispose();
        base.Dispose(disposing);
    }
}
