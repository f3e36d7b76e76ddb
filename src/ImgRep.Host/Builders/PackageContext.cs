using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Files.Patterns;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders;

/// <summary>A package's folder, read once: what its build can take from it.</summary>
public sealed record PackageContext(FileTree Tree, IgnoreFile Ignored)
{
    public Digest Digest => LayerListing.DigestOf(LayerDirectory.Between(FileTree.Empty, Tree));

    /// <param name="path">Of its folder, relative to the tree.</param>
    public static PackageContext Read(Checkout from, string path, bool hasRoutes, ContentStore store) => Read(from, path, hasRoutes, folder => store.HashesOf(folder));

    /// <summary>Reads every file, whatever a store knows of them.</summary>
    /// <param name="path">Of its folder, relative to the tree.</param>
    public static PackageContext Read(Checkout from, string path, bool hasRoutes) => Read(from, path, hasRoutes, _ => FolderHashes.Unknown);

    private static PackageContext Read(Checkout from, string path, bool hasRoutes, Func<string, FolderHashes> hashesOf)
    {
        var ignored = ReadIgnoreFile(from, path);
        var folder = CheckoutWalk.PathOf(from, path);
        var hashes = hashesOf(folder);
        var tree = ContextFolder.Read(folder, file => ignored.Excludes(file) || (hasRoutes && IsRoute(file)), hashes);
        hashes.Save();
        return new PackageContext(tree, ignored);
    }

    /// <summary>One route's file is no input of another: otherwise a change to one would make them all build anew.</summary>
    private static bool IsRoute(string path) => path.StartsWith(Route.FileName + ".", StringComparison.Ordinal) && !path.Contains('/', StringComparison.Ordinal);

    private static IgnoreFile ReadIgnoreFile(Checkout from, string folder)
    {
        foreach (var name in (string[])[".containerignore", ".dockerignore"])
        {
            var path = $"{folder}/{name}";
            if (CheckoutFile.TryRead(from, path) is { } bytes)
                return IgnoreFile.Parse(bytes, path);
        }
        return IgnoreFile.Empty;
    }
}
