using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public sealed record EntrypointInstruction(SourceSpan Span, CommandLine Command) : Instruction(Span)
{
    internal static EntrypointInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text);
        return CommandLine.Parse(text) is { } command && !flags.Failed ? new EntrypointInstruction(text.Span, command) : null;
    }
}
