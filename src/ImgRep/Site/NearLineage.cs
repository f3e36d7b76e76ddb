using ImgRep.Packages;
using ImgRep.Trust.Lineages;

namespace ImgRep.Site;

/// <summary>As much of a package's lineage as a page has room for: what is nearest to it.</summary>
/// <param name="IsWhole">Whether that is all of it.</param>
internal sealed record NearLineage(Lineage Drawn, bool IsWhole)
{
    /// <param name="index">The place of each package in the order of building.</param>
    /// <param name="most">Packages to draw.</param>
    /// <returns>Null where not even what the package needs directly can be drawn.</returns>
    public static NearLineage? Trace(SiteContent content, IReadOnlyDictionary<PackageName, int> index, SitePackage package, int most)
    {
        var taken = new Dictionary<PackageName, bool> { [package.Name] = false };
        var isWhole = true;
        for (var open = new Queue<PackageName>([package.Name]); open.TryDequeue(out var next);)
        {
            List<PackageName> more = [.. content.ByName[next].Needs.Where(needed => !taken.ContainsKey(needed))];
            taken[next] = taken.Count + more.Count <= most;
            isWhole &= taken[next];
            foreach (var needed in taken[next] ? more : [])
            {
                taken[needed] = false;
                open.Enqueue(needed);
            }
        }
        if (!taken[package.Name])
            return null;
        // Of those at the rim nothing is drawn but that they are there.
        var images = taken.OrderBy(one => index[one.Key]).Select(one => one.Value ? content.ByName[one.Key].Image : content.ByName[one.Key].Image with { Routes = [] });
        return new NearLineage(Lineage.Trace(package.Name, [.. images], content.Seeds, content.ById, content.Repacks), isWhole);
    }
}
