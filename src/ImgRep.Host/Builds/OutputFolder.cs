using ImgRep.Host.Posix;
using ImgRep.Host.Tree;
using ImgRep.Primitives;

namespace ImgRep.Host.Builds;

/// <summary><c>out/</c> of a tree, where builds write what people look at. A tree from a stranger may have links there: they are not followed.</summary>
public static class OutputFolder
{
    /// <param name="relative">As in <c>out/diff/musl</c>.</param>
    /// <exception cref="RejectedInputException">A link stands on the way.</exception>
    public static string PathOf(TreeFolder folder, string relative)
    {
        var (parent, _) = TreeWalk.Split(relative);
        TreeWalk.TryOpen(folder, parent)?.Dispose();
        if (TreeFile.TypeOf(folder, relative) is EntryType.Symlink and var link)
            throw TreeWalk.Refuse(relative, link, "file or folder");
        return Path.Combine(folder.Root, relative);
    }
}
