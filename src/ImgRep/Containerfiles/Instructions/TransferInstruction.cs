using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>What COPY and ADD share.</summary>
/// <param name="Sources">Paths, patterns or (ADD only) URLs as written, here-documents not among them.</param>
/// <param name="Destination">A path; a final slash means a folder.</param>
/// <param name="Owner">The value of <c>--chown</c>, null if there is none.</param>
/// <param name="Mode">The value of <c>--chmod</c> (octal or symbolic), null if there is none.</param>
public abstract record TransferInstruction(
    SourceSpan Span,
    ImmutableArray<string> Sources,
    ImmutableArray<HereDocument> Files,
    string Destination,
    string? Owner,
    string? Mode,
    bool Link,
    ImmutableArray<string> Exclude) : Instruction(Span)
{
    private static readonly Dictionary<string, string> NoBodies = [];

    /// <summary>The words of COPY and ADD: all but the last are sources or here-documents.</summary>
    private protected static (ImmutableArray<string> Sources, ImmutableArray<HereDocument> Files, string Destination)? ParseWords(InstructionText text)
    {
        if (text.JsonOrWords() is not { } words)
            return null;
        if (words.Length < 2)
        {
            text.Report(Rules.MissingArgument, $"{text.Keyword} needs a source and a destination, but has {Count(words.Length)}", $"write {text.Keyword} SOURCE... DESTINATION");
            return null;
        }
        if (HereDocumentWord.TryParse(words[^1].Text) is not null)
        {
            text.Report(words[^1], Rules.HereDocumentDestination, $"a here-document cannot be the destination of {text.Keyword}", $"write {text.Keyword} <<NAME DESTINATION");
            return null;
        }
        var sources = ImmutableArray.CreateBuilder<string>(words.Length - 1);
        var files = ImmutableArray.CreateBuilder<HereDocument>();
        var bodies = text.HereDocuments.IsEmpty ? NoBodies : BodiesByName(text.HereDocuments);
        foreach (var word in words.AsSpan()[..^1])
        {
            if (HereDocumentWord.TryParse(word.Text) is not { } document)
                sources.Add(word.Text);
            else
                files.Add(HereDocument.FromBody(document.Name, bodies.GetValueOrDefault(document.Name, ""), document.Expand, document.Chomp, document.FileDescriptor));
        }
        return (sources.DrainToImmutable(), files.DrainToImmutable(), words[^1].Text);
    }

    /// <summary>Of several here-documents with one name, BuildKit uses the last for all.</summary>
    private static Dictionary<string, string> BodiesByName(ImmutableArray<HereDocument> documents)
    {
        var bodies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var document in documents)
            bodies[document.Name] = document.Body;
        return bodies;
    }

    private static string Count(int words) => words == 0 ? "none" : "one word only";
}
