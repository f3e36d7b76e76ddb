using System.Collections.Immutable;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Stages;

/// <summary>A stage with everything expanded, given the configuration of its base and the build arguments.</summary>
/// <param name="Steps">Only what touches the file system: RUN, COPY, ADD, WORKDIR.</param>
/// <param name="Config">The configuration that the stage's image has.</param>
public sealed record EvaluatedStage(ImmutableArray<Step> Steps, StageConfig Config, ImmutableArray<Diagnostic> Diagnostics);

/// <param name="Instruction">A <see cref="RunInstruction"/>, <see cref="CopyInstruction"/>, <see cref="AddInstruction"/> or
/// <see cref="WorkdirInstruction"/>, its words expanded, WORKDIR's path and the targets of mounts made absolute.</param>
/// <param name="Environment">What a process sees at this point: the base's Env, overlaid by ENV and ARG in the order in which they are
/// written, and a PATH in any case; sorted by name.</param>
/// <param name="User">As USER gave it (<c>name</c>, <c>id</c>, <c>user:group</c>); empty for root.</param>
/// <param name="WorkingDirectory">Absolute.</param>
/// <param name="Shell">The words before a shell-form command.</param>
public sealed record Step(
    Instruction Instruction,
    ImmutableSortedDictionary<string, string> Environment,
    string User,
    string WorkingDirectory,
    ImmutableArray<string> Shell);
