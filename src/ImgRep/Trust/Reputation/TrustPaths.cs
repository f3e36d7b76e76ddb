using System.Collections.Immutable;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Reputation;

/// <summary>Who is known to a user through whom: people, and the certifications between keys that they hold (docs/reputation.md).</summary>
public sealed class TrustPaths
{
    private readonly ImmutableSortedSet<string> trusted;
    private readonly Dictionary<string, ImmutableSortedSet<string>> certified;
    private readonly Dictionary<string, ImmutableSortedSet<string>> certifiers;
    private readonly Dictionary<string, int> distances;
    private readonly Dictionary<string, Person> people;

    /// <param name="trusted">Ids of people whom the user trusts: each of them stands for one path at most, as everybody does.</param>
    /// <param name="now">Nobody is known by a key that is revoked by then.</param>
    /// <param name="longest">People further away are nobody; null for no limit.</param>
    public TrustPaths(IEnumerable<Person> people, IEnumerable<Certification> certifications, IEnumerable<string> trusted, DateTimeOffset now, int? longest = null)
    {
        this.people = people.ToDictionary(person => person.Id, StringComparer.Ordinal);
        var holders = this.people.Values
            .SelectMany(person => person.Keys.Where(key => key.OpenPgp is not null).Select(key => (person.Id, Key: key))).ToDictionary(held => held.Key.OpenPgp!);
        // A stolen key can certify anything; one that was replaced has said what it said.
        var links = certifications
            .Where(one => holders.TryGetValue(one.Signer, out var signer) && !signer.Key.IsRevoked(one.MadeAt)
                && holders.TryGetValue(one.Key, out var holder) && !holder.Key.IsRevoked(now) && holder.Id != signer.Id)
            .Select(one => (By: holders[one.Signer].Id, Of: holders[one.Key].Id)).Distinct().ToList();
        certified = links.GroupBy(link => link.By, link => link.Of)
            .ToDictionary(group => group.Key, group => group.ToImmutableSortedSet(StringComparer.Ordinal), StringComparer.Ordinal);
        certifiers = links.GroupBy(link => link.Of, link => link.By)
            .ToDictionary(group => group.Key, group => group.ToImmutableSortedSet(StringComparer.Ordinal), StringComparer.Ordinal);
        this.trusted = [.. trusted.Where(this.people.ContainsKey)];
        distances = Walk(longest ?? int.MaxValue);
    }

    public bool HasTrusted => !trusted.IsEmpty;

    /// <summary>Who has certified a key that a person holds.</summary>
    public ImmutableSortedSet<string> CertifiersOf(string person) => certifiers.GetValueOrDefault(person, []);

    /// <summary>By how many certifications a person is known: 0 for whom the user trusts, null for who is not known.</summary>
    public int? DistanceOf(string person) => distances.TryGetValue(person, out var distance) ? distance : null;

    /// <summary>How many ways to know a person there are of which no two go through the same person. Who is trusted needs none: 1.</summary>
    public int PathsTo(string person)
    {
        if (trusted.Contains(person))
            return 1;
        // A way that leads through the person comes by one of these before.
        var (paths, nodes) = Draw();
        foreach (var certifier in CertifiersOf(person).Where(nodes.ContainsKey))
            paths.End(nodes[certifier]);
        return paths.Count();
    }

    /// <summary>Of people who confirm the same, the most that share neither a person on the way to them nor an organisation: as many as the
    /// fewest people and organisations who together could have made all of it up.</summary>
    public ImmutableSortedSet<string> Independent(IEnumerable<string> confirming)
    {
        var (paths, nodes) = Draw();
        var ends = new List<(string Person, int Node, int Organisation)>();
        foreach (var organisation in confirming.Distinct().Where(nodes.ContainsKey).Order(StringComparer.Ordinal).GroupBy(id => people[id].Organisation))
        {
            var node = paths.AddNode();
            paths.End(node);
            foreach (var person in organisation)
            {
                paths.Link(nodes[person], node);
                ends.Add((person, nodes[person], node));
            }
        }
        paths.Count();
        return [.. ends.Where(end => paths.IsUsed(end.Node, end.Organisation)).Select(end => end.Person)];
    }

    private (DisjointPaths Paths, Dictionary<string, int> Nodes) Draw()
    {
        var paths = new DisjointPaths();
        var nodes = distances.Keys.Order(StringComparer.Ordinal).ToDictionary(person => person, _ => paths.AddNode(), StringComparer.Ordinal);
        foreach (var person in trusted)
            paths.Start(nodes[person]);
        foreach (var (person, node) in nodes)
        {
            foreach (var next in certified.GetValueOrDefault(person, []).Where(nodes.ContainsKey))
                paths.Link(node, nodes[next]);
        }
        return (paths, nodes);
    }

    private Dictionary<string, int> Walk(int longest)
    {
        var found = trusted.ToDictionary(person => person, _ => 0, StringComparer.Ordinal);
        var open = new Queue<string>(trusted);
        while (open.TryDequeue(out var person))
        {
            foreach (var next in certified.GetValueOrDefault(person, []).Where(_ => found[person] < longest))
            {
                if (found.TryAdd(next, found[person] + 1))
                    open.Enqueue(next);
            }
        }
        return found;
    }
}
