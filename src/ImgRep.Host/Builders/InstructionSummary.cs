using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;

namespace ImgRep.Host.Builders;

/// <summary>An instruction on one line, for logs and progress.</summary>
internal static class InstructionSummary
{
    private const int MaximumLength = 100;

    public static string Print(Instruction instruction) => Shorten(instruction switch
    {
        RunInstruction run => "RUN " + string.Join(' ', run.Command.Words),
        CopyInstruction copy => $"COPY {(copy.From is null ? "" : $"--from={copy.From} ")}{string.Join(' ', copy.Sources)} {copy.Destination}",
        AddInstruction add => $"ADD {string.Join(' ', add.Sources)} {add.Destination}",
        WorkdirInstruction workdir => "WORKDIR " + workdir.Path,
        _ => instruction.GetType().Name,
    });

    /// <summary>How many steps the stages that the last one needs have together.</summary>
    public static int CountSteps(Containerfile file) => StageReferences.ReachableStages(file)
        .Sum(stage => stage.Instructions.Count(instruction => instruction is RunInstruction or CopyInstruction or AddInstruction or WorkdirInstruction));

    private static string Shorten(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > MaximumLength ? line[..(MaximumLength - 3)] + "..." : line;
    }
}
