using System.Numerics;
using Chain = ImgRep.Engines.JobChains.Chain;

namespace ImgRep.Engines;

/// <summary>
/// Puts short jobs together that do not need one another, as long as what waits for them still ends no later than the longest path does. Then as many machines as
/// there are jobs finish as early as before, and a few of them spend less time on starting. What is a guess is left alone: it may take hours.
/// </summary>
internal static class JobBatches
{
    /// <summary>A job takes at most so many times what its start takes: longer ones would save little.</summary>
    private const int Worthwhile = 10;

    /// <param name="chains">Each after all that it needs.</param>
    /// <returns>The same packages in fewer jobs, each after all that it needs.</returns>
    public static List<Chain> Create(List<Chain> chains, Overhead overhead)
    {
        var paths = JobChains.Paths(chains, overhead);
        var longest = paths.DefaultIfEmpty().Max();
        var waves = new int[chains.Count];
        foreach (var chain in chains)
            waves[chain.Index] = chain.Needs.Select(needed => waves[needed.Index] + 1).DefaultIfEmpty().Max();
        var joined = new List<Chain>(chains.Count);
        var of = new (Chain Chain, TimeSpan End)[chains.Count];
        // Those of one wave do not need one another, whatever is put together in the waves before.
        foreach (var wave in chains.GroupBy(chain => waves[chain.Index]).OrderBy(wave => wave.Key))
        {
            var members = wave.Select(chain => new Batch(overhead, longest, chain, chain.Needs.Select(needed => of[needed.Index].End).DefaultIfEmpty().Max(), paths[chain.Index]));
            foreach (var batch in Join(members))
            {
                var one = new Chain(joined.Count, [.. batch.Chains.SelectMany(chain => chain.Needs).Select(needed => of[needed.Index].Chain)]) { IsBatch = batch.Chains.Count > 1 };
                one.Packages.AddRange(batch.Chains.SelectMany(chain => chain.Packages));
                joined.Add(one);
                batch.Chains.ForEach(chain => of[chain.Index] = (one, batch.End));
            }
        }
        return joined;
    }

    private static List<Batch> Join(IEnumerable<Batch> members)
    {
        var batches = new List<Batch>();
        // What a job asks for is asked for all of it: cores, and memory to a factor of two.
        var open = new Dictionary<(int Cores, int Memory), Batch>();
        foreach (var member in members.OrderBy(member => member.Ready).ThenBy(member => member.Chains[0].Index))
        {
            var kind = (member.Cost.Cores, BitOperations.Log2((ulong)member.Cost.Memory));
            if (open.TryGetValue(kind, out var batch) && batch.TryAdd(member))
                continue;
            batches.Add(member);
            if (batch is null || member.Room >= batch.Room)
                open[kind] = member;
        }
        return batches;
    }

    /// <param name="longest">The longest path of all.</param>
    /// <param name="ready">When it can begin at the earliest.</param>
    /// <param name="path">From its start to the end of the last one that waits for it.</param>
    private sealed class Batch(Overhead overhead, TimeSpan longest, Chain chain, TimeSpan ready, TimeSpan path)
    {
        private TimeSpan after = path - overhead.TimeOf(chain.Cost);

        public List<Chain> Chains { get; } = [chain];

        public ExpectedCost Cost { get; private set; } = chain.Cost;

        public TimeSpan Ready { get; private set; } = ready;

        public TimeSpan End => Ready + overhead.TimeOf(Cost);

        /// <summary>How much longer it may take.</summary>
        public TimeSpan Room => Shorter((overhead.Start * Worthwhile) - Cost.Time, longest - End - after);

        public bool TryAdd(Batch other)
        {
            var cost = Cost.Then(other.Cost);
            var (begins, remains) = (Longer(Ready, other.Ready), Longer(after, other.after));
            if (!cost.IsKnown || cost.Time > overhead.Start * Worthwhile || begins + overhead.TimeOf(cost) + remains > longest)
                return false;
            (Cost, Ready, after) = (cost, begins, remains);
            Chains.AddRange(other.Chains);
            return true;
        }

        private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

        private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }
}
