using System.Collections.Immutable;
using ImgRep.Host.Plans;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>What was built; for people, lines that <c>sha256sum</c> could have written.</summary>
internal sealed record BuildAnswer(ImmutableArray<BuiltPackage> Packages) : IAnswer
{
    public static BuildAnswer From(IEnumerable<PlannedBuild> builds) => new([.. builds.Select(BuiltPackage.From)]);

    public IEnumerable<string> Lines() => Packages.Select(package => $"{package.Digest.Hex}  {package.Name}");
}

/// <param name="Agreed">Whether it rests on no package of which a route was left out.</param>
/// <param name="Routes">Those that were built; null where the package has a single Containerfile.</param>
internal sealed record BuiltPackage(string Name, Digest Digest, bool Agreed, IEnumerable<string>? Routes)
{
    public static BuiltPackage From(PlannedBuild build) =>
        new(build.Name, build.Image!, build.IsAgreed, build.Package.HasRoutes ? build.Package.Routes.Select(route => route.Name!) : null);
}
