using System.Collections.Immutable;

namespace ImgRep.Trust.Policies;

/// <summary>What the tree asks before something is good.</summary>
/// <param name="Release">For all images of a release together; the same as <paramref name="Image"/> if the file does not say.</param>
/// <param name="Changes">Who may sign a commit that changes something of a kind.</param>
/// <param name="Introduction">The commit whose history is trusted without being looked at; null if the file does not say.</param>
public sealed record Policy(Quorum Image, Quorum Release, ImmutableSortedDictionary<ChangeKind, ChangeRule> Changes, string? Introduction)
{
    /// <summary>Whether several people must sign for a change of a kind.</summary>
    public bool IsShared(ChangeKind kind) => Changes.GetValueOrDefault(kind) is { IsShared: true };
}
