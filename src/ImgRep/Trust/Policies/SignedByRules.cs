using System.Collections.Immutable;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Policies;

/// <summary>What of a quorum policy.json(5) can say: a list of sets of people, of each of which one must have signed.</summary>
/// <param name="AnyOf">All must hold.</param>
/// <param name="NotSaid">What the policy asks beyond that.</param>
public sealed record SignedByRules(ImmutableArray<ImmutableArray<Person>> AnyOf, ImmutableArray<string> NotSaid)
{
    /// <summary>A client checks them one after the other, for each image.</summary>
    public const int Most = 1000;

    /// <param name="people">Those whose signatures a client may accept.</param>
    /// <returns>Null if there would be too many rules.</returns>
    public static SignedByRules? Translate(Quorum quorum, IReadOnlyList<Person> people)
    {
        var organisations = people.GroupBy(person => person.Organisation).Select(group => (IReadOnlyList<Person>)[.. group]).ToList();
        var thresholds = new List<(IReadOnlyList<IReadOnlyList<Person>> Groups, int Wanted)>
        {
            ([.. people.Select(person => (IReadOnlyList<Person>)[person])], quorum.People),
            (organisations, quorum.Organisations),
        };
        foreach (var (role, wanted) in quorum.Roles)
            thresholds.Add(([.. people.Where(person => person.Roles.Contains(role)).Select(person => (IReadOnlyList<Person>)[person])], wanted));
        thresholds.RemoveAll(threshold => threshold.Wanted < 1);
        if (thresholds.Sum(threshold => Math.Min(ThresholdSubsets.Count(threshold.Groups.Count, threshold.Wanted), Most + 1L)) > Most)
            return null;
        return new SignedByRules(
            [.. thresholds.SelectMany(threshold => ThresholdSubsets.List(threshold.Groups, threshold.Wanted)).Select(groups => groups.SelectMany(group => group).ToImmutableArray())
                .DistinctBy(set => string.Join(' ', set.Select(person => person.Id)))],
            [.. new (string What, int Wanted)[] { ("builders", quorum.Builders), ("cpu-vendors", quorum.CpuVendors), ("distributions", quorum.Distributions) }
                .Where(count => count.Wanted > 1).Select(count => $"{count.Wanted} {count.What}"), .. quorum.Reputation.Words(),
                .. quorum.MaxAge is { } days ? (string[])[$"max-age {days}"] : [], .. quorum.Dissent is { } most ? (string[])[$"dissent {most}"] : []]);
    }
}
