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

    /// <summary>Every file that two commits do not share, of some kinds of change, by its path, with its bytes as git has them.</summary>
    /// <param name="most">More than that are not listed.</param>
    /// <returns>Null where there are more. A folder with nothing in it is like a file.</returns>
    public Dictionary<string, (GitEntry? Before, GitEntry? After)>? FilesBetween(GitCommit before, GitCommit after, IReadOnlySet<ChangeKind> kinds, int most)
    {
        var files = new Dictionary<string, (GitEntry? Before, GitEntry? After)>(StringComparer.Ordinal);
        var open = new Stack<(string Path, GitEntry? Before, GitEntry? After)>(GitTree.Differences(RootOf(before), RootOf(after))
            .Select(change => ((change.After ?? change.Before)!.Name, change.Before, change.After))
            .Where(change => ChangeKinds.Classify(change.Name) is { } kind && kinds.Contains(kind)));
        while (open.TryPop(out var next))
        {
            var (old, now) = (FolderOf(next.Before), FolderOf(next.After));
            if ((next.After is not null && now.Entries.IsEmpty) || (next.Before is not null && old.Entries.IsEmpty))
                files[next.Path] = (Leaf(next.Before, old), Leaf(next.After, now));
            if (files.Count > most || open.Count > most)
                return null;
            foreach (var (entry, changed) in GitTree.Differences(old, now))
                open.Push(($"{next.Path}/{(changed ?? entry)!.Name}", entry, changed));
        }
        return files;

        GitTree FolderOf(GitEntry? entry) => entry is { IsFolder: true } ? TreeOf(entry) : GitTree.Empty;

        static GitEntry? Leaf(GitEntry? entry, GitTree folder) => folder.Entries.IsEmpty ? entry : null;
    }

    /// <summary>What a commit has at a path of <see cref="FilesBetween"/>; null for nothing, or for a folder with something in it.</summary>
    public GitEntry? FileAt(GitCommit commit, string path)
    {
        var (folder, names) = (RootOf(commit), path.Split('/'));
        foreach (var name in names.AsSpan()[..^1])
        {
            if (folder.Find(name) is not { IsFolder: true } entry)
                return null;
            folder = TreeOf(entry);
        }
        return folder.Find(names[^1]) is { } last && !(last.IsFolder && TreeOf(last).Entries.Length > 0) ? last : null;
    }

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

    /// <summary>The bytes of a name as people read it.</summary>
    public static string Text(string name) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(name));
}
