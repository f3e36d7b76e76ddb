
namespace ImgRep.Host.Trust.History;

/// <summary>What this clone was authenticated up to before. A history that leaves it out may leave out that a key was revoked, or a repair: it is
/// older, or somebody made it of something older.</summary>
/// <param name="Tip">Null where nothing was.</param>
/// <param name="Commits">All that it comes from since the introduction, and itself; empty where what is asked about comes from it.</param>
internal sealed record SeenHistory(string? Tip, IReadOnlySet<string> Commits)
{
    public static SeenHistory Nothing { get; } = new(null, new HashSet<string>());

    /// <param name="asked">The commit that is asked about.</param>
    public static SeenHistory Read(Repository repository, string asked, string introduction, CancellationToken cancellation)
    {
        if (repository.RememberedTip is not { } tip)
            return Nothing;
        if (tip == asked || HistoryWalk.Between(repository, asked, [tip], cancellation).Exists(commit => commit.Parents.Contains(tip)))
            return new SeenHistory(tip, new HashSet<string>());
        return repository.Objects.Resolve(tip) != tip ? new SeenHistory(tip, new HashSet<string>([tip]))
            : new SeenHistory(tip, HistoryWalk.Between(repository, tip, repository.Commit(introduction).Parents, cancellation).Select(commit => commit.Id)
                .ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Whether what is asked about does not come from it.</summary>
    public bool IsLeftOut(string asked) => Tip is not null && Tip != asked && Commits.Count > 0;

    /// <summary>Why a history is not to be believed here; null if it is.</summary>
    public string? Problem(string asked) => !IsLeftOut(asked) ? null
        : $"{(Commits.Contains(asked) ? "it is older than" : "it does not come from")} {Tip}, up to which this clone was authenticated before (git config imgrep.authenticated): "
            + "ask with --branch if it is a branch, or old on purpose";
}
