using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>An instruction for the builds that start from this image. A package may not have one.</summary>
/// <param name="Trigger">The instruction, continuation lines joined.</param>
/// <param name="HereDocuments">Those of the trigger.</param>
public sealed record OnbuildInstruction(SourceSpan Span, string Trigger, ImmutableArray<HereDocument> HereDocuments) : Instruction(Span)
{
    internal static OnbuildInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text);
        if (text.Single("ONBUILD INSTRUCTION") is null || flags.Failed)
            return null;
        var trigger = SyntaxInstruction.Split(text.Syntax.Text, text.ArgumentsStart);
        if (trigger.Keyword.ToUpperInvariant() is not ("ONBUILD" or "MAINTAINER" or "FROM") and var keyword)
            return HasSoundArguments(text, trigger, keyword) ? new OnbuildInstruction(text.Span, text.Arguments, text.HereDocuments) : null;
        text.Report(trigger.KeywordStart, trigger.Keyword.Length, Rules.OnbuildTrigger, $"ONBUILD cannot hold {trigger.Keyword.ToUpperInvariant()}", "write another instruction");
        return null;
    }

    /// <summary>What BuildKit checks of a trigger before the build that runs it: JSON and pairs, but neither names nor flags.</summary>
    private static bool HasSoundArguments(InstructionText text, SyntaxInstruction trigger, string keyword)
    {
        var inner = new InstructionText(trigger with { Flags = [] }, text.Escape, text.Diagnostics);
        return keyword switch
        {
            "ENV" or "LABEL" => trigger.Arguments.Length == 0 || NameValues.Parse(inner) is not null,
            "RUN" or "CMD" or "ENTRYPOINT" or "SHELL" => CommandLine.Parse(inner) is not null,
            "COPY" or "ADD" or "VOLUME" => inner.JsonOrWords() is not null,
            _ => true,
        };
    }
}
