using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks.Commands;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Containerfiles.Checks;

/// <summary>
/// What a package of the tree should look like. Errors: a last stage that does not start from <c>scratch</c> or that runs something,
/// a repack of the source archive that looks like upstream's file.
/// Warnings: labels that are missing, stages and arguments that nothing uses, commands that cannot work or whose result differs.
/// </summary>
public static class PackageRules
{
    private const string LabelPrefix = "org.opencontainers.image.";
    private static readonly string[] Labels = ["version", "licenses", "url", "description"];

    /// <param name="file">A Containerfile that was parsed without an error.</param>
    /// <param name="sources">The tree's table of what the source archive has.</param>
    public static ImmutableArray<Diagnostic> Check(Containerfile file, ParseOptions options, SourceTable sources)
    {
        var diagnostics = new List<Diagnostic>();
        var stages = StageEvaluator.EvaluateAll(file, options);
        CheckLastStage(file, diagnostics);
        CheckLabels(file, stages[^1].Config, diagnostics);
        diagnostics.AddRange(RepackRules.Check(file, stages, sources));
        foreach (var stage in StageReferences.UnreachableStages(file))
            diagnostics.Add(new Diagnostic(stage.From.Span, Rules.UnusedStage, $"nothing uses the stage '{stage.Title}'", "remove it, or COPY --from it"));
        UnusedArguments.Check(file, diagnostics);
        foreach (var stage in file.Stages)
            CheckLatest(file, stage, diagnostics);
        diagnostics.AddRange(RunWarnings.Check(file, options));
        return [.. CheckOptions.Apply(file.Syntax, diagnostics).Select(Visible.Clean).OrderBy(diagnostic => diagnostic.Span.Line).ThenBy(diagnostic => diagnostic.Span.Column)];
    }

    private static void CheckLastStage(Containerfile file, List<Diagnostic> diagnostics)
    {
        var last = file.Stages[^1];
        if (StageReferences.BaseOf(file, last) is not ScratchTarget)
            diagnostics.Add(new Diagnostic(
                file.Locate(last.From, last.From.Image), Rules.LastStageBase, "the last stage does not start from scratch: the image would hold what nobody chose",
                "write FROM scratch, and COPY --from the files of the image"));
        foreach (var run in last.Instructions.OfType<RunInstruction>())
            diagnostics.Add(new Diagnostic(run.Span, Rules.LastStageRun, "the last stage runs a command", "run it in an earlier stage, and COPY --from its result"));
    }

    private static void CheckLabels(Containerfile file, StageConfig config, List<Diagnostic> diagnostics)
    {
        foreach (var label in Labels.Where(label => config.Labels.GetValueOrDefault(LabelPrefix + label, "").Length == 0))
            diagnostics.Add(new Diagnostic(
                file.Stages[^1].From.Span, Rules.MissingLabel, $"the image has no label {LabelPrefix}{label}", $"write LABEL {LabelPrefix}{label}=... in the last stage"));
    }

    private static void CheckLatest(Containerfile file, Stage stage, List<Diagnostic> diagnostics)
    {
        foreach (var reference in StageReferences.Collect(file, stage))
        {
            if (reference.Target is ImageTarget { Reference: var name } && ImageReference.TryParse(name) is { Tag: "latest" })
                diagnostics.Add(new Diagnostic(reference.Span, Rules.Latest, $"the tag of '{name}' does not say which version it is", "write the version's tag before the digest"));
        }
    }
}
