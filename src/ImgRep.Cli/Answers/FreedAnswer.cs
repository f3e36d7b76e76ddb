using System.CommandLine;
using ImgRep.Cli.Display;
using ImgRep.Host;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Answers;

/// <summary>The answer of commands that make room.</summary>
/// <param name="Freed">Bytes.</param>
internal sealed record FreedAnswer(long Freed) : IAnswer
{
    /// <returns>The exit code.</returns>
    /// <exception cref="EnvironmentException">Something could not be removed.</exception>
    public static int Conclude(ParseResult arguments, Removal removal)
    {
        if (removal.InUse > 0)
            Report.Warning("store", $"{removal.InUse} {(removal.InUse == 1 ? "entry stays" : "entries stay")}: another imgrep is using {(removal.InUse == 1 ? "it" : "them")}");
        Answer.Print(arguments, new FreedAnswer(removal.Bytes));
        return removal.Stuck.Count == 0
            ? ExitCode.Done
            : throw new EnvironmentException("remove", removal.Stuck[0], "it cannot be removed", "is it another user's?");
    }

    public IEnumerable<string> Lines() => [$"freed {Freed / 1048576.0:0.0} MiB"];
}
