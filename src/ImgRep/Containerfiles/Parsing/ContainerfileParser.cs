using System.Collections.Immutable;
using ImgRep.Containerfiles.Checks;
using ImgRep.Containerfiles.Stages;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Parsing;

/// <summary>
/// Reads Containerfiles: Dockerfile syntax as BuildKit reads it. Never throws, whatever the bytes are.
/// </summary>
public static class ContainerfileParser
{
    /// <param name="fileName">The name that diagnostics show.</param>
    /// <param name="text">Any bytes; what is not UTF-8 is read as U+FFFD.</param>
    public static ParseResult Parse(string fileName, ReadOnlySpan<byte> text, ParseOptions options)
    {
        var tree = SyntaxTree.Parse(fileName, text);
        var diagnostics = new List<Diagnostic>(tree.Diagnostics);
        var outline = FileOutline.Read(tree, diagnostics);
        if (!outline.HasAllStages)
            return Conclude(tree, null, [], diagnostics);
        var file = new StageResolver(tree, options, diagnostics).Resolve(outline);
        return Conclude(tree, file, Check(file, options, diagnostics), diagnostics);
    }

    /// <summary>What shows only when variables have values.</summary>
    /// <returns>The stages with their values.</returns>
    private static ImmutableArray<EvaluatedStage> Check(Containerfile file, ParseOptions options, List<Diagnostic> diagnostics)
    {
        // An instruction that could not be read may have set what now seems to be missing.
        var trusted = HasErrors(diagnostics) ? Severity.Error : Severity.Warning;
        StageReferences.Check(file, diagnostics);
        var stages = StageEvaluator.EvaluateAll(file, options);
        diagnostics.AddRange(stages.SelectMany(stage => stage.Diagnostics).Where(diagnostic => diagnostic.Severity >= trusted));
        if (!options.SyntaxOnly)
            ReproducibilityRules.Check(file, stages, options, diagnostics);
        return stages;
    }

    /// <summary>What the file itself says about warnings is the last word.</summary>
    private static ParseResult Conclude(SyntaxTree tree, Containerfile? file, ImmutableArray<EvaluatedStage> stages, List<Diagnostic> diagnostics)
    {
        if (CheckOptions.Find(tree) is { } directive)
            diagnostics = [.. directive.Apply(diagnostics.Concat(directive.Problems))];
        return new ParseResult(HasErrors(diagnostics) ? null : file, Sorted(diagnostics))
        {
            IsDeferred = tree.Directives.Any(directive => directive.Name == "route"),
            Stages = stages,
        };
    }

    private static bool HasErrors(List<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Severity == Severity.Error)
                return true;
        }
        return false;
    }

    private static ImmutableArray<Diagnostic> Sorted(List<Diagnostic> diagnostics) =>
        diagnostics.Count == 0 ? [] : [.. diagnostics.Select(Visible.Clean).OrderBy(diagnostic => diagnostic.Span.Line).ThenBy(diagnostic => diagnostic.Span.Column)];
}
