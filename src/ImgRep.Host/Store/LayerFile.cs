using System.Runtime.InteropServices;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>
/// A new file for a layer. What is beyond its beginning goes past the page cache (open(2), O_DIRECT) where the file system can: it
/// has to be on the disk before the layer gets its name, and pages of the cache cost a virtual machine more than the disk does.
/// </summary>
internal sealed unsafe class LayerFile : Stream
{
    /// <summary>Layers up to this size are likely to be read again soon: they are kept in the cache.</summary>
    private const long CachedBytes = 64 << 20;

    private const int BufferSize = 1 << 18;
    private const int Alignment = 4096;
    private const int GetFlags = 3;
    private const int SetFlags = 4;

    private readonly DiskStream file;
    private byte* buffer = (byte*)NativeMemory.AlignedAlloc(BufferSize, Alignment);
    private int used;
    private bool isDirect;

    public LayerFile(string path) => file = Disk.Create(path);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => file.Length + used;

    public override long Position
    {
        get => file.Position + used;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, BufferSize - used)];
            part.CopyTo(new Span<byte>(buffer + used, part.Length));
            used += part.Length;
            bytes = bytes[part.Length..];
            if (used == BufferSize)
                Send();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Everything is on the disk when it returns. Nothing can be written after it.</summary>
    public override void Flush()
    {
        // The end of the file has not the length that O_DIRECT asks for.
        SetDirect(false);
        Send();
        file.FlushToDisk();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        NativeMemory.AlignedFree(buffer);
        buffer = null;
        base.Dispose(disposing);
    }

    private void Send()
    {
        if (!isDirect && used == BufferSize && file.Position >= CachedBytes)
            SetDirect(true);
        file.Write(new ReadOnlySpan<byte>(buffer, used));
        used = 0;
    }

    private void SetDirect(bool value)
    {
        var descriptor = (int)file.SafeFileHandle.DangerousGetHandle();
        var flags = Libc.SetDescriptor(descriptor, GetFlags, 0);
        // A file system that cannot (EINVAL) is written through the cache.
        isDirect = Libc.SetDescriptor(descriptor, SetFlags, value ? flags | OpenFlags.Direct : flags & ~OpenFlags.Direct) == 0 && value;
    }
}
