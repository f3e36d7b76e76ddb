using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Files.Tar;

/// <summary>Puts the entries of an archive into a tree as if it were unpacked by a process whose root is that tree: whatever a name or a
/// link says, nothing gets outside. Entries replace what is there, but folders are merged; the last of several entries counts.</summary>
/// <param name="tree">The folder to unpack into, as a tree of its own.</param>
/// <param name="slice">Content for a range of the archive with a known digest.</param>
public sealed class TarUnpacking(FileTree tree, Func<long, long, Digest, IFileContent> slice, string archive, SourceSpan span)
{
    private readonly HardLinks links = new(span);
    private FileTree tree = tree;
    private OpenFolder? open;

    /// <summary>Where the folder lies that is unpacked into: paths count from the root.</summary>
    public ImmutableArray<FileName> Place { get; init; } = [];

    /// <summary>Adds one entry.</summary>
    /// <param name="entry">As read; only its owner may have been changed.</param>
    /// <exception cref="RejectedInputException">Its name leads out of the tree, or it links to what is not there.</exception>
    public void Add(TarEntry entry)
    {
        var path = Inside(entry.Name, entry, "its name");
        // The folder itself, as "/", "." or by the empty name that old writers give it: how it looks is not for the archive to say.
        if (path.IsEmpty)
            return;
        var node = entry.Kind == TarEntryKind.HardLink ? Link(entry, path) : Node(entry);
        var folder = Open(path[..^1]);
        var existing = folder.Children.GetValueOrDefault(path[^1]);
        if (folder.Length + 1 + path[^1].Bytes.Length > NameLimits.Path || path[^1].Bytes.Length > NameLimits.Name)
            NameLimits.Check([.. Place, .. folder.Path, path[^1]], span);
        folder.Children[path[^1]] = node is DirectoryNode made && existing is DirectoryNode before ? Merged(before, made.Metadata) : node;
    }

    /// <summary>The tree with all entries that were added.</summary>
    public FileTree Finish()
    {
        Close();
        return tree = links.Settle(tree);
    }

    /// <summary>A folder that was there looks as the archive says, and keeps the attributes that the archive does not set.</summary>
    private static DirectoryNode Merged(DirectoryNode before, Metadata made) =>
        before with { Metadata = before.Metadata.Attributes.IsEmpty ? made : made with { Attributes = before.Metadata.Attributes.SetItems(made.Attributes) } };

    private TreeNode Node(TarEntry entry) => entry.Kind switch
    {
        TarEntryKind.Directory => new DirectoryNode(entry.Metadata),
        TarEntryKind.File => new FileNode(entry.Metadata, slice(entry.DataOffset, entry.Length, entry.Digest!)),
        TarEntryKind.Symlink => new SymlinkNode(entry.Metadata with { Mode = Modes.Symlink }, entry.Target),
        TarEntryKind.Fifo => new FifoNode(entry.Metadata),
        _ => new DeviceNode(entry.Metadata, entry.Kind == TarEntryKind.BlockDevice, entry.Device.Major, entry.Device.Minor),
    };

    /// <summary>What a hard link leads to, which becomes one of several names, and then looks as this entry says.</summary>
    private TreeNode Link(TarEntry entry, ImmutableArray<FileName> name)
    {
        Close();
        var target = tree.Resolve(Inside(entry.Target, entry, "its target").AsSpan(), span, followLast: false);
        if (target.Node is null or DirectoryNode)
            throw Error(entry, $"is a hard link to '{FileTree.Show(target.Path.AsSpan())}', which is {target.Node?.Describe() ?? "not there"}");
        tree = links.Add(tree, target.Path, name, entry.Metadata, out var node);
        return node;
    }

    /// <summary>The folder that an entry goes into. Archives list what is in a folder in one go, so the last one is kept open.</summary>
    private OpenFolder Open(ImmutableArray<FileName> name)
    {
        if (open is { } last && last.Name.AsSpan().SequenceEqual(name.AsSpan()))
            return last;
        Close();
        tree = tree.WithDirectory(name.AsSpan(), Metadata.DefaultDirectory, span);
        var resolved = tree.Resolve(name.AsSpan(), span);
        var node = (DirectoryNode)resolved.Node!;
        open = new OpenFolder(name, resolved.Path, Place.Concat(resolved.Path).Sum(part => 1 + part.Bytes.Length), node, node.Children.ToBuilder());
        return open;
    }

    private void Close()
    {
        if (open is { } folder)
            tree = tree.With(folder.Path.AsSpan(), folder.Node with { Children = folder.Children.ToImmutable() });
        open = null;
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

    /// <param name="Length">Bytes of its path from the root.</param>
    private sealed record OpenFolder(
        ImmutableArray<FileName> Name, ImmutableArray<FileName> Path, int Length, DirectoryNode Node,
        ImmutableSortedDictionary<FileName, TreeNode>.Builder Children);
}
