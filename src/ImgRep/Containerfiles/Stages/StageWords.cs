using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Expansion;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Stages;

/// <summary>Expands the words of a stage's instructions, and gathers what is wrong with them.</summary>
/// <param name="isDeclared">Whether an ARG names a variable, with a value or without.</param>
/// <param name="isBaseKnown">Whether the base's configuration says all that the base sets: then a variable that is not set is none.</param>
internal sealed class StageWords(Containerfile file, VariableTable variables, Func<string, bool> isDeclared, bool isSyntaxOnly, bool isBaseKnown)
{
    private const int MostDiagnostics = 100;

    /// <summary>Characters that a stage's words may expand to altogether.</summary>
    private const int MostText = 64 << 20;

    private readonly WordLexer lexer = new(file.Escape, variables);
    private readonly WordLexer textLexer = new('\\', variables) { IgnoreQuotes = true };
    private readonly List<Diagnostic> diagnostics = [];
    private int expanded;

    /// <summary>The instruction whose words are being expanded.</summary>
    public Instruction Current { get; set; } = null!;

    public ImmutableArray<Diagnostic> Diagnostics => [.. diagnostics];

    public SourceSpan Locate(string word) => file.Locate(Current, word);

    /// <summary>A word; as written if it cannot be expanded.</summary>
    public string Expand(string word) => Take(word, lexer.Expand(word)) ?? word;

    /// <summary>The same, but null if it cannot be expanded.</summary>
    public string? TryExpand(string word) => Take(word, lexer.Expand(word));

    /// <summary>The text of a here-document, where quotes mean nothing.</summary>
    public string ExpandText(string text) => Take(text, textLexer.Expand(text)) ?? text;

    /// <summary>The words that a word becomes when its variables hold blanks.</summary>
    public List<string> Split(string word)
    {
        var result = lexer.Read(word);
        Take(word, result);
        return result.Words;
    }

    public void Report(Severity severity, SourceSpan span, Rule rule, string message, string hint)
    {
        if (diagnostics.Count < MostDiagnostics)
            diagnostics.Add(Visible.Clean(new Diagnostic(span, rule, message, hint) { Severity = severity }));
    }

    /// <summary>Wrong values that come from variables are warnings as long as nobody says what the variables hold.</summary>
    public void ReportValue(string word, Rule rule, string message, string hint)
    {
        var isOpen = word.Contains('$', StringComparison.Ordinal) && (isSyntaxOnly || !isBaseKnown);
        Report(isOpen ? Severity.Warning : Severity.Error, Locate(word), rule, message, hint);
    }

    private string? Take(string word, LexResult result)
    {
        foreach (var name in result.Unset)
        {
            if (isBaseKnown && !isDeclared(name) && diagnostics.Count < MostDiagnostics)
                Report(Severity.Warning, Locate(word), Rules.UndefinedVariable, $"the variable '{name}' has no value here", Hint(name));
        }
        if (result.Error is { } error)
        {
            Report(error.IsValue && (isSyntaxOnly || !isBaseKnown) ? Severity.Warning : Severity.Error, Locate(word), Rules.Expansion, error.Message, error.Hint);
            return null;
        }
        if (ReferenceEquals(result.Text, word))
            return word;
        expanded += result.Text.Length;
        if (expanded <= MostText)
            return result.Text;
        expanded = MostText;
        Report(Severity.Error, Current.Span, Rules.Expansion, "the variables of this stage expand to too much text", "keep such text in files");
        return "";
    }

    private string Hint(string name)
    {
        if (!char.IsLetter(name[0]) && name[0] != '_')
            return $"write {file.Escape}$ for a dollar sign";
        return NearestName.Find(name, variables.Keys) is { } nearest
            ? $"did you mean {nearest}?"
            : $"set it with ENV {name}=VALUE, or declare ARG {name} in this stage";
    }
}
