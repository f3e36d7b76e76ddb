using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Images.Layers;

/// <summary>The entries of a tree in the order of a layer: depth-first, children by the bytes of their names, a folder before what it
/// holds, the root left out. Paths that share a <see cref="LinkGroup"/> are one file: its first path is the file, with that node's
/// content and metadata; the later ones are hard links to it that repeat its metadata.</summary>
internal sealed class CanonicalEntries
{
    private readonly Dictionary<LinkGroup, TarHeader> firsts = [];

    private CanonicalEntries() { }

    /// <exception cref="RejectedInputException">While enumerating: something that no layer can hold.</exception>
    public static IEnumerable<LayerEntry> List(FileTree tree) => new CanonicalEntries().Walk(tree.Root);

    /// <summary>A loop with a stack of its own: a tree may be deeper than a thread's.</summary>
    private IEnumerable<LayerEntry> Walk(DirectoryNode root)
    {
        var open = new Stack<(ReadOnlyMemory<byte> Path, IEnumerator<KeyValuePair<FileName, TreeNode>> Children)>();
        open.Push((default, root.Children.GetEnumerator()));
        while (open.TryPeek(out var folder))
        {
            if (!folder.Children.MoveNext())
            {
                open.Pop().Children.Dispose();
                continue;
            }
            var (name, node) = folder.Children.Current;
            var path = Join(folder.Path.Span, name, node is DirectoryNode);
            LayerRules.CheckName(path, name);
            yield return Entry(path, node);
            if (node is DirectoryNode directory)
                open.Push((path, directory.Children.GetEnumerator()));
        }
    }

    private static byte[] Join(ReadOnlySpan<byte> folder, FileName name, bool isDirectory) =>
        isDirectory ? [.. folder, .. name.Bytes, (byte)'/'] : [.. folder, .. name.Bytes];

    private LayerEntry Entry(ReadOnlyMemory<byte> path, TreeNode node) => node switch
    {
        FileNode file => File(path, file),
        DirectoryNode => new LayerEntry(Header(TarEntryType.Directory, path, node), null),
        SymlinkNode link => new LayerEntry(Symlink(path, link), null),
        FifoNode => new LayerEntry(Header(TarEntryType.Fifo, path, node), null),
        DeviceNode device => new LayerEntry(Device(path, device), null),
        _ => throw new InvalidOperationException($"{LayerRules.Show(path)} is a {node.GetType().Name}, which layers do not know"),
    };

    private LayerEntry File(ReadOnlyMemory<byte> path, FileNode file)
    {
        if (file.Link is { } group && firsts.TryGetValue(group, out var first))
            return new LayerEntry(first with { Type = TarEntryType.HardLink, Path = path, Size = 0, LinkPath = first.Path }, null);
        var header = Header(TarEntryType.File, path, file) with { Size = file.Content.Length };
        if (file.Link is not null)
            firsts.Add(file.Link, header);
        return new LayerEntry(header, file.Content);
    }

    private static TarHeader Symlink(ReadOnlyMemory<byte> path, SymlinkNode link)
    {
        LayerRules.CheckTarget(path, link.Target.AsSpan());
        return Header(TarEntryType.Symlink, path, link) with { Mode = Modes.Symlink, LinkPath = link.Target.AsMemory() };
    }

    private static TarHeader Device(ReadOnlyMemory<byte> path, DeviceNode device)
    {
        LayerRules.CheckDevice(path, device);
        return Header(device.IsBlock ? TarEntryType.BlockDevice : TarEntryType.CharacterDevice, path, device) with
        {
            Major = device.Major,
            Minor = device.Minor,
        };
    }

    private static TarHeader Header(TarEntryType type, ReadOnlyMemory<byte> path, TreeNode node) => new(type, path)
    {
        Mode = node.Metadata.Mode & Modes.All,
        Owner = node.Metadata.Owner,
        Group = node.Metadata.Group,
        Attributes = LayerRules.Attributes(path, node),
    };
}
