using ImgRep.Trust.Commits;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Policies;

/// <summary>Whether somebody may change something, as <c>change</c> in the parent's <c>policy.yaml</c> has it.</summary>
public static class ChangeRules
{
    /// <summary>Whether somebody may take a signature away: their own, or any, if they may change <c>keys/</c>, and so take its effect away.</summary>
    /// <returns>Null if the person may.</returns>
    public static string? Problem(Person person, SignatureRemoval removal, Policy policy) =>
        removal.Owner == person.Id || Problem(person, ChangeKind.Keys, policy) is null ? null
        : $"{person.Id} may not remove or replace what {(removal.Owner.Length > 0 ? removal.Owner : "others")} signed: "
            + $"{(removal.Owner.Length > 0 ? $"{removal.Owner} may, or " : "")}who may change keys";

    /// <returns>Null if the person may.</returns>
    public static string? Problem(Person person, ChangeKind kind, Policy policy)
    {
        var name = ChangeKinds.NameOf(kind);
        if (!policy.Changes.TryGetValue(kind, out var rule))
            return $"{PolicyFile.Path} does not say who may change {name}: write it below change:";
        return person.Roles.Overlaps(rule.Roles) ? null
            : $"{PolicyFile.Path} lets {string.Join(" or ", rule.Roles.Select(Roles.NameOf))} change {name}, {person.Id} is {string.Join(", ", person.Roles.Select(Roles.NameOf))}";
    }

    /// <param name="signers">Who signed for what something becomes; whoever is there twice is one.</param>
    /// <returns>Null if they are enough.</returns>
    public static string? Problem(IEnumerable<Person> signers, ChangeKind kind, Policy policy)
    {
        if (!policy.Changes.TryGetValue(kind, out var rule) || !rule.IsShared)
            return null;
        var able = signers.Where(person => person.Roles.Overlaps(rule.Roles)).Select(person => person.Id).Distinct().Order(StringComparer.Ordinal).ToList();
        return able.Count >= rule.People ? null
            : $"{PolicyFile.Path} asks for {rule.People} people to change {ChangeKinds.NameOf(kind)}, and {(able.Count == 0 ? "nobody" : $"only {string.Join(" and ", able)}")} "
                + "signed for what this becomes";
    }
}
