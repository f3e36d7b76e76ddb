using ImgRep.Trust.Commits;

namespace ImgRep.Host.Trust.History;

/// <summary>The commits between what is known to be good and a tip.</summary>
/// <param name="Commits">Parents before children.</param>
/// <param name="Refusals">Those that do not come from the introduction alone, and those that cannot be read.</param>
internal sealed record HistoryWalk(List<GitCommit> Commits, List<Refusal> Refusals)
{
    private const string Rule = "introduction";

    /// <param name="good">Ids of commits that need not be looked at, nor what they come from; the introduction too.</param>
    public static HistoryWalk From(Repository repository, string tip, string introduction, IReadOnlySet<string> good, CancellationToken cancellation)
    {
        var walk = new HistoryWalk([], []);
        walk.Visit(repository, tip, good, cancellation);
        if (walk.Refusals.Count == 0 && walk.Commits.Exists(commit => commit.Parents.IsEmpty))
            walk.RefuseOthers(repository, tip, introduction, cancellation);
        return walk;
    }

    /// <summary>All commits that a tip comes from, and itself, as far as they can be read.</summary>
    /// <param name="end">These are not looked at, nor what they come from.</param>
    /// <returns>Parents before children.</returns>
    public static List<GitCommit> Between(Repository repository, string tip, IEnumerable<string> end, CancellationToken cancellation)
    {
        var walk = new HistoryWalk([], []);
        walk.Visit(repository, tip, end.ToHashSet(StringComparer.Ordinal), cancellation);
        return walk.Commits;
    }

    /// <summary>Depth first, without recursion: histories are longer than stacks.</summary>
    private void Visit(Repository repository, string tip, IReadOnlySet<string> good, CancellationToken cancellation)
    {
        var seen = new HashSet<string>(good, StringComparer.Ordinal);
        var open = new Stack<(string Id, GitCommit? Commit)>([(tip, null)]);
        while (open.TryPop(out var next))
        {
            cancellation.ThrowIfCancellationRequested();
            if (next.Commit is { } complete)
            {
                Commits.Add(complete);
                continue;
            }
            if (!seen.Add(next.Id))
                continue;
            try
            {
                var commit = repository.Commit(next.Id);
                open.Push((next.Id, commit));
                foreach (var parent in commit.Parents)
                    open.Push((parent, null));
            }
            catch (MalformedObjectException malformed)
            {
                Refusals.Add(new Refusal(next.Id, "", "", "malformed", malformed.Message));
            }
        }
    }

    /// <summary>Some way back leads past the introduction. What is older than that is no one's fault; what joins it is.</summary>
    private void RefuseOthers(Repository repository, string tip, string introduction, CancellationToken cancellation)
    {
        var old = new HistoryWalk([], []);
        old.Visit(repository, introduction, new HashSet<string>(), cancellation);
        var older = old.Commits.Select(commit => commit.Id).ToHashSet(StringComparer.Ordinal);
        if (older.Contains(tip))
            Refusals.Add(new Refusal(tip, "", "", Rule, $"it is older than the introduction {introduction}"));
        foreach (var commit in Commits.Where(commit => !older.Contains(commit.Id)))
        {
            if (commit.Parents.IsEmpty)
                Refusals.Add(new Refusal(commit.Id, "", "", Rule, $"it has no parent: this history does not come from the introduction {introduction}"));
            else if (commit.Parents.FirstOrDefault(parent => parent != introduction && older.Contains(parent)) is { } parent)
                Refusals.Add(new Refusal(commit.Id, "", "", Rule, $"its parent {parent} is older than the introduction {introduction}: rebase what was made of it"));
        }
    }
}
