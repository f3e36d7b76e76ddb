using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Policies;

/// <summary>Whether there are enough people to meet a policy at all. Who changes a policy must know; who verifies gets a negative verdict,
/// because people may have gone since it was written.</summary>
public static class Satisfiability
{
    private const string Rule = "policy-unmeetable";

    /// <summary>What nobody can meet, with the place where the policy asks for it.</summary>
    /// <param name="now">Who counts at another time alone cannot confirm anything today.</param>
    public static IEnumerable<Diagnostic> Check(Policy policy, IReadOnlyCollection<Person> people, DateTimeOffset now, Severity severity)
    {
        List<Person> able = [.. people.Where(person => person.Keys.Any(key => key.OpenPgp is not null && Exclusion.Find(person, key, now) is null))];
        return new[] { policy.Image, policy.Release }.Distinct().SelectMany(quorum => Check(quorum, able, severity));
    }

    private static IEnumerable<Diagnostic> Check(Quorum quorum, List<Person> able, Severity severity)
    {
        var counts = new List<(string One, string Many, int Wanted, int Got)>
        {
            ("person", "people", quorum.People, able.Count),
            ("organisation", "organisations", quorum.Organisations, able.Select(person => person.Organisation).Distinct().Count()),
        };
        counts.AddRange(RolePlaces.Fill(quorum.Roles, able).Select(role =>
            ($"person who is {Roles.NameOf(role.Key)}", $"people who are {Roles.NameOf(role.Key)}", quorum.Roles[role.Key], role.Value.Length)));
        return counts.Where(count => count.Wanted > count.Got).Select(count => Diagnostic.Error(
            quorum.Span, Rule, $"nobody can meet this: it asks for {count.Wanted} {(count.Wanted == 1 ? count.One : count.Many)}, {PeopleFile.Path} has "
                + $"{count.Got} with a key that counts today",
            "add people with imgrep keys add, or ask for fewer") with
        { Severity = severity });
    }
}
