using ImgRep.Host.Posix;

namespace ImgRep.Host.Tree;

/// <summary>Reads files of a tree that nobody needs to have looked at: no link is followed, and nothing but a regular file is opened.</summary>
public static class TreeFile
{
    /// <summary>The bytes, or in <paramref name="problem"/> why there are none.</summary>
    public static byte[]? Read(string path, long largest, out string problem)
    {
        problem = "";
        try
        {
            if (FileSystem.TryStatus(UnixPath.Of(path)) is not { } status)
                problem = "it is missing";
            else if (status.Type != EntryType.File)
                problem = $"it is a {status.Type.ToString().ToLowerInvariant()}, expected a file";
            else if (status.Size > largest)
                problem = $"it has {status.Size} bytes, more than {largest}";
            else
                return ReadAll(path, largest, ref problem);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
        }
        return null;
    }

    /// <summary>What lies in a folder, sorted; nothing where there is no folder, or a link in its place.</summary>
    public static IReadOnlyList<(string Name, EntryType Type)> List(string folder) =>
        FileSystem.TryStatus(UnixPath.Of(folder)) is { Type: EntryType.Directory }
            ? [.. FileSystem.List(UnixPath.Of(folder)).Select(name => (name.ToString(), FileSystem.Status(UnixPath.Of(folder) / name).Type)).OrderBy(entry => entry.Item1, StringComparer.Ordinal)]
            : [];

    private static byte[]? ReadAll(string path, long largest, ref string problem)
    {
        using var file = FileSystem.OpenRead(UnixPath.Of(path));
        var bytes = new byte[Math.Min(file.Length, largest)];
        file.ReadExactly(bytes);
        if (file.ReadByte() < 0)
            return bytes;
        problem = "it grows while it is read";
        return null;
    }
}
