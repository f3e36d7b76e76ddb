using System.Collections.Immutable;
using ImgRep.Host.Tree;
using ImgRep.Primitives;
using ImgRep.Trust.Commits;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust.History;

/// <summary>Whether everything that leads from the introduction to a commit was changed by those who might (docs/authenticate.md).</summary>
/// <param name="Tip">The commit that was asked about.</param>
/// <param name="Checked">How many commits were looked at; what an earlier run has found good is not.</param>
public sealed record AuthenticatedHistory(string Tip, string Introduction, int Checked, ImmutableArray<Refusal> Refusals)
{
    /// <param name="since">What the user trusts instead of what the tree says; null for that.</param>
    /// <param name="store">The root of the store, where what was found is kept.</param>
    /// <exception cref="RejectedInputException">There is no such commit, or no introduction.</exception>
    public static async Task<AuthenticatedHistory> ReadAsync(
        TreeFolder tree, string revision, string? since, string store, DateTimeOffset now, CancellationToken cancellation)
    {
        using var repository = new Repository(tree, cancellation);
        var tip = repository.Objects.Resolve(revision) ?? throw Rejected(revision, "there is no such commit here", "git log shows what there is");
        try
        {
            return await ReadAsync(repository, tip, since, store, now, cancellation);
        }
        catch (MalformedObjectException malformed)
        {
            return new AuthenticatedHistory(tip, since ?? "", 0, [new Refusal(tip, "", "", "malformed", malformed.Message)]);
        }
    }

    private static async Task<AuthenticatedHistory> ReadAsync(
        Repository repository, string tip, string? since, string store, DateTimeOffset now, CancellationToken cancellation)
    {
        var remembered = since is null ? repository.RememberedIntroduction : null;
        var introduction = since ?? IntroductionOf(repository, tip) ?? remembered
            ?? throw Rejected(PolicyFile.Path, $"as of {tip}, it names no introduction", "write introduction: COMMIT there, or ask --since COMMIT");
        if (remembered is not null && remembered != introduction)
        {
            return new AuthenticatedHistory(tip, remembered, 0, [new Refusal(tip, PolicyFile.Path, "", "introduction",
                $"it names the introduction {introduction}, this clone was authenticated from {remembered} (git config imgrep.introduction) before: its history was rewritten")]);
        }
        if (repository.Objects.Resolve(introduction) != introduction)
            throw repository.IsShallow ? repository.Missing("introduction", introduction) : Rejected(introduction, "there is no such commit here to begin with", "fetch it, or name another");
        var verified = new VerifiedCommits(store, introduction);
        var walk = HistoryWalk.From(repository, tip, introduction, verified.Tips.Append(introduction).ToHashSet(StringComparer.Ordinal), cancellation);
        var refusals = walk.Refusals.Count > 0 ? walk.Refusals : await new HistoryJudge(repository, now).JudgeAsync(walk.Commits, cancellation);
        if (refusals.Count == 0)
        {
            verified.Add(tip);
            if (since is null && remembered is null)
                repository.RememberIntroduction(introduction);
        }
        return new AuthenticatedHistory(tip, introduction, walk.Commits.Count, [.. refusals]);
    }

    private static string? IntroductionOf(Repository repository, string tip) =>
        repository.Tree(repository.Commit(tip).Tree).Find(PolicyFile.Path) is { IsFile: true } file
            ? PolicyFile.Parse(repository.Blob(file.Id, SmallFile.MaximumLength), [])?.Introduction : null;

    private static RejectedInputException Rejected(string subject, string message, string? hint) =>
        new(Diagnostic.Error(SourceSpan.Whole(subject), "history", message, hint));
}
