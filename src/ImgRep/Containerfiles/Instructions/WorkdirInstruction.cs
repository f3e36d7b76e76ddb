using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public sealed record WorkdirInstruction(SourceSpan Span, string Path) : Instruction(Span)
{
    internal static WorkdirInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text);
        return text.Single("WORKDIR /FOLDER") is { } argument && !flags.Failed ? new WorkdirInstruction(text.Span, argument) : null;
    }
}
