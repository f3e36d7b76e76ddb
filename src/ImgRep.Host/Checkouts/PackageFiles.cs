using System.Collections.Immutable;
using ImgRep.Host.Posix;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Host.Checkouts;

/// <summary>What came of reading a package's folder.</summary>
/// <param name="Package">Null if there are errors.</param>
internal readonly record struct ReadPackage(Package? Package, List<Diagnostic> Diagnostics);

/// <summary>The Containerfiles of one package.</summary>
internal static class PackageFiles
{
    private const string RoutePrefix = Route.FileName + ".";

    /// <param name="packages">The folder of all packages: a large tree has it opened once.</param>
    /// <param name="names">Every package of the tree, sorted.</param>
    /// <param name="route">The only route to read, of a package that has it; null for all.</param>
    /// <param name="commits">What is in the repositories that it adds.</param>
    public static ReadPackage Read(OpenFolder packages, PackageName name, ImmutableArray<PackageName> names, string? route, CommitTable commits)
    {
        var diagnostics = new List<Diagnostic>();
        using var folder = packages.TryOpenChild(name.ToString());
        var files = (folder is null ? [] : CheckoutFile.List(folder, Checkout.PathOf(name))).Where(entry => entry.Type != EntryType.Directory).Select(entry => entry.Name)
            .Where(file => file == Route.FileName || file.StartsWith(RoutePrefix, StringComparison.Ordinal)).ToList();
        Check(name, files, names, diagnostics);
        if (diagnostics.Count > 0)
            return new ReadPackage(null, diagnostics);
        var chosen = route is not null && files.Contains(RoutePrefix + route) ? [RoutePrefix + route] : files;
        var routes = chosen.Select(file => Read(folder!, name, file, commits, diagnostics)).ToList();
        if (routes.Contains(null))
            return new ReadPackage(null, diagnostics);
        var package = new Package(name, [.. routes.OfType<Route>()]) { LeftOut = [.. files.Except(chosen).Select(RouteOf).OfType<string>()] };
        if (package.LeftOut.IsEmpty)
            diagnostics.AddRange(RouteRules.Check(package));
        return new ReadPackage(diagnostics.Exists(diagnostic => diagnostic.Severity == Severity.Error) ? null : package, diagnostics);
    }

    /// <param name="file">The path of a Containerfile in the tree.</param>
    public static Route? Read(Checkout folder, PackageName package, string? route, string file, List<Diagnostic> diagnostics) =>
        Route.Read(package, route, file, CheckoutFile.MustRead(folder, file), diagnostics, CheckoutSources.ReadCommits(folder));

    private static Route? Read(OpenFolder folder, PackageName package, string file, CommitTable commits, List<Diagnostic> diagnostics)
    {
        var path = $"{Checkout.Packages}/{package}/{file}";
        return Route.Read(package, RouteOf(file), path, CheckoutFile.TryRead(folder, file, path) ?? throw CheckoutFile.Missing(path), diagnostics, commits);
    }

    private static string? RouteOf(string file) => file.Length > RoutePrefix.Length ? file[RoutePrefix.Length..] : null;

    private static void Check(PackageName name, List<string> files, ImmutableArray<PackageName> names, List<Diagnostic> diagnostics)
    {
        if (files.Count == 0)
            Add(Route.FileName, "no-containerfile", $"the package '{name}' has no Containerfile", "every folder of packages/ has a file of this name, or Containerfile.ROUTE");
        if (files.Count > 1 && files[0] == Route.FileName)
            Add(files[1], "containerfile-and-route", $"the package '{name}' has a Containerfile and the route '{RouteOf(files[1])}': which one counts is not clear",
                "keep one Containerfile, or rename it so that each is a Containerfile.ROUTE");
        foreach (var file in files.Where(file => file != Route.FileName))
        {
            if (!PackageName.TryParse(RouteOf(file), out _))
                Add(file, "route-name", $"'{RouteOf(file)}' cannot be the name of a route", "use lower-case letters and digits, and '.', '_' or '-' between them");
            else if (RouteOf(file) is "dockerignore" or "containerignore")
                Add(file, "route-name", $"{file} would be a route, not a list of what to leave out", $"call it .{RouteOf(file)}");
            else if (PackageName.TryParse($"{name}.{RouteOf(file)}", out var label) && names.BinarySearch(label) >= 0)
                Add(file, "route-name", $"there is a package '{label}': its log and that of the route '{RouteOf(file)}' would be one file", "rename the route");
        }

        void Add(string file, string rule, string message, string hint) =>
            diagnostics.Add(Diagnostic.Error(SourceSpan.Whole($"{Checkout.Packages}/{name}/{file}"), rule, message, hint));
    }
}
