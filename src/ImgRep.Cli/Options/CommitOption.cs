using System.CommandLine;
using ImgRep.Cli.Display;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;

namespace ImgRep.Cli.Options;

/// <summary>Whether a command also commits what it wrote.</summary>
internal static class CommitOption
{
    /// <param name="what">Like <c>keys/</c>.</param>
    public static Option<bool> Create(string what) => new("--commit") { Description = $"Commit {what}, and nothing else, as git is configured to" };

    /// <param name="paths">What is committed, relative to the tree.</param>
    public static void Run(ParseResult arguments, Option<bool> option, Checkout tree, IReadOnlyCollection<string> paths, string message, CancellationToken cancellation)
    {
        if (arguments.GetValue(option) && PathCommit.Run(tree, paths, message, cancellation) is { } commit)
            Terminal.Writer.WriteLine(Terminal.Printable($"commit {commit[..12]}: {message}"));
    }
}
