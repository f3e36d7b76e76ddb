using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>Packages and what they need: free of cycles, every dependency among them.</summary>
public sealed class PackageGraph
{
    private readonly Dictionary<PackageName, Package> packages;

    private PackageGraph(Dictionary<PackageName, Package> packages, ImmutableArray<Package> order) =>
        (this.packages, Order) = (packages, order);

    /// <summary>Each package after all that it needs; the first by name where several could come next.</summary>
    public ImmutableArray<Package> Order { get; }

    public Package Find(PackageName name) => packages[name];

    /// <exception cref="RejectedInputException">See <see cref="Check"/>.</exception>
    public static PackageGraph Create(PackageSet tree)
    {
        var packages = tree.Packages.ToDictionary(package => package.Name);
        var unknown = UnknownDependencies(tree, packages);
        if (unknown.Length > 0)
            throw new RejectedInputException(unknown);
        var order = Sort(packages);
        if (order.Length < packages.Count)
            throw new RejectedInputException(Cycles.Explain(packages, order));
        return new PackageGraph(packages, order);
    }

    /// <summary>This graph without the routes for which nothing waits, and without what only they need.</summary>
    /// <param name="asked">The packages that are wanted for themselves; all if none is named.</param>
    /// <param name="isPostponed">Whether a deferred route is left out.</param>
    public PackageGraph Postpone(IReadOnlySet<PackageName> asked, Func<Route, bool> isPostponed)
    {
        var kept = packages.Values.Select(package => Postpone(package, isPostponed)).ToDictionary(package => package.Name);
        var needed = asked.Count == 0 ? kept.Keys.ToHashSet() : [.. asked];
        foreach (var package in Order.Reverse().Select(package => kept[package.Name]).Where(package => needed.Contains(package.Name)))
            needed.UnionWith(package.Dependencies.Select(dependency => dependency.Name));
        foreach (var unneeded in kept.Keys.Except(needed).ToList())
            kept.Remove(unneeded);
        return new PackageGraph(kept, [.. Order.Where(package => kept.ContainsKey(package.Name)).Select(package => kept[package.Name])]);
    }

    private static Package Postpone(Package package, Func<Route, bool> isPostponed)
    {
        var postponed = package.Routes.Where(route => route.IsDeferred && isPostponed(route)).ToList();
        return postponed.Count == 0 ? package
            : new Package(package.Name, [.. package.Routes.Except(postponed)]) { LeftOut = package.LeftOut, Postponed = [.. postponed.Select(route => route.Name!)] };
    }

    /// <summary>The packages that need one that the tree does not have; if there are none, those that need themselves.</summary>
    public static ImmutableArray<Diagnostic> Check(PackageSet tree)
    {
        try
        {
            Create(tree);
            return [];
        }
        catch (RejectedInputException rejected)
        {
            return rejected.Diagnostics;
        }
    }

    /// <summary>How long it takes at least from each package's start to the end of the last one that waits for it. Building the
    /// greatest first keeps the whole short.</summary>
    /// <param name="duration">How long a package took before, null if that is not known: it is then taken to be average.</param>
    public ImmutableDictionary<PackageName, TimeSpan> CriticalPaths(Func<PackageName, TimeSpan?> duration)
    {
        var known = Order.Select(package => duration(package.Name)).OfType<TimeSpan>().ToList();
        var average = known.Count == 0 ? TimeSpan.FromSeconds(1) : known.Aggregate(TimeSpan.Zero, (sum, next) => sum + next) / known.Count;
        var after = new Dictionary<PackageName, TimeSpan>();
        var paths = ImmutableDictionary.CreateBuilder<PackageName, TimeSpan>();
        for (var index = Order.Length - 1; index >= 0; index--)
        {
            var package = Order[index];
            var path = (duration(package.Name) ?? average) + after.GetValueOrDefault(package.Name);
            paths[package.Name] = path;
            foreach (var needed in package.Dependencies)
            {
                if (path > after.GetValueOrDefault(needed.Name))
                    after[needed.Name] = path;
            }
        }
        return paths.ToImmutable();
    }

    private static ImmutableArray<Diagnostic> UnknownDependencies(PackageSet tree, Dictionary<PackageName, Package> packages)
    {
        var unknown = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var package in tree.Packages)
        {
            foreach (var needed in package.Dependencies)
            {
                if (!packages.ContainsKey(needed.Name))
                    unknown.Add(UnknownPackage.At(needed.Span, needed.Name.ToString(), tree.Names));
            }
        }
        return unknown.ToImmutable();
    }

    /// <summary>Kahn's algorithm: what is in a cycle, or needs what is, stays out.</summary>
    private static ImmutableArray<Package> Sort(Dictionary<PackageName, Package> packages)
    {
        var missing = new Dictionary<PackageName, int>(packages.Count);
        var dependents = new Dictionary<PackageName, List<Package>>(packages.Count);
        var ready = new PriorityQueue<Package, PackageName>();
        foreach (var package in packages.Values)
        {
            missing[package.Name] = package.Dependencies.Length;
            if (package.Dependencies.IsEmpty)
                ready.Enqueue(package, package.Name);
            foreach (var needed in package.Dependencies)
            {
                if (!dependents.TryGetValue(needed.Name, out var list))
                    dependents[needed.Name] = list = [];
                list.Add(package);
            }
        }
        var order = ImmutableArray.CreateBuilder<Package>(packages.Count);
        while (ready.TryDequeue(out var package, out _))
        {
            order.Add(package);
            foreach (var dependent in dependents.GetValueOrDefault(package.Name) ?? [])
            {
                if (--missing[dependent.Name] == 0)
                    ready.Enqueue(dependent, dependent.Name);
            }
        }
        return order.ToImmutable();
    }
}
