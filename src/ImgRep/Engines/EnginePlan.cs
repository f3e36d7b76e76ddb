using System.Collections.Immutable;

namespace ImgRep.Engines;

/// <summary>What an engine is asked to do: jobs, each after all that it needs, and of those that can begin the one first after which most is to come.</summary>
/// <param name="Critical">How long it takes at least, with as many machines as there are jobs.</param>
/// <param name="Total">How long it takes one machine.</param>
public sealed record EnginePlan(ImmutableArray<EngineJob> Jobs, TimeSpan Critical, TimeSpan Total)
{
    /// <param name="packages">Each after all that it needs of the others.</param>
    /// <param name="fetch">What bringing sources and seeds to the registry is expected to take; null if they are there.</param>
    public static EnginePlan Create(IReadOnlyCollection<MissingPackage> packages, Overhead overhead, ExpectedCost? fetch = null)
    {
        var chains = JobBatches.Create(new JobChains(packages, overhead).Chains, overhead);
        var paths = JobChains.Paths(chains, overhead);
        var jobs = ImmutableArray.CreateBuilder<EngineJob>(chains.Count + 1);
        if (fetch is not null && chains.Count > 0)
            jobs.Add(new EngineJob(1, [], [], fetch, overhead.TimeOf(fetch), overhead.TimeOf(fetch) + paths.Max()));
        var first = jobs.ToImmutable();
        var numbers = new int[chains.Count];
        foreach (var chain in Order(chains, paths))
        {
            numbers[chain.Index] = jobs.Count + 1;
            ImmutableArray<int> needs = chain.Needs.Count == 0 ? [.. first.Select(job => job.Number)] : [.. chain.Needs.Select(needed => numbers[needed.Index]).Order()];
            jobs.Add(new EngineJob(jobs.Count + 1, chain.Names, needs, chain.Cost, overhead.TimeOf(chain.Cost), paths[chain.Index]) { IsBatch = chain.IsBatch });
        }
        return new EnginePlan(jobs.ToImmutable(), jobs.Select(job => job.Path).DefaultIfEmpty().Max(), TimeSpan.FromTicks(jobs.Sum(job => job.Time.Ticks)));
    }

    /// <summary>How many jobs must come one after another until each: 1 for those that need none.</summary>
    public ImmutableArray<int> Waves()
    {
        var waves = new int[Jobs.Length];
        foreach (var job in Jobs)
            waves[job.Number - 1] = job.Needs.Select(need => waves[need - 1]).DefaultIfEmpty().Max() + 1;
        return [.. waves];
    }

    private static IEnumerable<JobChains.Chain> Order(List<JobChains.Chain> chains, TimeSpan[] paths)
    {
        var missing = chains.ConvertAll(chain => chain.Needs.Count);
        var dependents = (from chain in chains from needed in chain.Needs select (needed.Index, chain)).ToLookup(pair => pair.Index, pair => pair.chain);
        var ready = new PriorityQueue<JobChains.Chain, (TimeSpan, int)>();
        foreach (var chain in chains.Where(chain => chain.Needs.Count == 0))
            ready.Enqueue(chain, (-paths[chain.Index], chain.Index));
        while (ready.TryDequeue(out var chain, out _))
        {
            yield return chain;
            foreach (var dependent in dependents[chain.Index].Where(dependent => --missing[dependent.Index] == 0))
                ready.Enqueue(dependent, (-paths[dependent.Index], dependent.Index));
        }
    }
}
