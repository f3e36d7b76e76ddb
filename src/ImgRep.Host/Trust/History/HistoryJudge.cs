using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Trust.Commits;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust.History;

/// <summary>Judges commits, each by the keys and the policy of its parents.</summary>
internal sealed class HistoryJudge(Repository repository, string introduction, DateTimeOffset now)
{
    private readonly CommitChanges changes = new(repository);
    private readonly TrustStates states = new(repository);
    private readonly Dictionary<string, GitCommit> commits = new(StringComparer.Ordinal);
    private readonly List<Refusal> refusals = [];
    private readonly List<(CommitQuestion Question, Person Machine, string Key)> byMachines = [];
    private readonly List<CommitQuestion> shared = [];

    /// <summary>Why nobody could go on from a commit; null if somebody can.</summary>
    public string? DeadEnd(string commit) => DeadEnd(states.At(changes.RootOf(Find(commit))));

    /// <param name="history">Parents before children.</param>
    /// <param name="known">A commit whose keys and policy must allow it as well; null for none.</param>
    /// <returns>In the order of the history.</returns>
    public async Task<List<Refusal>> JudgeAsync(List<GitCommit> history, string? known, CancellationToken cancellation)
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
        await AnswerAsync(questions, cancellation);
        if (known is not null)
        {
            var refused = refusals.Select(refusal => refusal.Commit).ToHashSet(StringComparer.Ordinal);
            var state = states.At(changes.RootOf(Find(known)));
            await AnswerAsync([.. questions.Where(question => !refused.Contains(question.Commit.Id)).Select(question => question with { Known = Find(known), State = state })],
                cancellation);
        }
        RefuseRollbacks(history, cancellation);
        var order = history.Select((commit, index) => (commit.Id, index)).ToDictionary(StringComparer.Ordinal);
        return [.. refusals.OrderBy(refusal => order[refusal.Commit])];
    }

    /// <summary>Where too few people have signed for a step of the line. To be asked after the commits were judged.</summary>
    public async Task<List<Refusal>> JudgeLineAsync(List<GitCommit> history, CancellationToken cancellation) =>
        shared.Count == 0 ? [] : await new LineJudge(repository, changes, introduction, now, cancellation).JudgeAsync(history, shared);

    /// <summary>Why a tip does not go on from a commit of the line that was authenticated before; null if it does, or if a policy of one person lets anybody begin
    /// another line.</summary>
    public string? LineProblem(string seen, string tip)
    {
        if (states.At(changes.RootOf(Find(seen))).Policy is not { } policy || !policy.Changes.Keys.Any(policy.IsShared))
            return null;
        for (var id = tip; id != seen;)
        {
            if (id == introduction || Find(id).Parents is not [var first, ..])
            {
                return $"it has {seen}, up to which this clone was authenticated before, behind another parent than the first, and {PolicyFile.Path} there asks for several "
                    + "people: merge the branch into the line, not the line into the branch (git pull --rebase)";
            }
            id = first;
        }
        return null;
    }

    private GitCommit Find(string id) => commits.TryGetValue(id, out var commit) ? commit : commits[id] = repository.Commit(id);

    private CommitQuestion? Ask(GitCommit commit, string parentId)
    {
        var parent = Find(parentId);
        var (changed, removed) = (changes.Between(parent, commit), changes.RemovedBetween(parent, commit));
        // A merge says which of two came first, which is somebody's word whatever it changes.
        if (changed.IsEmpty && removed.IsEmpty && commit.Parents.Length < 2)
            return null;
        var question = new CommitQuestion(commit, parent, states.At(changes.RootOf(parent)), changed, removed);
        if (question.State.Problem is { } problem)
            refusals.Add(question.Refuse("parent", $"nobody can be known to be allowed that, because its parent's {problem}"));
        else if (changed.Any(change => change.Kind is ChangeKind.Keys or ChangeKind.Policy))
            CheckResult(question);
        if (parentId == commit.Parents[0] && question.State is { Problem: null, Policy: { } policy } && changed.Any(change => policy.IsShared(change.Kind)))
            shared.Add(question);
        return question.State.Problem is null ? question : null;
    }

    /// <summary>What it leaves to its children must be such that somebody can go on from it; and the introduction stays what it is, unless it is
    /// the commit before, which says so for the first time: what that commit had said is not looked at.</summary>
    private void CheckResult(CommitQuestion question)
    {
        var after = states.At(changes.RootOf(question.Commit));
        var said = question.Parent.Id == introduction ? introduction : question.State.Policy!.Introduction;
        if (after.Problem is { } problem)
            refusals.Add(question.Refuse("unreadable", $"it leaves behind what nobody can go on from: {problem}", problem.File));
        else if (DeadEnd(after) is { } end)
            refusals.Add(question.Refuse("dead-end", $"it leaves behind what nobody can go on from: {end}"));
        else if (question.State.Policy!.Introduction is { } before && after.Policy!.Introduction is var written && written != before && written != said)
            refusals.Add(question.Refuse("introduction", $"it changes the introduction {before}, which nobody may", PolicyFile.Path));
    }

    private static string? DeadEnd(TrustState state) => state.Problem?.Text ?? Succession.Problem(state.Policy!, state.Keys.People);

    private async Task AnswerAsync(List<CommitQuestion> questions, CancellationToken cancellation)
    {
        foreach (var group in questions.GroupBy(question => question.State))
        {
            var allowed = await new UnsignedRemovals(repository, changes, group.Key, now).FindAsync([.. group], cancellation);
            var left = group.Select(question => question with
            {
                Removals = [.. question.Removals.Where(removal => !allowed.Contains((question, removal)))
                .DistinctBy(removal => removal.Owner)]
            });
            await AnswerAsync(group.Key, [.. left.Where(question => !question.Changes.IsEmpty || !question.Removals.IsEmpty || question.Commit.Parents.Length > 1)], cancellation);
        }
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
            var holder = $"{person.Id}'s key {key}";
            foreach (var (kind, path) in question.Changes)
            {
                if (ChangeRules.Problem(person, kind, state.Policy!) is { } reason)
                    refusals.Add(question.Refuse("role", reason, path, holder));
                else if (kind == ChangeKind.Digests && Roles.IsMachine(person))
                    byMachines.Add((question, person, holder));
            }
            foreach (var removal in question.Removals)
            {
                if (ChangeRules.Problem(person, removal, state.Policy!) is { } reason)
                    refusals.Add(question.Refuse("removal", reason, removal.Path, holder));
            }
        }
    }

    /// <summary>A machine writes down what recipes come to. That one comes to what stood there before, of which old confirmations are still
    /// there, is for a person to say.</summary>
    private void RefuseRollbacks(List<GitCommit> history, CancellationToken cancellation)
    {
        var written = byMachines.Select(one => (one.Question, one.Machine, one.Key, Lines: DigestLines.Added(DigestsOf(one.Question.Parent), DigestsOf(one.Question.Commit))))
            .ToList();
        var lines = written.SelectMany(one => one.Lines).ToImmutableHashSet();
        if (lines.IsEmpty)
            return;
        var past = new DigestHistory(repository, changes, history[^1].Id, introduction, lines, cancellation);
        foreach (var (question, machine, key, added) in written)
        {
            if (added.Order(StringComparer.Ordinal).FirstOrDefault(line => past.Stood(line, question.Parent.Id)) is { } back)
                refusals.Add(question.Refuse("rollback", $"{machine.Id} is a machine, and goes back to '{back}', which stood there before: a person must sign that",
                    DigestsFile.Path, key));
        }
    }

    private byte[] DigestsOf(GitCommit commit) => DigestHistory.Read(repository, changes.RootOf(commit).Find(DigestsFile.Path));
}
