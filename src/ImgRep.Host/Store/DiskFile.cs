using System.Security.Cryptography;
using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>The content of a regular file of this machine, or of a stretch of one.</summary>
/// <param name="offset">Where it begins in the file, in bytes.</param>
/// <param name="length">How many bytes there are.</param>
/// <param name="expected">The hash that reading must confirm; null for a file that this process itself has just made.</param>
public sealed class DiskFile(HostPath path, long offset, long length, Digest? expected) : IFileContent
{
    private Digest? computed;

    public HostPath Path => path;

    public long Length => length;

    public Digest Digest => expected ?? (computed ??= Hash());

    public Stream Open()
    {
        if (expected is null)
            return OpenStretch();
        try
        {
            return new VerifyingStream(OpenStretch(), length, expected, path.ToString());
        }
        catch (EnvironmentException missing) when (missing.Errno == Libc.ENOENT)
        {
            throw new DamagedStoreException(path.ToString());
        }
    }

    /// <summary>Never more than the stretch, though the file may have grown.</summary>
    private Slice OpenStretch() => new(FileSystem.OpenRead(path), offset, length);

    private Digest Hash()
    {
        using var stream = OpenStretch();
        var hash = Digest.FromHash(SHA256.HashData(stream));
        return stream.IsAtEnd ? hash : throw new DamagedStoreException(path.ToString());
    }

    private sealed class Slice(DiskStream file, long offset, long length) : ForwardStream(length)
    {
        private long position;

        public bool IsAtEnd => position == Length;

        public override int Read(Span<byte> buffer)
        {
            var wanted = (int)Math.Min(buffer.Length, Length - position);
            if (wanted == 0)
                return 0;
            var count = file.ReadAt(buffer[..wanted], offset + position);
            position += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
