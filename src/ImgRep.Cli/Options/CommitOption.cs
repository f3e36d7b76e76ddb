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

    /// <summary>Before anything is written: what cannot be committed would stay behind.</summary>
    public static void Prepare(ParseResult arguments, Option<bool> option, Checkout tree, CancellationToken cancellation)
    {
        if (arguments.GetValue(option))
            PathCommit.ThrowIfImpossible(tree, cancellation);
    }

    /// <param name="paths">What is committed, relative to the tree.</param>
    /// <param name="mustBeSigned">Whether <c>authenticate</c> asks for a signature of it.</param>
    public static void Run(
        ParseResult arguments, Option<bool> option, Checkout tree, IReadOnlyCollection<string> paths, string message, bool mustBeSigned, CancellationToken cancellation)
    {
        if (!arguments.GetValue(option))
            return;
        if (PathCommit.Run(tree, paths, message, cancellation) is not { } commit)
        {
            Terminal.Writer.WriteLine("nothing to commit");
            return;
        }
        Terminal.Writer.WriteLine(Terminal.Printable($"commit {commit.Id[..12]}: {message}"));
        if (mustBeSigned && !commit.IsSigned)
            Report.Warning(commit.Id[..12], "the commit is not signed, so that imgrep authenticate refuses it; before you push it:\n"
                + "git config commit.gpgSign true\ngit commit --amend -S --no-edit");
    }
}
