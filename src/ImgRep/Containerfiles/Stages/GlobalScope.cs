using System.Collections.Immutable;
using ImgRep.Containerfiles.Expansion;
using ImgRep.Containerfiles.Instructions;

namespace ImgRep.Containerfiles.Stages;

/// <summary>The variables that FROM sees, and whose values an ARG in a stage takes when it has no default.</summary>
internal static class GlobalScope
{
    /// <summary>Names that BuildKit accepts as build arguments unasked: a build must not depend on them.</summary>
    private static readonly string[] Proxies = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];

    private static volatile Cached? lastAutomatic;

    /// <summary>Platform values, overlaid by the global ARG instructions in order, overlaid by build arguments.</summary>
    public static VariableTable Evaluate(ImmutableArray<ArgInstruction> arguments, ParseOptions options, char escape, Action<Instruction, string, LexResult> report)
    {
        var table = new VariableTable(Automatic(options));
        var lexer = new WordLexer(escape, table);
        foreach (var instruction in arguments)
        {
            foreach (var variable in instruction.Variables)
            {
                if (BuildArgument(options, variable.Name) is { } given)
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

    /// <summary>The value that was given for a build; proxies are never given.</summary>
    public static string? BuildArgument(ParseOptions options, string name) =>
        options.BuildArguments.Count > 0 && options.BuildArguments.TryGetValue(name, out var value) && !Proxies.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? value
            : null;

    /// <summary>Kept for the options that were used last: a tree is read with the same ones throughout.</summary>
    private static VariableTable Automatic(ParseOptions options)
    {
        var cached = lastAutomatic;
        if (!ReferenceEquals(cached?.Options, options))
            lastAutomatic = cached = new Cached(options, ComputeAutomatic(options));
        return cached!.Table;
    }

    private static VariableTable ComputeAutomatic(ParseOptions options)
    {
        var table = new VariableTable();
        foreach (var prefix in (ReadOnlySpan<string>)["BUILD", "TARGET"])
        {
            table[prefix + "PLATFORM"] = options.Platform.ToString();
            table[prefix + "OS"] = options.Platform.Os;
            table[prefix + "OSVERSION"] = "";
            table[prefix + "ARCH"] = options.Platform.Architecture;
            table[prefix + "VARIANT"] = options.Platform.Variant ?? "";
        }
        table["TARGETSTAGE"] = "default";
        foreach (var name in table.Keys.ToList())
            table[name] = BuildArgument(options, name) ?? table[name];
        return table;
    }

    private sealed record Cached(ParseOptions Options, VariableTable Table);
}
