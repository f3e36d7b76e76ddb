using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

/// <summary>An open file, without a buffer, whose failures say which file it is, and whether it was read or written.</summary>
/// <exception cref="EnvironmentException">Every operation throws it where the system's call fails.</exception>
public sealed class DiskStream(SafeFileHandle handle, FileAccess access, string path) : Stream
{
    // FileStream is not inherited from: it sends each call of a class derived from it through an array.
    private readonly FileStream file = new(handle, access, bufferSize: 0);

    public SafeFileHandle SafeFileHandle => handle;

    public override bool CanRead => file.CanRead;

    public override bool CanSeek => file.CanSeek;

    public override bool CanWrite => file.CanWrite;

    public override long Length => SystemFailure.Named("read", path, () => file.Length);

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return file.Read(buffer);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Explain("read", path, failure);
        }
    }

    /// <summary>Reads from an offset, without moving the position.</summary>
    public int ReadAt(Span<byte> buffer, long offset)
    {
        try
        {
            return RandomAccess.Read(handle, buffer, offset);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Explain("read", path, failure);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await file.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Explain("read", path, failure);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Explain("write", path, failure);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await file.WriteAsync(buffer, cancellationToken);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Explain("write", path, failure);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => SystemFailure.Named("read", path, () => file.Seek(offset, origin));

    public override void SetLength(long value)
    {
        try
        {
            file.SetLength(value);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Explain("write", path, failure);
        }
    }

    public override void Flush()
    {
    }

    public void ChangeMode(UnixFileMode mode) => SystemFailure.Named("change mode of", path, () => File.SetUnixFileMode(handle, mode));

    /// <summary>Everything that was written is on the disk when it returns.</summary>
    public void FlushToDisk() => SystemFailure.Named("write", path, () => file.Flush(flushToDisk: true));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
