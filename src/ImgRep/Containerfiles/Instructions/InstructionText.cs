using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>A word and where it begins in the instruction's text.</summary>
internal sealed record Word(string Text, int Start);

/// <summary>An instruction that is being given a meaning, and a place for what is wrong with it.</summary>
internal sealed class InstructionText(SyntaxInstruction syntax, char escape, List<Diagnostic> diagnostics)
{
    /// <summary>Upper case.</summary>
    public string Keyword { get; } = syntax.Keyword.ToUpperInvariant();

    public SyntaxInstruction Syntax => syntax;

    public List<Diagnostic> Diagnostics => diagnostics;

    public char Escape => escape;

    public string Arguments => syntax.Arguments;

    public int ArgumentsStart => syntax.ArgumentsStart;

    public ImmutableArray<HereDocument> HereDocuments => syntax.HereDocuments;

    public SourceSpan Span { get; } = syntax.Text.SpanAt(syntax.KeywordStart, syntax.Keyword.Length);

    public void Report(Rule rule, string message, string hint) => diagnostics.Add(new Diagnostic(Span, rule, message, hint));

    public void Report(int start, int length, Rule rule, string message, string hint) =>
        diagnostics.Add(new Diagnostic(syntax.Text.SpanAt(start, length), rule, message, hint));

    public void Report(Word word, Rule rule, string message, string hint) => Report(word.Start, word.Text.Length, rule, message, hint);

    /// <summary>The arguments, which must not be empty.</summary>
    public string? Single(string example)
    {
        if (Arguments.Length > 0)
            return Arguments;
        Report(Rules.MissingArgument, $"{Keyword} needs an argument", $"write {example}");
        return null;
    }

    /// <summary>The strings of a JSON array, or the words between blanks.</summary>
    public ImmutableArray<Word>? JsonOrWords()
    {
        var (kind, strings) = JsonStrings.Parse(Arguments);
        if (kind == JsonKind.None)
            return [.. WordSplitter.Split(Arguments, ArgumentsStart)];
        if (kind == JsonKind.Strings)
            return [.. strings.Select(word => new Word(word, ArgumentsStart))];
        Report(ArgumentsStart, Arguments.Length, Rules.ExecForm, $"the JSON form of {Keyword} holds something that is not a string", "put every word in double quotes");
        return null;
    }
}
