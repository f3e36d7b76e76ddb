namespace ImgRep.Containerfiles.Syntax;

public enum SyntaxLineKind
{
    Blank,
    Comment,
    Directive,

    /// <summary>The first line of an instruction.</summary>
    Instruction,

    /// <summary>A later line of an instruction, after an escape character at the end of the line before.</summary>
    Continuation,

    /// <summary>A comment between the lines of an instruction.</summary>
    CommentInside,

    /// <summary>A blank line between the lines of an instruction.</summary>
    BlankInside,

    /// <summary>A line of a here-document.</summary>
    HereDocument,

    /// <summary>The line that ends a here-document.</summary>
    HereDocumentEnd,
}

/// <summary>
/// One line as offsets in bytes: a margin (byte order mark, indentation), what is read, and a tail (escape character, blanks,
/// line end).
/// </summary>
public readonly record struct SyntaxLine(SyntaxLineKind Kind, int Start, int ContentStart, int ContentEnd, int End)
{
    public ReadOnlySpan<byte> Margin(ReadOnlySpan<byte> source) => source[Start..ContentStart];

    public ReadOnlySpan<byte> Content(ReadOnlySpan<byte> source) => source[ContentStart..ContentEnd];

    public ReadOnlySpan<byte> Tail(ReadOnlySpan<byte> source) => source[ContentEnd..End];
}
