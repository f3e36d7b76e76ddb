using System.Collections.Immutable;
using ImgRep.Containerfiles.Checks.Shell;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>Warns of what RUN, ENV and ARG say that cannot work, or that usually gives another result elsewhere or tomorrow.</summary>
public static class RunWarnings
{
    private static readonly Func<ShellScript, IEnumerable<Finding>>[] Families =
    [
        NetworkRules.Check, ClockRules.Check, MachineRules.Check, RandomRules.Check, FlagRules.Check, GoRules.Check, PythonRules.Check, ArchiveRules.Check,
    ];

    /// <param name="file">A Containerfile that was parsed without an error.</param>
    /// <returns>In the order of the file.</returns>
    public static ImmutableArray<Diagnostic> Check(Containerfile file, ParseOptions options)
    {
        var diagnostics = new List<Diagnostic>();
        foreach (var argument in file.GlobalArguments)
            VariableRules.Check(file, argument, diagnostics);
        foreach (var (stage, evaluated) in file.Stages.Zip(StageEvaluator.EvaluateAll(file, options)))
        {
            foreach (var instruction in stage.Instructions)
                VariableRules.Check(file, instruction, diagnostics);
            foreach (var step in evaluated.Steps)
                CheckStep(file, step, evaluated.Config, diagnostics);
        }
        return [.. CheckOptions.Apply(file.Syntax, diagnostics).Select(Visible.Clean).OrderBy(diagnostic => diagnostic.Span.Line).ThenBy(diagnostic => diagnostic.Span.Column)];
    }

    private static void CheckStep(Containerfile file, Step step, StageConfig stage, List<Diagnostic> diagnostics)
    {
        if (step.Instruction is not RunInstruction run || RunText.Read(file, run) is not { } text || !IsReadByShell(step))
            return;
        var script = ShellReader.Read(text.Text) with { Stage = stage };
        foreach (var finding in Families.SelectMany(check => check(script)).DistinctBy(finding => finding.Message))
            diagnostics.Add(new Diagnostic(text.SpanAt(finding.Start, finding.Length), finding.Rule, finding.Message, finding.Hint));
    }

    private static bool IsReadByShell(Step step) =>
        !((RunInstruction)step.Instruction).Command.IsShellForm || step.Shell.IsEmpty || ShellCommand.IsShellName(step.Shell[0]);
}
