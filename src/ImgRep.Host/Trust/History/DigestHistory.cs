using ImgRep.Host.Checkouts;
using ImgRep.Packages;
using ImgRep.Trust.Commits;

namespace ImgRep.Host.Trust.History;

/// <summary>Which of some lines of <c>digests</c> stood there in the commits that another one comes from.</summary>
internal sealed class DigestHistory
{
    private static readonly IReadOnlySet<string> None = new HashSet<string>();
    private readonly Dictionary<string, (int Index, GitCommit Commit, IReadOnlySet<string> Lines)> commits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> first = new(StringComparer.Ordinal);

    /// <param name="tip">What is asked about later comes before it.</param>
    /// <param name="introduction">Nothing that is older counts.</param>
    public DigestHistory(Repository repository, CommitChanges changes, string tip, string introduction, IReadOnlySet<string> lines, CancellationToken cancellation)
    {
        var files = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var commit in HistoryWalk.Between(repository, tip, repository.Commit(introduction).Parents, cancellation))
        {
            var there = None;
            if (changes.RootOf(commit).Find(DigestsFile.Path) is { IsFile: true } file && !files.TryGetValue(file.Id, out there!))
                files[file.Id] = there = DigestLines.Among(Read(repository, file), lines);
            foreach (var line in there)
                first.TryAdd(line, commits.Count);
            commits[commit.Id] = (commits.Count, commit, there);
        }
    }

    public static byte[] Read(Repository repository, GitEntry? file) => file is { IsFile: true } ? repository.Blob(file.Id, SmallFile.MaximumTable) : [];

    /// <summary>Whether a line stood in a commit or in one that it comes from.</summary>
    public bool Stood(string line, string commit)
    {
        var open = new Stack<string>([commit]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var id))
        {
            // What is older than the first commit that has the line does not have it.
            if (!seen.Add(id) || !commits.TryGetValue(id, out var there) || !first.TryGetValue(line, out var oldest) || there.Index < oldest)
                continue;
            if (there.Lines.Contains(line))
                return true;
            foreach (var parent in there.Commit.Parents)
                open.Push(parent);
        }
        return false;
    }
}
