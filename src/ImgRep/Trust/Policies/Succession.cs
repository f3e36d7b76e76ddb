using ImgRep.Trust.People;

namespace ImgRep.Trust.Policies;

/// <summary>Whether somebody can change who may change what. Where nobody can, what is wrong there stays wrong for ever.</summary>
public static class Succession
{
    /// <returns>Why nobody can, in words; null if somebody can.</returns>
    public static string? Problem(Policy policy, IReadOnlyCollection<Person> people)
    {
        foreach (var kind in (ChangeKind[])[ChangeKind.Policy, ChangeKind.Keys])
        {
            var name = ChangeKinds.NameOf(kind);
            if (!policy.Changes.TryGetValue(kind, out var roles))
                return $"{PolicyFile.Path} does not say who may change {name}: write it below change:";
            if (!people.Any(person => person.Left is null && person.Roles.Overlaps(roles) && person.Keys.Any(key => key.Revoked is null)))
                return $"nobody with a key in use is {string.Join(" or ", roles.Select(Roles.NameOf))}, and so nobody may change {name}";
        }
        return null;
    }
}
