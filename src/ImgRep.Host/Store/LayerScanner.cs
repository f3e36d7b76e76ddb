using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>Reads the upper folder of an overlay, as the kernel left it, into a layer (Linux, Documentation/filesystems/overlayfs.rst).</summary>
internal sealed class LayerScanner
{
    /// <summary>Deeper folders are refused: no path of an image is longer than PATH_MAX.</summary>
    private const int MaximumDepth = 2048;

    /// <summary>The longest file, in bytes, with its holes: an image holds these as zeros.</summary>
    internal const long MaximumFile = 64L << 30;

    private const int ShownPath = 200;

    private readonly Dictionary<ulong, LinkGroup> links = [];

    /// <summary>Paths of sockets that were found: they cannot be part of a tree and are left out.</summary>
    public List<string> Sockets { get; } = [];

    private HostPath top;

    /// <exception cref="UnfitTreeException">Something in it cannot be part of an image.</exception>
    public LayerDirectory Scan(string root)
    {
        top = HostPath.Parse(root);
        return ScanDirectory(top, FileSystem.Status(top), 0);
    }

    private LayerDirectory ScanDirectory(HostPath path, EntryStatus status, int depth)
    {
        if (depth > MaximumDepth)
            throw new UnfitTreeException($"folders are nested more than {MaximumDepth} deep: {Begin(path)}");
        var attributes = FileSystem.Attributes(path);
        var children = LayerDirectory.NoChildren.ToBuilder();
        foreach (var name in FileSystem.List(path))
        {
            if (ScanEntry(path / name, depth + 1) is { } node)
                children.Add(name, node);
        }
        return new LayerDirectory(MetadataOf(status, attributes), attributes.ContainsKey(OverlayNotes.Opaque), children.ToImmutable());
    }

    private LayerNode? ScanEntry(HostPath path, int depth)
    {
        if (path.IsTooLongBelow(top))
            throw new UnfitTreeException($"a path is longer than 4095 bytes: {Begin(path)}");
        var status = FileSystem.Status(path);
        switch (status.Type)
        {
            case EntryType.Directory:
                return ScanDirectory(path, status, depth);
            case EntryType.File:
                if (status.Size > MaximumFile)
                    throw new UnfitTreeException($"a file has {status.Size} bytes, more than {MaximumFile >> 30} GiB: {Begin(path)}");
                return new LayerLeaf(new FileNode(Plain(path, status), new DiskFile(path, 0, status.Size, expected: null), LinkOf(status)));
            case EntryType.Symlink:
                return new LayerLeaf(new SymlinkNode(Plain(path, status), FileSystem.ReadLink(path)));
            case EntryType.Fifo:
                return new LayerLeaf(new FifoNode(Plain(path, status)));
            case EntryType.CharacterDevice when status is { Major: 0, Minor: 0 }:
                return new LayerWhiteout();
            case EntryType.Socket:
                Sockets.Add(path.ToString());
                return null;
            default:
                throw new UnfitTreeException($"there is a device, which a build cannot make: {Begin(path)}");
        }
    }

    private string Begin(HostPath path)
    {
        var relative = path.ToString()[top.ToString().Length..];
        return relative.Length > ShownPath ? relative[..ShownPath] + "..." : relative;
    }

    private LinkGroup? LinkOf(EntryStatus status)
    {
        if (status.Links < 2)
            return null;
        if (!links.TryGetValue(status.Inode, out var link))
            links.Add(status.Inode, link = new LinkGroup());
        return link;
    }

    private static Metadata Plain(HostPath path, EntryStatus status) => MetadataOf(status, FileSystem.Attributes(path));

    private static Metadata MetadataOf(EntryStatus status, ImmutableSortedDictionary<string, ImmutableArray<byte>> attributes) =>
        new(status.Mode, status.Owner, status.Group, status.ModifiedAt)
        {
            Attributes = ExtendedAttributes.ContentOf(attributes),
        };
}
