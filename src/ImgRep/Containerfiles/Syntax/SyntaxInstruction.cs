using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Syntax;

/// <summary>A <c>--name=value</c> before the arguments of an instruction, quotes and backslashes removed.</summary>
/// <param name="Start">Where it begins in the instruction's text.</param>
/// <param name="Length">How long it is as written.</param>
public sealed record SyntaxFlag(string Text, int Start, int Length);

/// <summary>An instruction whose keyword, flags, arguments and here-documents are told apart, but not yet what they mean.</summary>
/// <param name="Keyword">As written.</param>
/// <param name="Arguments">What follows the flags, without white space around it.</param>
/// <param name="ArgumentsStart">Where <paramref name="Arguments"/> begins in <paramref name="Text"/>.</param>
/// <param name="HereDocuments">In the order of their names in the text.</param>
/// <param name="EmptyContinuation">The first blank line between the instruction's lines, null if there is none.</param>
public sealed record SyntaxInstruction(
    LogicalLine Text,
    string Keyword,
    int KeywordStart,
    ImmutableArray<SyntaxFlag> Flags,
    string Arguments,
    int ArgumentsStart,
    ImmutableArray<HereDocument> HereDocuments,
    SourceSpan? EmptyContinuation)
{
    /// <summary>Cuts a logical line, or what follows an offset in it, into keyword, flags and arguments.</summary>
    public static SyntaxInstruction Split(LogicalLine line, int from = 0)
    {
        var text = line.Text;
        var start = text.Length - text.AsSpan(from).TrimStart().Length;
        var end = text.AsSpan().TrimEnd().Length;
        if (start >= end)
            return new SyntaxInstruction(line, "", 0, [], "", 0, [], null);
        var blank = text.AsSpan(start, end - start).IndexOfAny(Blanks.Values);
        var keywordEnd = blank < 0 ? end : start + blank;
        var flags = FlagReader.Read(text, keywordEnd, end, out var arguments);
        while (arguments < end && char.IsWhiteSpace(text[arguments]))
            arguments++;
        return new SyntaxInstruction(
            line, text[start..keywordEnd], start, flags, text[arguments..end], arguments, [], null);
    }
}
