using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders;

/// <summary>
/// A package's folder as a tree that COPY can take from. What a checkout happens to have is left behind: owners are 0, times are the
/// epoch, files are 0755 if their owner may execute them and else 0644, folders are 0755.
/// </summary>
public static class ContextFolder
{
    /// <param name="ignored">Whether a path, relative to the folder, is left out.</param>
    public static FileTree Read(string folder, Func<string, bool> ignored, FolderHashes hashes)
    {
        var root = UnixPath.Of(Path.GetFullPath(folder));
        return new FileTree(ReadDirectory(root, "", ignored, hashes));
    }

    private static DirectoryNode ReadDirectory(UnixPath path, string relative, Func<string, bool> ignored, FolderHashes hashes)
    {
        var children = DirectoryNode.NoChildren.ToBuilder();
        foreach (var name in FileSystem.List(path))
        {
            var child = relative.Length == 0 ? name.ToString() : $"{relative}/{name}";
            var status = FileSystem.Status(path / name);
            if (status.Type == EntryType.Directory)
            {
                var directory = ReadDirectory(path / name, child, ignored, hashes);
                if (!directory.Children.IsEmpty || !ignored(child))
                    children.Add(name, directory);
            }
            else if (!ignored(child))
            {
                children.Add(name, ReadEntry(path / name, status, hashes));
            }
        }
        return new DirectoryNode(Metadata.DefaultDirectory, children.ToImmutable());
    }

    /// <summary>Hashed now: what is built later must be what the recipe key was made of.</summary>
    private static TreeNode ReadEntry(UnixPath path, EntryStatus status, FolderHashes hashes) => status.Type switch
    {
        EntryType.File => new FileNode(
            (status.Mode & 0x40) != 0 ? Metadata.DefaultDirectory : Metadata.DefaultFile,
            new DiskFile(path, 0, status.Size, hashes.Of(path, status))),
        EntryType.Symlink => new SymlinkNode(new Metadata(0x1FF), FileSystem.ReadLink(path)),
        _ => throw new RejectedInputException(Diagnostic.Error(
            SourceSpan.Whole(path.ToString()), "context-entry", "a build context holds files, folders and links only", "remove it, or name it in .containerignore")),
    };
}
