using ImgRep.Trust.Commits;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust.History;

/// <summary>Judges the steps of the line, the commits that lead from the introduction to a tip by first parents alone: whether as many people have signed for
/// what each of them changes as the policy of its parent asks for (docs/decisions/two-people-are-a-merge.md).</summary>
internal sealed class LineJudge(Repository repository, CommitChanges changes, string introduction, DateTimeOffset now, CancellationToken cancellation)
{
    /// <summary>Files that a step may change where several people must have signed for them.</summary>
    private const int MostFiles = 100_000;

    private readonly Dictionary<string, GitCommit> commits = new(StringComparer.Ordinal);

    /// <summary>A step, and who may have signed for what it changes.</summary>
    /// <param name="Question">About the step, compared with its first parent.</param>
    /// <param name="Files">What changes, of the kinds that several people must have signed for.</param>
    /// <param name="Others">Commits that the step merges, each with those files to which it gave the content that they have after the step.</param>
    private sealed record Step(
        CommitQuestion Question, Dictionary<string, (GitEntry? Before, GitEntry? After)> Files, List<(GitCommit Commit, HashSet<string> Files)> Others);

    /// <param name="history">Parents before children; the last one is the tip.</param>
    /// <param name="asked">Of all commits, compared with their first parents, those for whose change their policy asks for several people.</param>
    public async Task<List<Refusal>> JudgeAsync(List<GitCommit> history, IReadOnlyCollection<CommitQuestion> asked)
    {
        var shared = asked.ToDictionary(question => question.Commit.Id, StringComparer.Ordinal);
        foreach (var commit in history)
            commits[commit.Id] = commit;
        var line = LineOf(history);
        if (!line.Exists(commit => shared.ContainsKey(commit.Id)))
            return [];
        var (steps, refusals) = (new List<Step>(), new List<Refusal>());
        var before = HistoryWalk.Between(repository, line[0].Parents[0], repository.Commit(introduction).Parents, cancellation).Select(commit => commit.Id)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var commit in line)
        {
            cancellation.ThrowIfCancellationRequested();
            var merged = MergedBy(commit, before);
            if (shared.TryGetValue(commit.Id, out var question))
                Add(question, merged, before, steps, refusals);
            before.UnionWith(merged.Keys);
            before.Add(commit.Id);
        }
        foreach (var group in steps.GroupBy(step => step.Question.State))
            refusals.AddRange(await JudgeAsync(group.Key, [.. group]));
        return refusals;
    }

    /// <summary>The oldest first.</summary>
    private static List<GitCommit> LineOf(List<GitCommit> history)
    {
        var known = history.ToDictionary(commit => commit.Id, StringComparer.Ordinal);
        var line = new List<GitCommit>();
        for (var id = history.Count > 0 ? history[^1].Id : ""; known.TryGetValue(id, out var commit) && !commit.Parents.IsEmpty; id = commit.Parents[0])
            line.Add(commit);
        line.Reverse();
        return line;
    }

    private GitCommit Find(string id) => commits.TryGetValue(id, out var commit) ? commit : commits[id] = repository.Commit(id);

    /// <summary>What a commit comes from and its first parent does not.</summary>
    private Dictionary<string, GitCommit> MergedBy(GitCommit commit, HashSet<string> before)
    {
        var merged = new Dictionary<string, GitCommit>(StringComparer.Ordinal);
        var open = new Stack<string>(commit.Parents.Skip(1));
        while (open.TryPop(out var id))
        {
            if (before.Contains(id) || !merged.TryAdd(id, Find(id)))
                continue;
            foreach (var parent in merged[id].Parents)
                open.Push(parent);
        }
        return merged;
    }

    private void Add(CommitQuestion question, Dictionary<string, GitCommit> merged, HashSet<string> before, List<Step> steps, List<Refusal> refusals)
    {
        var kinds = question.Changes.Select(change => change.Kind).Where(question.State.Policy!.IsShared).ToHashSet();
        if (changes.FilesBetween(question.Parent, question.Commit, kinds, MostFiles) is not { } files)
        {
            refusals.Add(question.Refuse("people", $"it changes more than {MostFiles} files for which several people must sign: make it several changes"));
            return;
        }
        var others = merged.Values.Where(commit => !commit.Parents.IsEmpty).Select(commit => (Commit: commit, Files: SetBy(commit, kinds, files, merged, before)))
            .Where(other => other.Files.Count > 0);
        steps.Add(new Step(question with { Changes = [], Removals = [] }, files, [.. others]));
    }

    /// <summary>The files to which a commit gives the content that they get, compared with its own first parent, though it comes from where they were what they are before the
    /// step: otherwise it was made for another state of them, and could undo what came since.</summary>
    private HashSet<string> SetBy(
        GitCommit commit, HashSet<ChangeKind> kinds, Dictionary<string, (GitEntry? Before, GitEntry? After)> files, Dictionary<string, GitCommit> merged, HashSet<string> before)
    {
        var set = (changes.FilesBetween(Find(commit.Parents[0]), commit, kinds, MostFiles) ?? [])
            .Where(file => files.TryGetValue(file.Key, out var step) && step.After == file.Value.After).Select(file => file.Key).ToHashSet(StringComparer.Ordinal);
        if (set.Count > 0)
        {
            var origins = OriginsOf(commit, merged, before);
            set.RemoveWhere(path => !origins.Exists(origin => changes.FileAt(origin, path) == files[path].Before));
        }
        return set;
    }

    /// <summary>The newest commits of the line's past that a merged commit comes from.</summary>
    private List<GitCommit> OriginsOf(GitCommit commit, Dictionary<string, GitCommit> merged, HashSet<string> before)
    {
        var (origins, seen) = (new List<GitCommit>(), new HashSet<string>(StringComparer.Ordinal));
        var open = new Stack<string>([commit.Id]);
        while (open.TryPop(out var id))
        {
            if (!seen.Add(id))
                continue;
            if (before.Contains(id))
                origins.Add(Find(id));
            else
                merged[id].Parents.ToList().ForEach(open.Push);
        }
        return origins;
    }

    /// <summary>By the keys of the steps' parents, all of which are the same, and as if they had been signed after them.</summary>
    private async Task<List<Refusal>> JudgeAsync(TrustState state, List<Step> steps)
    {
        var questions = steps.SelectMany(step => step.Others.Select(other => step.Question with { Commit = other.Commit }).Prepend(step.Question)).ToList();
        var signers = new Queue<Person?>((await new CommitSigners(state, now).FindAsync(questions, cancellation)).Select(found => found.Person));
        var refusals = new List<Refusal>();
        foreach (var step in steps)
        {
            var signed = step.Files.Keys.ToDictionary(path => path, _ => new List<Person>(), StringComparer.Ordinal);
            AddTo(signed, step.Files.Keys, signers.Dequeue());
            step.Others.ForEach(other => AddTo(signed, other.Files, signers.Dequeue()));
            refusals.AddRange(signed.OrderBy(file => file.Key, StringComparer.Ordinal)
                .Select(file => (Path: file.Key, Kind: ChangeKinds.Classify(file.Key)!.Value, Signers: file.Value))
                .Select(file => (file.Path, file.Kind, Problem: ChangeRules.Problem(file.Signers, file.Kind, state.Policy!)))
                .Where(file => file.Problem is not null).DistinctBy(file => file.Kind).Select(file => step.Question.Refuse("people",
                    $"{file.Problem}: commit it on a branch that comes from {step.Question.Parent.Id}, and let somebody else merge that (git merge --no-ff -S)",
                    CommitChanges.Text(file.Path))));
        }
        return refusals;
    }

    private static void AddTo(Dictionary<string, List<Person>> signed, IEnumerable<string> paths, Person? person)
    {
        if (person is null)
            return;
        foreach (var path in paths)
            signed[path].Add(person);
    }
}
