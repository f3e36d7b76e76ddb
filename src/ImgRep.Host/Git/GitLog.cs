using System.Globalization;
using ImgRep.Host.Tree;

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
    private const string CommitMark = "commit ";

    /// <summary>Whether the history is cut off, so that what is old in truth looks new.</summary>
    public static bool IsShallow(string root, CancellationToken cancellation) =>
        GitProgram.Run(root, cancellation, "rev-parse", "--is-shallow-repository") is (0, "true", _);

    /// <summary>Every content that files below a path ever had, in the order of the history.</summary>
    /// <exception cref="EnvironmentException">There is no history.</exception>
    public static List<FileChange> Changes(TreeFolder tree, string path, CancellationToken cancellation)
    {
        var (code, output, errors) = GitProgram.Run(tree.Root, cancellation,
            "log", "--first-parent", "--diff-merges=first-parent", "--reverse", "--raw", "--no-renames", "--no-abbrev", "--relative", "--no-show-signature", "--no-color", "-z",
            $"--format={CommitMark}%ct", "HEAD", "--", path);
        return code == 0 ? Parse(output.Split('\0'))
            : throw new EnvironmentException("read the history of", tree.Root, errors.Split('\n')[0], "reputation comes from the history of signatures/ in git: work in a clone");
    }

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
