using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Syntax;

/// <summary>Cuts a file into lines, and lines into instructions, comments and here-documents.</summary>
internal sealed class SyntaxReader(string fileName, byte[] source)
{
    /// <summary>BuildKit reads lines through a buffer of this size, line end included, and refuses longer ones.</summary>
    private const int LongestLine = 64 * 1024;

    private readonly ImmutableArray<SyntaxLine>.Builder lines = ImmutableArray.CreateBuilder<SyntaxLine>(1 + source.AsSpan().Count((byte)'\n'));
    private readonly ImmutableArray<SyntaxInstruction>.Builder instructions = ImmutableArray.CreateBuilder<SyntaxInstruction>();
    private readonly List<Diagnostic> diagnostics = [];
    private readonly DirectiveReader directives = new();
    private int next;

    // The line that was read last: [start, contentEnd) without its line end, [contentEnd, next) the line end.
    private int start;
    private int contentEnd;

    private ReadOnlySpan<byte> Body => source.AsSpan(start, contentEnd - start);

    public SyntaxTree Read()
    {
        while (ReadLine())
        {
            var margin = LeadingMargin();
            if (margin == Body.Length)
                Blank();
            else if (Body[margin] == '#')
                Comment(margin);
            else
                Instruction(margin);
        }
        CheckEncoding();
        return new SyntaxTree(
            fileName, source, lines.DrainToImmutable(), [.. directives.Found], instructions.DrainToImmutable(), directives.Escape, [.. diagnostics]);
    }

    private void CheckEncoding()
    {
        if (Utf8.IsValid(source))
            return;
        var line = 1 + lines.TakeWhile(line => Utf8.IsValid(source.AsSpan(line.Start, line.End - line.Start))).Count();
        diagnostics.Add(new Diagnostic(
            new SourceSpan(fileName, line, 1), Rules.NotUtf8, "the line holds bytes that are not UTF-8: they are read as U+FFFD", "save the file as UTF-8"));
    }

    private bool ReadLine()
    {
        if (next >= source.Length)
            return false;
        start = next;
        var end = source.AsSpan(start).IndexOf((byte)'\n');
        next = end < 0 ? source.Length : start + end + 1;
        contentEnd = start + source.AsSpan(start, next - start).TrimEnd("\r\n"u8).Length;
        if (next - start > LongestLine - (end < 0 ? 1 : 0))
            diagnostics.Add(new Diagnostic(
                new SourceSpan(fileName, lines.Count + 1, 1), Rules.LineTooLong, $"a line has more than {LongestLine} bytes",
                "break it with the escape character, or move the text to a file"));
        return true;
    }

    private int LeadingMargin()
    {
        var mark = start == 0 && Body.StartsWith("\uFEFF"u8) ? 3 : 0;
        return mark + Blanks.LeadingLength(Body[mark..]);
    }

    private void Keep(SyntaxLineKind kind, int margin, int tail) =>
        lines.Add(new SyntaxLine(kind, start, start + margin, contentEnd - tail, next));

    private void Blank()
    {
        directives.End();
        Keep(SyntaxLineKind.Blank, Body.Length, 0);
    }

    private void Comment(int margin)
    {
        var isDirective = !directives.Done
            && directives.Read(Encoding.UTF8.GetString(Body[margin..]), SpanAt(margin), diagnostics);
        Keep(isDirective ? SyntaxLineKind.Directive : SyntaxLineKind.Comment, margin, 0);
    }

    private SourceSpan SpanAt(int offset)
    {
        var mark = start == 0 && Body.StartsWith("\uFEFF"u8) ? 3 : 0;
        return new SourceSpan(fileName, lines.Count + 1, 1 + Encoding.UTF8.GetCharCount(Body[mark..offset]));
    }

    private void Instruction(int margin)
    {
        directives.End();
        var tail = ContinuationLength(Body[margin..]);
        var text = new LogicalLine.Builder(fileName, lines.Count + 1, SpanAt(margin).Column, Encoding.UTF8.GetString(Body[margin..^tail]));
        Keep(SyntaxLineKind.Instruction, margin, tail);
        var empty = tail > 0 ? ReadContinuations(text) : null;
        var instruction = SyntaxInstruction.Split(text.Build());
        var documents = ReadHereDocuments(instruction);
        instructions.Add(empty is null && documents.IsEmpty ? instruction : instruction with { EmptyContinuation = empty, HereDocuments = documents });
    }

    /// <returns>Where the first blank line stands, null if there is none.</returns>
    private SourceSpan? ReadContinuations(LogicalLine.Builder text)
    {
        SourceSpan? empty = null;
        var tail = 1;
        while (tail > 0 && ReadLine())
        {
            var margin = Blanks.LeadingLength(Body);
            if (margin == Body.Length)
            {
                empty ??= SpanAt(0);
                Keep(SyntaxLineKind.BlankInside, margin, 0);
            }
            else if (Body[margin] == '#')
            {
                Keep(SyntaxLineKind.CommentInside, margin, 0);
            }
            else
            {
                tail = ContinuationLength(Body);
                text.Append(lines.Count + 1, Body[..^tail]);
                Keep(SyntaxLineKind.Continuation, 0, tail);
            }
        }
        return empty;
    }

    /// <summary>The length of a final escape character and the blanks after it, 0 if the line ends the instruction.</summary>
    private int ContinuationLength(ReadOnlySpan<byte> line)
    {
        var trimmed = line.TrimEnd(" \t"u8);
        var escape = (byte)directives.Escape;
        var continues = trimmed is [.., var last] && last == escape && (trimmed.Length == 1 || trimmed[^2] != escape);
        return continues ? line.Length - trimmed.Length + 1 : 0;
    }

    private ImmutableArray<HereDocument> ReadHereDocuments(SyntaxInstruction instruction)
    {
        if (!instruction.Text.Text.Contains("<<", StringComparison.Ordinal) || !HereDocumentWord.CanAppearIn(instruction))
            return [];
        var documents = ImmutableArray.CreateBuilder<HereDocument>();
        foreach (var word in HereDocumentWord.FindAll(instruction.Text.Text))
        {
            if (ReadBody(word) is not { } body)
            {
                diagnostics.Add(new Diagnostic(
                    HereDocumentWord.Locate(instruction.Text, word), Rules.UnterminatedHereDocument,
                    $"the here-document '{word.Name}' does not end", $"add a line that holds only {word.Name}"));
                break;
            }
            documents.Add(HereDocument.FromBody(word.Name, body, word.Expand, word.Chomp, word.FileDescriptor));
        }
        return documents.DrainToImmutable();
    }

    private string? ReadBody(HereDocumentWord word)
    {
        var from = next;
        var terminator = Encoding.UTF8.GetBytes(word.Name);
        while (ReadLine())
        {
            var body = word.Chomp ? Body.TrimStart((byte)'\t') : Body;
            var isEnd = body.SequenceEqual(terminator);
            Keep(isEnd ? SyntaxLineKind.HereDocumentEnd : SyntaxLineKind.HereDocument, 0, 0);
            if (isEnd)
                return Encoding.UTF8.GetString(source.AsSpan(from, start - from));
        }
        return null;
    }
}
