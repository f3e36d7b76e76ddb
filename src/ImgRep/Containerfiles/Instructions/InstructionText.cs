using System.Collections.Immutable;
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

    public void Error(string rule, string message, string hint) => diagnostics.Add(Diagnostic.Error(Span, rule, message, hint));

    public void Error(int start, int length, string rule, string message, string hint) =>
        diagnostics.Add(Diagnostic.Error(syntax.Text.SpanAt(start, length), rule, message, hint));

    public void Error(Word word, string rule, string message, string hint) => Error(word.Start, word.Text.Length, rule, message, hint);

    public void Warn(string rule, string message, string hint) => diagnostics.Add(Diagnostic.Warning(Span, rule, message, hint));

    /// <summary>The arguments, which must not be empty.</summary>
    public string? Single(string example)
    {
        if (Arguments.Length > 0)
            return Arguments;
        Error("missing-argument", $"{Keyword} needs an argument", $"write {example}");
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
        Error(ArgumentsStart, Arguments.Length, "exec-form", $"the JSON form of {Keyword} holds something that is not a string", "put every word in double quotes");
        return null;
    }
}
