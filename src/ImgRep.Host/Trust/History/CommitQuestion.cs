using System.Collections.Immutable;
using ImgRep.Trust.Commits;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust.History;

/// <summary>Whether who signed a commit may change what it changes of one of its parents.</summary>
/// <param name="Parent">One of its parents: a merge is asked about once for each, as though it had no other.</param>
/// <param name="State">Whose keys and policy decide: the parent's.</param>
/// <param name="Changes">The first path of each kind.</param>
/// <param name="Removals">What is taken away below <c>signatures/</c>.</param>
internal sealed record CommitQuestion(
    GitCommit Commit, GitCommit Parent, TrustState State, ImmutableArray<(ChangeKind Kind, string Path)> Changes, ImmutableArray<SignatureRemoval> Removals)
{
    /// <summary>The commit whose keys and policy decide instead; null for the parent.</summary>
    public GitCommit? Known { get; init; }

    /// <summary>When it was signed at the earliest: whoever signs now gains nothing by an older date.</summary>
    public DateTimeOffset NotBefore => Known is { } known && known.CommittedAt > Parent.CommittedAt ? known.CommittedAt : Parent.CommittedAt;

    public string Path => !Changes.IsEmpty ? Changes[0].Path : Removals.IsEmpty ? "" : Removals[0].Path;

    public Refusal Refuse(string rule, string reason, string? path = null, string key = "") => new(Commit.Id, path ?? Path, key, rule, Context + reason);

    private string Context =>
        Known is { } known ? $"judged by {known.Id}, which this clone has authenticated: "
        : Commit.Parents.Length > 1 ? $"compared with its parent {Parent.Id}: " : "";
}
