using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;

namespace ImgRep.Host.Output;

/// <summary>Writes a tree to disk for people and their tools to look at: all of it belongs to the caller and can be read by it,
/// nothing in it is setuid, and there are no devices.</summary>
internal static class KeptTree
{
    /// <param name="folder">Is made, with all above it.</param>
    public static void Write(FileTree tree, string folder, CancellationToken cancellation)
    {
        Disk.MakeFolder(folder);
        var readable = new FileTree(Readable(tree.Root));
        new LayerMaterializer(mapOwners: false).Write(LayerDirectory.Between(FileTree.Empty, readable), folder, cancellation);
    }

    private static DirectoryNode Readable(DirectoryNode directory) => new(
        Plain(directory.Metadata, Modes.Octal("700")),
        directory.Children.Where(child => child.Value is not DeviceNode).ToImmutableSortedDictionary(child => child.Key, child => Readable(child.Value)));

    private static TreeNode Readable(TreeNode node) => node switch
    {
        DirectoryNode directory => Readable(directory),
        FileNode file => file with { Metadata = Plain(file.Metadata, Modes.Octal("600")) },
        _ => node with { Metadata = Plain(node.Metadata, Modes.Octal("600")) },
    };

    /// <param name="owner">Permissions that the owner has in any case.</param>
    private static Metadata Plain(Metadata metadata, int owner) => new((metadata.Mode & Modes.Permissions) | owner);
}
