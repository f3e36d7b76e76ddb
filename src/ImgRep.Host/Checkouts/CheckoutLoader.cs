using System.Collections.Immutable;
using ImgRep.Host.Posix;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Host.Checkouts;

/// <summary>Reads packages from disk, on all cores.</summary>
public static class CheckoutLoader
{
    private const int SmallTree = 100;

    /// <summary>Reads some packages and everything they need; all packages if none is named.</summary>
    /// <param name="chosen">Names as a user gave them.</param>
    /// <param name="route">The only route to read of packages that have it; null for all.</param>
    /// <exception cref="RejectedInputException">A name is unknown, or Containerfiles have errors: all of them.</exception>
    /// <param name="commits">What is in the repositories that packages add; null for what the tree says.</param>
    public static PackageSet Load(
        Checkout folder, IReadOnlyCollection<string> chosen, CancellationToken cancellation, string? route = null, CommitTable? commits = null)
    {
        var diagnostics = new List<Diagnostic>();
        var tree = Load(folder, chosen, diagnostics, cancellation, route, commits);
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).ToImmutableArray();
        return errors.IsEmpty ? tree : throw new RejectedInputException(errors);
    }

    /// <inheritdoc cref="Load(Checkout, IReadOnlyCollection{string}, CancellationToken, string?, CommitTable?)"/>
    /// <param name="diagnostics">Takes all that there is to say, warnings too; packages with errors are left out of the tree.</param>
    public static PackageSet Load(
        Checkout folder, IReadOnlyCollection<string> chosen, ICollection<Diagnostic> diagnostics, CancellationToken cancellation, string? route = null,
        CommitTable? commits = null)
    {
        var names = ListNames(folder, chosen.Count == 0 ? diagnostics : []);
        var unread = names.ToHashSet();
        var packages = ImmutableArray.CreateBuilder<Package>();
        commits ??= CheckoutSources.ReadCommits(folder);
        using var all = CheckoutWalk.TryOpen(folder, Checkout.Packages);
        var next = chosen.Count == 0 ? names : Resolve(chosen, names, diagnostics);
        while (!next.IsEmpty)
        {
            unread.ExceptWith(next);
            var read = ReadAll(name => PackageFiles.Read(all!, name, names, route, commits), next, cancellation);
            foreach (var (package, found) in read)
            {
                found.ForEach(diagnostics.Add);
                if (package is not null)
                    packages.Add(package);
            }
            next = [.. read.SelectMany(result => result.Package?.Dependencies ?? []).Select(needed => needed.Name).Where(unread.Contains).Distinct()];
        }
        if (route is not null && UnknownRoute.In(packages, route) is { } unknown)
            diagnostics.Add(unknown);
        return new PackageSet(names, packages.ToImmutable());
    }

    /// <summary>The names of all packages, sorted.</summary>
    public static ImmutableArray<PackageName> ListNames(Checkout folder) => ListNames(folder, []);

    private static ImmutableArray<PackageName> ListNames(Checkout folder, ICollection<Diagnostic> diagnostics)
    {
        var names = new List<PackageName>();
        foreach (var (name, type) in CheckoutFile.ListFolder(folder, Checkout.Packages).Where(entry => entry.Type is EntryType.Directory or EntryType.Symlink))
        {
            if (type == EntryType.Symlink)
                CheckoutWalk.Refuse($"{Checkout.Packages}/{name}", type, "folder").Diagnostics.ToList().ForEach(diagnostics.Add);
            else if (PackageName.TryParse(name, out var package))
                names.Add(package);
            else if (!name.StartsWith('.'))
                diagnostics.Add(Diagnostic.Error(
                    SourceSpan.Whole($"{Checkout.Packages}/{name}"), "package-name", $"'{name}' cannot be the name of a package",
                    "use lower-case letters and digits, and '.', '_' or '-' between them"));
        }
        names.Sort();
        return [.. names];
    }

    /// <summary>The packages that a user named; those that are unknown are said.</summary>
    internal static ImmutableArray<PackageName> Resolve(
        IReadOnlyCollection<string> chosen, ImmutableArray<PackageName> names, ICollection<Diagnostic> diagnostics)
    {
        var resolved = new SortedSet<PackageName>();
        foreach (var text in chosen)
        {
            if (PackageName.TryParse(text, out var name) && names.BinarySearch(name) >= 0)
                resolved.Add(name);
            else
                diagnostics.Add(UnknownPackage.At(SourceSpan.Whole(Checkout.Packages), text, names));
        }
        return [.. resolved];
    }

    private static ReadPackage[] ReadAll(Func<PackageName, ReadPackage> read, ImmutableArray<PackageName> names, CancellationToken cancellation)
    {
        // Starting the thread pool costs more than it saves in a small tree.
        if (names.Length < SmallTree)
            return [.. names.Select(read)];
        var all = new ReadPackage[names.Length];
        Parallel.For(0, names.Length, new ParallelOptions { CancellationToken = cancellation }, index => all[index] = read(names[index]));
        return all;
    }
}
