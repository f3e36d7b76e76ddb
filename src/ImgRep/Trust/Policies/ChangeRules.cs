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
        if (!policy.Changes.TryGetValue(kind, out var roles))
            return $"{PolicyFile.Path} does not say who may change {name}: write it below change:";
        return person.Roles.Overlaps(roles) ? null
            : $"{PolicyFile.Path} lets {string.Join(" or ", roles.Select(Roles.NameOf))} change {name}, {person.Id} is {string.Join(", ", person.Roles.Select(Roles.NameOf))}";
    }
}
