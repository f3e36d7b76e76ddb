using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public sealed record ShellInstruction(SourceSpan Span, ImmutableArray<string> Words) : Instruction(Span)
{
    internal static ShellInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text);
        if (CommandLine.Parse(text) is not { } command)
            return null;
        if (command.IsShellForm || command.Words.IsEmpty)
        {
            text.Report(Rules.ShellForm, "SHELL needs a JSON array of words", "write SHELL [\"/bin/sh\", \"-c\"]");
            return null;
        }
        return flags.Failed ? null : new ShellInstruction(text.Span, command.Words);
    }
}
