using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Files.Tar;

/// <summary>Puts the entries of an archive into a tree as if it were unpacked by a process whose root is that tree: whatever a name or a
/// link says, nothing gets outside. Entries replace what is there, but folders are merged; the last of several entries counts.</summary>
/// <param name="tree">The folder to unpack into, as a tree of its own.</param>
/// <param name="slice">Content for a range of the archive with a known digest.</param>
public sealed class TarUnpacking(FileTree tree, Func<long, long, Digest, IFileContent> slice, string archive, SourceSpan span)
{
    private FileTree tree = tree;
    private OpenFolder? open;

    /// <summary>Adds one entry.</summary>
    /// <param name="entry">As read; only its owner may have been changed.</param>
    /// <exception cref="RejectedInputException">Its name leads out of the tree, or it links to what is not there.</exception>
    public void Add(TarEntry entry)
    {
        var path = Inside(entry.Name, entry, "its name");
        if (path.IsEmpty)
            return;
        var node = entry.Kind == TarEntryKind.HardLink ? Link(entry) : Node(entry);
        var folder = Open(path[..^1]);
        var existing = folder.Children.GetValueOrDefault(path[^1]);
        folder.Children[path[^1]] = node is DirectoryNode made && existing is DirectoryNode before ? before with { Metadata = made.Metadata } : node;
    }

    /// <summary>The tree with all entries that were added.</summary>
    public FileTree Finish()
    {
        if (open is { } folder)
            tree = tree.With(folder.Path.AsSpan(), folder.Node with { Children = folder.Children.ToImmutable() });
        open = null;
        return tree;
    }

    private TreeNode Node(TarEntry entry) => entry.Kind switch
    {
        TarEntryKind.Directory => new DirectoryNode(entry.Metadata),
        TarEntryKind.File => new FileNode(entry.Metadata, slice(entry.DataOffset, entry.Length, entry.Digest!)),
        TarEntryKind.Symlink => new SymlinkNode(entry.Metadata with { Mode = 0x1FF }, entry.Target),
        TarEntryKind.Fifo => new FifoNode(entry.Metadata),
        _ => new DeviceNode(entry.Metadata, entry.Kind == TarEntryKind.BlockDevice, entry.Device.Major, entry.Device.Minor),
    };

    /// <summary>What a hard link leads to, which becomes one of several names; its looks are those of the file, not of the entry.</summary>
    private TreeNode Link(TarEntry entry)
    {
        var target = Finish().Resolve(Inside(entry.Target, entry, "its target").AsSpan(), span, followLast: false);
        switch (target.Node)
        {
            case FileNode { Link: null } file:
                var linked = file with { Link = new LinkGroup() };
                tree = tree.With(target.Path.AsSpan(), linked);
                return linked;
            case null or DirectoryNode:
                throw Error(entry, $"is a hard link to '{FileTree.Show(target.Path.AsSpan())}', which is {target.Node?.Describe() ?? "not there"}");
            default:
                return target.Node;
        }
    }

    /// <summary>The folder that an entry goes into. Archives list what is in a folder in one go, so the last one is kept open.</summary>
    private OpenFolder Open(ImmutableArray<FileName> name)
    {
        if (open is { } last && last.Name.AsSpan().SequenceEqual(name.AsSpan()))
            return last;
        tree = Finish().WithDirectory(name.AsSpan(), Metadata.DefaultDirectory, span);
        var resolved = tree.Resolve(name.AsSpan(), span);
        var node = (DirectoryNode)resolved.Node!;
        open = new OpenFolder(name, resolved.Path, node, node.Children.ToBuilder());
        return open;
    }

    /// <summary>A path of the archive as one of the tree: slashes at the start mean nothing, and <c>..</c> may not lead above it.</summary>
    private ImmutableArray<FileName> Inside(ImmutableArray<byte> path, TarEntry entry, string what)
    {
        var depth = 0;
        foreach (var range in path.AsSpan().Split((byte)'/'))
        {
            var part = path.AsSpan()[range];
            if (!part.IsEmpty && !part.SequenceEqual("."u8))
                depth += part.SequenceEqual(".."u8) ? -1 : 1;
            if (depth < 0)
                throw Error(entry, $"leads out of the archive by {what}");
        }
        return FileTree.Split(path.AsSpan());
    }

    private RejectedInputException Error(TarEntry entry, string what) =>
        new(Diagnostic.Error(span, "tar-archive", $"archive '{archive}', {entry} {what}", "do not trust this archive"));

    private sealed record OpenFolder(
        ImmutableArray<FileName> Name, ImmutableArray<FileName> Path, DirectoryNode Node,
        ImmutableSortedDictionary<FileName, TreeNode>.Builder Children);
}
