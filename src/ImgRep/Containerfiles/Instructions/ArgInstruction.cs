using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <param name="Name">The variable.</param>
/// <param name="Default">Its default as written, null if there is none.</param>
public sealed record ArgVariable(string Name, string? Default);

public sealed record ArgInstruction(SourceSpan Span, ImmutableArray<ArgVariable> Variables) : Instruction(Span)
{
    internal static ArgInstruction? Parse(InstructionText text)
    {
        if (text.Single("ARG NAME or ARG NAME=DEFAULT") is null)
            return null;
        // BuildKit drops the flags of ARG unseen.
        if (!text.Syntax.Flags.IsEmpty)
            text.Report(Rules.IgnoredFlag, "ARG takes no flags: they are ignored", "remove them");
        var variables = ImmutableArray.CreateBuilder<ArgVariable>();
        foreach (var word in WordSplitter.SplitQuoted(text.Arguments, text.ArgumentsStart, text.Escape))
        {
            var equals = word.Text.IndexOf('=', StringComparison.Ordinal);
            if (equals == 0)
                text.Report(word, Rules.BlankName, "an argument has no name", "write ARG NAME=DEFAULT");
            else
                variables.Add(equals < 0 ? new ArgVariable(word.Text, null) : new ArgVariable(word.Text[..equals], word.Text[(equals + 1)..]));
        }
        return variables.Count > 0 ? new ArgInstruction(text.Span, variables.DrainToImmutable()) : null;
    }
}
