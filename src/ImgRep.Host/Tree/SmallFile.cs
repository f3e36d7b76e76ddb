namespace ImgRep.Host.Tree;

/// <summary>Reads files that people write, whole.</summary>
public static class SmallFile
{
    /// <summary>In bytes. Nobody can review more.</summary>
    public const int MaximumLength = 1 << 20;

    /// <exception cref="EnvironmentException">It cannot be read, or is too large.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (!file.CanSeek || file.Length > MaximumLength)
                throw new EnvironmentException("read", path, file.CanSeek ? $"it has {file.Length} bytes, more than {MaximumLength}" : "it is not a file");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException("read", path, Directory.Exists(path) ? "it is a folder" : exception.Message, inner: exception);
        }
    }
}
