using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Policies;

/// <summary>Whether there are enough people to meet a policy at all. Who changes a policy must know; who verifies gets a negative verdict,
/// because people may have gone since it was written.</summary>
public static class Satisfiability
{
    private const string Rule = "policy-unmeetable";

    /// <summary>What nobody can meet, with the place where the policy asks for it.</summary>
    public static IEnumerable<Diagnostic> Check(Policy policy, IReadOnlyCollection<Person> people, Severity severity) =>
        new[] { policy.Image, policy.Release }.Distinct().SelectMany(quorum => Check(quorum, people, severity));

    private static IEnumerable<Diagnostic> Check(Quorum quorum, IReadOnlyCollection<Person> people, Severity severity)
    {
        List<Person> able = [.. people.Where(person => person.Left is null && person.Keys.Any(key => key is { OpenPgp: not null, Revoked: null }))];
        var counts = new List<(string What, int Wanted, int Got)>
        {
            ("people", quorum.People, able.Count),
            ("organisations", quorum.Organisations, able.Select(person => person.Organisation).Distinct(StringComparer.OrdinalIgnoreCase).Count()),
        };
        counts.AddRange(RolePlaces.Fill(quorum.Roles, able).Select(role => ($"people who are {Roles.NameOf(role.Key)}", quorum.Roles[role.Key], role.Value.Length)));
        return counts.Where(count => count.Wanted > count.Got).Select(count => new Diagnostic(
            severity, quorum.Span, Rule, $"nobody can meet this: it asks for {count.Wanted} {count.What}, {PeopleFile.Path} has {count.Got} with a key in use",
            "ask for fewer, or add people"));
    }
}
