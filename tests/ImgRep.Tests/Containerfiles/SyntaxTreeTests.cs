using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImgRep.Containerfiles.Syntax;

namespace ImgRep.Tests.Containerfiles;

public class SyntaxTreeTests
{
    [Fact]
    public void Printing_what_was_read_gives_the_same_bytes() => ShouldPrintItself(AnyText.Bytes);

    [Fact]
    public void Printing_pieces_of_the_language_gives_the_same_bytes() => ShouldPrintItself(AnyText.Pieces);

    [Fact]
    public void Printing_damaged_vectors_gives_the_same_bytes() => ShouldPrintItself(AnyText.Mutations);

    [Fact]
    public void The_lines_of_a_file_follow_each_other_without_gaps() =>
        Prop.ForAll(AnyText.Pieces, text =>
        {
            var end = 0;
            foreach (var line in SyntaxTree.Parse("Containerfile", text).Lines)
            {
                line.Start.ShouldBe(end);
                line.ContentStart.ShouldBeInRange(line.Start, line.ContentEnd);
                end = line.End;
            }
            end.ShouldBe(text.Length);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_line_has_a_kind()
    {
        var text = "# syntax=x\n# note\n\nFROM scratch\nRUN a \\\n\n# b\n  c <<EOF\nd\nEOF\n"u8;
        SyntaxTree.Parse("Containerfile", text).Lines.Select(line => line.Kind).ShouldBe(
        [
            SyntaxLineKind.Directive, SyntaxLineKind.Comment, SyntaxLineKind.Blank, SyntaxLineKind.Instruction, SyntaxLineKind.Instruction,
            SyntaxLineKind.BlankInside, SyntaxLineKind.CommentInside, SyntaxLineKind.Continuation, SyntaxLineKind.HereDocument, SyntaxLineKind.HereDocumentEnd,
        ]);
    }

    [Fact]
    public void Margin_content_and_tail_of_a_line_are_told_apart()
    {
        var text = "\uFEFF  RUN a \\ \t\r\n"u8;
        var line = SyntaxTree.Parse("Containerfile", text).Lines[0];
        Encoding.UTF8.GetString(line.Margin(text)).ShouldBe("\uFEFF  ");
        Encoding.UTF8.GetString(line.Content(text)).ShouldBe("RUN a ");
        Encoding.UTF8.GetString(line.Tail(text)).ShouldBe("\\ \t\r\n");
    }

    [Fact]
    public void Directives_are_found_with_their_values() =>
        SyntaxTree.Parse("Containerfile", "# syntax = docker/dockerfile:1 \n#ESCAPE=`\n"u8).Directives
            .Select(directive => $"{directive.Span}: {directive.Name}={directive.Value}")
            .ShouldBe(["Containerfile:1:1: syntax=docker/dockerfile:1", "Containerfile:2:1: escape=`"]);

    private static void ShouldPrintItself(Arbitrary<byte[]> texts) =>
        Prop.ForAll(texts, text => SyntaxTree.Parse("Containerfile", text).Print().SequenceEqual(text)).QuickCheckThrowOnFailure();
}
