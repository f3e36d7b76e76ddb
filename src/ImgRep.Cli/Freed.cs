using System.CommandLine;

namespace ImgRep.Cli;

/// <summary>The answer of commands that make room.</summary>
internal static class Freed
{
    public static void Print(long bytes, ParseResult arguments)
    {
        if (arguments.GetValue(CommonOptions.Json))
        {
            Answer.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("freed", bytes);
                json.WriteEndObject();
            });
            return;
        }
        using var output = Answer.Open();
        output.WriteLine($"freed {bytes / 1048576.0:0.0} MiB");
    }
}
