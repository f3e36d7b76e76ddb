using System.Text;
using System.Text.Json;
using ImgRep.Cli.Display;

namespace ImgRep.Cli.Answers;

/// <summary>Standard output: only what was asked for.</summary>
internal static class Answer
{
    /// <summary>Buffered, in UTF-8; the caller disposes it.</summary>
    public static StreamWriter Open() =>
        new(Bytes(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024) { NewLine = "\n" };

    /// <summary>As it is; the caller disposes it.</summary>
    public static Stream Bytes() => new AnswerStream();

    /// <summary>One JSON document and a line end.</summary>
    public static void WriteJson(Action<Utf8JsonWriter> write)
    {
        using var output = Bytes();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, IndentSize = 2, NewLine = "\n" }))
            write(json);
        output.WriteByte((byte)'\n');
    }
}
