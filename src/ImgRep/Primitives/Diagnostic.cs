namespace ImgRep.Primitives;

public enum Severity
{
    Warning,
    Error,
}

/// <summary>One thing that is wrong with an input.</summary>
/// <param name="Rule">Short kebab-case name of the rule, for documentation and suppression.</param>
/// <param name="Message">What is wrong: lower case, no final period, names the thing itself.</param>
/// <param name="Hint">What to write instead, in the same style.</param>
public sealed record Diagnostic(Severity Severity, SourceSpan Span, string Rule, string Message, string? Hint = null)
{
    public static Diagnostic Error(SourceSpan span, string rule, string message, string? hint = null) =>
        new(Severity.Error, span, rule, message, hint);

    public static Diagnostic Warning(SourceSpan span, string rule, string message, string? hint = null) =>
        new(Severity.Warning, span, rule, message, hint);

    public override string ToString() =>
        $"{Span}: {(Severity == Severity.Error ? "error" : "warning")}: {Message}{(Hint is null ? "" : $" ({Hint})")}";
}
