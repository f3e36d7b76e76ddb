using System.Collections.Immutable;
using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Policies;

/// <summary>Whose confirmations suffice: how many different ones of each kind. 0 asks nothing. Who counts, and whether they
/// suffice, is decided by <see cref="Verdicts.Verdict.Evaluate"/>.</summary>
/// <param name="Roles">So many people of a role; nobody fills two places.</param>
public sealed record Quorum(
    int People, int Organisations, int Builders, int CpuVendors, int Distributions, ImmutableSortedDictionary<Role, int> Roles,
    SourceSpan Span)
{
    /// <summary>How many people may have got another digest from the same recipe; null for any number.</summary>
    public int? Dissent { get; init; }

    /// <summary>What those who count have shown before.</summary>
    public ReputationAsked Reputation { get; init; } = ReputationAsked.Nothing;

    /// <summary>How many days old the newest confirmation that counts may be, at most; null for any number.</summary>
    public int? MaxAge { get; init; }
}
