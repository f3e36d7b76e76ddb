using ImgRep.Containerfiles.Catalogue;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public sealed record StopSignalInstruction(SourceSpan Span, string Signal) : Instruction(Span)
{
    internal static StopSignalInstruction? Parse(InstructionText text)
    {
        // BuildKit drops the flags of STOPSIGNAL unseen.
        if (!text.Syntax.Flags.IsEmpty)
            text.Report(Rules.IgnoredFlag, "STOPSIGNAL takes no flags: they are ignored", "remove them");
        return text.Single("STOPSIGNAL SIGTERM") is { } signal ? new StopSignalInstruction(text.Span, signal) : null;
    }
}
