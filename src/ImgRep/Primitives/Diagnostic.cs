namespace ImgRep.Primitives;

public enum Severity
{
    Warning,
    Error,
}

/// <summary>One thing that is wrong with an input.</summary>
/// <param name="Message">What is wrong: lower case, no final period, names the thing itself.</param>
/// <param name="Hint">What to write instead, in the same style.</param>
public sealed record Diagnostic(SourceSpan Span, Rule Rule, string Message, string? Hint = null)
{
    public Severity Severity { get; init; } = Rule.Severity;

    /// <summary>An error in a file of a format that has no catalogue of rules.</summary>
    /// <param name="name">Short, in kebab case, for programs that read the answer.</param>
    public static Diagnostic Error(SourceSpan span, string name, string message, string? hint = null) =>
        new(span, new Rule(name, Severity.Error), message, hint);

    public override string ToString() =>
        $"{Span}: {(Severity == Severity.Error ? "error" : "warning")}: {Message}{(Hint is null ? "" : $" ({Hint})")}";
}
