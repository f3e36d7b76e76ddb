using ImgRep.Host.Posix;

namespace ImgRep.Host.Tree;

/// <summary>Files that a power cut leaves either as they were or whole.</summary>
internal static class DurableFile
{
    private const int WorldReadable = 0x1A4;

    /// <summary>Writes a new file under a name that nothing else has; an existing one is left alone.</summary>
    /// <returns>False if there is one of that name.</returns>
    public static bool TryCreate(string path, ReadOnlySpan<byte> bytes) => Create(path, bytes, TryLink);

    /// <summary>Writes a file, in the place of one that has its name.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes) => Create(path, bytes, (temporary, wanted) =>
    {
        File.Move(temporary, wanted, overwrite: true);
        return true;
    });

    private static bool Create(string path, ReadOnlySpan<byte> bytes, Func<string, string, bool> name)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():n}");
        try
        {
            using (var file = FileSystem.Create(UnixPath.Of(temporary)))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            FileSystem.ChangeMode(UnixPath.Of(temporary), WorldReadable);
            return name(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
            SyncFolder(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Whether a file has such a name only until it is whole.</summary>
    public static bool IsTemporary(string name) => name is ['.', .. var guid] && Guid.TryParseExact(guid, "n", out _);

    /// <summary>Gives a file a second name. A link, unlike a renaming, never takes the place of what another process has just written.</summary>
    /// <returns>False if something else has that name.</returns>
    public static bool TryLink(string existing, string path)
    {
        try
        {
            FileSystem.HardLink(UnixPath.Of(existing), UnixPath.Of(path));
            return true;
        }
        catch (IOException exists) when (FileSystem.ErrnoOf(exists) == Libc.EEXIST)
        {
            return false;
        }
    }

    /// <summary>Has the names in a folder on the disk before anything else is done.</summary>
    public static void SyncFolder(string folder)
    {
        using var handle = FileSystem.OpenHandle(UnixPath.Of(folder), 0, 0);
        RandomAccess.FlushToDisk(handle);
    }
}
