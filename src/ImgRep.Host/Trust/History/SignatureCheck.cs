using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Primitives;
using ImgRep.Trust.Commits;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.History;

/// <summary>Something in a range of commits that is no addition of somebody's own signatures.</summary>
public sealed record SignatureProblem(string Commit, string Path, string Reason);

/// <summary>Whether commits do nothing but add signatures that count, each in the folder of whoever made it: what can be merged without being looked at.</summary>
/// <param name="Base">The commit whose keys decide.</param>
/// <param name="Added">How many signatures were verified.</param>
public sealed record SignatureCheck(string Base, string Head, int Added, ImmutableArray<SignatureProblem> Problems)
{
    /// <param name="from">What the commits are to be merged into.</param>
    /// <exception cref="RejectedInputException">There is no such commit, none to merge, or the keys of the first cannot be read.</exception>
    /// <exception cref="UnsignedTreeException">The first has neither keys nor a policy.</exception>
    public static async Task<SignatureCheck> ReadAsync(Checkout tree, string from, string to, DateTimeOffset now, CancellationToken cancellation)
    {
        using var repository = new Repository(tree, cancellation);
        var (start, end) = (Resolve(repository, from), Resolve(repository, to));
        try
        {
            var judge = new SignatureCheckRun(repository, start, end, now);
            var commits = GitLog.Range(tree, start, end, cancellation);
            if (commits.Length == 0)
            {
                throw Rejected($"{from}..{to}", $"no commit is in it: {from} has all that {to} has",
                    "name what to merge into, then the branch: HEAD..origin/BRANCH, after git fetch origin");
            }
            foreach (var id in commits)
                judge.Add(repository.Commit(id));
            return await judge.RunAsync(cancellation);
        }
        catch (MalformedObjectException malformed)
        {
            return new SignatureCheck(start, end, 0, [new SignatureProblem(end, "", malformed.Message)]);
        }
    }

    private static string Resolve(Repository repository, string revision) => repository.Objects.Resolve(revision)
        ?? throw Rejected(revision, "there is no such commit here", "fetch it; git log shows what there is");

    private static RejectedInputException Rejected(string revision, string message, string hint) =>
        new(Diagnostic.Error(SourceSpan.Whole(revision), "history", message, hint));
}

/// <summary>Gathers what commits do, then verifies all that they add at once.</summary>
internal sealed class SignatureCheckRun
{
    private readonly Repository repository;
    private readonly CommitChanges changes;
    private readonly AddedSignatures additions;
    private readonly TrustState state;
    private readonly string start;
    private readonly GitCommit head;
    private readonly DateTimeOffset now;
    private readonly List<CommitQuestion> questions = [];
    private readonly List<AddedFile> added = [];
    private readonly List<SignatureProblem> problems = [];

    public SignatureCheckRun(Repository repository, string start, string end, DateTimeOffset now)
    {
        (this.repository, this.start, this.now) = (repository, start, now);
        (changes, head) = (new CommitChanges(repository), repository.Commit(end));
        additions = new AddedSignatures(repository, changes);
        var root = changes.RootOf(repository.Commit(start));
        if (UnsignedTree.Is(root, keys => repository.Tree(keys.Id)))
            throw new UnsignedTreeException();
        state = new TrustStates(repository).At(root);
        if (state.Problem is { } problem)
        {
            throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole(start), "history", $"its keys decide, and cannot be read: {problem}", "name a commit whose keys/ are in order"));
        }
    }

    public void Add(GitCommit commit)
    {
        if (commit.Parents is not [var parentId])
        {
            Refuse(commit, "", commit.Parents.IsEmpty ? "it has no parent" : "it is a merge, which somebody would have to sign: git rebase what you added");
            return;
        }
        var parent = repository.Commit(parentId);
        foreach (var (_, path) in changes.Between(parent, commit))
            Refuse(commit, path, "it is not below signatures/: change it in commits of their own");
        questions.Add(new CommitQuestion(commit, parent, state, [], changes.RemovedBetween(parent, commit)));
        added.AddRange(additions.Between(parent, commit));
    }

    public async Task<SignatureCheck> RunAsync(CancellationToken cancellation)
    {
        await RefuseRemovalsAsync(cancellation);
        var found = new List<(AddedFile File, FoundSignature Signature)>();
        foreach (var file in added.DistinctBy(file => (file.Path, file.Entry.Id)))
        {
            if (file.Problem is { } problem)
                Refuse(file.Commit, file.Path, problem);
            else if (Read(file) is { } signature)
                found.Add((file, signature));
        }
        var signers = await Signers.JudgeAsync(state.Keys, [.. found.Select(one => (one.Signature.Signed, DateTimeOffset.MinValue))], now, cancellation);
        var verified = 0;
        foreach (var ((file, signature), signer) in found.Zip(signers))
        {
            if (signer.Person is null)
                Refuse(file.Commit, file.Path, signer.Problem);
            else if (signature.ProblemOf(signer.Person) is { } problem)
                Refuse(file.Commit, file.Path, problem);
            else
                verified++;
        }
        return new SignatureCheck(start, head.Id, verified, [.. problems.Distinct()]);
    }

    private async Task RefuseRemovalsAsync(CancellationToken cancellation)
    {
        var allowed = await new UnsignedRemovals(repository, changes, state, now).FindAsync(questions, cancellation);
        foreach (var question in questions)
        {
            foreach (var removal in question.Removals.Where(removal => !allowed.Contains((question, removal))))
                Refuse(question.Commit, removal.Path, "it is removed or replaced, which needs a signed commit");
        }
    }

    /// <returns>Null for a manifest, which its signature stands for, and for what is no signature.</returns>
    private FoundSignature? Read(AddedFile file)
    {
        try
        {
            switch (file.Place)
            {
                case ImagePlace place:
                    return SignatureFile.ReadImage(place, repository.Blob(file.Entry.Id, SignedData.LargestMessage));
                case ManifestSignaturePlace place when Beside(file, Path.GetFileName(place.Manifest)) is { IsFile: true } manifest:
                    return SignatureFile.ReadManifest(place, repository.Blob(manifest.Id, ManifestOfHashes.Largest), repository.Blob(file.Entry.Id, SignedData.LargestMessage));
                case ManifestPlace when Folder(file, head).Concat(Folder(file, file.Commit)).Any(entry => IsSignatureOf(entry.Name, Path.GetFileName(file.Path))):
                    return null;
            }
            Refuse(file.Commit, file.Path, file.Place is ManifestPlace ? "nobody has signed it: there is no .asc beside it" : "the manifest that it signs is missing");
        }
        catch (Exception malformed) when (malformed is MalformedOpenPgpException or MalformedObjectException)
        {
            Refuse(file.Commit, file.Path, malformed.Message);
        }
        return null;
    }

    private GitEntry? Beside(AddedFile file, string name) => Folder(file, head).Concat(Folder(file, file.Commit)).FirstOrDefault(entry => entry.Name == name);

    private ImmutableArray<GitEntry> Folder(AddedFile file, GitCommit commit) => changes.FolderOf(commit, file.Path.Split('/').AsSpan()[..^1]).Entries;

    private static bool IsSignatureOf(string name, string manifest) => SignaturePlace.IsSignature(name, out var signed) && signed == manifest;

    private void Refuse(GitCommit commit, string path, string reason) => problems.Add(new SignatureProblem(commit.Id, path, reason));
}
