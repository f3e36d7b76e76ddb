using System.Collections.Immutable;
using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Trust.History;
using ImgRep.Primitives;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Scaffolding;

/// <summary>The two commits with which an authenticated history begins.</summary>
/// <param name="Introduction">The commit that is trusted as it is, with keys and policy.</param>
/// <param name="Commit">The one after it, which names it.</param>
/// <param name="Files">What was written, relative to the tree.</param>
public sealed record Founding(string Introduction, string Commit, ImmutableArray<string> Files)
{
    private static readonly (string Path, string Why)[] Written =
    [
        ("packages/hello", "a first package, a program that needs no compiler, and its test in tests/"),
        ("digests", "what the package comes to, on every machine"),
        ("Makefile", "short names for the usual commands; README.md says what they do"),
        (PeopleFile.Path, "who you are, with your key beside it"),
        (PolicyFile.Path, "who must confirm an image, and who may change what"),
    ];

    /// <summary>Writes files, keys and policy into a tree and commits them, signed. Everything is tried out first: it becomes visible as a whole, or not at all.</summary>
    /// <param name="files">What the tree begins with beside these.</param>
    /// <param name="store">The root of the store.</param>
    /// <param name="steps">Told each step when it was done.</param>
    public static async Task<Founding> RunAsync(
        Checkout tree, Founder founder, IReadOnlyCollection<(string Path, byte[] Bytes)> files, string store, DateTimeOffset now, IProgress<string> steps,
        CancellationToken cancellation)
    {
        List<(string Path, byte[] Bytes)> all = [.. files, .. founder.Files()];
        using var commits = new CommitWriter(tree, founder.Author, cancellation);
        commits.Add([.. all, (PolicyFile.Path, Encoding.UTF8.GetBytes(founder.Policy.Text))]);
        var introduction = commits.Commit($"begin with the keys of {founder.Id}{(files.Count > 0 ? " and a first package" : "")}");
        (string Path, byte[] Bytes) policy = (PolicyFile.Path, Encoding.UTF8.GetBytes(founder.Policy.WithIntroduction(introduction)));
        commits.Add([policy]);
        var commit = commits.Commit("policy: the history is authenticated from its beginning", introduction);
        await AuthenticateAsync(tree, commit, isApart: true, store, now, cancellation);
        all.Add(policy);
        using (var written = new NewFiles(tree))
        {
            all.ForEach(file => written.Create(file.Path, file.Bytes));
            commits.Publish(commit, all.Select(file => file.Path));
            written.Keep();
        }
        foreach (var (path, why) in Written.Where(step => all.Exists(file => file.Path.StartsWith(step.Path, StringComparison.Ordinal))))
            steps.Report($"{path}: {why}");
        steps.Report($"commit {introduction[..12]}: all of it, signed");
        steps.Report($"commit {commit[..12]}: {PolicyFile.Path} names {introduction[..12]} as the introduction, signed");
        // From now on this clone refuses any other beginning.
        await AuthenticateAsync(tree, commit, isApart: false, store, now, cancellation);
        steps.Report("authenticated: tell the introduction to those who clone the tree, by another way than the tree");
        return new Founding(introduction, commit, [.. all.Select(file => file.Path)]);
    }

    private static async Task AuthenticateAsync(Checkout tree, string commit, bool isApart, string store, DateTimeOffset now, CancellationToken cancellation)
    {
        var history = await AuthenticatedHistory.ReadAsync(tree, commit, null, isApart, store, now, cancellation);
        if (history.Refusals is [var refusal, ..])
        {
            throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole(refusal.Path.Length > 0 ? refusal.Path : PolicyFile.Path), refusal.Rule,
                $"a history that begins like this is refused: {refusal.Reason}", "use another key"));
        }
    }
}
