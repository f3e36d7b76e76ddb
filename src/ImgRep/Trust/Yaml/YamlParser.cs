using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Trust.Yaml;

/// <summary>
/// Reads the part of YAML 1.2 that this project's files use: mappings and sequences in block style, sequences of words in flow
/// style, scalars on one line. What it accepts, every YAML reader reads alike; all else is refused (docs/decisions/strict-yaml.md).
/// </summary>
internal sealed class YamlParser
{
    private const int DeepestNesting = 8;
    private readonly List<YamlLine> lines;
    private int next;

    private YamlParser(List<YamlLine> lines) => this.lines = lines;

    /// <param name="diagnostics">Takes the first mistake: what follows it would be guesses.</param>
    /// <returns>Null where there is a mistake.</returns>
    public static YamlMapping? Parse(string file, string text, ICollection<Diagnostic> diagnostics)
    {
        var before = diagnostics.Count;
        var lines = YamlLine.Read(file, text, diagnostics);
        if (diagnostics.Count > before)
            return null;
        if (lines.Count == 0)
            return new YamlMapping(new SourceSpan(file, 1, 1), []);
        try
        {
            return new YamlParser(lines).ParseFile();
        }
        catch (RejectedInputException rejected)
        {
            foreach (var diagnostic in rejected.Diagnostics)
                diagnostics.Add(diagnostic);
            return null;
        }
    }

    public static RejectedInputException Rejected(SourceSpan span, string message, string? hint = null) =>
        new(Diagnostic.Error(span, "yaml", message, hint));

    private YamlMapping ParseFile()
    {
        var node = ParseBlock(1);
        if (next < lines.Count)
            throw Rejected(lines[next].Span, "this line is indented less than the first one", "indent all members of one mapping alike");
        return node as YamlMapping ?? throw Rejected(node.Span, "the file is no mapping", "begin with a key and a colon");
    }

    private YamlNode ParseBlock(int depth)
    {
        var first = lines[next];
        if (depth > DeepestNesting)
            throw Rejected(first.Span, $"it is nested deeper than {DeepestNesting}");
        return first.IsItem ? ParseSequence(first, depth) : ParseMapping(first, depth);
    }

    private YamlSequence ParseSequence(YamlLine first, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (At(first.Indent) is { IsItem: true } line)
        {
            var start = line.Text.Length - line.Text[1..].TrimStart(' ').Length;
            var content = line.From(start);
            if (content.Text.Length > 0 && !content.IsItem && !YamlText.HasKey(content))
            {
                next++;
                items.Add(YamlText.Value(content));
                EndOf(line);
                continue;
            }
            if (content.Text.Length > 0)
                lines[next] = content;
            else if (++next == lines.Count || lines[next].Indent <= line.Indent)
                throw Rejected(line.Span, "the item is empty", "write a value after the dash");
            items.Add(ParseBlock(depth + 1));
            EndOf(line);
        }
        return new YamlSequence(first.Span, items.ToImmutable());
    }

    private YamlMapping ParseMapping(YamlLine first, int depth)
    {
        var members = ImmutableArray.CreateBuilder<YamlMember>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (At(first.Indent) is { IsItem: false } line)
        {
            var (key, content) = YamlText.Key(line);
            if (!keys.Add(key.Text))
                throw Rejected(key.Span, $"'{key.Text}' stands here a second time", "keep one of them");
            next++;
            members.Add(new YamlMember(key, content.Text.Length > 0 ? YamlText.Value(content) : ParseNested(line, depth)));
            EndOf(line);
        }
        return new YamlMapping(first.Span, members.ToImmutable());
    }

    /// <summary>What stands below a key: further in, or a sequence at its own indentation.</summary>
    private YamlNode ParseNested(YamlLine key, int depth)
    {
        var isNested = next < lines.Count && (lines[next].Indent > key.Indent || (lines[next].Indent == key.Indent && lines[next].IsItem));
        return isNested ? ParseBlock(depth + 1) : throw Rejected(key.Span, $"'{key.Text.TrimEnd(':')}' has no value", "write one, or leave the key out");
    }

    private YamlLine? At(int indent) => next < lines.Count && lines[next].Indent == indent ? lines[next] : null;

    private void EndOf(YamlLine line)
    {
        if (next < lines.Count && lines[next].Indent > line.Indent)
            throw Rejected(lines[next].Span, "this line is indented more than what it belongs to", "values end with their line; indent members of one mapping alike");
    }
}
