using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Packages;
using ImgRep.Sources;
using ImgRep.Sources.Versions;

namespace ImgRep.Host.Vouching;

/// <summary>Says which projects have later versions than those in use, without a network.</summary>
public sealed class Outdated(UpstreamTable upstreams, SourceTable table, ArchiveIndices indices, SavedListings? listings)
{
    /// <summary>The projects of the sources of some packages, sorted by name.</summary>
    public ImmutableArray<SourceAge> Find(IEnumerable<Package> packages)
    {
        var uses = packages.SelectMany(package => package.Routes.SelectMany(route => route.Sources).Select(source => (Package: package.Name.ToString(), Source: source)))
            .Select(use => (use.Package, use.Source, Upstream: upstreams.Find(use.Source.Url))).Where(use => use.Upstream is not null)
            .GroupBy(use => use.Upstream!).OrderBy(group => group.Key.Name, StringComparer.Ordinal)
            .Select(group => (Upstream: group.Key, Latest: group.MaxBy(use => group.Key.VersionOf(use.Source.Url)!, Comparer<string>.Create(VersionOrder.CompareUpstream)).Source,
                Packages: group.Select(use => use.Package).Distinct().Order(StringComparer.Ordinal).ToImmutableArray())).ToList();
        var archive = NewestInArchive(uses.Select(use => use.Latest));
        return [.. uses.Select(use =>
        {
            var current = use.Upstream.VersionOf(use.Latest.Url)!;
            var found = archive.GetValueOrDefault(use.Latest);
            return new SourceAge(use.Upstream, use.Packages, current, found.Version, found.Suite, NewestInListing(use.Upstream, current));
        })];
    }

    private string? NewestInListing(Upstream upstream, string current) =>
        listings?.Find(upstream) is { } versions ? Candidates.Newest(current, versions) : null;

    private Dictionary<SourceRequest, (string? Version, string? Suite)> NewestInArchive(IEnumerable<SourceRequest> sources)
    {
        var wanted = sources.Select(source => (Source: source, Row: table.Find(source.Digest))).Where(one => one.Row is not null)
            .ToLookup(one => NamedVersion.StemOf(one.Row!.Package, one.Row.Version), one => one.Source);
        var newest = new Dictionary<SourceRequest, (string? Version, string? Suite)>();
        foreach (var suite in indices.Suites)
        {
            foreach (var listed in suite.Read())
            {
                foreach (var source in wanted[NamedVersion.StemOf(listed.Package, listed.Version)])
                {
                    var known = newest.GetValueOrDefault(source).Version ?? upstreams.Find(source.Url)!.VersionOf(source.Url)!;
                    if (Candidates.Newest(known, [VersionOrder.UpstreamOf(listed.Version)]) is { } later)
                        newest[source] = (later, suite.Name);
                }
            }
        }
        return newest;
    }
}
