using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Checkouts;

/// <summary>The way from a tree's root to what lies in it, folder by folder, for reading and for writing: whatever is in a checkout may have been
/// put there by a stranger, and a link on the way would lead out of it.</summary>
internal static class CheckoutWalk
{
    /// <param name="folder">Relative to the tree; empty for its root.</param>
    /// <returns>Null if it is missing.</returns>
    /// <exception cref="RejectedInputException">Something else than a folder stands on the way.</exception>
    public static OpenFolder? TryOpen(Checkout tree, string folder) => Walk(tree, folder, make: false);

    /// <summary>Makes what is missing of it.</summary>
    /// <inheritdoc cref="TryOpen"/>
    public static OpenFolder Make(Checkout tree, string folder) => Walk(tree, folder, make: true)!;

    /// <summary>The path of a folder for those who can only take a path, once it is known that no link leads there.</summary>
    /// <exception cref="RejectedInputException">It is missing, or something else than a folder stands on the way.</exception>
    public static string PathOf(Checkout tree, string folder)
    {
        using var open = TryOpen(tree, folder) ?? throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(folder), "tree-entry", "there is no such folder"));
        return Path.Combine(tree.Root, folder);
    }

    /// <summary>An entry that is not what belongs there.</summary>
    public static RejectedInputException Refuse(string path, EntryType type, string expected) => new(Diagnostic.Error(
        SourceSpan.Whole(path), "tree-entry", ProblemOf(type, expected), "remove it: nothing in a tree leads to another place"));

    public static string ProblemOf(EntryType type, string expected) =>
        type == EntryType.Symlink ? $"it is a link, which is not followed: expected a {expected}" : $"it is a {type.ToString().ToLowerInvariant()}, expected a {expected}";

    /// <summary>The folder and the name of a path in the tree.</summary>
    public static (string Folder, string Name) Split(string path) => path.LastIndexOf('/') is >= 0 and var slash ? (path[..slash], path[(slash + 1)..]) : ("", path);

    private static OpenFolder? Walk(Checkout tree, string folder, bool make)
    {
        var open = OpenFolder.Open(tree.Root);
        for (var start = 0; start < folder.Length;)
        {
            using var parent = open;
            var end = folder.IndexOf('/', start) is >= 0 and var slash ? slash : folder.Length;
            var name = folder[start..end];
            if (make)
                parent.MakeChild(name);
            if (parent.TryOpenChild(name) is not { } child)
                return parent.TryStatus(name) is { } status ? throw Refuse(folder[..end], status.Type, "folder") : null;
            open = child;
            start = end + 1;
        }
        return open;
    }
}
