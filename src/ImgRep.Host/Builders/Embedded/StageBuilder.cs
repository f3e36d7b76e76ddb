using System.Collections.Immutable;
using System.Diagnostics;
using ImgRep.Building;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Files.Patterns;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>What a stage came to.</summary>
internal sealed record StageResult(StageState State, StageConfig Config);

/// <summary>Builds the stages of one package, each once, independent ones side by side.</summary>
internal sealed class StageBuilder(BuildInputs inputs, RunStep runs, AddStep adds, StepReport report, CancellationToken cancellation)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, Task<StageResult>> stages = [];

    public Task<StageResult> BuildAsync(int index)
    {
        lock (gate)
        {
            if (!stages.TryGetValue(index, out var stage))
                stages.Add(index, stage = Task.Run(() => BuildStageAsync(inputs.Containerfile.Stages[index]), cancellation));
            return stage;
        }
    }

    private async Task<StageResult> BuildStageAsync(Stage stage)
    {
        // What it takes from is started now, so that it is built beside this stage and not within it.
        foreach (var reference in StageReferences.Collect(inputs.Containerfile, stage))
        {
            if (reference.Target is StageTarget target)
                _ = BuildAsync(target.Index);
        }
        var (state, config) = await BaseOfAsync(stage);
        var evaluated = StageEvaluator.Evaluate(inputs.Containerfile, stage, config, inputs.Options);
        if (evaluated.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error))
            throw new RejectedInputException(evaluated.Diagnostics);
        foreach (var step in evaluated.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            await StagesOfAsync(step.Instruction);
            using var reported = report.Start(stage, step.Instruction);
            state = await ApplyAsync(state, step, reported);
        }
        return new StageResult(state, evaluated.Config);
    }

    /// <summary>A step that waits for what another stage gives has not started.</summary>
    private async Task StagesOfAsync(Instruction instruction)
    {
        IEnumerable<(string? From, bool AllowIndex)> sources = instruction switch
        {
            CopyInstruction copy => [(copy.From, true)],
            RunInstruction run => run.Mounts.Select(mount => (mount.From, false)),
            _ => [],
        };
        foreach (var (from, allowIndex) in sources)
        {
            if (from is not null && StageReferences.Resolve(inputs.Containerfile, from, allowIndex) is StageTarget stage)
                await BuildAsync(stage.Index);
        }
    }

    private async Task<StageState> ApplyAsync(StageState state, Step step, ReportedStep reported) => step.Instruction switch
    {
        RunInstruction run => await runs.ApplyAsync(state, step, run, await MountsAsync(run), reported, cancellation),
        WorkdirInstruction workdir => state with { Tree = WorkdirOperation.Apply(state.Tree, workdir.Path, step.User, workdir.Span) },
        CopyInstruction copy => state with { Tree = await CopyAsync(state.Tree, step, copy) },
        AddInstruction add => state with { Tree = adds.Apply(state.Tree, step, add, cancellation) },
        _ => throw new UnreachableException(),
    };

    private async Task<(StageState State, StageConfig Config)> BaseOfAsync(Stage stage)
    {
        switch (StageReferences.BaseOf(inputs.Containerfile, stage))
        {
            case ScratchTarget:
                return (StageState.Scratch, StageConfig.Empty);
            case StageTarget earlier:
                var result = await BuildAsync(earlier.Index);
                return (result.State, result.Config);
            case var target:
                var image = await inputs.OpenImage(target);
                return (StageState.Start(image.Tree, image.Layer), image.Config);
        }
    }

    /// <summary>The tree that a <c>--from</c> or <c>from=</c> names.</summary>
    private async Task<FileTree> TreeOfAsync(string? from, bool allowIndex) =>
        from is null ? inputs.Context : StageReferences.Resolve(inputs.Containerfile, from, allowIndex) switch
        {
            ScratchTarget => FileTree.Empty,
            StageTarget stage => (await BuildAsync(stage.Index)).State.Tree,
            var target => (await inputs.OpenImage(target)).Tree,
        };

    private async Task<FileTree> CopyAsync(FileTree target, Step step, CopyInstruction copy)
    {
        var source = await TreeOfAsync(copy.From, allowIndex: true);
        return CopyOperation.Apply(target, TransferRequest.Create(copy, step, source, copy.From is null ? inputs.Ignored : IgnoreFile.Empty));
    }

    private async Task<ImmutableArray<MountedTree>> MountsAsync(RunInstruction run)
    {
        var mounts = ImmutableArray.CreateBuilder<MountedTree>();
        foreach (var mount in run.Mounts)
        {
            var tree = mount.Type == MountType.Bind || mount.From is not null ? await TreeOfAsync(mount.From, allowIndex: false) : null;
            mounts.Add(MountedTree.Create(mount, tree, run.Span));
        }
        return mounts.ToImmutable();
    }
}
