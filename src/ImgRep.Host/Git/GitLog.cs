using System.Globalization;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git.Objects;
using ImgRep.Trust.Commits;

namespace ImgRep.Host.Git;

/// <summary>A file as a commit left it.</summary>
/// <param name="Position">Of the commit on the first-parent line, counted from the oldest.</param>
/// <param name="Date">The committer's, or of a commit below if that is later.</param>
/// <param name="Path">Relative to the tree.</param>
/// <param name="Blob">The name of its content.</param>
internal sealed record FileChange(int Position, DateTimeOffset Date, string Path, string Blob);

/// <summary>What the history of the checked out branch did to files. Merges count as what they brought to the branch, when they brought it.</summary>
internal static class GitLog
{
    /// <summary>Where git's configuration of a clone has the commit up to which it was authenticated.</summary>
    public const string AuthenticatedSetting = "imgrep.authenticated";

    private const string CommitMark = "commit ";

    /// <summary>Whether the history is cut off, so that what is old in truth looks new.</summary>
    public static bool IsShallow(string root, CancellationToken cancellation) =>
        GitProgram.Run(root, cancellation, "rev-parse", "--is-shallow-repository") is (0, "true", _);

    /// <summary>Every content that files below a path ever had, in the order of the history.</summary>
    /// <exception cref="EnvironmentException">There is no history.</exception>
    public static List<FileChange> Changes(Checkout tree, string path, CancellationToken cancellation) => Parse(Log(tree,
        ["--reverse", "--raw", "--no-renames", "--no-abbrev", "--relative", "-z", $"--format={CommitMark}%ct"], path, cancellation)
            .SelectMany(output => output.Split('\0')).ToArray());

    /// <summary>Every line that a file ever had.</summary>
    /// <inheritdoc cref="Changes"/>
    public static IEnumerable<string> Lines(Checkout tree, string path, CancellationToken cancellation) => Log(tree,
        ["--patch", "--unified=0", "--text", "--no-ext-diff", "--no-textconv", "--no-renames", "--format="], path, cancellation)
        .SelectMany(output => output.Split('\n')).Where(line => line.StartsWith('+')).Select(line => line[1..]);

    /// <summary>The names of the files in a folder of what is checked out, as it was committed; none where there is no commit.</summary>
    public static IReadOnlySet<string> Committed(Checkout tree, string folder, CancellationToken cancellation) =>
        GitProgram.Run(tree.Root, cancellation, "ls-tree", "-z", "--name-only", $"HEAD:{folder}") is (0, var names, _)
            ? names.Split('\0', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal) : new HashSet<string>();

    /// <summary>The ids of the commits that one comes from and another does not, parents before children.</summary>
    public static string[] Range(Checkout tree, string from, string to, CancellationToken cancellation) =>
        GitProgram.Run(tree.Root, cancellation, "-c", "core.commitGraph=false", "rev-list", "--topo-order", "--reverse", to, $"^{from}") is (0, var ids, _)
            ? ids.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new EnvironmentException("read the history of", tree.Root, $"git does not list what leads from {from} to {to}", "git fsck says more");

    /// <summary>What this clone has authenticated before comes first, as it was then: whoever merges it into a branch of their own cannot put that branch
    /// before it. Then all that came since.</summary>
    private static List<string> Log(Checkout tree, string[] options, string path, CancellationToken cancellation)
    {
        string[][] parts = SeenBy(tree.Root, cancellation) is { } seen ? [[seen], ["HEAD", $"^{seen}"]] : [["HEAD"]];
        return [.. parts.Select(part =>
        {
            var (code, output, errors) = GitProgram.Run(tree.Root, cancellation,
                ["-c", "log.showRoot=true", "log", "--first-parent", "--diff-merges=first-parent", "--no-show-signature", "--no-color", .. options, .. part, "--", path]);
            return code == 0 ? output
                : throw new EnvironmentException("read the history of", tree.Root, errors.Split('\n')[0],
                    "reputation comes from the history of signatures/ in git: work in a clone");
        })];
    }

    /// <summary>The commit up to which this clone was authenticated, if what is checked out comes from it.</summary>
    private static string? SeenBy(string root, CancellationToken cancellation) =>
        GitProgram.Run(root, cancellation, "config", "--local", "--get", AuthenticatedSetting) is (0, var id, _) && ObjectId.IsId(id)
        && GitProgram.Run(root, cancellation, "merge-base", "--is-ancestor", id, "HEAD") is (0, _, _) ? id : null;

    private static List<FileChange> Parse(string[] words)
    {
        var changes = new List<FileChange>();
        var (position, date) = (-1, DateTimeOffset.MinValue);
        for (var at = 0; at < words.Length; at++)
        {
            var word = words[at].TrimStart('\n');
            if (word.StartsWith(CommitMark, StringComparison.Ordinal))
            {
                position++;
                // A commit is not older than what it rests on, whatever it says.
                var said = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(long.Parse(word[CommitMark.Length..], CultureInfo.InvariantCulture), 0, uint.MaxValue));
                date = said > date ? said : date;
            }
            else if (word.StartsWith(':') && word.Split(' ') is [_, var mode, _, var blob, ..])
            {
                var path = words[++at];
                if (mode.StartsWith("100", StringComparison.Ordinal))
                    changes.Add(new FileChange(position, date, path, blob));
            }
        }
        return changes;
    }
}
