using System.Text;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Syntax;

namespace ImgRep.Building.Lowering;

/// <summary>An instruction as its author wrote it.</summary>
internal static class OriginalText
{
    public static IEnumerable<string> Print(Containerfile file, Instruction instruction)
    {
        if (file.Syntax is not { } syntax)
            yield break;
        var first = instruction.Span.Line - 1;
        for (var index = first; index < syntax.Lines.Length && (index == first || IsInside(syntax.Lines[index].Kind)); index++)
        {
            var line = syntax.Lines[index];
            yield return Printable(Encoding.UTF8.GetString(syntax.Source.Span[line.Start..line.End]).TrimEnd());
        }
    }

    private static bool IsInside(SyntaxLineKind kind) => kind
        is SyntaxLineKind.Continuation or SyntaxLineKind.CommentInside or SyntaxLineKind.BlankInside or SyntaxLineKind.HereDocument or SyntaxLineKind.HereDocumentEnd;

    /// <summary>What could end the comment, or deceive who reads it, is left out.</summary>
    private static string Printable(string line) => string.Concat(line.Where(c => !char.IsControl(c) || c == '\t'));
}
