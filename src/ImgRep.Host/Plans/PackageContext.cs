using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Files.Patterns;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Plans;

/// <summary>A package's folder, read once: what its build can take from it.</summary>
/// <param name="Folder">Its absolute path.</param>
/// <param name="IgnoreText">What its ignore file says; null if there is none.</param>
public sealed record PackageContext(string Folder, FileTree Tree, IgnoreText? IgnoreText)
{
    public Digest Digest { get; } = LayerListing.DigestOf(LayerDirectory.Between(FileTree.Empty, Tree));

    /// <summary>What of the folder stays outside.</summary>
    public IgnoreFile Ignored { get; } = IgnoreText?.Parse() ?? IgnoreFile.Empty;

    /// <param name="path">Of its folder, relative to the tree.</param>
    public static PackageContext Read(Checkout from, string path, bool hasRoutes, ContentStore store) => Read(from, path, hasRoutes, folder => store.HashesOf(folder));

    /// <summary>Reads every file, whatever a store knows of them.</summary>
    /// <param name="path">Of its folder, relative to the tree.</param>
    public static PackageContext Read(Checkout from, string path, bool hasRoutes) => Read(from, path, hasRoutes, _ => FolderHashes.Unknown);

    private static PackageContext Read(Checkout from, string path, bool hasRoutes, Func<string, FolderHashes> hashesOf)
    {
        var text = ReadIgnoreFile(from, path);
        var ignored = text?.Parse() ?? IgnoreFile.Empty;
        var folder = CheckoutWalk.PathOf(from, path);
        var hashes = hashesOf(folder);
        var tree = ContextFolder.Read(folder, file => ignored.Excludes(file) || (hasRoutes && IsRoute(file)), hashes);
        hashes.Save();
        return new PackageContext(folder, tree, text);
    }

    /// <summary>One route's file is no input of another: otherwise a change to one would make them all build anew.</summary>
    private static bool IsRoute(string path) => path.StartsWith(Route.FileName + ".", StringComparison.Ordinal) && !path.Contains('/', StringComparison.Ordinal);

    private static IgnoreText? ReadIgnoreFile(Checkout from, string folder)
    {
        foreach (var name in (string[])[".containerignore", ".dockerignore"])
        {
            var path = $"{folder}/{name}";
            if (CheckoutFile.TryRead(from, path) is { } bytes)
                return new IgnoreText(path, bytes);
        }
        return null;
    }
}

/// <summary>A <c>.containerignore</c> or <c>.dockerignore</c>.</summary>
/// <param name="Path">Relative to the tree, for messages.</param>
public sealed record IgnoreText(string Path, byte[] Content)
{
    public IgnoreFile Parse() => IgnoreFile.Parse(Content, Path);
}
