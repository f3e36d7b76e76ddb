using ImgRep.Containerfiles.Catalogue;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <param name="Image">As written: an image, a stage or <c>scratch</c>, variables and all.</param>
/// <param name="As">The name of the stage as written, null if it has none.</param>
public sealed record FromInstruction(SourceSpan Span, string Image, string? Platform, string? As) : Instruction(Span)
{
    internal static FromInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text, new FlagRule("platform", FlagKind.Text));
        var words = WordSplitter.Split(text.Arguments, text.ArgumentsStart);
        if (words.Count is not (1 or 3) || (words.Count == 3 && !words[1].Text.Equals("AS", StringComparison.OrdinalIgnoreCase)))
        {
            text.Report(Rules.FromArguments, $"FROM needs an image, or an image and a name, but has {words.Count} words", "write FROM IMAGE or FROM IMAGE AS NAME");
            return null;
        }
        if (words.Count == 3 && !IsStageName(words[2].Text))
        {
            text.Report(words[2], Rules.StageName, $"a stage cannot be named '{words[2].Text}'", "begin with a letter; letters, digits, '-', '_' and '.' may follow");
            return null;
        }
        return flags.Failed ? null : new FromInstruction(text.Span, words[0].Text, flags.Text("platform"), words.Count == 3 ? words[2].Text : null);
    }

    private static bool IsStageName(string name) =>
        char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
