using ImgRep.Packages;

namespace ImgRep.Host.Builders;

/// <summary>The routes of a package gave different images, so the build does not go on. Those who watch it know already in what.</summary>
public sealed class RoutesDifferException(PackageName package) : Exception($"the routes of '{package}' differ")
{
    public PackageName Package { get; } = package;
}
