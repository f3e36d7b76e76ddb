using System.Text;
using ImgRep.Trust.Commits;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.History;

/// <summary>A file that a commit adds below <c>signatures/</c>.</summary>
/// <param name="Problem">Why nothing like it belongs there; null if its path is one of a signature.</param>
internal sealed record AddedFile(GitCommit Commit, string Path, GitEntry Entry, SignaturePlace? Place, string? Problem);

/// <summary>Finds what commits add below <c>signatures/</c>.</summary>
internal sealed class AddedSignatures(Repository repository, CommitChanges changes)
{
    /// <summary>How deep signatures lie below the top folder, at most.</summary>
    private const int Deepest = 5;

    /// <summary>What a commit has that its parent has not, and what it has in the place of something else.</summary>
    public IEnumerable<AddedFile> Between(GitCommit parent, GitCommit commit) =>
        Below(commit, changes.RootOf(parent).Find(SignaturePlace.Folder), changes.RootOf(commit).Find(SignaturePlace.Folder), SignaturePlace.Folder, 1);

    private IEnumerable<AddedFile> Below(GitCommit commit, GitEntry? before, GitEntry? after, string path, int depth)
    {
        if (after is null || after == before)
            return [];
        if (!after.IsFolder)
            return [Added(commit, path, after)];
        return depth == Deepest ? [new AddedFile(commit, path, after, null, "it is a folder, and no signature lies that deep")]
            : GitTree.Differences(Open(before), Open(after)).Where(change => change.After is not null)
                .SelectMany(change => Below(commit, change.Before, change.After, $"{path}/{Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(change.After!.Name))}", depth + 1));
    }

    private static AddedFile Added(GitCommit commit, string path, GitEntry entry)
    {
        var place = SignaturePlace.Parse(path);
        var problem = !entry.IsFile ? "it is no file"
            : place is null ? "nothing below signatures/ is called like this"
            : place is ImagePlace { Owner: null } or ManifestSignaturePlace { Own: null } ? "signatures lie there no more: imgrep signatures migrate moves them"
            : null;
        return new AddedFile(commit, path, entry, place, problem);
    }

    private GitTree Open(GitEntry? entry) => entry is { IsFolder: true } ? repository.Tree(entry.Id) : GitTree.Empty;
}
