using System.Collections.Immutable;
using System.Text;
using ImgRep.Files;

namespace ImgRep.Images.Layers;

/// <summary>Makes a tree of the entries of a layer, taken in the order they come.</summary>
internal sealed class LayerTreeBuilder
{
    /// <summary>The identity of every file that a hard link names.</summary>
    private readonly Dictionary<string, LinkGroup> groups = [];
    private readonly Dictionary<string, FileNode> firsts = [];
    private readonly Stack<Folder> open = [];

    private LayerTreeBuilder() { }

    /// <exception cref="InvalidDataException">An entry lies in no folder that came right before it, or links to no earlier file.</exception>
    public static FileTree Build(IReadOnlyCollection<LayerEntry> entries)
    {
        var builder = new LayerTreeBuilder();
        foreach (var link in entries.Where(entry => entry.Header.Type == TarEntryType.HardLink))
            builder.groups.TryAdd(Text(link.Header.LinkPath), new LinkGroup());
        builder.open.Push(new Folder(default, Name: null, Metadata.DefaultDirectory));
        foreach (var entry in entries)
            builder.Place(entry);
        while (builder.open.Count > 1)
            builder.Close();
        return new FileTree(builder.open.Pop().ToNode());
    }

    private void Place(LayerEntry entry)
    {
        var path = entry.Header.Path;
        while (!path.Span.StartsWith(open.Peek().Path.Span))
            Close();
        var isDirectory = entry.Header.Type == TarEntryType.Directory;
        var nameBytes = path.Span[open.Peek().Path.Length..];
        if (isDirectory && nameBytes.EndsWith("/"u8))
            nameBytes = nameBytes[..^1];
        if (!FileName.TryOf(nameBytes, out var name) || open.Peek().Children.ContainsKey(name))
            throw new InvalidDataException($"{LayerRules.Show(path)} is no new name in a folder that came right before it");
        if (isDirectory)
            open.Push(new Folder(path, name, MetadataOf(entry.Header)));
        else
            open.Peek().Children.Add(name, Node(entry));
    }

    private void Close()
    {
        var folder = open.Pop();
        open.Peek().Children.Add(folder.Name!, folder.ToNode());
    }

    private TreeNode Node(LayerEntry entry) => entry.Header.Type switch
    {
        TarEntryType.File => File(entry.Header, entry.Content!),
        TarEntryType.HardLink => firsts.GetValueOrDefault(Text(entry.Header.LinkPath))
            ?? throw new InvalidDataException($"{LayerRules.Show(entry.Header.Path)} links to no file that came before it"),
        TarEntryType.Symlink => new SymlinkNode(MetadataOf(entry.Header), [.. entry.Header.LinkPath.Span]),
        TarEntryType.Fifo => new FifoNode(MetadataOf(entry.Header)),
        TarEntryType.BlockDevice => new DeviceNode(MetadataOf(entry.Header), IsBlock: true, entry.Header.Major, entry.Header.Minor),
        TarEntryType.CharacterDevice => new DeviceNode(MetadataOf(entry.Header), IsBlock: false, entry.Header.Major, entry.Header.Minor),
        var other => throw new InvalidDataException($"{LayerRules.Show(entry.Header.Path)} has the type '{(char)other}', which layers do not know"),
    };

    private FileNode File(TarHeader header, IFileContent content)
    {
        var path = Text(header.Path);
        if (!groups.TryGetValue(path, out var group))
            return new FileNode(MetadataOf(header), content);
        return firsts[path] = new FileNode(MetadataOf(header), content, group);
    }

    private static Metadata MetadataOf(TarHeader header) => new(header.Mode, header.Owner, header.Group) { Attributes = header.Attributes };

    private static string Text(ReadOnlyMemory<byte> path) => Encoding.UTF8.GetString(path.Span);

    private sealed record Folder(ReadOnlyMemory<byte> Path, FileName? Name, Metadata Metadata)
    {
        public ImmutableSortedDictionary<FileName, TreeNode>.Builder Children { get; } =
            ImmutableSortedDictionary.CreateBuilder<FileName, TreeNode>();

        public DirectoryNode ToNode() => new(Metadata, Children.ToImmutable());
    }
}
