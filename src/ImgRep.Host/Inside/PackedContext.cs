using System.Collections.Immutable;
using ImgRep.Files;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;

namespace ImgRep.Host.Inside;

/// <summary>A package's folder on its way into a job and out of it. What is in its files stays where it is: reading it confirms that it is still the same.</summary>
internal static class PackedContext
{
    public static JobContext Pack(PackageContext context)
    {
        var entries = ImmutableArray.CreateBuilder<JobEntry>();
        Pack(context.Tree.Root, entries);
        return new JobContext(context.Folder, entries.ToImmutable(), context.IgnoreText is { } text ? new JobIgnoreFile(text.Path, text.Content) : null);
    }

    public static PackageContext Unpack(JobContext context)
    {
        var next = 0;
        var root = Unpack(context.Entries, HostPath.Parse(context.Folder), int.MaxValue, ref next);
        return new PackageContext(context.Folder, new FileTree(root), context.Ignored is { } text ? new IgnoreText(text.Path, text.Content) : null);
    }

    private static void Pack(DirectoryNode directory, ImmutableArray<JobEntry>.Builder entries)
    {
        foreach (var (name, node) in directory.Children)
        {
            var entry = new JobEntry(name.Bytes.ToArray());
            switch (node)
            {
                case DirectoryNode below:
                    entries.Add(entry with { Children = below.Children.Count });
                    Pack(below, entries);
                    break;
                case SymlinkNode link:
                    entries.Add(entry with { Target = [.. link.Target] });
                    break;
                case FileNode file:
                    entries.Add(entry with { IsExecutable = file.Metadata == Metadata.DefaultDirectory, Size = file.Content.Length, Content = file.Content.Digest });
                    break;
                default:
                    throw new InvalidOperationException($"{node.Describe()} in a context");
            }
        }
    }

    private static DirectoryNode Unpack(ImmutableArray<JobEntry> entries, HostPath folder, int count, ref int next)
    {
        var children = DirectoryNode.NoChildren.ToBuilder();
        for (var read = 0; read < count && next < entries.Length; read++)
        {
            var entry = entries[next++];
            var name = FileName.Parse(entry.Name);
            children.Add(name, entry switch
            {
                { Children: { } below } => Unpack(entries, folder / name, below, ref next),
                { Target: { } target } => new SymlinkNode(new Metadata(Modes.Symlink), [.. target]),
                _ => new FileNode(
                    entry.IsExecutable ? Metadata.DefaultDirectory : Metadata.DefaultFile, new DiskFile(folder / name, 0, entry.Size, entry.Content)),
            });
        }
        return new DirectoryNode(Metadata.DefaultDirectory, children.ToImmutable());
    }
}
