using ImgRep.Host.Posix;

namespace ImgRep.Host.Checkouts;

/// <summary>Files of a tree that a power cut leaves either as they were or whole. No link is followed on the way to them; folders that are missing
/// are made. Paths are relative to the tree.</summary>
/// <exception cref="Primitives.RejectedInputException">Something else than a folder stands on the way.</exception>
/// <exception cref="EnvironmentException">The system does not do it.</exception>
internal static class DurableFile
{
    private const UnixFileMode WorldReadable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes a new file under a name that nothing else has; an existing one is left alone.</summary>
    /// <returns>False if there is one of that name.</returns>
    public static bool TryCreate(Checkout tree, string path, ReadOnlySpan<byte> bytes)
    {
        var content = bytes.ToArray();
        return In(tree, path, (folder, name) => Create(folder, content, temporary => folder.TryLink(temporary, name)));
    }

    /// <summary>Writes a file, in the place of one that has its name.</summary>
    public static void Write(Checkout tree, string path, ReadOnlySpan<byte> bytes)
    {
        var content = bytes.ToArray();
        In(tree, path, (folder, name) => Create(folder, content, temporary =>
        {
            folder.Rename(temporary, name);
            return true;
        }));
    }

    /// <summary>Gives a file a second name in its folder.</summary>
    /// <returns>False if something else has that name.</returns>
    public static bool TryLink(Checkout tree, string existing, string name) => In(tree, existing, (folder, from) => folder.TryLink(from, name));

    /// <summary>Removes a file, if there is one.</summary>
    public static void Delete(Checkout tree, string path) => In(tree, path, (folder, name) =>
    {
        folder.Delete(name);
        return true;
    });

    /// <summary>Has the names beside a file on the disk before anything else is done.</summary>
    public static void SyncBeside(Checkout tree, string path) => In(tree, path, (folder, _) =>
    {
        folder.Sync();
        return true;
    });

    /// <summary>Whether a file has such a name only until it is whole.</summary>
    public static bool IsTemporary(string name) => name is ['.', .. var guid] && Guid.TryParseExact(guid, "n", out _);

    private static bool Create(OpenFolder folder, byte[] bytes, Func<string, bool> name)
    {
        var temporary = $".{Guid.NewGuid():n}";
        try
        {
            using (var file = folder.Create(temporary))
            {
                file.Write(bytes);
                file.ChangeMode(WorldReadable);
                file.FlushToDisk();
            }
            return name(temporary);
        }
        finally
        {
            folder.Delete(temporary);
            folder.Sync();
        }
    }

    private static bool In(Checkout tree, string path, Func<OpenFolder, string, bool> act)
    {
        try
        {
            var (folder, name) = CheckoutWalk.Split(path);
            using var open = CheckoutWalk.Make(tree, folder);
            return act(open, name);
        }
        catch (EnvironmentException failure) when (failure.Errno != 0)
        {
            throw EnvironmentException.OfErrno("write", path, failure.Errno, failure);
        }
    }
}
