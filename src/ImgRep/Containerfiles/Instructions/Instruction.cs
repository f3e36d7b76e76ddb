using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>One instruction of a Containerfile, its words as written: variables are expanded when a stage is evaluated.</summary>
/// <param name="Span">Where the instruction begins.</param>
public abstract record Instruction(SourceSpan Span);
