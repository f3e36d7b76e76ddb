using System.Collections.Immutable;
using ImgRep.Containerfiles.Expansion;
using ImgRep.Containerfiles.Instructions;

namespace ImgRep.Containerfiles.Stages;

/// <summary>The variables that FROM sees, and whose values an ARG in a stage takes when it has no default.</summary>
internal static class GlobalScope
{
    /// <summary>Platform values, overlaid by the global ARG instructions in order, overlaid by build arguments.</summary>
    public static VariableTable Evaluate(ImmutableArray<ArgInstruction> arguments, ParseOptions options, char escape, Action<Instruction, string, LexResult> report)
    {
        var table = new VariableTable(options.Automatic);
        var lexer = new WordLexer(escape, table);
        foreach (var instruction in arguments)
        {
            foreach (var variable in instruction.Variables)
            {
                if (options.BuildArgument(variable.Name) is { } given)
                {
                    table[variable.Name] = given;
                }
                else if (variable.Default is not null)
                {
                    var value = lexer.Expand(variable.Default);
                    report(instruction, variable.Default, value);
                    table[variable.Name] = value.Text;
                }
            }
        }
        return table;
    }

    /// <summary>The same, of a file whose faults were reported before.</summary>
    public static VariableTable Evaluate(Containerfile file, ParseOptions options) =>
        Evaluate(file.GlobalArguments, options, file.Escape, static (_, _, _) => { });
}
