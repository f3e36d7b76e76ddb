using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public sealed record VolumeInstruction(SourceSpan Span, ImmutableArray<string> Paths) : Instruction(Span)
{
    internal static VolumeInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text);
        if (text.JsonOrWords() is not { } words)
            return null;
        if (words.IsEmpty || words.Any(word => string.IsNullOrWhiteSpace(word.Text)))
        {
            text.Report(Rules.MissingArgument, "VOLUME needs paths that are not empty", "write VOLUME /FOLDER");
            return null;
        }
        return flags.Failed ? null : new VolumeInstruction(text.Span, [.. words.Select(word => word.Text.Trim())]);
    }
}
