using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Tests.Architecture;

/// <summary>The sources that the packages of this repository are built from.</summary>
internal static class UsedSources
{
    public static SourceTable Table { get; } = SourceTable.Parse(File.ReadAllText(ProjectFolder.PathOf("sources")), "sources");

    /// <summary>All routes of all packages, without their own names.</summary>
    public static IReadOnlyList<Route> Routes { get; } =
        [.. Directory.GetDirectories(ProjectFolder.PathOf("packages")).Order(StringComparer.Ordinal).SelectMany(RoutesIn)];

    /// <summary>Each source of each package once.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<Digest>> OfPackages { get; } = Routes.GroupBy(route => $"{route.Package}")
        .ToDictionary(routes => routes.Key, IReadOnlySet<Digest> (routes) => routes.SelectMany(route => route.Sources).Select(source => source.Digest).ToHashSet());

    public static bool IsRepack(Digest source) => Table.Find(source) is { IsRepack: true };

    private static IEnumerable<Route> RoutesIn(string folder)
    {
        var package = PackageName.Parse(Path.GetFileName(folder));
        return Directory.GetFiles(folder, "Containerfile*").Order(StringComparer.Ordinal)
            .Select(file => Route.Read(package, null, $"packages/{package}/{Path.GetFileName(file)}", File.ReadAllBytes(file), [])!);
    }
}
