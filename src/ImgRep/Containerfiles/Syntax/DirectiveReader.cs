using ImgRep.Containerfiles.Catalogue;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Syntax;

/// <summary>Recognizes parser directives: only before the first line that is none, each at most once.</summary>
internal sealed class DirectiveReader
{
    /// <summary>Those of BuildKit, and <c>route</c>, which is a comment there.</summary>
    private static readonly string[] Names = ["syntax", "escape", "check", "route"];
    private const string Deferred = "deferred";
    private readonly List<SyntaxDirective> found = [];

    /// <summary>Whether a line was seen that ends the directives.</summary>
    public bool Done { get; private set; }

    public char Escape { get; private set; } = '\\';

    public IReadOnlyList<SyntaxDirective> Found => found;

    public void End() => Done = true;

    /// <param name="comment">A comment without its indentation and line end, at <paramref name="span"/>.</param>
    /// <returns>Whether it is a directive.</returns>
    public bool Read(string comment, SourceSpan span, List<Diagnostic> diagnostics)
    {
        if (Done)
            return false;
        if (!TrySplit(comment.AsSpan(1), out var name, out var value))
        {
            Done = true;
            return false;
        }
        span = span with { Length = comment.Length };
        if (found.Any(directive => directive.Name == name))
            diagnostics.Add(new Diagnostic(span, Rules.DuplicateDirective, $"the parser directive '{name}' appears twice", "remove one of them"));
        else if (name == "escape" && value is not ("\\" or "`"))
            diagnostics.Add(new Diagnostic(span, Rules.EscapeDirective, $"the escape character cannot be '{value}'", "write # escape=\\ or # escape=`"));
        else if (name == "escape")
            Escape = value[0];
        else if (name == "route" && value != Deferred)
            diagnostics.Add(new Diagnostic(span, Rules.RouteDirective, $"a route cannot be '{value}'", $"write # route={Deferred}"));
        found.Add(new SyntaxDirective(span, name, value));
        return true;
    }

    private static bool TrySplit(ReadOnlySpan<char> text, out string name, out string value)
    {
        (name, value) = ("", "");
        text = text.TrimStart();
        var length = 0;
        while (length < text.Length && char.IsAsciiLetterOrDigit(text[length]))
            length++;
        if (length == 0)
            return false;
        var rest = text[length..].TrimStart();
        if (rest is not ['=', ..] || rest[1..].Trim().IsEmpty)
            return false;
        name = text[..length].ToString().ToLowerInvariant();
        value = rest[1..].Trim().ToString();
        return Names.Contains(name);
    }
}
