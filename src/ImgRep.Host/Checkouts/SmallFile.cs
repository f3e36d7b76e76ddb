using ImgRep.Host.Posix;

namespace ImgRep.Host.Checkouts;

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
        using var file = FileSystem.OpenRegular(path)
            ?? throw new EnvironmentException("read", path, Disk.IsFolder(path) ? "it is a folder" : "it is not a regular file");
        if (file.Length > maximumLength)
            throw new EnvironmentException("read", path, $"it has {file.Length} bytes, more than {maximumLength}");
        var bytes = new byte[file.Length];
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? bytes
            : throw new EnvironmentException("read", path, "it shrinks while it is read", "run the command again");
    }
}
