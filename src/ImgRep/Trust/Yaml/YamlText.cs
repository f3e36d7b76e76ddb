using System.Collections.Immutable;
using System.Text;
using ImgRep.Primitives;

namespace ImgRep.Trust.Yaml;

/// <summary>Keys, scalars and flow sequences within a line (YAML 1.2.2, 7.3 and 7.4.1).</summary>
internal static class YamlText
{
    /// <summary>Characters that mean something else at the start of a plain scalar.</summary>
    private const string Indicators = "-?:,[]{}#&*!|>'\"%@`";

    private const string PlainHint = "put it into quotes";

    public static bool HasKey(YamlLine line) => line.Text[0] is not ('[' or '"' or '\'') && ColonOf(line.Text) >= 0;

    public static (YamlScalar Key, YamlLine Content) Key(YamlLine line)
    {
        var colon = line.Text[0] is '[' or '"' or '\'' ? -1 : ColonOf(line.Text);
        if (colon < 0)
            throw YamlParser.Rejected(line.Span, $"'{line.Text}' is no key", "write a key, a colon and a value");
        var key = line with { Text = line.Text[..colon] };
        var start = colon + 1;
        while (start < line.Text.Length && line.Text[start] == ' ')
            start++;
        return (Plain(key, inFlow: false), line.From(start));
    }

    public static YamlNode Value(YamlLine content) => content.Text[0] switch
    {
        '[' => Flow(content),
        '"' or '\'' => Quoted(content, out var end) is var scalar && end == content.Text.Length ? scalar : throw After(content, end),
        _ => Plain(content, inFlow: false),
    };

    private static YamlScalar Plain(YamlLine content, bool inFlow)
    {
        var text = content.Text;
        if (text.Length == 0 || Indicators.Contains(text[0], StringComparison.Ordinal))
            throw YamlParser.Rejected(content.Span, $"'{text}' begins with a sign that YAML reads otherwise", PlainHint);
        if (ColonOf(text) >= 0 || text.Contains(" #", StringComparison.Ordinal) || (inFlow && text.AsSpan().IndexOfAny("[]{}") >= 0))
            throw YamlParser.Rejected(content.Span, $"'{text}' has a sign within that YAML reads otherwise", PlainHint);
        return new YamlScalar(content.Span, text);
    }

    private static YamlScalar Quoted(YamlLine content, out int end)
    {
        var (text, quote, value) = (content.Text, content.Text[0], new StringBuilder());
        for (end = 1; end < text.Length; end++)
        {
            if (text[end] == quote && (quote == '"' || end + 1 == text.Length || text[end + 1] != quote))
                return new YamlScalar(content.Span with { Length = ++end }, value.ToString(), IsQuoted: true);
            if (quote == '\'' && text[end] == quote)
                end++;
            if (quote == '"' && text[end] == '\\' && (++end == text.Length || text[end] is not ('"' or '\\')))
                throw YamlParser.Rejected(content.Span, "only \\\" and \\\\ may be escaped", "write the character itself");
            value.Append(text[end]);
        }
        throw YamlParser.Rejected(content.Span, "the quotes do not end", "close them on the same line");
    }

    private static YamlSequence Flow(YamlLine content)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        for (var at = Skip(content.Text, 1); ; at = Skip(content.Text, at + 1))
        {
            if (at == content.Text.Length)
                throw YamlParser.Rejected(content.Span, "the list does not end", "close it with ] on the same line");
            if (content.Text[at] == ']' && items.Count == 0)
                return End(at);
            var (item, end) = FlowItem(content.From(at));
            items.Add(item);
            at = Skip(content.Text, at + end);
            if (at < content.Text.Length && content.Text[at] == ']')
                return End(at);
            if (at < content.Text.Length && content.Text[at] != ',')
                throw After(content, at);
        }

        YamlSequence End(int at) =>
            at + 1 == content.Text.Length ? new YamlSequence(content.Span, items.ToImmutable()) : throw After(content, at + 1);
    }

    private static (YamlScalar Item, int End) FlowItem(YamlLine content)
    {
        if (content.Text[0] is '"' or '\'')
            return (Quoted(content, out var quoted), quoted);
        var end = content.Text.AsSpan().IndexOfAny(',', ']') is >= 0 and var found ? found : content.Text.Length;
        return (Plain(content with { Text = content.Text[..end].TrimEnd(' ') }, inFlow: true), end);
    }

    private static int Skip(string text, int at)
    {
        while (at < text.Length && text[at] == ' ')
            at++;
        return Math.Min(at, text.Length);
    }

    /// <summary>The colon that ends a key: the first that a blank or the line's end follows.</summary>
    private static int ColonOf(string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        return colon >= 0 ? colon : text.EndsWith(':') ? text.Length - 1 : -1;
    }

    private static RejectedInputException After(YamlLine content, int at)
    {
        var rest = content.From(Skip(content.Text, at));
        return YamlParser.Rejected(rest.Span, $"'{rest.Text}' follows the value", "put the whole value into quotes");
    }
}
