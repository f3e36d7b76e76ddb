using ImgRep.Packages;

namespace ImgRep.Cli.Answers;

/// <summary>Which packages need which, each after all that it needs.</summary>
internal sealed record GraphAnswer(IEnumerable<ShownPackage> Packages) : IAnswer
{
    public static GraphAnswer From(PackageGraph graph) => new(graph.Order.Select(ShownPackage.From));

    public IEnumerable<string> Lines() => Packages.Select(package => $"{package.Name}:{string.Concat(package.Needs.Select(needed => $" {needed.Name}"))}");
}

/// <param name="Routes">Null where there is a single Containerfile.</param>
internal sealed record ShownPackage(PackageName Name, IEnumerable<string>? Routes, IEnumerable<NeededPackage> Needs)
{
    public static ShownPackage From(Package package) => new(
        package.Name,
        package.HasRoutes ? package.Routes.Select(route => route.Name!) : null,
        package.Dependencies.Select(needed => new NeededPackage(needed.Name, needed.Span.File, needed.Span.Line, needed.Span.Column)));
}

/// <summary>A package that another needs, and where that is written.</summary>
internal sealed record NeededPackage(PackageName Name, string File, int Line, int Column);
