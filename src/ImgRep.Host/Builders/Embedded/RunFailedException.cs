using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>A RUN ended with another exit code than 0.</summary>
/// <param name="reason">What is known beside the exit code, null if nothing.</param>
public sealed class RunFailedException(SourceSpan span, string text, int exitCode, string? reason)
    : Exception($"{span}: {text} ended with exit code {exitCode}{(reason is null ? "" : $": {reason}")}")
{
    public int ExitCode { get; } = exitCode;
}
