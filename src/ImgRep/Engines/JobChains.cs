using System.Collections.Immutable;
using ImgRep.Packages;

namespace ImgRep.Engines;

/// <summary>
/// Which packages go into one job. A package joins the job of all that it needs if nothing else waits for that job and one of the two is small, or if it is
/// so short that those who do wait for the job lose less by it than the start of a machine takes.
/// </summary>
internal sealed class JobChains
{
    private readonly Overhead overhead;
    private readonly Dictionary<PackageName, Chain> of;
    private readonly Dictionary<PackageName, int> dependents;

    /// <param name="packages">Each after all that it needs.</param>
    public JobChains(IReadOnlyCollection<MissingPackage> packages, Overhead overhead)
    {
        this.overhead = overhead;
        of = new Dictionary<PackageName, Chain>(packages.Count);
        dependents = new Dictionary<PackageName, int>(packages.Count);
        foreach (var needed in packages.SelectMany(package => package.Needs))
            dependents[needed] = dependents.GetValueOrDefault(needed) + 1;
        foreach (var package in packages)
        {
            var needs = package.Needs.Select(needed => of[needed]).ToHashSet();
            var chain = Joined(package, needs);
            if (chain is null)
                Chains.Add(chain = new Chain(Chains.Count, needs));
            chain.Waiting += dependents.GetValueOrDefault(package.Name) - package.Needs.Count(needed => of[needed] == chain);
            chain.Packages.Add(package);
            chain.Time += package.Cost.Time;
            of[package.Name] = chain;
        }
    }

    /// <summary>Each after all that it needs.</summary>
    public List<Chain> Chains { get; } = [];

    /// <summary>How long it takes at least from the start of each to the end of the last one that waits for it, by index.</summary>
    /// <param name="chains">Each after all that it needs.</param>
    public static TimeSpan[] Paths(List<Chain> chains, Overhead overhead)
    {
        var paths = new TimeSpan[chains.Count];
        for (var index = chains.Count - 1; index >= 0; index--)
        {
            paths[index] += overhead.TimeOf(chains[index].Cost);
            foreach (var needed in chains[index].Needs)
                paths[needed.Index] = paths[index] > paths[needed.Index] ? paths[index] : paths[needed.Index];
        }
        return paths;
    }

    private Chain? Joined(MissingPackage package, HashSet<Chain> needs)
    {
        // The last one: the others must come before it in any case, so that the package waits for nothing new.
        if (needs.MaxBy(chain => chain.Index) is not { } last || needs.Any(chain => chain != last && !last.Needs.Contains(chain)))
            return null;
        var (time, small) = (package.Cost.Time, overhead.Of(package.Cost));
        var isAlone = last.Waiting == package.Needs.Count(needed => of[needed] == last);
        if (isAlone && (time <= small || last.Time <= small || last.Time + time <= overhead.Longest))
            return last;
        if (isAlone || last.Delay + time > small)
            return null;
        last.Delay += time;
        return last;
    }

    /// <param name="index">From 0.</param>
    /// <param name="needs">Those that the first package needs.</param>
    internal sealed class Chain(int index, HashSet<Chain> needs)
    {
        public int Index => index;

        public HashSet<Chain> Needs => needs;

        public List<MissingPackage> Packages { get; } = [];

        public TimeSpan Time { get; set; }

        /// <summary>How long others wait for what they do not need.</summary>
        public TimeSpan Delay { get; set; }

        /// <summary>How many needs of packages outside are in it.</summary>
        public int Waiting { get; set; }

        /// <summary>Whether packages are in it that do not need one another.</summary>
        public bool IsBatch { get; init; }

        public ExpectedCost Cost => Packages.Select(package => package.Cost).Aggregate((one, next) => one.Then(next));

        public ImmutableArray<PackageName> Names => [.. Packages.Select(package => package.Name)];
    }
}
