using System.Diagnostics;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Git.Objects;

/// <summary>Starts git for a repository: without replaced objects, without fetching what is missing, whatever the environment says.</summary>
internal static class GitProgram
{
    private const string Program = "git";

    /// <param name="index">The index to work on; null for the repository's own.</param>
    /// <exception cref="EnvironmentException">It is not there.</exception>
    public static Process Start(string root, IEnumerable<string> arguments, string? index = null)
    {
        var description = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in (string[])["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE"])
            description.Environment.Remove(variable);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[
            ("GIT_NO_REPLACE_OBJECTS", "1"), ("GIT_NO_LAZY_FETCH", "1"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_OPTIONAL_LOCKS", "0"), ("LC_ALL", "C")])
        {
            description.Environment[name] = value;
        }
        if (index is not null)
            description.Environment["GIT_INDEX_FILE"] = index;
        PassphraseTerminal.NameTo(description);
        return ChildProgram.Start(description, "install git");
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>Its code, its output without the last line end, and what it said.</returns>
    public static (int Code, string Output, string Errors) Run(string root, CancellationToken cancellation, params string[] arguments)
    {
        using var process = Start(root, arguments);
        using var kill = cancellation.Register(process.Kill);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        ChildProgram.ThrowIfInterrupted(process.ExitCode, cancellation);
        return (process.ExitCode, output.TrimEnd('\n'), errors.GetAwaiter().GetResult().Trim());
    }
}
