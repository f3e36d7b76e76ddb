using System.Diagnostics;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files.Copying;
using ImgRep.Files.Users;
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
        WorkdirInstruction workdir => Enter(state, step, workdir),
        TransferInstruction transfer => new TransferLowering(package, text, this, step).Lower(state, transfer),
        _ => throw new UnreachableException(),
    };

    private LoweredStage Enter(LoweredStage state, Step step, WorkdirInstruction workdir)
    {
        var owner = OwnerFor(state, step, workdir);
        if (owner != state.User)
            text.User(owner.Length == 0 ? Root : owner);
        text.WorkingDirectory(workdir.Path);
        return state with
        {
            User = owner,
            WorkingDirectory = workdir.Path,
            Tree = state.IsKnown ? WorkdirOperation.Apply(state.Tree, workdir.Path, step.User, workdir.Span) : state.Tree,
        };
    }

    /// <summary>Who owns what WORKDIR makes, in numbers, unless it is a name that only the builder knows by now.</summary>
    private static string OwnerFor(LoweredStage state, Step step, WorkdirInstruction workdir)
    {
        var (user, group, isKnown) = UserIds.OwnerFor(step.User, state.Tree, workdir.Span);
        if (!isKnown && !state.IsKnown)
            return step.User;
        return (user, group) == (0, 0) ? "" : $"{user}:{group}";
    }

    /// <summary>The lines of an instruction as the package has them, for what is written otherwise here.</summary>
    public void Quote(Instruction instruction)
    {
        text.Comment($"{instruction.Span}");
        foreach (var line in OriginalText.Print(file, instruction))
            text.Comment($"    {line}");
    }

    /// <summary>The same on one line, for the head of a stage.</summary>
    public static string Place(Instruction instruction) => $"{instruction.Span}";

    public static RejectedInputException Refusal(Instruction instruction, string what, string hint) =>
        new(Diagnostic.Error(instruction.Span, "not-lowerable", $"not every builder can {what}", $"{hint}, or build with --builder embedded"));
}
