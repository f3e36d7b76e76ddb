using ImgRep.Primitives;

namespace ImgRep.Trust.Yaml;

/// <summary>What stands on a line that is neither empty nor a comment.</summary>
/// <param name="Indent">How many blanks, or <c>- </c> of a sequence, stand before the text.</param>
internal sealed record YamlLine(string File, int Number, int Indent, string Text)
{
    public SourceSpan Span => new(File, Number, Indent + 1, Text.Length);

    public bool IsItem => Text == "-" || Text.StartsWith("- ", StringComparison.Ordinal);

    public YamlLine From(int start) => this with { Indent = Indent + start, Text = Text[start..] };

    /// <summary>The lines with something on them, trailing blanks and comments removed.</summary>
    public static List<YamlLine> Read(string file, string text, ICollection<Diagnostic> diagnostics)
    {
        var lines = new List<YamlLine>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (YamlCharacters.Problem(file, number, line) is { } problem)
            {
                diagnostics.Add(problem);
                continue;
            }
            var content = WithoutComment(line);
            var indent = content.Length - content.TrimStart(' ').Length;
            if (indent < content.Length)
                lines.Add(new YamlLine(file, number, indent, content[indent..]));
        }
        return lines;
    }

    /// <summary>A comment begins at <c>#</c> at the start or after a blank, but not within quotes.</summary>
    private static string WithoutComment(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            if (quote != '\0')
            {
                if ((quote == '"' && line[i] == '\\') || (quote == '\'' && line.AsSpan(i).StartsWith("''")))
                    i++;
                else if (line[i] == quote)
                    quote = '\0';
            }
            else if (line[i] is '"' or '\'' && OpensQuote(line, i))
            {
                quote = line[i];
            }
            else if (line[i] == '#' && (i == 0 || line[i - 1] == ' '))
            {
                return line[..i].TrimEnd(' ');
            }
        }
        return line.TrimEnd(' ');
    }

    /// <summary>A quote within a word, as in <c>it's</c>, is a letter.</summary>
    private static bool OpensQuote(string line, int at)
    {
        var before = line.AsSpan(0, at).TrimEnd(' ');
        return before.Length == 0 || (before[^1] is '[' or ',') || (before.Length < at && before[^1] is ':' or '-');
    }
}
