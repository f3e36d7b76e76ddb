using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

/// <summary>What a caller gives a program to read.</summary>
public static class StandardInput
{
    /// <returns>All of it, or its beginning if there is more.</returns>
    /// <exception cref="EnvironmentException">It is closed, or cannot be read.</exception>
    public static Task<byte[]> ReadAsync(int largest, CancellationToken cancellation) => Task.Run(() => Read(largest), CancellationToken.None).WaitAsync(cancellation);

    private static byte[] Read(int largest) => SystemFailure.Named("read", "standard input", () =>
    {
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        var bytes = new byte[largest];
        return bytes[..input.ReadAtLeast(bytes, largest, throwOnEndOfStream: false)];
    });
}
