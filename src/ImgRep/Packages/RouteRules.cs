using System.Collections.Immutable;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>What makes the agreement of routes worth something: there are several, and no two of them share what could be tampered with.</summary>
public static class RouteRules
{
    /// <param name="package">With all its routes.</param>
    public static IEnumerable<Diagnostic> Check(Package package)
    {
        if (package.Routes.FirstOrDefault(route => route.IsDeferred) is { } deferred && package.Routes.Count(route => !route.IsDeferred) < 2)
            return [Diagnostic.Error(
                Whole(deferred), "deferred-route", $"without its deferred routes '{package.Name}' has not two that could agree", "defer a route only where two others are not")];
        if (!package.HasRoutes)
            return SeedsOf(package.Routes[0]).Select(seed => Diagnostic.Error(
                seed.Span, "single-seed", $"'{package.Name}' starts from the seed '{seed.Name}', but has a single Containerfile: nothing shows that the seed is sound",
                "write a Containerfile.ROUTE for each of several seeds instead"));
        if (package.Routes.Length == 1)
            return [Diagnostic.Error(
                Whole(package.Routes[0]), "single-route", $"'{package.Name}' has no other route than '{package.Routes[0].Name}': there is nothing that it could agree with",
                "add a route, or call the file Containerfile")];
        return SameFiles(package.Routes).Concat(SharedSeeds(package.Routes));
    }

    private static IEnumerable<Diagnostic> SameFiles(ImmutableArray<Route> routes) =>
        from route in routes
        let first = routes.First(other => other.Source.Span.SequenceEqual(route.Source.Span))
        where first != route
        select Diagnostic.Error(
            Whole(route), "same-routes", $"the routes '{first.Name}' and '{route.Name}' are the same file: they agree whatever it does", "start each route from another seed");

    private static IEnumerable<Diagnostic> SharedSeeds(ImmutableArray<Route> routes)
    {
        var users = new Dictionary<string, Route>(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            foreach (var (name, span) in SeedsOf(route))
            {
                if (!users.TryAdd(name, route))
                    yield return Diagnostic.Error(
                        span, "shared-seed", $"the routes '{users[name].Name}' and '{route.Name}' both start from the seed '{name}': what it plants, they agree on",
                        "start each route from another seed");
            }
        }
    }

    private static IEnumerable<(string Name, SourceSpan Span)> SeedsOf(Route route)
    {
        if (!route.Seeds.Any())
            return [];
        var file = route.ParseContainerfile();
        return StageReferences.ReachableStages(file).SelectMany(stage => StageReferences.Collect(file, stage))
            .Where(reference => reference.Target is SeedTarget)
            .Select(reference => (((SeedTarget)reference.Target).Name, reference.Span)).DistinctBy(seed => seed.Name);
    }

    private static SourceSpan Whole(Route route) => SourceSpan.Whole(route.File);
}
