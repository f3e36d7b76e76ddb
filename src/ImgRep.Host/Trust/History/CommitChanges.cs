using System.Collections.Immutable;
using System.Text;
using ImgRep.Trust.Commits;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust.History;

/// <summary>What commits change.</summary>
internal sealed class CommitChanges(Repository repository)
{
    private const int Remembered = 1024;
    private const int DeepestPath = 64;
    private readonly Dictionary<string, GitTree> trees = new(StringComparer.Ordinal);

    /// <summary>The top folder of a commit.</summary>
    public GitTree RootOf(GitCommit commit)
    {
        if (trees.TryGetValue(commit.Tree, out var known))
            return known;
        if (trees.Count >= Remembered)
            trees.Clear();
        return trees[commit.Tree] = repository.Tree(commit.Tree);
    }

    /// <summary>The kinds of changes that somebody must have signed, each with the first path that is changed. The entries of the top folder tell
    /// them apart; what lies below is in their ids.</summary>
    public ImmutableArray<(ChangeKind Kind, string Path)> Between(GitCommit before, GitCommit after) =>
    [
        .. GitTree.Differences(RootOf(before), RootOf(after))
            .Select(change => (Kind: ChangeKinds.Classify((change.After ?? change.Before)!.Name), change.Before, change.After))
            .Where(change => change.Kind is not null).DistinctBy(change => change.Kind)
            .Select(change => (change.Kind!.Value, FirstPath(change.Before, change.After))),
    ];

    /// <summary>What is taken away below <c>signatures/</c>.</summary>
    public ImmutableArray<SignatureRemoval> RemovedBetween(GitCommit before, GitCommit after) =>
        [.. SignatureRemovals.Between(RootOf(before), RootOf(after), folder => TreeOf(folder)).Select(removal => removal with { Path = Text(removal.Path) })];

    /// <summary>A folder of a commit; empty if there is none.</summary>
    public GitTree FolderOf(GitCommit commit, params ReadOnlySpan<string> path)
    {
        var folder = RootOf(commit);
        foreach (var name in path)
            folder = TreeOf(folder.Find(name) is { IsFolder: true } entry ? entry : null);
        return folder;
    }

    private string FirstPath(GitEntry? before, GitEntry? after)
    {
        var path = Text((after ?? before)!.Name);
        for (var depth = 0; depth < DeepestPath && (before is null or { IsFolder: true }) && (after is null or { IsFolder: true }); depth++)
        {
            (before, after) = GitTree.Differences(TreeOf(before), TreeOf(after)).FirstOrDefault();
            if (before is null && after is null)
                break;
            path += "/" + Text((after ?? before)!.Name);
        }
        return path;
    }

    private GitTree TreeOf(GitEntry? entry) => entry is null ? GitTree.Empty : repository.Tree(entry.Id);

    private static string Text(string name) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(name));
}
