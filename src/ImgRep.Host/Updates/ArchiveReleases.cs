using ImgRep.Host.Vouching;
using ImgRep.Sources;
using ImgRep.Sources.Versions;

namespace ImgRep.Host.Updates;

/// <summary>The releases of one project that the archive's indices list.</summary>
/// <param name="inUse">The row of the source in use; null if the archive does not have it, so that only a package of the project's name is looked for.</param>
internal sealed class ArchiveReleases(ArchiveIndices indices, Upstream upstream, ArchiveFile? inUse)
{
    /// <summary>Read once: an index has a hundred thousand lines.</summary>
    private readonly Lazy<List<(SuiteIndex Suite, IndexedSource Source)>> listed = new(
        () => Read(indices, inUse is null ? upstream.Name : NamedVersion.StemOf(inUse.Package, inUse.Version)));

    public IEnumerable<string> Versions => listed.Value.Select(one => VersionOrder.UpstreamOf(one.Source.Version));

    /// <summary>The release's own file, and a signature beside it, as the newest index that lists the release has them; null if none does.</summary>
    public (ArchiveFile File, ArchiveFile? Signature)? Find(string version)
    {
        foreach (var (suite, source) in listed.Value.Where(one => VersionOrder.UpstreamOf(one.Source.Version) == version).OrderByDescending(one => one.Suite.Date))
        {
            if (source.Files.FirstOrDefault(file => IsRelease(source, file.Name)) is not { } file)
                continue;
            var signature = source.Files.FirstOrDefault(other => other.Name == file.Name + ".asc");
            return (RowOf(file), signature is null ? null : RowOf(signature));

            ArchiveFile RowOf(IndexedFile file) => new(file.Digest, suite.Name, source.Package, source.Version, file.Name, false);
        }
        return null;
    }

    private static List<(SuiteIndex Suite, IndexedSource Source)> Read(ArchiveIndices indices, string stem) =>
        [.. indices.Suites.SelectMany(suite => suite.Read().Where(source => NamedVersion.StemOf(source.Package, source.Version) == stem).Select(source => (suite, source)))];

    /// <summary>Whether it is the project's file: <c>PACKAGE_VERSION.orig.tar.KIND</c>, or without <c>.orig</c> where the distribution is the project (dsc(5)).</summary>
    private static bool IsRelease(IndexedSource source, string name)
    {
        var upstream = source.Version[(source.Version.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var dash = upstream.LastIndexOf('-');
        var start = $"{source.Package}_{(dash < 0 ? upstream : upstream[..dash])}{(dash < 0 ? "" : ".orig")}.tar.";
        return name.StartsWith(start, StringComparison.Ordinal) && !name[start.Length..].Contains('.', StringComparison.Ordinal);
    }
}
