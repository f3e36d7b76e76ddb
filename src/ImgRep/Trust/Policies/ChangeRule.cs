using System.Collections.Immutable;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Policies;

/// <summary>Who may change something of a kind.</summary>
/// <param name="Roles">Whoever signs for it has one of them.</param>
/// <param name="People">How many people must have signed for it; 1 is whoever commits.</param>
public sealed record ChangeRule(ImmutableSortedSet<Role> Roles, int People)
{
    public bool IsShared => People > 1;
}
