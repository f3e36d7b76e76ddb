using System.Diagnostics;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Git.Objects;

/// <summary>An empty repository of this process's own, into which commits of strangers are fetched, each without what came before it.</summary>
/// <param name="folder">Of its own, where nothing is yet.</param>
internal sealed class ForeignRepository(string folder, RepositoryLimits limits, CancellationToken cancellation)
{
    private const int Remembered = 4096;
    private int fetched;

    public string Folder => folder;

    /// <param name="isSha256">Whether its commits are named by SHA-256.</param>
    public void Create(bool isSha256)
    {
        Disk.MakeFolder(folder);
        Run("begin a repository", "init", "--quiet", "--bare", "--template=", $"--object-format={(isSha256 ? "sha256" : "sha1")}", ".");
    }

    /// <summary>Fetches what a tag, a branch or the id of a commit stands for.</summary>
    /// <returns>The name that it has here.</returns>
    /// <exception cref="RepositoryException">It is not there, or does not pass the checks of git.</exception>
    public string Fetch(Uri repository, string wanted)
    {
        var name = $"refs/imgrep/{fetched++}";
        Run("fetch", "fetch", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance", "--no-write-fetch-head", "--refmap=", "--progress",
            "--", repository.AbsoluteUri, $"{wanted}:{name}");
        return name;
    }

    public GitObjects OpenObjects() => new(folder, SealedGit.Start(folder, limits, GitObjects.Command), cancellation);

    /// <summary>What a file in the form of git-config(1) says, name by name; such files name no others here.</summary>
    /// <param name="blob">Its id.</param>
    public IEnumerable<(string Name, string Value)> ReadConfiguration(string blob)
    {
        foreach (var entry in Run("read .gitmodules", "config", "--no-includes", $"--blob={blob}", "--list", "-z").Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var end = entry.IndexOf('\n', StringComparison.Ordinal);
            yield return end < 0 ? (entry, "") : (entry[..end], entry[(end + 1)..]);
        }
    }

    private string Run(string operation, params ReadOnlySpan<string> arguments)
    {
        using var process = SealedGit.Start(folder, limits, arguments);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ended.CancelAfter(limits.Time);
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
        using var kill = silent.Token.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var said = Listen(process, () => silent.CancelAfter(limits.Silence));
        process.WaitForExit();
        ChildProgram.ThrowIfInterrupted(process.ExitCode, cancellation);
        if (silent.IsCancellationRequested)
            throw new RepositoryException($"git did not {operation} within {(ended.IsCancellationRequested ? limits.Time : limits.Silence).TotalSeconds:0} s");
        return process.ExitCode == 0 ? output.GetAwaiter().GetResult() : throw new RepositoryException($"git does not {operation}: {Reason(said)}");
    }

    /// <summary>Reads to the end what it says, and keeps the end of it.</summary>
    private static string Listen(Process process, Action hear)
    {
        var said = "";
        var buffer = new char[Remembered];
        hear();
        while (process.StandardError.Read(buffer) is > 0 and var count)
        {
            hear();
            said += new string(buffer, 0, count);
            said = said[Math.Max(0, said.Length - Remembered)..];
        }
        return said;
    }

    /// <summary>The first complaint of git's own, without what could deceive who reads it.</summary>
    private static string Reason(string said)
    {
        var lines = said.Split('\n', '\r').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        var line = lines.Find(line => line.StartsWith("fatal: ", StringComparison.Ordinal) || line.StartsWith("error: ", StringComparison.Ordinal))
            ?? lines.LastOrDefault() ?? "it says nothing";
        return string.Concat(line[(line.IndexOf(": ", StringComparison.Ordinal) + 1)..].Trim().Where(c => !char.IsControl(c)).Take(300));
    }
}
