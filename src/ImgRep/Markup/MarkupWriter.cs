using System.Text;

namespace ImgRep.Markup;

/// <summary>Writes elements of HTML or XML. Whatever text it is given stays text: there is no way to write markup but by its elements.</summary>
public sealed class MarkupWriter
{
    private readonly StringBuilder text = new();
    private readonly Stack<string> open = [];

    /// <param name="head">What the document begins with, like a doctype: no text from outside.</param>
    public MarkupWriter(string head = "") => text.Append(head);

    /// <summary>An element, up to the <see cref="End"/> that belongs to it. An attribute whose value is null is left out.</summary>
    public MarkupWriter Start(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(name, attributes);
        text.Append('>');
        open.Push(name);
        return this;
    }

    public MarkupWriter End()
    {
        text.Append("</").Append(open.Pop()).Append('>');
        return this;
    }

    /// <summary>An element without content, as XML ends it, which HTML reads too.</summary>
    public MarkupWriter Empty(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(name, attributes);
        text.Append("/>");
        return this;
    }

    /// <summary>An element with nothing but text in it.</summary>
    public MarkupWriter Leaf(string name, string content, params ReadOnlySpan<(string Name, string? Value)> attributes) => Start(name, attributes).Text(content).End();

    public MarkupWriter Text(string content)
    {
        text.Append(MarkupText.Escape(content));
        return this;
    }

    /// <summary>Where the source goes on in the next line: nothing that is seen.</summary>
    public MarkupWriter Line()
    {
        text.Append('\n');
        return this;
    }

    /// <summary>What another writer wrote, whole.</summary>
    public MarkupWriter Add(MarkupWriter part)
    {
        text.Append(part);
        return this;
    }

    /// <summary>A style sheet of our own: browsers read no escapes in it.</summary>
    public MarkupWriter Style(string sheet)
    {
        if (sheet.Contains('<', StringComparison.Ordinal))
            throw new ArgumentException("a style sheet has no tags", nameof(sheet));
        text.Append("<style>").Append(sheet).Append("</style>");
        return this;
    }

    /// <summary>Bytes in UTF-8, so far.</summary>
    public int Size
    {
        get
        {
            var size = 0;
            foreach (var chunk in text.GetChunks())
                size += Encoding.UTF8.GetByteCount(chunk.Span);
            return size;
        }
    }

    private string Whole => open.Count == 0 ? text.ToString() : throw new InvalidOperationException($"<{open.Peek()}> has no end");

    /// <exception cref="InvalidOperationException">An element has no end.</exception>
    public override string ToString() => Whole;

    private void Tag(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
                text.Append(' ').Append(attribute).Append("=\"").Append(MarkupText.Escape(value)).Append('"');
        }
    }
}
