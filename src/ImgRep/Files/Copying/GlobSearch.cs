using System.Collections.Immutable;
using ImgRep.Files.Patterns;

namespace ImgRep.Files.Copying;

/// <summary>Finds what a pattern matches below a folder, as Go's <c>filepath.Walk</c> comes by: in order of names, not through links,
/// and not inside a folder that matches itself.</summary>
/// <param name="depth">How many names a match can have.</param>
internal sealed class GlobSearch(Glob glob, int depth)
{
    private readonly List<FileName> names = [];
    private readonly List<byte> path = [];
    private readonly List<ImmutableArray<FileName>> found = [];

    public IReadOnlyList<ImmutableArray<FileName>> Below(TreeNode folder)
    {
        if (folder is DirectoryNode directory)
            Walk(directory);
        return found;
    }

    private void Walk(DirectoryNode directory)
    {
        foreach (var (name, node) in directory.Children)
        {
            var length = path.Count;
            if (length > 0)
                path.Add((byte)'/');
            path.AddRange(name.Bytes);
            names.Add(name);
            if (glob.IsMatch(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(path)))
                found.Add([.. names]);
            else if (node is DirectoryNode child && names.Count < depth)
                Walk(child);
            names.RemoveAt(names.Count - 1);
            path.RemoveRange(length, path.Count - length);
        }
    }
}
