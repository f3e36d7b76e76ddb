using ImgRep.Packages;

namespace ImgRep.Host.Tree;

/// <summary>Where a tree lies: the folder that holds <c>packages/</c>.</summary>
/// <param name="Root">An absolute path.</param>
public sealed record TreeFolder(string Root)
{
    public const string Packages = "packages";

    /// <summary>The tree that was named, else the one around the current folder.</summary>
    /// <exception cref="EnvironmentException">There is none.</exception>
    public static TreeFolder Find(string? given)
    {
        if (given is not null)
            return Directory.Exists(Path.Combine(given, Packages)) ? new TreeFolder(Path.GetFullPath(given)) : throw NoTree(given, "has no folder packages/");
        for (var folder = Environment.CurrentDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, Packages)))
                return new TreeFolder(folder);
        }
        throw NoTree(Environment.CurrentDirectory, "neither this folder nor one above it has a folder packages/");
    }

    /// <summary>A package's folder, the context of its build, relative to the tree.</summary>
    public static string PathOf(PackageName package) => $"{Packages}/{package}";

    private static EnvironmentException NoTree(string subject, string reason) =>
        new("find the tree at", subject, reason, "go into a checkout, or name one with --tree DIR");
}
