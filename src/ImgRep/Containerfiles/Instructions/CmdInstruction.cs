using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public sealed record CmdInstruction(SourceSpan Span, CommandLine Command) : Instruction(Span)
{
    internal static CmdInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text);
        return CommandLine.Parse(text) is { } command && !flags.Failed ? new CmdInstruction(text.Span, command) : null;
    }
}
