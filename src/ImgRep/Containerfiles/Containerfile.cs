using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles;

/// <summary>A parsed Containerfile: its global arguments and its stages.</summary>
/// <param name="FileName">The name that diagnostics show.</param>
/// <param name="GlobalArguments">The ARG instructions before the first FROM.</param>
/// <param name="Stages">In order of the file; never empty.</param>
public sealed record Containerfile(
    string FileName,
    ImmutableArray<ArgInstruction> GlobalArguments,
    ImmutableArray<Stage> Stages);

/// <param name="Index">From 0, as <c>COPY --from=0</c> counts.</param>
/// <param name="Name">What <c>AS</c> gave, lower case; null if it gave nothing.</param>
/// <param name="Base">The expanded image of FROM: <c>scratch</c>, an earlier stage's name, or an image.</param>
/// <param name="From">The FROM instruction as written.</param>
/// <param name="Instructions">What follows FROM.</param>
public sealed record Stage(int Index, string? Name, string Base, FromInstruction From, ImmutableArray<Instruction> Instructions);

/// <summary>What parsing gave: a Containerfile (null if there was an error) and everything there is to say about it.</summary>
public sealed record ParseResult(Containerfile? Containerfile, ImmutableArray<Diagnostic> Diagnostics);
