using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Sources;

/// <summary>The lines of a plain table: words with white space between, <c>#</c> begins a comment line, empty lines are nothing.</summary>
public sealed record TableLine(SourceSpan Span, ImmutableArray<string> Words)
{
    public static IEnumerable<TableLine> Read(string text, string file)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && words[0][0] != '#')
                yield return new TableLine(new SourceSpan(file, number, 1), [.. words]);
        }
    }
}
