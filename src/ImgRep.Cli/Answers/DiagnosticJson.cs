using System.Text.Json;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary><c>{"diagnostics":[{"severity","file","line","column","rule","message","hint"}]}</c>; line and column count from 1, or are
/// 0 for a file as a whole; without a hint its member is missing.</summary>
internal static class DiagnosticJson
{
    public static void Write(IEnumerable<Diagnostic> diagnostics, Utf8JsonWriter output)
    {
        output.WriteStartObject();
        output.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
            Write(diagnostic, output);
        output.WriteEndArray();
        output.WriteEndObject();
    }

    private static void Write(Diagnostic diagnostic, Utf8JsonWriter output)
    {
        output.WriteStartObject();
        output.WriteString("severity", diagnostic.Severity == Severity.Error ? "error" : "warning");
        output.WriteString("file", diagnostic.Span.File);
        output.WriteNumber("line", diagnostic.Span.Line);
        output.WriteNumber("column", diagnostic.Span.Column);
        output.WriteString("rule", diagnostic.Rule);
        output.WriteString("message", diagnostic.Message);
        if (diagnostic.Hint is not null)
            output.WriteString("hint", diagnostic.Hint);
        output.WriteEndObject();
    }
}
