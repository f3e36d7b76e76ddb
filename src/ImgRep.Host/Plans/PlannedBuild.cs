using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Plans;

/// <summary>One package of a plan.</summary>
/// <param name="IsAgreed">Whether its image rests on no package of which a route was left out.</param>
public sealed record PlannedBuild(Package Package, PackageContext Context, ImmutableArray<PlannedRoute> Routes, bool IsAgreed)
{
    public string Name => Package.Name.ToString();

    /// <summary>What all its routes gave before; null if one of them must be built, or if they differ.</summary>
    public Digest? Image => Routes.Select(route => route.Image).Distinct().Take(2).ToList() is [{ } only] ? only : null;

    /// <summary>The routes that must be built.</summary>
    public IEnumerable<PlannedRoute> Missing => Routes.Where(route => route.Image is null);
}

/// <summary>One route of a package of a plan.</summary>
/// <param name="Recipe">Null while an image that it uses is not known.</param>
/// <param name="Image">The manifest digest that its recipe gave before; null if it must be built.</param>
public sealed record PlannedRoute(Route Route, Recipe? Recipe, Digest? Image);
