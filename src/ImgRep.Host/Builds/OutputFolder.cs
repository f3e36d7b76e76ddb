using ImgRep.Host.Tree;

namespace ImgRep.Host.Builds;

/// <summary><c>out/</c> of a tree, where builds write what people look at. A tree from a stranger may have links there: they are not followed.</summary>
public static class OutputFolder
{
    /// <param name="relative">As in <c>out/diff/musl</c>.</param>
    /// <exception cref="EnvironmentException">A folder of the path is a link.</exception>
    public static string PathOf(TreeFolder folder, string relative)
    {
        var path = folder.Root;
        foreach (var part in relative.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is { } target)
                throw new EnvironmentException("write", path, $"it is a link to {target}", "remove it: what is built is written into the tree alone");
        }
        return path;
    }
}
