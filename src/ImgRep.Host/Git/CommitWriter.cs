using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git.Objects;
using ImgRep.Host.Keys;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Git;

/// <summary>Who writes commits, and with which key they are signed.</summary>
/// <param name="KeyFormat">As <c>gpg.format</c> of git has it.</param>
/// <param name="Key">As <c>user.signingkey</c> of git has it.</param>
public sealed record CommitAuthor(string Name, string Email, string KeyFormat, string Key);

/// <summary>Writes signed commits beside the checked-out branch: nobody sees them before <see cref="Publish"/>. No hook runs, and neither the work
/// tree nor its index is looked at.</summary>
internal sealed class CommitWriter : IDisposable
{
    private readonly string root;
    private readonly CommitAuthor author;
    private readonly CancellationToken cancellation;
    private readonly string folder = Disk.MakeTemporaryFolder("imgrep-commit-");
    private readonly string? head;

    /// <param name="tree">The root of a repository, which may have no commit yet.</param>
    public CommitWriter(Checkout tree, CommitAuthor author, CancellationToken cancellation)
    {
        (root, this.author, this.cancellation) = (tree.Root, author, cancellation);
        head = GitProgram.Run(root, cancellation, "rev-parse", "--verify", "--quiet", "HEAD") is (0, var id, _) ? id : null;
        if (head is not null)
            Must("read-tree", [], "read-tree", head);
    }

    /// <summary>Adds files to what the next commit has, or replaces them.</summary>
    public void Add(IEnumerable<(string Path, byte[] Bytes)> files)
    {
        var lines = files.Select(file => $"100644 {Must("write", file.Bytes, "hash-object", "-w", "--no-filters", "--stdin")}\t{file.Path}\0");
        Must("write", Encoding.UTF8.GetBytes(string.Concat(lines)), "update-index", "-z", "--index-info");
    }

    /// <param name="parent">Null for the commit that is checked out, if there is one.</param>
    /// <returns>The commit's id.</returns>
    /// <exception cref="EnvironmentException">It cannot be signed.</exception>
    public string Commit(string message, string? parent = null)
    {
        var tree = Must("write", [], "write-tree");
        string[] program = author.KeyFormat == "openpgp" && Gnupg.IsChosen ? ["-c", $"gpg.program={Gnupg.SigningProgram}"] : [];
        string[] parents = (parent ?? head) is { } id ? ["-p", id] : [];
        var (code, output, errors) = Run(Encoding.UTF8.GetBytes(message + "\n"),
            ["-c", $"user.name={author.Name}", "-c", $"user.email={author.Email}", "-c", $"gpg.format={author.KeyFormat}", "-c", $"user.signingkey={author.Key}", .. program,
             "commit-tree", "-S", .. parents, tree]);
        return code == 0 ? output : throw new EnvironmentException("sign a commit with the key", author.Key, ReasonOf(errors),
            author.KeyFormat == "ssh" ? "is the key there, or its agent running? ssh-add -l shows what the agent has" : Gnupg.SigningHint);
    }

    /// <summary>Makes a commit the one that is checked out, and has the index agree with it about some files.</summary>
    public void Publish(string commit, IEnumerable<string> paths)
    {
        Must("update", [], ["update-ref", "-m", "imgrep", "HEAD", commit, head ?? new string('0', commit.Length)], isOwnIndex: false);
        Must("update", [], ["reset", "--quiet", "HEAD", "--", .. paths], isOwnIndex: false);
    }

    public void Dispose() => Disk.DeleteFolder(folder);

    private string Must(string operation, byte[] input, params string[] arguments) => Must(operation, input, arguments, isOwnIndex: true);

    private string Must(string operation, byte[] input, string[] arguments, bool isOwnIndex)
    {
        var (code, output, errors) = Run(input, arguments, isOwnIndex);
        return code == 0 ? output : throw new EnvironmentException(operation, $"the repository {root}", ReasonOf(errors));
    }

    private (int Code, string Output, string Errors) Run(byte[] input, string[] arguments, bool isOwnIndex = true)
    {
        using var process = GitProgram.Start(root, arguments, isOwnIndex ? Path.Combine(folder, "index") : null);
        using var kill = cancellation.Register(process.Kill);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all; its code says why.
        }
        process.WaitForExit();
        ChildProgram.ThrowIfInterrupted(process.ExitCode, cancellation);
        return (process.ExitCode, output.GetAwaiter().GetResult().TrimEnd('\n'), errors.GetAwaiter().GetResult().Trim());
    }

    /// <summary>What git and gpg said to people, on one line.</summary>
    private static string ReasonOf(string errors) =>
        string.Join("; ", errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("[GNUPG:]", StringComparison.Ordinal)));
}
