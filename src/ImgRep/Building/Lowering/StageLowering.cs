using System.Diagnostics;
using ImgRep.Containerfiles;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Building.Lowering;

/// <summary>Lowers one stage, instruction by instruction.</summary>
internal sealed class StageLowering(PackageLowering package, LoweredText text)
{
    private const string Root = "0:0";
    private readonly Containerfile file = package.Inputs.Containerfile;

    public LoweredStage Lower(Stage stage, string name)
    {
        var below = package.Open(StageReferences.BaseOf(file, stage));
        var evaluated = StageEvaluator.Evaluate(file, stage, below.Config, package.Inputs.Options);
        if (evaluated.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error))
            throw new RejectedInputException(evaluated.Diagnostics);
        text.From(below.Name, name);
        var state = below with { Name = name };
        foreach (var step in evaluated.Steps)
            state = Lower(state, step);
        return state with { Config = evaluated.Config };
    }

    private LoweredStage Lower(LoweredStage state, Step step) => step.Instruction switch
    {
        RunInstruction run => new RunLowering(package, text, this).Lower(state, step, run),
        WorkdirInstruction workdir => Enter(state, workdir),
        TransferInstruction transfer => new TransferLowering(package, text, this, step).Lower(state, transfer),
        _ => throw new UnreachableException(),
    };

    private LoweredStage Enter(LoweredStage state, WorkdirInstruction workdir)
    {
        // A folder that WORKDIR makes belongs to root on some builders and to the user on others.
        if (state.User.Length > 0)
            text.User(Root);
        text.WorkingDirectory(workdir.Path);
        return state with
        {
            User = "",
            WorkingDirectory = workdir.Path,
            Tree = state.IsKnown ? state.Tree.WithDirectory(workdir.Path, Metadata.DefaultDirectory, workdir.Span) : state.Tree,
        };
    }

    /// <summary>The lines of an instruction as the package has them, for what is written otherwise here.</summary>
    public void Quote(Instruction instruction)
    {
        text.Comment($"{instruction.Span}");
        foreach (var line in OriginalText.Of(file, instruction))
            text.Comment($"    {line}");
    }

    /// <summary>The same on one line, for the head of a stage.</summary>
    public static string Place(Instruction instruction) => $"{instruction.Span}";

    public static RejectedInputException Refusal(Instruction instruction, string what, string hint) =>
        new(Diagnostic.Error(instruction.Span, "not-lowerable", $"not every builder can {what}", $"{hint}, or build with --builder embedded"));
}
