using System.Buffers;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>Writes a layer into a folder, in the form of an overlay's upper folder.</summary>
/// <param name="mapOwners">False where only one id is mapped: everything then belongs to it.</param>
internal sealed class LayerMaterializer(bool mapOwners)
{
    private readonly List<(HostPath Path, FileNode File)> files = [];
    private readonly List<(HostPath Path, HostPath First)> hardLinks = [];
    private readonly Dictionary<LinkGroup, HostPath> firstNames = new(ReferenceEqualityComparer.Instance);
    private readonly List<(HostPath Path, Metadata Metadata)> folders = [];
    private HostPath root;

    /// <param name="root">An existing empty folder.</param>
    /// <exception cref="UnfitTreeException">Something in it cannot be made.</exception>
    public void Write(LayerDirectory layer, string root, CancellationToken cancellation)
    {
        this.root = HostPath.Parse(root);
        WriteDirectory(this.root, layer);
        TwoAtATime.ForEach(files, WriteFile, cancellation);
        foreach (var (path, first) in hardLinks)
            FileSystem.HardLink(first, path);
        // Children first: making an entry changes its folder's time.
        for (var i = folders.Count - 1; i >= 0; i--)
            WriteMetadata(folders[i].Path, folders[i].Metadata);
    }

    private void WriteDirectory(HostPath path, LayerDirectory layer)
    {
        folders.Add((path, layer.Metadata));
        if (layer.IsOpaque)
            FileSystem.SetAttribute(path, OverlayNotes.Opaque, "y"u8);
        foreach (var (name, node) in layer.Children)
            WriteEntry(Within(path, name), node);
    }

    private void WriteEntry(HostPath path, LayerNode node)
    {
        switch (node)
        {
            case LayerDirectory directory:
                FileSystem.MakeDirectory(path);
                WriteDirectory(path, directory);
                break;
            case LayerWhiteout:
                FileSystem.MakeWhiteout(path);
                break;
            case LayerLeaf leaf:
                WriteLeaf(path, leaf.Node);
                break;
        }
    }

    private void WriteLeaf(HostPath path, TreeNode node)
    {
        switch (node)
        {
            case FileNode { Link: { } link } when firstNames.TryGetValue(link, out var first):
                hardLinks.Add((path, first));
                break;
            case FileNode file:
                if (file.Link is not null)
                    firstNames.Add(file.Link, path);
                files.Add((path, file));
                break;
            case SymlinkNode link:
                FileSystem.Symlink(link.Target.AsSpan(), path);
                WriteMetadata(path, link.Metadata, isLink: true);
                break;
            case FifoNode:
                FileSystem.MakeFifo(path);
                WriteMetadata(path, node.Metadata);
                break;
            default:
                throw new UnfitTreeException($"there is a device, which a build without privileges cannot make: {path.ToString()[root.ToString().Length..]}");
        }
    }

    private void WriteFile((HostPath Path, FileNode File) entry)
    {
        using (var target = FileSystem.Create(entry.Path))
        using (var source = entry.File.Content.Open())
            Copy(source, target, entry.File.Content.Length);
        WriteMetadata(entry.Path, entry.File.Metadata);
    }

    private static void Copy(Stream source, DiskStream target, long length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(length, 1, 1 << 20));
        try
        {
            for (int count; (count = source.Read(buffer)) > 0;)
                target.Write(buffer, 0, count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void WriteMetadata(HostPath path, Metadata metadata, bool isLink = false)
    {
        // The owner first: a change of owner clears setuid bits and capabilities.
        if (mapOwners && (metadata.Owner != 0 || metadata.Group != 0))
            ChangeOwner(path, metadata);
        if (!isLink)
            FileSystem.ChangeMode(path, metadata.Mode);
        foreach (var (name, value) in metadata.Attributes)
            FileSystem.SetAttribute(path, name, value.AsSpan());
        FileSystem.SetModifiedAt(path, metadata.ModifiedAt);
    }

    private static void ChangeOwner(HostPath path, Metadata metadata)
    {
        try
        {
            FileSystem.ChangeOwner(path, metadata.Owner, metadata.Group);
        }
        catch (EnvironmentException e) when (e.Errno == Libc.EINVAL)
        {
            throw new EnvironmentException("give", path.ToString(), $"{metadata.Owner}:{metadata.Group} is not among the ids that a RUN can have, 0 to 65535",
                "give it that owner by a COPY after the last RUN", e);
        }
    }

    private HostPath Within(HostPath path, FileName name)
    {
        var child = path / name;
        return child.IsTooLongBelow(root) ? throw new UnfitTreeException($"a path is longer than 4095 bytes: {child.ToString()[root.ToString().Length..][..200]}...") : child;
    }
}
