using System.CommandLine;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>What is wrong. Only programs have it as an answer: people have it as messages.</summary>
internal sealed record DiagnosticsAnswer(IEnumerable<FoundDiagnostic> Diagnostics) : IAnswer
{
    /// <returns>The exit code.</returns>
    public static int Conclude(ParseResult arguments, List<Diagnostic> diagnostics)
    {
        if (!arguments.GetValue(CommonOptions.Json))
            diagnostics.ForEach(Report.Print);
        Answer.Print(arguments, new DiagnosticsAnswer(diagnostics.Select(FoundDiagnostic.From)));
        return diagnostics.Exists(diagnostic => diagnostic.Severity == Severity.Error) ? ExitCode.RejectedInput : ExitCode.Done;
    }

    public IEnumerable<string> Lines() => [];
}

/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Line">From 1; 0 for a file as a whole.</param>
/// <param name="Column">From 1; 0 for a file as a whole.</param>
internal sealed record FoundDiagnostic(string Severity, string File, int Line, int Column, string Rule, string Message, string? Hint)
{
    public static FoundDiagnostic From(Diagnostic diagnostic) =>
        new(diagnostic.Severity == Primitives.Severity.Error ? "error" : "warning", diagnostic.Span.File, diagnostic.Span.Line, diagnostic.Span.Column,
            diagnostic.Rule.Name, diagnostic.Message, diagnostic.Hint);
}
