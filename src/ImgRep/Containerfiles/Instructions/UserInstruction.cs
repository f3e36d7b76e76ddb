using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public sealed record UserInstruction(SourceSpan Span, string User) : Instruction(Span)
{
    internal static UserInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text);
        return text.Single("USER NAME") is { } argument && !flags.Failed ? new UserInstruction(text.Span, argument) : null;
    }
}
