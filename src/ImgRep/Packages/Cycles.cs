using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>Says of packages that need themselves how they do.</summary>
internal static class Cycles
{
    /// <summary>One error for each step of each cycle, at the place where the Containerfile takes it.</summary>
    /// <param name="sorted">The packages that are in no cycle and need none that is: all others need one of the others.</param>
    public static ImmutableArray<Diagnostic> Explain(Dictionary<PackageName, Package> packages, ImmutableArray<Package> sorted)
    {
        var free = sorted.Select(package => package.Name).ToHashSet();
        var visited = new HashSet<PackageName>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var start in packages.Keys.Where(name => !free.Contains(name)).Order())
            diagnostics.AddRange(Describe(Follow(start, name => packages[name].Dependencies.First(needed => !free.Contains(needed.Name)), visited)));
        return diagnostics.ToImmutable();
    }

    /// <summary>Walks until the path meets itself, and gives what lies between; nothing if it meets an earlier walk.</summary>
    private static List<Step> Follow(PackageName start, Func<PackageName, Dependency> next, HashSet<PackageName> visited)
    {
        var path = new List<Step>();
        var positions = new Dictionary<PackageName, int>();
        var at = start;
        while (visited.Add(at))
        {
            var step = new Step(at, next(at));
            positions[at] = path.Count;
            path.Add(step);
            at = step.To.Name;
        }
        return positions.TryGetValue(at, out var meeting) ? path[meeting..] : [];
    }

    private static IEnumerable<Diagnostic> Describe(List<Step> cycle)
    {
        if (cycle.Count == 0)
            yield break;
        var way = string.Join(" -> ", cycle.Select(step => step.From).Append(cycle[0].From));
        foreach (var (from, to) in cycle)
        {
            yield return Diagnostic.Error(
                to.Span, "dependency-cycle", $"'{from}' needs '{to.Name}' here, and so itself: {way}",
                to.Name == cycle[0].From ? "break the cycle at one of its steps" : null);
        }
    }

    private sealed record Step(PackageName From, Dependency To);
}
