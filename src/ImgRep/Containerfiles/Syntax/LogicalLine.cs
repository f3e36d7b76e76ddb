using System.Text;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Syntax;

/// <summary>The text of an instruction with its continuation lines joined, and where each part of it stands in the file.</summary>
public sealed class LogicalLine
{
    private readonly string fileName;
    private readonly List<Segment>? later;
    private readonly Segment first;

    private LogicalLine(string fileName, string text, Segment first, List<Segment>? later)
    {
        this.fileName = fileName;
        this.first = first;
        this.later = later;
        Text = text;
    }

    /// <summary>Bytes that are not UTF-8 are U+FFFD here.</summary>
    public string Text { get; }

    public int FirstLine => first.Line;

    public SourceSpan Span => SpanAt(0, 0);

    /// <param name="offset">In <see cref="Text"/>, in UTF-16 units.</param>
    public SourceSpan SpanAt(int offset, int length)
    {
        var segment = SegmentAt(offset);
        return new SourceSpan(fileName, segment.Line, segment.Column + offset - segment.Offset, length);
    }

    private Segment SegmentAt(int offset)
    {
        if (later is null || offset < later[0].Offset)
            return first;
        var (low, high) = (0, later.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = later[middle].Offset <= offset ? (middle, high) : (low, middle - 1);
        }
        return later[low];
    }

    private readonly record struct Segment(int Offset, int Line, int Column);

    internal sealed class Builder(string fileName, int line, int column, string text)
    {
        private readonly Segment first = new(0, line, column);
        private StringBuilder? joined;
        private List<Segment>? later;

        public void Append(int nextLine, ReadOnlySpan<byte> content)
        {
            joined ??= new StringBuilder(text);
            later ??= [];
            later.Add(new Segment(joined.Length, nextLine, 1));
            joined.Append(Encoding.UTF8.GetString(content));
        }

        public LogicalLine Build() => new(fileName, joined?.ToString() ?? text, first, later);
    }
}
