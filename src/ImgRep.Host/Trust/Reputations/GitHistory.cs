using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ImgRep.Host.Tree;

namespace ImgRep.Host.Trust.Reputations;

/// <summary>A file as a commit left it.</summary>
/// <param name="Position">Of the commit on the first-parent line, counted from the oldest.</param>
/// <param name="Date">The committer's, or of a commit below if that is later.</param>
/// <param name="Path">Relative to the tree.</param>
/// <param name="Blob">The name of its content.</param>
internal sealed record FileChange(int Position, DateTimeOffset Date, string Path, string Blob);

/// <summary>What the history of the checked out branch did to files: one git that lists, one that gives contents. Merges count as what they
/// brought to the branch, when they brought it.</summary>
internal sealed class GitHistory(TreeFolder tree)
{
    private const string CommitMark = "commit ";

    /// <summary>Whether the history is cut off, so that what is old in truth looks new.</summary>
    public async Task<bool> IsShallowAsync(CancellationToken cancellation) =>
        Encoding.UTF8.GetString(await RunAsync(["rev-parse", "--is-shallow-repository"], cancellation)).Trim() == "true";

    /// <summary>Every content that files below a path ever had, in the order of the history.</summary>
    public async Task<List<FileChange>> ChangesAsync(string path, CancellationToken cancellation)
    {
        var output = await RunAsync(
            ["log", "--first-parent", "--diff-merges=first-parent", "--reverse", "--raw", "--no-renames", "--no-abbrev", "--relative", "--no-show-signature", "--no-color", "-z",
             $"--format={CommitMark}%ct", "HEAD", "--", path], cancellation);
        return Parse(Encoding.UTF8.GetString(output).Split('\0'));
    }

    /// <summary>Gives contents in the order of their names.</summary>
    /// <param name="largest">Of larger ones nothing is given.</param>
    public async Task<Dictionary<string, byte[]>> ContentsAsync(IReadOnlyCollection<string> blobs, Func<string, long> largest, CancellationToken cancellation)
    {
        using var git = Start(["cat-file", "--batch"]);
        using var kill = cancellation.Register(() => git.Kill(entireProcessTree: true));
        var errors = git.StandardError.ReadToEndAsync(CancellationToken.None);
#pragma warning disable CA2025 // Awaited below; where git answers wrongly before that, nobody waits for what it is still asked.
        var asking = AskAsync(git, blobs);
#pragma warning restore CA2025
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var output = new BufferedStream(git.StandardOutput.BaseStream, 1 << 16);
        foreach (var blob in blobs)
        {
            if (ReadLine(output).Split(' ') is not [_, "blob", var size] || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
                throw Failed($"it does not give the content {blob}");
            if (length <= largest(blob))
            {
                var bytes = new byte[length];
                output.ReadExactly(bytes);
                contents[blob] = bytes;
            }
            else
            {
                Skip(output, length);
            }
            output.ReadByte();
        }
        await asking;
        await git.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return git.ExitCode == 0 ? contents : throw Failed((await errors).TrimEnd());
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

    private static async Task AskAsync(Process git, IReadOnlyCollection<string> blobs)
    {
        try
        {
            await git.StandardInput.WriteAsync(string.Concat(blobs.Select(blob => blob + "\n")));
            git.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended early; what it did not give says so.
        }
    }

    private static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (var next = stream.ReadByte(); next >= 0 && next != '\n' && line.Length < 200; next = stream.ReadByte())
            line.Append((char)next);
        return line.ToString();
    }

    private static void Skip(Stream stream, long length)
    {
        var buffer = new byte[1 << 16];
        for (var left = length; left > 0;)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                return;
            left -= read;
        }
    }

    private async Task<byte[]> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        using var git = Start(arguments);
        using var kill = cancellation.Register(() => git.Kill(entireProcessTree: true));
        git.StandardInput.Close();
        var errors = git.StandardError.ReadToEndAsync(CancellationToken.None);
        using var output = new MemoryStream();
        await git.StandardOutput.BaseStream.CopyToAsync(output, CancellationToken.None);
        await git.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return git.ExitCode == 0 ? output.ToArray() : throw Failed((await errors).Trim().Split('\n')[0]);
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["--no-optional-locks", "--no-replace-objects", "--no-pager", "-C", tree.Root, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        // What a partial clone lacks is not fetched behind the user's back.
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new EnvironmentException("start", "git", exception.Message, "install git", exception);
        }
    }

    private EnvironmentException Failed(string reason) =>
        new("read the history of", tree.Root, reason, "reputation comes from the history of signatures/ in git: work in a clone");
}
