using System.Collections.Immutable;

namespace ImgRep.Primitives;

/// <summary>Input that cannot be used; carries every diagnostic that was gathered. The command ends with exit code 2.</summary>
public sealed class RejectedInputException(ImmutableArray<Diagnostic> diagnostics)
    : Exception(string.Join('\n', diagnostics))
{
    public RejectedInputException(Diagnostic diagnostic) : this([diagnostic]) { }

    public ImmutableArray<Diagnostic> Diagnostics { get; } = diagnostics;
}
