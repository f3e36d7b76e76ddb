using ImgRep.Host.Posix;

namespace ImgRep.Host.Tree;

/// <summary>Reads files that people write, whole.</summary>
public static class SmallFile
{
    /// <summary>In bytes. Nobody can review more.</summary>
    public const int MaximumLength = 1 << 20;

    /// <summary>For tables with a line for each package or source, in bytes.</summary>
    public const int MaximumTable = 1 << 26;

    /// <exception cref="EnvironmentException">It cannot be read, is no regular file, or is too large.</exception>
    public static byte[] Read(string path, int maximumLength = MaximumLength)
    {
        try
        {
            using var file = FileSystem.OpenRegular(path)
                ?? throw new EnvironmentException("read", path, Directory.Exists(path) ? "it is a folder" : "it is not a regular file");
            if (file.Length > maximumLength)
                throw new EnvironmentException("read", path, $"it has {file.Length} bytes, more than {maximumLength}");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException("read", path, exception.Message, inner: exception);
        }
    }
}
