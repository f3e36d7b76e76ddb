using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Files.Patterns;
using ImgRep.Host.Store;
using ImgRep.Host.Tree;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders;

/// <summary>A package's folder, read once: what its build can take from it.</summary>
public sealed record PackageContext(FileTree Tree, IgnoreFile Ignored)
{
    public Digest Digest => LayerListing.DigestOf(LayerDirectory.Between(FileTree.Empty, Tree));

    public static PackageContext Read(string folder, bool hasRoutes, ContentStore store)
    {
        var ignored = ReadIgnoreFile(folder);
        var hashes = store.HashesOf(folder);
        var tree = ContextFolder.Read(folder, path => ignored.Excludes(path) || (hasRoutes && IsRoute(path)), hashes);
        hashes.Save();
        return new PackageContext(tree, ignored);
    }

    /// <summary>One route's file is no input of another: otherwise a change to one would make them all build anew.</summary>
    private static bool IsRoute(string path) => path.StartsWith(Route.FileName + ".", StringComparison.Ordinal) && !path.Contains('/', StringComparison.Ordinal);

    private static IgnoreFile ReadIgnoreFile(string folder)
    {
        foreach (var name in (string[])[".containerignore", ".dockerignore"])
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
                return IgnoreFile.Parse(SmallFile.Read(path), path);
        }
        return IgnoreFile.Empty;
    }
}
