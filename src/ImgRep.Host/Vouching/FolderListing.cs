using System.Text;
using ImgRep.Host.Posix;
using ImgRep.Primitives;
using ImgRep.Sources.Comparing;

namespace ImgRep.Host.Vouching;

/// <summary>The files of a folder of this machine by their paths in it. No link is followed, and what version control itself keeps is left out.</summary>
public static class FolderListing
{
    private static readonly string[] Control = [".git", ".hg", ".svn", ".bzr"];

    /// <exception cref="EnvironmentException">It cannot be read, or holds what is no file, folder or link.</exception>
    public static Dictionary<string, SourceFile> Read(string folder, CancellationToken cancellation)
    {
        var files = new Dictionary<string, SourceFile>(StringComparer.Ordinal);
        var open = new Stack<(string Path, string Name)>([(folder, "")]);
        while (open.TryPop(out var at))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var path in Disk.Entries(at.Path))
            {
                var name = at.Name + Path.GetFileName(path);
                var status = FileSystem.TryStatus(HostPath.Parse(path)) ?? throw new EnvironmentException("read", path, "it went while it was read");
                if (status.Type != EntryType.Directory)
                    files[SourcePath.Escape(name)] = FileOf(path, status);
                else if (!Control.Contains(name))
                    open.Push((path, name + "/"));
            }
        }
        return files;
    }

    private static SourceFile FileOf(string path, EntryStatus status)
    {
        if (status.Type == EntryType.Symlink)
            return new SourceFile(Digest.Compute(Encoding.UTF8.GetBytes(Disk.LinkTarget(path) ?? "")), true, false);
        if (status.Type != EntryType.File)
            throw new EnvironmentException("read", path, "it is no file, folder or link");
        return new SourceFile(Disk.HashOf(path), false, (status.Mode & 0b001_001_001) != 0);
    }
}
