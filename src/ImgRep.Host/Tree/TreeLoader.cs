using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Tree;

/// <summary>Reads packages from disk, on all cores.</summary>
public static class TreeLoader
{
    private const int SmallTree = 100;

    /// <summary>Reads some packages and everything they need; all packages if none is named.</summary>
    /// <param name="chosen">Names as a user gave them.</param>
    /// <exception cref="RejectedInputException">A name is unknown, or Containerfiles have errors: all of them.</exception>
    public static PackageTree Load(TreeFolder folder, IReadOnlyCollection<string> chosen, CancellationToken cancellation)
    {
        var diagnostics = new List<Diagnostic>();
        var tree = Load(folder, chosen, diagnostics, cancellation);
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).ToImmutableArray();
        return errors.IsEmpty ? tree : throw new RejectedInputException(errors);
    }

    /// <inheritdoc cref="Load(TreeFolder, IReadOnlyCollection{string}, CancellationToken)"/>
    /// <param name="diagnostics">Takes all that there is to say, warnings too; packages with errors are left out of the tree.</param>
    public static PackageTree Load(
        TreeFolder folder, IReadOnlyCollection<string> chosen, ICollection<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var names = ListNames(folder, chosen.Count == 0 ? diagnostics : []);
        var unread = names.ToHashSet();
        var packages = ImmutableArray.CreateBuilder<Package>();
        var next = chosen.Count == 0 ? names : Resolve(chosen, names, diagnostics);
        while (!next.IsEmpty)
        {
            unread.ExceptWith(next);
            var read = ReadAll(folder, next, cancellation);
            foreach (var (package, found) in read)
            {
                found.ForEach(diagnostics.Add);
                if (package is not null)
                    packages.Add(package);
            }
            next = [.. read.SelectMany(result => result.Package?.Dependencies ?? []).Select(needed => needed.Name).Where(unread.Contains).Distinct()];
        }
        return new PackageTree(names, packages.ToImmutable());
    }

    /// <summary>The names of all packages, sorted.</summary>
    public static ImmutableArray<PackageName> ListNames(TreeFolder folder) => ListNames(folder, []);

    private static ImmutableArray<PackageName> ListNames(TreeFolder folder, ICollection<Diagnostic> diagnostics)
    {
        var names = new List<PackageName>();
        foreach (var path in Directory.EnumerateDirectories(Path.Combine(folder.Root, TreeFolder.Packages)))
        {
            var name = Path.GetFileName(path);
            if (PackageName.TryParse(name, out var package))
                names.Add(package);
            else if (!name.StartsWith('.'))
                diagnostics.Add(Diagnostic.Error(
                    SourceSpan.Whole($"{TreeFolder.Packages}/{name}"), "package-name", $"'{name}' cannot be the name of a package",
                    "use lower-case letters and digits, and '.', '_' or '-' between them"));
        }
        names.Sort();
        return [.. names];
    }

    private static ImmutableArray<PackageName> Resolve(
        IReadOnlyCollection<string> chosen, ImmutableArray<PackageName> names, ICollection<Diagnostic> diagnostics)
    {
        var resolved = new SortedSet<PackageName>();
        foreach (var text in chosen)
        {
            if (PackageName.TryParse(text, out var name) && names.BinarySearch(name) >= 0)
                resolved.Add(name);
            else
                diagnostics.Add(UnknownPackage.At(SourceSpan.Whole(TreeFolder.Packages), text, names));
        }
        return [.. resolved];
    }

    private static (Package? Package, List<Diagnostic> Diagnostics)[] ReadAll(
        TreeFolder folder, ImmutableArray<PackageName> names, CancellationToken cancellation)
    {
        var read = new (Package? Package, List<Diagnostic> Diagnostics)[names.Length];
        // Starting the thread pool costs more than it saves in a small tree.
        if (names.Length < SmallTree)
        {
            for (var index = 0; index < names.Length; index++)
                read[index] = Read(folder, names[index]);
        }
        else
        {
            Parallel.For(0, names.Length, new ParallelOptions { CancellationToken = cancellation }, index => read[index] = Read(folder, names[index]));
        }
        return read;
    }

    private static (Package? Package, List<Diagnostic> Diagnostics) Read(TreeFolder folder, PackageName name)
    {
        var diagnostics = new List<Diagnostic>();
        return (ContainerfileOf(folder, name, diagnostics) is { } source ? Package.Read(name, source, diagnostics) : null, diagnostics);
    }

    private static byte[]? ContainerfileOf(TreeFolder folder, PackageName name, List<Diagnostic> diagnostics)
    {
        var path = Path.Combine(folder.PathOf(name), "Containerfile");
        if (File.Exists(path))
            return SmallFile.Read(path);
        diagnostics.Add(Diagnostic.Error(
            SourceSpan.Whole(Package.FileOf(name)), "no-containerfile", $"the package '{name}' has no Containerfile",
            "every folder of packages/ has a file of this name"));
        return null;
    }
}
