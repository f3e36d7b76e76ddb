using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Output;

/// <summary><c>out/</c> of a tree, where builds write what people look at. A tree from a stranger may have links there: they are not followed.</summary>
public static class OutputFolder
{
    /// <param name="relative">As in <c>out/diff/musl</c>.</param>
    /// <exception cref="RejectedInputException">A link stands on the way.</exception>
    public static string PathOf(Checkout folder, string relative)
    {
        var (parent, _) = CheckoutWalk.Split(relative);
        CheckoutWalk.TryOpen(folder, parent)?.Dispose();
        if (CheckoutFile.TypeOf(folder, relative) is EntryType.Symlink and var link)
            throw CheckoutWalk.Refuse(relative, link, "file or folder");
        return Path.Combine(folder.Root, relative);
    }
}
