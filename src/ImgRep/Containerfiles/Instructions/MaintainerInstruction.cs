using ImgRep.Containerfiles.Catalogue;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public sealed record MaintainerInstruction(SourceSpan Span, string Name) : Instruction(Span)
{
    internal static MaintainerInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text);
        text.Report(Rules.Maintainer, "MAINTAINER is out of use and writes nothing into the image", "write LABEL org.opencontainers.image.authors=NAME");
        return text.Single("LABEL org.opencontainers.image.authors=NAME") is { } name && !flags.Failed ? new MaintainerInstruction(text.Span, name) : null;
    }
}
