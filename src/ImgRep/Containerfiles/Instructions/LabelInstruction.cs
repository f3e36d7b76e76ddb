using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public sealed record LabelInstruction(SourceSpan Span, ImmutableArray<KeyValuePair<string, string>> Labels) : Instruction(Span)
{
    internal static LabelInstruction? Parse(InstructionText text) =>
        NameValues.Parse(text) is { } labels ? new LabelInstruction(text.Span, labels) : null;
}
