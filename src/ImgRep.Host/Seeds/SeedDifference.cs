using System.Collections.Immutable;

namespace ImgRep.Host.Seeds;

/// <summary>What the distribution changed since a seed was pinned, one line a package.</summary>
public static class SeedDifference
{
    public static ImmutableArray<string> Between(ImmutableArray<SeedArchive> pinned, ImmutableArray<SeedArchive> found)
    {
        var before = pinned.ToLookup(archive => archive.Name);
        var after = found.ToLookup(archive => archive.Name);
        var names = pinned.Concat(found).Select(archive => archive.Name).Distinct().Order(StringComparer.Ordinal);
        return
        [
            .. from name in names
               let change = Change(before[name].FirstOrDefault(), after[name].FirstOrDefault())
               where change is not null
               select $"{name}: {change}",
        ];
    }

    private static string? Change(SeedArchive? before, SeedArchive? after) => (before, after) switch
    {
        (null, { } added) => $"{added.Version} is new",
        ({ } removed, null) => $"{removed.Version} is gone",
        ({ } was, { } now) when was.Digest == now.Digest => null,
        ({ } was, { } now) when was.Version == now.Version => $"{was.Version} has the same version but other bytes ({was.Digest} -> {now.Digest})",
        ({ } was, { } now) => $"{was.Version} -> {now.Version}",
        _ => null,
    };
}
