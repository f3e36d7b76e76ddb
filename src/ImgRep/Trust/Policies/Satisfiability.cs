using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Policies;

/// <summary>Whether there are enough people to meet a quorum at all.</summary>
internal static class Satisfiability
{
    private const string Rule = "policy-unmeetable";

    public static void Check(Quorum quorum, IReadOnlyCollection<Person> people, ICollection<Diagnostic> diagnostics)
    {
        List<Person> able = [.. people.Where(person => person.Left is null && person.Keys.Any(key => key is { OpenPgp: not null, Revoked: null }))];
        Compare("people", quorum.People, able.Count);
        Compare("organisations", quorum.Organisations, able.Select(person => person.Organisation).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (var (role, seated) in RolePlaces.Fill(quorum.Roles, able))
            Compare($"people who are {Roles.NameOf(role)}", quorum.Roles[role], seated.Length);

        void Compare(string what, int wanted, int got)
        {
            if (wanted > got)
            {
                diagnostics.Add(Diagnostic.Error(quorum.Span, Rule, $"nobody can meet this: it asks for {wanted} {what}, {PeopleFile.Path} has {got} with a key in use",
                    "ask for fewer, or add people"));
            }
        }
    }
}
