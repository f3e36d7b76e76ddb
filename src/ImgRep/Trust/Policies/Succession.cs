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
            if (!policy.Changes.TryGetValue(kind, out var rule))
                return $"{PolicyFile.Path} does not say who may change {name}: write it below change:";
            var able = people.Count(person => person.Left is null && person.Roles.Overlaps(rule.Roles) && person.Keys.Any(key => key.Revoked is null));
            var roles = string.Join(" or ", rule.Roles.Select(Roles.NameOf));
            if (able == 0)
                return $"nobody with a key in use is {roles}, and so nobody may change {name}";
            if (able < rule.People)
                return $"{PolicyFile.Path} asks for {rule.People} people to change {name}, and of those who have a key in use {able} {(able == 1 ? "is" : "are")} {roles}";
        }
        return null;
    }
}
