using System.CommandLine;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Answers;

/// <summary>The answer of commands that make room.</summary>
internal static class Freed
{
    public static int Print(Removal removal, ParseResult arguments)
    {
        if (removal.InUse > 0)
            Report.Warning("store", $"{removal.InUse} {(removal.InUse == 1 ? "entry stays" : "entries stay")}: another imgrep is using {(removal.InUse == 1 ? "it" : "them")}");
        if (arguments.GetValue(CommonOptions.Json))
            PrintJson(removal.Bytes);
        else
            PrintText(removal.Bytes);
        return removal.Stuck.Count == 0
            ? ExitCode.Done
            : throw new EnvironmentException("remove", removal.Stuck[0], "it cannot be removed", "is it another user's?");
    }

    private static void PrintJson(long bytes) => Answer.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("freed", bytes);
        json.WriteEndObject();
    });

    private static void PrintText(long bytes)
    {
        using var output = Answer.Open();
        output.WriteLine($"freed {bytes / 1048576.0:0.0} MiB");
    }
}
