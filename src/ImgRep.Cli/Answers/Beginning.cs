using System.CommandLine;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Scaffolding;

namespace ImgRep.Cli.Answers;

/// <summary>The answer of commands that begin an authenticated history: the introduction.</summary>
internal static class Beginning
{
    /// <summary>Told each step of the way.</summary>
    public static IProgress<string> Steps { get; } = new StepLines();

    /// <param name="next">What to type next, and what it does.</param>
    public static void Print(Founding founding, Founder founder, ParseResult arguments, params (string Command, string Does)[] next)
    {
        if (arguments.GetValue(CommonOptions.Json))
            PrintJson(founding, founder);
        else
            PrintText(founding);
        var width = next.Max(step => step.Command.Length);
        Terminal.Writer.WriteLine("next:");
        foreach (var (command, does) in next)
            Terminal.Writer.WriteLine(Terminal.Printable($"    {command.PadRight(width)}  {does}"));
    }

    /// <summary><c>{"introduction","commit","person","key","files"}</c></summary>
    private static void PrintJson(Founding founding, Founder founder) => Answer.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("introduction", founding.Introduction);
        json.WriteString("commit", founding.Commit);
        json.WriteString("person", founder.Id);
        json.WriteString("key", founder.Keys[0].Line);
        json.WriteStartArray("files");
        foreach (var file in founding.Files)
            json.WriteStringValue(file);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void PrintText(Founding founding)
    {
        using var output = Answer.Open();
        output.WriteLine(founding.Introduction);
    }

    private sealed class StepLines : IProgress<string>
    {
        public void Report(string value) => Terminal.Writer.WriteLine(Terminal.Printable(value));
    }
}
