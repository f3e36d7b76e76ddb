using System.Collections.Immutable;
using ImgRep.Building;

namespace ImgRep.Packages;

/// <summary>A folder of the tree with a Containerfile, or with several that must all come to the same image.</summary>
/// <param name="Routes">Sorted by name; the only one has none.</param>
public sealed record Package(PackageName Name, ImmutableArray<Route> Routes)
{
    /// <summary>The names of routes that the folder has but that this build leaves out.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>The names of deferred routes that the folder has and that have no image yet: what rests on the package does not wait for them.</summary>
    public ImmutableArray<string> Postponed { get; init; } = [];

    /// <summary>The packages that its routes need, each once, sorted by name.</summary>
    public ImmutableArray<Dependency> Dependencies { get; } = Routes.Length == 1 ? Routes[0].Dependencies : Union(Routes);

    /// <summary>The files that its routes' remote ADD instructions name, each once.</summary>
    public IEnumerable<SourceRequest> Sources => Routes.SelectMany(route => route.Sources).DistinctBy(source => source.Digest);

    /// <summary>Whether it has <c>Containerfile.ROUTE</c> and not <c>Containerfile</c>.</summary>
    public bool HasRoutes => Routes[0].Name is not null;

    private static ImmutableArray<Dependency> Union(ImmutableArray<Route> routes)
    {
        var dependencies = new SortedList<PackageName, Dependency>();
        foreach (var needed in routes.SelectMany(route => route.Dependencies))
            dependencies.TryAdd(needed.Name, needed);
        return [.. dependencies.Values];
    }
}
