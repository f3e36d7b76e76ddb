using ImgRep.Building;
using ImgRep.Containerfiles.Stages;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Inside;

/// <summary>A route on its way into a job and out of it, with what was found in its Containerfile.</summary>
internal static class PackedRoute
{
    /// <param name="image">What its recipe gave before; null if it must be built.</param>
    public static JobRoute Pack(Route route, Digest? image) => new(
        route.Name, route.File, route.Source.ToArray(), route.Evaluation,
        [.. route.Sources.Select(source => new JobSource(source.Digest, source.Url.OriginalString, source.Commit))],
        [.. route.References.Select(Pack).OfType<JobReference>()], image);

    /// <param name="isAwaited">Whether a package that it needs is built by the same job.</param>
    public static Route Unpack(PackageName package, JobRoute route, Func<PackageName, bool> isAwaited)
    {
        var references = route.References.Select(Unpack).ToList();
        var needed = references.OfType<PackageTarget>().Where(target => target.Pinned is null).Select(target => PackageName.Parse(target.Name));
        return new Route(
            package, route.Name, route.File, route.Source, [.. references],
            [.. needed.Where(isAwaited).Order().Select(name => new Dependency(name, SourceSpan.Whole(route.File)))])
        {
            Evaluation = route.Evaluation,
            Sources = [.. route.Sources.Select(source => new SourceRequest(source.Digest, new Uri(source.Url), source.Commit))],
        };
    }

    /// <summary>Null for what is no package and no seed: it is no part of a recipe.</summary>
    private static JobReference? Pack(ReferenceTarget target) => target switch
    {
        PackageTarget package => new JobReference(package.Name, IsSeed: false, package.Pinned),
        SeedTarget seed => new JobReference(seed.Name, IsSeed: true, null),
        _ => null,
    };

    private static ReferenceTarget Unpack(JobReference reference) =>
        reference.IsSeed ? new SeedTarget(reference.Name) : new PackageTarget(reference.Name, reference.Pinned);
}
