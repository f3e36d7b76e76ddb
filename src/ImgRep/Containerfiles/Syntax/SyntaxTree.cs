using System.Buffers;
using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Syntax;

/// <summary>A <c># name=value</c> line at the head of a file.</summary>
/// <param name="Name">Lower case: <c>syntax</c>, <c>escape</c> or <c>check</c>.</param>
public sealed record SyntaxDirective(SourceSpan Span, string Name, string Value);

/// <summary>A Containerfile cut into lines and instructions without losing a byte.</summary>
/// <param name="Lines">Every line in order; together they are the whole file.</param>
/// <param name="Escape">What continues lines and quotes characters: <c>\</c>, or <c>`</c> if the directive says so.</param>
public sealed record SyntaxTree(
    string FileName,
    ReadOnlyMemory<byte> Source,
    ImmutableArray<SyntaxLine> Lines,
    ImmutableArray<SyntaxDirective> Directives,
    ImmutableArray<SyntaxInstruction> Instructions,
    char Escape,
    ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Reads any bytes; what is wrong with them is in <see cref="Diagnostics"/>.</summary>
    public static SyntaxTree Parse(string fileName, ReadOnlySpan<byte> text) => new SyntaxReader(fileName, text.ToArray()).Read();

    /// <summary>The bytes that were read, put together from the lines.</summary>
    public byte[] Print()
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(1, Source.Length));
        foreach (var line in Lines)
        {
            output.Write(line.Margin(Source.Span));
            output.Write(line.Content(Source.Span));
            output.Write(line.Tail(Source.Span));
        }
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The instruction that begins in a line, null if none does.</summary>
    public SyntaxInstruction? InstructionAt(int line)
    {
        var (low, high) = (0, Instructions.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = Instructions[middle].Text.FirstLine;
            if (found == line)
                return Instructions[middle];
            (low, high) = found < line ? (middle + 1, high) : (low, middle - 1);
        }
        return null;
    }
}
