using System.Collections.Immutable;

namespace ImgRep.Trust.Verdicts;

/// <summary>One count of a verdict.</summary>
/// <param name="What">Like <c>people</c>, or the name of a role.</param>
/// <param name="Wanted">What the policy asks for; 0 for nothing.</param>
/// <param name="Who">What was counted, sorted.</param>
public sealed record Requirement(string What, int Wanted, ImmutableSortedSet<string> Who)
{
    public int Got => Who.Count;

    public bool IsMet => Got >= Wanted;
}
