using System.Collections.Immutable;
using ImgRep.Trust.Commits;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust.History;

/// <summary>Whether who signed a commit may change what it changes of one of its parents.</summary>
/// <param name="Parent">One of its parents: a merge is asked about once for each, as though it had no other.</param>
/// <param name="State">The parent's.</param>
/// <param name="Changes">The first path of each kind.</param>
internal sealed record CommitQuestion(GitCommit Commit, GitCommit Parent, TrustState State, ImmutableArray<(ChangeKind Kind, string Path)> Changes)
{
    /// <summary>When it was signed at the earliest: whoever signs now gains nothing by an older date.</summary>
    public DateTimeOffset NotBefore => Parent.CommittedAt;

    public string Path => Changes[0].Path;

    public Refusal Refuse(string rule, string reason, string? path = null, string key = "") => new(
        Commit.Id, path ?? Path, key, rule, Commit.Parents.Length > 1 ? $"compared with its parent {Parent.Id}: {reason}" : reason);
}
