using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Primitives;
using ImgRep.Trust.Commits;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust.History;

/// <summary>Whether everything that leads from the introduction to a commit was changed by those who might (docs/authenticate.md).</summary>
/// <param name="Tip">The commit that was asked about.</param>
/// <param name="Pending">What still needs the signature of another person, on a branch that is to be merged.</param>
/// <param name="Checked">How many commits were looked at; what an earlier run has found good is not.</param>
public sealed record AuthenticatedHistory(string Tip, string Introduction, int Checked, ImmutableArray<Refusal> Refusals, ImmutableArray<Refusal> Pending)
{
    /// <param name="since">What the user trusts instead of what the tree says; null for that.</param>
    /// <param name="isApart">Whether the commit need not come from the one that this clone was authenticated up to: a branch, or something older.</param>
    /// <param name="store">The root of the store, where what was found is kept.</param>
    /// <param name="isRemembered">Whether the clone is to remember what it has seen, if that is good.</param>
    /// <exception cref="RejectedInputException">There is no such commit, or no introduction.</exception>
    /// <exception cref="UnsignedTreeException">The commit has neither keys nor a policy, and this clone knows of none.</exception>
    public static async Task<AuthenticatedHistory> ReadAsync(
        Checkout tree, string revision, string? since, bool isApart, string store, DateTimeOffset now, CancellationToken cancellation, bool isRemembered = true)
    {
        using var repository = new Repository(tree, cancellation);
        var tip = repository.Objects.Resolve(revision) ?? throw Rejected(revision, "there is no such commit here", "git log shows what there is");
        try
        {
            return await ReadAsync(repository, tip, since, isApart, store, now, isRemembered, cancellation);
        }
        catch (MalformedObjectException malformed)
        {
            return new AuthenticatedHistory(tip, since ?? "", 0, [new Refusal(tip, "", "", "malformed", malformed.Message)], []);
        }
    }

    private static async Task<AuthenticatedHistory> ReadAsync(
        Repository repository, string tip, string? since, bool isApart, string store, DateTimeOffset now, bool isRemembered, CancellationToken cancellation)
    {
        var remembered = repository.RememberedIntroduction;
        var named = IntroductionOf(repository, tip);
        var introduction = since ?? named ?? remembered
            ?? throw (UnsignedTree.Is(repository.Tree(repository.Commit(tip).Tree), keys => repository.Tree(keys.Id)) ? new UnsignedTreeException()
                : Rejected(PolicyFile.Path, $"as of {tip}, it names no introduction", "write introduction: COMMIT there, or ask --since COMMIT"));
        if (since is null && remembered is not null && remembered != introduction)
        {
            return Refused(tip, remembered, PolicyFile.Path, "introduction",
                $"it names the introduction {introduction}, this clone was authenticated from {remembered} (git config imgrep.introduction) before: its history was rewritten");
        }
        if (repository.Objects.Resolve(introduction) != introduction)
            throw repository.IsShallow ? repository.Missing("introduction", introduction)
                : Rejected(introduction, "there is no such commit here to begin with", "fetch it, or name another");
        var seen = introduction == remembered ? SeenHistory.Read(repository, tip, introduction, cancellation) : SeenHistory.Nothing;
        if (!isApart && seen.Problem(tip) is { } problem)
            return Refused(tip, introduction, "", "descent", problem);
        var judge = new HistoryJudge(repository, introduction, now);
        if (judge.DeadEnd(introduction) is { } end)
            return Refused(introduction, introduction, "", "dead-end",
                $"nobody can go on from this introduction: {end}; mend that in a commit, and name that one as the introduction in the next");
        if (!isApart && seen.Tip is { } last && judge.LineProblem(last, tip) is { } apart)
            return Refused(tip, introduction, "", "line", apart);
        var verified = new VerifiedCommits(store, introduction);
        // What was found good before may have been so before this clone knew better.
        IEnumerable<string> good = seen.IsLeftOut(tip) ? seen.Commits : verified.Tips;
        var walk = HistoryWalk.From(repository, tip, introduction, good.Append(introduction).ToHashSet(StringComparer.Ordinal), cancellation);
        var refusals = walk.Refusals.Count > 0 ? walk.Refusals : await judge.JudgeAsync(walk.Commits, seen.IsLeftOut(tip) ? seen.Tip : null, cancellation);
        var lacking = walk.Refusals.Count > 0 ? [] : await judge.JudgeLineAsync(walk.Commits, cancellation);
        // What is to be merged gets its other signatures then.
        if (!isApart)
            refusals = [.. refusals, .. lacking];
        if (refusals.Count == 0)
        {
            // Nothing may rest on a line that nobody has looked at.
            if (lacking.Count == 0 && !seen.IsLeftOut(tip))
                verified.Add(tip);
            if ((since is null || since == named) && (remembered ?? introduction) == introduction && !isApart && isRemembered)
                repository.Remember(introduction, tip);
        }
        return new AuthenticatedHistory(tip, introduction, walk.Commits.Count, [.. refusals], isApart ? [.. lacking] : []);
    }

    private static AuthenticatedHistory Refused(string commit, string introduction, string path, string rule, string reason) =>
        new(commit, introduction, 0, [new Refusal(commit, path, "", rule, reason)], []);

    private static string? IntroductionOf(Repository repository, string tip) =>
        repository.Tree(repository.Commit(tip).Tree).Find(PolicyFile.Path) is { IsFile: true } file
            ? PolicyFile.Parse(repository.Blob(file.Id, SmallFile.MaximumLength), [])?.Introduction : null;

    private static RejectedInputException Rejected(string subject, string message, string? hint) =>
        new(Diagnostic.Error(SourceSpan.Whole(subject), "history", message, hint));
}
