using System.Globalization;
using ImgRep.Containerfiles.Expansion;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Syntax;

/// <summary>A word like <c>3&lt;&lt;-"NAME"</c>.</summary>
/// <param name="Expand">Whether no part of the name was quoted.</param>
internal sealed record HereDocumentWord(string Name, bool Expand, bool Chomp, int FileDescriptor)
{
    private static readonly string[] Instructions = ["RUN", "COPY", "ADD"];

    /// <summary>RUN, COPY and ADD in shell form can, also behind ONBUILD.</summary>
    public static bool CanAppearIn(SyntaxInstruction instruction)
    {
        if (instruction.Keyword.Equals("ONBUILD", StringComparison.OrdinalIgnoreCase))
            instruction = SyntaxInstruction.Split(instruction.Text, instruction.ArgumentsStart);
        return Instructions.Contains(instruction.Keyword, StringComparer.OrdinalIgnoreCase)
            && JsonStrings.Parse(instruction.Arguments).Kind != JsonKind.Strings;
    }

    /// <summary>The here-documents of an instruction's whole text. Quoted words are none; text with an open quote has none.</summary>
    public static List<HereDocumentWord> FindAll(string text)
    {
        var lexer = new WordLexer('\\', EmptyVariables.Instance) { KeepQuotes = true, KeepEscapes = true, KeepUnset = true };
        var result = lexer.Read(text);
        var found = new List<HereDocumentWord>();
        if (result.Error is not null)
            return found;
        foreach (var word in result.Words)
        {
            if (TryParse(word) is { } document)
                found.Add(document);
        }
        return found;
    }

    /// <summary>Reads one word; null if it names no here-document.</summary>
    public static HereDocumentWord? TryParse(string word)
    {
        var digits = 0;
        while (digits < word.Length && char.IsAsciiDigit(word[digits]))
            digits++;
        if (!word.AsSpan(digits).StartsWith("<<"))
            return null;
        var chomp = digits + 2 < word.Length && word[digits + 2] == '-';
        var rest = word[(digits + (chomp ? 3 : 2))..].TrimStart(' ', '\t', '\r', '\f', '\n');
        if (rest.Length == 0 || rest.Contains('<', StringComparison.Ordinal))
            return null;
        _ = int.TryParse(word.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor);
        return TryParseName(rest) is var (name, expand) ? new HereDocumentWord(name, expand, chomp, descriptor) : null;
    }

    /// <summary>Where the word stands, as far as its name tells.</summary>
    public static SourceSpan Locate(LogicalLine line, HereDocumentWord word)
    {
        var at = line.Text.IndexOf("<<", StringComparison.Ordinal);
        for (var candidate = at; candidate >= 0; candidate = line.Text.IndexOf("<<", candidate + 2, StringComparison.Ordinal))
        {
            if (line.Text.AsSpan(candidate + 2).TrimStart("-'\" \t").StartsWith(word.Name))
                return line.SpanAt(candidate, 2);
        }
        return line.SpanAt(Math.Max(0, at), 2);
    }

    private static (string Name, bool Expand)? TryParseName(string rest)
    {
        var plain = new WordLexer('\\', EmptyVariables.Instance) { KeepUnset = true }.Read(rest);
        var raw = new WordLexer('\\', EmptyVariables.Instance) { KeepUnset = true, KeepQuotes = true }.Read(rest);
        if (plain.Error is not null || plain.Words.Count != 1 || raw.Words.Count != 1)
            return null;
        return (plain.Words[0], Quotes(plain.Words[0]) == Quotes(raw.Words[0]));
    }

    private static int Quotes(string word) => word.Count(c => c is '\'' or '"');
}
