namespace ImgRep.Host.Sources;

/// <summary>Copies a source from a folder of this machine.</summary>
internal static class FileTransfer
{
    public static async Task ReceiveAsync(Uri place, PartialFile partial, Action<long, long?> progress, CancellationToken cancellation)
    {
        await using var file = Open(place.LocalPath);
        partial.Begin(place, validator: null, resume: false);
        var buffer = new byte[1 << 17];
        while (await file.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            partial.Append(buffer.AsSpan(0, count));
            progress(partial.Length, file.Length);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(exception.Message.TrimEnd('.'), exception);
        }
    }
}
