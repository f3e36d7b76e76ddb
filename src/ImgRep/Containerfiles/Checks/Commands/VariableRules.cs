using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>Values of ENV and ARG that reach compilers and archivers.</summary>
internal static class VariableRules
{
    public static void Check(Containerfile file, Instruction instruction, List<Diagnostic> diagnostics)
    {
        var variables = instruction switch
        {
            EnvInstruction env => env.Variables,
            ArgInstruction arg => arg.Variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Default)),
            _ => [],
        };
        foreach (var (name, value) in variables)
        {
            if (value is null)
                continue;
            if (name == ClockRules.Epoch && value is "" or "\"\"" or "''")
                diagnostics.Add(new Diagnostic(file.Locate(instruction, name), Rules.SourceDateEpoch, ClockRules.EpochMessage, ClockRules.EpochHint));
            foreach (var (_, flag, rule, message, hint) in FlagRules.In(value))
                diagnostics.Add(new Diagnostic(file.Locate(instruction, flag), rule, message, hint));
        }
    }
}
