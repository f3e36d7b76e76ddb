using ImgRep.Host.Posix;

namespace ImgRep.Host.Trust.Signing;

/// <summary>Files that a power cut leaves either as they were or whole.</summary>
internal static class DurableFile
{
    private const int WorldReadable = 0x1A4;

    /// <summary>Writes a new file under a name that nothing else has; an existing one is left alone.</summary>
    /// <returns>False if there is one of that name.</returns>
    public static bool TryCreate(string path, ReadOnlySpan<byte> bytes)
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
            // A link, unlike a renaming, never takes the place of what another process has just written.
            FileSystem.HardLink(UnixPath.Of(temporary), UnixPath.Of(path));
            return true;
        }
        catch (IOException exists) when (FileSystem.ErrnoOf(exists) == Libc.EEXIST)
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
