using ImgRep.Host.Posix;
using ImgRep.Packages;

namespace ImgRep.Host.Checkouts;

/// <summary>Where a tree lies: the folder that holds <c>packages/</c>.</summary>
/// <param name="Root">An absolute path.</param>
public sealed record Checkout(string Root)
{
    public const string Packages = "packages";

    /// <summary>The tree that was named, else the one around the current folder.</summary>
    /// <exception cref="EnvironmentException">There is none.</exception>
    public static Checkout Find(string? given) => TryFind(given) ?? throw (given is null
        ? NoTree(Disk.FullPath("."), "neither this folder nor one above it has a folder packages/")
        : NoTree(given, "has no folder packages/"));

    /// <inheritdoc cref="Find(string?)"/>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="EnvironmentException">Nobody can tell.</exception>
    public static Checkout? TryFind(string? given)
    {
        if (given is not null)
            return Disk.IsFolder(Path.Combine(given, Packages)) ? new Checkout(Disk.FullPath(given)) : null;
        for (var folder = Disk.FullPath("."); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Disk.IsFolder(Path.Combine(folder, Packages)))
                return new Checkout(folder);
        }
        return null;
    }

    /// <summary>A folder as if it were a tree that has no packages.</summary>
    public static Checkout WithoutPackages(string folder) => new(Disk.FullPath(folder));

    /// <summary>A package's folder, the context of its build, relative to the tree.</summary>
    public static string PathOf(PackageName package) => $"{Packages}/{package}";

    private static EnvironmentException NoTree(string subject, string reason) =>
        new("find the tree at", subject, reason, "go into a checkout, or name one with --tree DIR");
}
