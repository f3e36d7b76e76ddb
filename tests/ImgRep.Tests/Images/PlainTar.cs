using System.Collections.Immutable;
using ImgRep.Files;
using ImgRep.Images.Layers;

namespace ImgRep.Tests.Images;

/// <summary>Trees from the tars of the test vectors, which another program wrote: entries in any order, folders perhaps last.</summary>
internal static class PlainTar
{
    public static FileTree Read(string path)
    {
        var tree = FileTree.Empty;
        var records = Array.Empty<byte>();
        for (ReadOnlySpan<byte> tar = File.ReadAllBytes(path); tar[0] != 0;)
        {
            var header = PaxRecords.Apply(records, UstarBlock.Read(tar[..512]));
            var content = tar.Slice(512, (int)header.Size).ToArray();
            tar = tar[(512 + content.Length + TarWriter.Padding(content.Length))..];
            records = header.Type == TarEntryType.Pax ? content : [];
            if (header.Type != TarEntryType.Pax)
                tree = Add(tree, header, content);
        }
        return tree;
    }

    private static FileTree Add(FileTree tree, TarHeader header, byte[] content)
    {
        var path = FileTree.Split(header.Path.Span);
        if (header.Type == TarEntryType.HardLink)
            return Link(tree, path, FileTree.Split(header.LinkPath.Span));
        var node = Node(header, content);
        if (node is DirectoryNode directory && tree.Find(path.AsSpan()) is DirectoryNode present)
            node = directory with { Children = present.Children };
        return tree.With(path.AsSpan(), node);
    }

    private static FileTree Link(FileTree tree, ImmutableArray<FileName> path, ImmutableArray<FileName> target)
    {
        var first = (FileNode)tree.Find(target.AsSpan())!;
        var linked = first with { Link = first.Link ?? new LinkGroup() };
        return tree.With(target.AsSpan(), linked).With(path.AsSpan(), linked);
    }

    private static TreeNode Node(TarHeader header, byte[] content)
    {
        var metadata = new Metadata(header.Mode, header.Owner, header.Group) { Attributes = header.Attributes };
        return header.Type switch
        {
            TarEntryType.Directory => new DirectoryNode(metadata),
            TarEntryType.Symlink => new SymlinkNode(metadata, [.. header.LinkPath.Span]),
            TarEntryType.Fifo => new FifoNode(metadata),
            TarEntryType.CharacterDevice => new DeviceNode(metadata, IsBlock: false, header.Major, header.Minor),
            TarEntryType.BlockDevice => new DeviceNode(metadata, IsBlock: true, header.Major, header.Minor),
            _ => new FileNode(metadata, new MemoryContent([.. content])),
        };
    }
}
