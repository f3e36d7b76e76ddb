using System.Collections.Immutable;

namespace ImgRep.Containerfiles.Stages;

/// <summary>Expands the variables of stages and follows what their instructions set.</summary>
public static class StageEvaluator
{
    /// <summary>Evaluates one stage.</summary>
    /// <param name="baseConfig">What the stage starts from: <see cref="StageConfig.Empty"/> for <c>scratch</c>, the configuration of an earlier
    /// stage as it was evaluated, or that of an image.</param>
    public static EvaluatedStage Evaluate(Containerfile file, Stage stage, StageConfig baseConfig, ParseOptions options) =>
        new StageEvaluation(file, baseConfig, options, GlobalScope.Evaluate(file, options), isBaseKnown: true).Run(stage);

    /// <summary>Evaluates every stage, images as if their configurations were empty.</summary>
    internal static ImmutableArray<EvaluatedStage> EvaluateAll(Containerfile file, ParseOptions options)
    {
        var evaluated = ImmutableArray.CreateBuilder<EvaluatedStage>(file.Stages.Length);
        var known = new bool[file.Stages.Length];
        var globals = GlobalScope.Evaluate(file, options);
        foreach (var stage in file.Stages)
        {
            var target = StageReferences.BaseOf(file, stage);
            var earlier = target is StageTarget { Index: var index } ? index : -1;
            known[stage.Index] = earlier >= 0 ? known[earlier] : target is ScratchTarget;
            var config = earlier >= 0 ? evaluated[earlier].Config : StageConfig.Empty;
            evaluated.Add(new StageEvaluation(file, config, options, globals, known[stage.Index]).Run(stage));
        }
        return evaluated.MoveToImmutable();
    }
}
