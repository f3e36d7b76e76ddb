using ImgRep.Building;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Sources.Versions;

namespace ImgRep.Host.Updates;

/// <summary>A source that a package uses, and the project that released it.</summary>
public sealed record UsedSource(Upstream Upstream, SourceRequest Request)
{
    public string Version => Upstream.VersionOf(Request.Url)!;

    /// <param name="project">Its name in the file <c>upstreams</c>; null for the package's own, or the only one. Of several of its releases it is the newest.</param>
    /// <exception cref="RejectedInputException">There is no such source, or there are those of several projects.</exception>
    public static UsedSource Choose(Package package, UpstreamTable upstreams, string? project)
    {
        var known = package.Sources.Select(source => (Upstream: upstreams.Find(source.Url), Source: source)).Where(one => one.Upstream is not null)
            .Select(one => new UsedSource(one.Upstream!, one.Source)).ToList();
        var chosen = known.FindAll(one => one.Upstream.Name == (project ?? package.Name.ToString()));
        // Of a ladder of releases the last is the package's.
        if (chosen.Count > 0)
            return chosen.MaxBy(one => one.Version, Comparer<string>.Create(VersionOrder.CompareUpstream))!;
        if (project is null && known is [var single])
            return single;
        throw known.Count == 0
            ? Rejected(package, "it has no source of a project in the file upstreams", "write the project's row, see docs/formats/upstreams.md")
            : Rejected(package, "it has several sources of projects", $"name one with --project: {string.Join(", ", known.Select(one => one.Upstream.Name).Distinct())}");
    }

    private static RejectedInputException Rejected(Package package, string message, string hint) =>
        new(Diagnostic.Error(SourceSpan.Whole($"{package.Name}"), "update-project", message, hint));
}
