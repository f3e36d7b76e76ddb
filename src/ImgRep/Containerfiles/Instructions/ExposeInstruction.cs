using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <param name="Ports">As written: <c>80</c>, <c>8000-8010/udp</c>, variables.</param>
public sealed record ExposeInstruction(SourceSpan Span, ImmutableArray<string> Ports) : Instruction(Span)
{
    internal static ExposeInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text);
        if (text.Single("EXPOSE 80/tcp") is null || flags.Failed)
            return null;
        return new ExposeInstruction(text.Span, [.. WordSplitter.Split(text.Arguments, text.ArgumentsStart).Select(word => word.Text)]);
    }
}
