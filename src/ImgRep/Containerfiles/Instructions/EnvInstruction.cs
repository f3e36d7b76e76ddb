using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public sealed record EnvInstruction(SourceSpan Span, ImmutableArray<KeyValuePair<string, string>> Variables) : Instruction(Span)
{
    internal static EnvInstruction? Parse(InstructionText text) =>
        NameValues.Parse(text) is { } variables ? new EnvInstruction(text.Span, variables) : null;
}
