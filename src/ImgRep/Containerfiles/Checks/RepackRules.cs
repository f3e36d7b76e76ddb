using System.Text;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Containerfiles.Checks;

/// <summary>A URL in an ADD looks as if upstream had made the file. Where the source archive made it, a comment above the ADD says so, with the
/// word "repack"; where it did not, none does.</summary>
internal static class RepackRules
{
    private const string Word = "repack";

    /// <param name="stages">All stages of the file, evaluated.</param>
    /// <param name="sources">A source that it does not list is nobody's repack as far as is known.</param>
    public static IEnumerable<Diagnostic> Check(Containerfile file, IEnumerable<EvaluatedStage> stages, SourceTable sources) =>
        from stage in stages
        from step in stage.Steps
        let add = step.Instruction as AddInstruction
        where add?.Checksum is not null
        let row = Digest.TryParse(add.Checksum, out var digest) ? sources.Find(digest) : null
        where row is not null && row.IsRepack != IsCalledRepack(file.Syntax, add.Span.Line)
        select Disagreement(add.Span, row);

    private static Diagnostic Disagreement(SourceSpan add, ArchiveFile row) => row.IsRepack
        ? new Diagnostic(add, Rules.Repack, $"{row.Name} was packed by the source archive, not by upstream, and no comment says so",
            $"write above it what was changed, like # A {Word} of the archive: without its manuals")
        : new Diagnostic(add, Rules.Repack, $"a comment calls it a {Word}, but {row.Name} is upstream's own file",
            $"remove the comment, or write {Word} at the end of its row in the file sources");

    /// <summary>Whether the comment lines that end right above a line have the word.</summary>
    private static bool IsCalledRepack(SyntaxTree? tree, int line)
    {
        for (var above = line - 2; tree is not null && above >= 0 && tree.Lines[above].Kind == SyntaxLineKind.Comment; above--)
        {
            if (Encoding.UTF8.GetString(tree.Lines[above].Content(tree.Source.Span)).Contains(Word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
