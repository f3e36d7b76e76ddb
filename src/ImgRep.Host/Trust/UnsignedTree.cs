using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Posix;
using ImgRep.Trust.Commits;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust;

/// <summary>Whether nobody has begun to sign a tree: it has neither a policy nor keys but those of projects, who sign releases and no tree.</summary>
internal static class UnsignedTree
{
    public static bool Is(Checkout tree) => CheckoutFile.TypeOf(tree, PolicyFile.Path) is null && CheckoutFile.TypeOf(tree, KeyFolder.Name) switch
    {
        null => true,
        EntryType.Directory => CheckoutFile.ListFolder(tree, KeyFolder.Name).All(entry => entry == (KeyFolder.Upstream, EntryType.Directory)),
        _ => false,
    };

    /// <param name="root">The top folder of a commit.</param>
    /// <param name="open">Reads a folder.</param>
    public static bool Is(GitTree root, Func<GitEntry, GitTree> open) => root.Find(PolicyFile.Path) is null && root.Find(KeyFolder.Name) switch
    {
        null => true,
        { IsFolder: true } keys => open(keys).Entries.All(entry => entry is { Name: KeyFolder.Upstream, IsFolder: true }),
        _ => false,
    };
}
