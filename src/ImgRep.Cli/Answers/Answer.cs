using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;

namespace ImgRep.Cli.Answers;

/// <summary>Standard output: only what was asked for.</summary>
internal static class Answer
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    /// <summary>As lines, or as one JSON document where <c>--json</c> asks for it.</summary>
    public static void Print<T>(ParseResult arguments, T answer)
        where T : IAnswer
    {
        if (arguments.GetValue(CommonOptions.Json))
            PrintJson(answer);
        else
            PrintLines(answer.Lines());
    }

    /// <param name="lines">From anywhere: they cannot steer the terminal.</param>
    public static void PrintLines(IEnumerable<string> lines)
    {
        using var output = Open();
        foreach (var line in lines)
            output.WriteLine(Terminal.Printable(line));
    }

    /// <summary>One JSON document and a line end.</summary>
    public static void PrintJson<T>(T answer)
        where T : IAnswer
    {
        using var output = Bytes();
        using (var json = new Utf8JsonWriter(output, Indented))
            JsonSerializer.Serialize(json, answer, (JsonTypeInfo<T>)AnswerJson.Default.GetTypeInfo(typeof(T))!);
        output.WriteByte((byte)'\n');
    }

    /// <summary>Buffered, in UTF-8; the caller disposes it.</summary>
    public static StreamWriter Open() =>
        new(Bytes(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024) { NewLine = "\n" };

    /// <summary>As it is; the caller disposes it.</summary>
    public static Stream Bytes() => new AnswerStream();
}
