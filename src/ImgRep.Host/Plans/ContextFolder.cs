using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Plans;

/// <summary>
/// A package's folder as a tree that COPY can take from. What a checkout happens to have is left behind: owners are 0, times are the
/// epoch, files are 0755 if their owner may execute them and else 0644, folders are 0755.
/// </summary>
public static class ContextFolder
{
    /// <summary>How often an entry that changes while it is looked at is looked at again.</summary>
    private const int MaximumAttempts = 5;

    /// <summary>Deeper folders are refused: no path of an image is longer than PATH_MAX.</summary>
    private const int MaximumDepth = 2048;

    /// <param name="ignored">Whether a path, relative to the folder, is left out.</param>
    /// <exception cref="EnvironmentException">Something in it changes all the time.</exception>
    public static FileTree Read(string folder, Func<string, bool> ignored, FolderHashes hashes)
    {
        var root = HostPath.Parse(Disk.FullPath(folder));
        return ReadSteadily(root, _ => ReadDirectory(root, "", 0, ignored, hashes)) is DirectoryNode tree
            ? new FileTree(tree)
            : throw new EnvironmentException("read", folder, "it is not there any more", "run the command again");
    }

    private static DirectoryNode ReadDirectory(HostPath path, string relative, int depth, Func<string, bool> ignored, FolderHashes hashes)
    {
        if (depth > MaximumDepth)
            throw Unfit(path, $"folders are nested more than {MaximumDepth} deep");
        var children = DirectoryNode.NoChildren.ToBuilder();
        foreach (var name in FileSystem.List(path))
        {
            var child = relative.Length == 0 ? name.ToString() : $"{relative}/{name}";
            if (ReadSteadily(path / name, Read) is { } node)
                children.Add(name, node);

            TreeNode? Read(EntryStatus status)
            {
                if (status.Type != EntryType.Directory)
                    return ignored(child) ? null : ReadEntry(path / name, status, hashes);
                var directory = ReadDirectory(path / name, child, depth + 1, ignored, hashes);
                return directory.Children.IsEmpty && ignored(child) ? null : directory;
            }
        }
        return new DirectoryNode(Metadata.DefaultDirectory, children.ToImmutable());
    }

    /// <summary>Reads an entry, again if it changed meanwhile; null if it has gone.</summary>
    private static TreeNode? ReadSteadily(HostPath path, Func<EntryStatus, TreeNode?> read)
    {
        Exception? change = null;
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (FileSystem.TryStatus(path) is not { } status)
                return null;
            try
            {
                var node = read(status);
                if (node is null || status.Type == EntryType.Directory || (FileSystem.TryStatus(path) is { } after && IsSame(status, after)))
                    return node;
            }
            catch (Exception e) when (e is DamagedStoreException || SystemFailure.ErrnoOf(e) is Libc.ENOENT or Libc.EINVAL or Libc.ENOTDIR or Libc.ELOOP)
            {
                change = e;
            }
        }
        throw new EnvironmentException("read", path.ToString(), "it changes while it is being read", "run the command again when nothing writes there", change);
    }

    private static bool IsSame(EntryStatus before, EntryStatus after) =>
        (before.Type, before.Inode, before.Size, before.ModifiedAt, before.ChangedAt) == (after.Type, after.Inode, after.Size, after.ModifiedAt, after.ChangedAt);

    /// <summary>Hashed now: what is built later must be what the recipe key was made of.</summary>
    private static TreeNode ReadEntry(HostPath path, EntryStatus status, FolderHashes hashes) => status.Type switch
    {
        EntryType.File when status.Size > LayerScanner.MaximumFile => throw Unfit(path, $"a file has {status.Size} bytes, more than {LayerScanner.MaximumFile >> 30} GiB"),
        EntryType.File => new FileNode(
            (status.Mode & Modes.Octal("100")) != 0 ? Metadata.DefaultDirectory : Metadata.DefaultFile,
            new DiskFile(path, 0, status.Size, hashes.HashOf(path, status))),
        EntryType.Symlink => new SymlinkNode(new Metadata(Modes.Symlink), FileSystem.ReadLink(path)),
        _ => throw Unfit(path, "a build context holds files, folders and links only"),
    };

    private static RejectedInputException Unfit(HostPath path, string message) =>
        new(Diagnostic.Error(SourceSpan.Whole(path.ToString()), "context-entry", message, "remove it, or name it in .containerignore"));
}
