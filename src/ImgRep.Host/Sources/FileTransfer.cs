using ImgRep.Host.Posix;

namespace ImgRep.Host.Sources;

/// <summary>Copies a source from a folder of this machine.</summary>
internal static class FileTransfer
{
    /// <param name="longest">Bytes after which it ends.</param>
    public static async Task ReceiveAsync(Uri place, PartialFile partial, long longest, Action<long, long?> progress, CancellationToken cancellation)
    {
        await using var file = Open(place.LocalPath);
        if (file.Length > longest)
            throw TooLong(longest);
        partial.Begin(place, validator: null, resume: false);
        var buffer = new byte[1 << 17];
        while (await ReadAsync(file, buffer, cancellation) is > 0 and var count)
        {
            if (partial.Length + count > longest)
                throw TooLong(longest);
            partial.Append(buffer.AsSpan(0, count));
            progress(partial.Length, file.Length);
        }
    }

    private static TransferException TooLong(long longest) => new($"it has more than {longest} bytes");

    private static DiskStream Open(string path)
    {
        try
        {
            return FileSystem.OpenRegular(path) ?? throw new TransferException("it is not a regular file");
        }
        catch (EnvironmentException failure)
        {
            throw new TransferException(failure.Reason, failure);
        }
    }

    private static async Task<int> ReadAsync(DiskStream file, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await file.ReadAsync(buffer, cancellation);
        }
        catch (EnvironmentException failure)
        {
            throw new TransferException(failure.Reason, failure);
        }
    }
}
