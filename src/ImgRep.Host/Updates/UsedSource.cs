using ImgRep.Building;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Host.Updates;

/// <summary>A source that a package uses, and the project that released it.</summary>
public sealed record UsedSource(Upstream Upstream, SourceRequest Request)
{
    public string Version => Upstream.VersionOf(Request.Url)!;

    /// <param name="project">Its name in the file <c>upstreams</c>; null for the package's own, or the only one.</param>
    /// <exception cref="RejectedInputException">There is no such source, or there are several.</exception>
    public static UsedSource Choose(Package package, UpstreamTable upstreams, string? project)
    {
        var known = package.Sources.Select(source => (Upstream: upstreams.Find(source.Url), Source: source)).Where(one => one.Upstream is not null)
            .Select(one => new UsedSource(one.Upstream!, one.Source)).ToList();
        var chosen = known.FindAll(one => one.Upstream.Name == (project ?? package.Name.ToString()));
        return chosen is [var only] ? only : project is null && known is [var single] ? single : throw new RejectedInputException(Diagnostic.Error(
            SourceSpan.Whole($"{package.Name}"), "update-project", known.Count == 0 ? "it has no source of a project in the file upstreams" : "it has several sources of projects",
            known.Count == 0 ? "write the project's row, see docs/formats/upstreams.md" : $"--project takes {string.Join(", ", known.Select(one => one.Upstream.Name).Distinct())}"));
    }
}
