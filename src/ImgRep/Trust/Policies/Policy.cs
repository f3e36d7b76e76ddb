using System.Collections.Immutable;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Policies;

/// <summary>What the tree asks before something is good.</summary>
/// <param name="Release">For all images of a release together; the same as <paramref name="Image"/> if the file does not say.</param>
/// <param name="Changes">Who may sign a commit that changes something of a kind.</param>
/// <param name="Introduction">The commit whose history is trusted without being looked at; null if the file does not say.</param>
public sealed record Policy(Quorum Image, Quorum Release, ImmutableSortedDictionary<ChangeKind, ImmutableSortedSet<Role>> Changes, string? Introduction);
