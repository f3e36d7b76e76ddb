using ImgRep.Trust.Commits;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust.History;

/// <summary>Judges commits, each by the keys and the policy of its parents.</summary>
internal sealed class HistoryJudge(Repository repository, DateTimeOffset now)
{
    private readonly CommitChanges changes = new(repository);
    private readonly TrustStates states = new(repository);
    private readonly Dictionary<string, GitCommit> commits = new(StringComparer.Ordinal);
    private readonly List<Refusal> refusals = [];

    /// <param name="history">Parents before children.</param>
    /// <returns>In the order of the history.</returns>
    public async Task<List<Refusal>> JudgeAsync(List<GitCommit> history, CancellationToken cancellation)
    {
        var questions = new List<CommitQuestion>();
        foreach (var commit in history)
        {
            cancellation.ThrowIfCancellationRequested();
            commits[commit.Id] = commit;
            try
            {
                questions.AddRange(commit.Parents.Distinct().Select(parent => Ask(commit, parent)).OfType<CommitQuestion>());
            }
            catch (MalformedObjectException malformed)
            {
                refusals.Add(new Refusal(commit.Id, "", "", "malformed", malformed.Message));
            }
        }
        foreach (var group in questions.GroupBy(question => question.State))
            await AnswerAsync(group.Key, [.. group], cancellation);
        var order = history.Select((commit, index) => (commit.Id, index)).ToDictionary(StringComparer.Ordinal);
        return [.. refusals.OrderBy(refusal => order[refusal.Commit])];
    }

    private CommitQuestion? Ask(GitCommit commit, string parentId)
    {
        if (!commits.TryGetValue(parentId, out var parent))
            commits[parentId] = parent = repository.Commit(parentId);
        var changed = changes.Between(parent, commit);
        if (changed.IsEmpty)
            return null;
        var question = new CommitQuestion(commit, parent, states.Of(changes.RootOf(parent)), changed);
        if (question.State.Problem is { } problem)
            refusals.Add(question.Refuse("parent", $"nobody can be known to be allowed that, because its parent's {problem}"));
        else if (changed.Any(change => change.Kind is ChangeKind.Keys or ChangeKind.Policy))
            CheckResult(question);
        return question.State.Problem is null ? question : null;
    }

    /// <summary>What it leaves to its children must be readable, or nobody could go on from it; and the introduction stays what it is.</summary>
    private void CheckResult(CommitQuestion question)
    {
        var after = states.Of(changes.RootOf(question.Commit));
        if (after.Problem is { } problem)
            refusals.Add(question.Refuse("unreadable", $"it leaves behind what nobody can go on from: {problem}", problem.Split(':')[0]));
        else if (question.State.Policy!.Introduction is { } introduction && after.Policy!.Introduction != introduction)
            refusals.Add(question.Refuse("introduction", $"it changes the introduction {introduction}, which nobody may", PolicyFile.Path));
    }

    private async Task AnswerAsync(TrustState state, List<CommitQuestion> questions, CancellationToken cancellation)
    {
        var signers = await new CommitSigners(state, now).FindAsync(questions, cancellation);
        foreach (var (question, (person, key, rule, problem)) in questions.Zip(signers))
        {
            if (person is null)
            {
                refusals.Add(question.Refuse(rule, problem, key: key));
                continue;
            }
            foreach (var (kind, path) in question.Changes)
            {
                if (ChangeRules.Problem(person, kind, state.Policy!) is { } reason)
                    refusals.Add(question.Refuse("role", reason, path, $"{person.Id}'s key {key}"));
            }
        }
    }
}
