using System.Collections.Immutable;
using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Packages;
using ImgRep.Packages.Skeletons;
using ImgRep.Primitives;

namespace ImgRep.Host.Scaffolding;

/// <summary>Writes the files that a new package begins with.</summary>
public static class NewPackage
{
    /// <exception cref="RejectedInputException">The name is no package's, or is taken.</exception>
    public static PackageName Check(Checkout tree, string text)
    {
        if (!PackageName.TryParse(text, out var name))
            throw Rejected(text, "it is no name of a package", "use lower-case letters and digits, parted by one of . _ -");
        foreach (var folder in Folders(name))
        {
            if (CheckoutFile.TypeOf(tree, folder) is not null)
                throw Rejected(folder, "it is there already", "name another package, or remove it");
        }
        return name;
    }

    /// <param name="source">Null where it is not known yet.</param>
    /// <returns>The files that were written, relative to the tree.</returns>
    public static ImmutableArray<string> Write(Checkout tree, PackageName name, NewSource? source)
    {
        var skeleton = new PackageSkeleton(name, source, [.. CheckoutLoader.ListNames(tree).Select(known => known.ToString())]);
        ImmutableArray<string> paths = [.. Folders(name).Select(folder => $"{folder}/{Route.FileName}")];
        using var written = new NewFiles(tree);
        foreach (var (path, text) in paths.Zip([skeleton.Containerfile, skeleton.Test]))
            written.Create(path, Encoding.UTF8.GetBytes(text));
        written.Keep();
        return paths;
    }

    private static string[] Folders(PackageName name) => [Checkout.PathOf(name), PackageTests.PathOf(name)];

    private static RejectedInputException Rejected(string subject, string message, string hint) => new(Diagnostic.Error(SourceSpan.Whole(subject), "new-package", message, hint));
}
