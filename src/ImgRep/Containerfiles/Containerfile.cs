using System.Collections.Immutable;
using System.Globalization;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles;

/// <summary>A parsed Containerfile: its global arguments and its stages.</summary>
/// <param name="FileName">The name that diagnostics show.</param>
/// <param name="GlobalArguments">The ARG instructions before the first FROM.</param>
/// <param name="Stages">In order of the file; never empty.</param>
public sealed record Containerfile(
    string FileName,
    ImmutableArray<ArgInstruction> GlobalArguments,
    ImmutableArray<Stage> Stages)
{
    private StageNames? names;

    public ImmutableArray<Stage> Stages
    {
        get;
        init
        {
            field = value;
            names = null;
        }
    } = Stages;

    /// <summary>Which stages have which names.</summary>
    internal StageNames Names => names ??= new StageNames(Stages);

    /// <summary>The text it was parsed from; null if it was put together in memory.</summary>
    public SyntaxTree? Syntax { get; init; }

    /// <summary>What quotes characters in words: <c>\</c> or <c>`</c>.</summary>
    public char Escape => Syntax?.Escape ?? '\\';

    /// <summary>Where a word of an instruction stands; the instruction itself if the word is not in its text.</summary>
    public SourceSpan Locate(Instruction instruction, string word)
    {
        if (word.Length == 0 || Syntax?.InstructionAt(instruction.Span.Line)?.Text is not { } line)
            return instruction.Span;
        var at = line.Text.IndexOf(word, Math.Min(instruction.Span.Length, line.Text.Length), StringComparison.Ordinal);
        return at < 0 ? instruction.Span : line.SpanAt(at, word.Length);
    }
}

/// <param name="Index">From 0, as <c>COPY --from=0</c> counts.</param>
/// <param name="Name">What <c>AS</c> gave, lower case; null if it gave nothing.</param>
/// <param name="Base">The expanded image of FROM: <c>scratch</c>, an earlier stage's name, or an image.</param>
/// <param name="From">The FROM instruction as written.</param>
/// <param name="Instructions">What follows FROM.</param>
public sealed record Stage(int Index, string? Name, string Base, FromInstruction From, ImmutableArray<Instruction> Instructions)
{
    /// <summary>The expanded value of <c>--platform</c>, null if there is none.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Its name, or its number where it has none.</summary>
    public string Title => Name ?? Index.ToString(CultureInfo.InvariantCulture);
}
