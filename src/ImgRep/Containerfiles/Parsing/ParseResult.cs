using System.Collections.Immutable;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Parsing;

/// <summary>What parsing gave: a Containerfile (null if there was an error) and everything there is to say about it.</summary>
public sealed record ParseResult(Containerfile? Containerfile, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether the file says <c># route=deferred</c>.</summary>
    public bool IsDeferred { get; init; }

    /// <summary>The stages evaluated, images as if their configurations were empty; none where they could not be read.</summary>
    public ImmutableArray<EvaluatedStage> Stages { get; init; } = [];
}
