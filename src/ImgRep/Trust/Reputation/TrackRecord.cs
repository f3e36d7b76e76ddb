using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.People;
using ImgRep.Trust.Signatures;

namespace ImgRep.Trust.Reputation;

/// <summary>What a person's rebuilds have come to, by the history of the tree (docs/reputation.md).</summary>
/// <param name="Since">When the history first has a confirmation; null for none.</param>
/// <param name="Images">How many different images they confirmed.</param>
/// <param name="First">For how many of those images they were the first who got what proved right.</param>
/// <param name="Agreed">For how many images that the tree committed to another organisation got the same, from whatever recipe.</param>
/// <param name="Against">What they confirmed against what proved right, in the order of the history.</param>
/// <param name="Standing">For how many of those images another organisation got the same since they were last against what proved right: what a policy
/// asks for. It falls to nothing with each digest that was wrong.</param>
public sealed record TrackRecord(
    string Person, DateTimeOffset? Since, int Images, int First, int Agreed, ImmutableArray<Arrival> Against, int Standing,
    ImmutableSortedSet<string> Builders, ImmutableSortedSet<string> CpuVendors, ImmutableSortedSet<string> Distributions)
{
    /// <summary>One for each person.</summary>
    /// <param name="arrivals">Rebuilds only, in the order of the history, each claim of a person once.</param>
    /// <param name="digests">What the tree commits to.</param>
    /// <param name="past">What it ever committed to.</param>
    public static ImmutableSortedDictionary<string, TrackRecord> Compute(
        IReadOnlyCollection<Arrival> arrivals, IReadOnlyCollection<Person> people, IReadOnlyDictionary<PackageName, Digest> digests, ILookup<PackageName, Digest> past)
    {
        var stood = past.ToDictionary(package => package.Key, package => package.ToHashSet());
        var known = people.ToDictionary(person => person.Id, StringComparer.Ordinal);
        var tallies = people.ToDictionary(person => person.Id, _ => new Tally(), StringComparer.Ordinal);
        var earliest = arrivals.GroupBy(arrival => (arrival.Claim.Package, arrival.Claim.Image)).ToDictionary(group => group.Key, group => group.Min(arrival => arrival.Position));
        // Recipes are many, and have nothing to do with each other.
        var recipes = arrivals.GroupBy(arrival => (arrival.Claim.Package, arrival.Claim.Recipe)).AsParallel().AsOrdered()
            .Select(group => (Arrivals: group, Consensus: Consensus.Compute([.. group], known, digests.GetValueOrDefault(group.Key.Package),
                stood.GetValueOrDefault(group.Key.Package) ?? Nothing)));
        foreach (var (theirs, consensus) in recipes)
        {
            foreach (var arrival in theirs)
                tallies[arrival.Person].Add(arrival, consensus, earliest[(arrival.Claim.Package, arrival.Claim.Image)]);
        }
        foreach (var arrival in arrivals)
            tallies[arrival.Person].Add(arrival);
        return tallies.ToImmutableSortedDictionary(tally => tally.Key, tally => tally.Value.Conclude(tally.Key), StringComparer.Ordinal);
    }

    private static readonly HashSet<Digest> Nothing = [];

    private sealed class Tally
    {
        private readonly HashSet<(PackageName, Digest)> images = [];
        private readonly HashSet<Workshop> workshops = [];
        private readonly Dictionary<(PackageName, Digest), int> agreed = [];
        private readonly HashSet<(PackageName, Digest)> first = [];
        private readonly List<Arrival> against = [];
        private DateTimeOffset? since;

        public void Add(Arrival arrival)
        {
            since ??= arrival.Date;
            images.Add((arrival.Claim.Package, arrival.Claim.Image));
            workshops.Add(arrival.Claim.Workshop!);
        }

        public void Add(Arrival arrival, Consensus consensus, int earliest)
        {
            // As many recipes as one likes can be made up around one image: each counts once, from when it was first there.
            var image = (arrival.Claim.Package, arrival.Claim.Image);
            if (consensus.Image is { } right && arrival.Claim.Image != right)
                against.Add(arrival);
            else if (consensus.IsShared && !arrival.IsWithdrawn)
                agreed[image] = Math.Min(agreed.GetValueOrDefault(image, int.MaxValue), arrival.Position);
            if (consensus.Image == arrival.Claim.Image && arrival.Position == earliest && !arrival.IsWithdrawn)
                first.Add(image);
        }

        public TrackRecord Conclude(string person)
        {
            var last = against.Count == 0 ? -1 : against.Max(arrival => arrival.Position);
            // With how many builders they got it makes it no worse.
            var wrong = against.OrderBy(arrival => arrival.Position).DistinctBy(arrival => arrival.Claim with { Workshop = null });
            return new TrackRecord(
                person, since, images.Count, first.Count, agreed.Count, [.. wrong], agreed.Values.Count(position => position > last),
                Set(workshop => workshop.Builder), Set(workshop => workshop.CpuVendor), Set(workshop => workshop.Distribution));
        }

        private ImmutableSortedSet<string> Set(Func<Workshop, string> part) => workshops.Select(part).ToImmutableSortedSet(StringComparer.OrdinalIgnoreCase);
    }
}
