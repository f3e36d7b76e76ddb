using System.Collections.Immutable;
using ImgRep.Containerfiles.Expansion;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles;

/// <summary>The variables that FROM sees, and whose values an ARG in a stage takes when it has no default.</summary>
internal static class GlobalScope
{
    /// <summary>Names that BuildKit accepts as build arguments unasked: a build must not depend on them.</summary>
    private static readonly string[] Proxies = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];

    /// <summary>Platform values, overlaid by the global ARG instructions in order, overlaid by build arguments.</summary>
    public static VariableTable Evaluate(ImmutableArray<ArgInstruction> arguments, ParseOptions options, char escape, Action<Instruction, string, LexResult> report)
    {
        var table = Automatic(options);
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

    /// <summary>The value that was given for a build; proxies are never given.</summary>
    public static string? BuildArgument(ParseOptions options, string name) =>
        options.BuildArguments.Count > 0 && options.BuildArguments.TryGetValue(name, out var value) && !Proxies.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? value
            : null;

    private static VariableTable Automatic(ParseOptions options)
    {
        var table = new VariableTable();
        Add("BUILD", options.Platform);
        Add("TARGET", options.Platform);
        table["TARGETSTAGE"] = "default";
        foreach (var name in options.BuildArguments.Count > 0 ? table.Keys.ToList() : [])
            table[name] = BuildArgument(options, name) ?? table[name];
        return table;

        void Add(string prefix, Platform platform)
        {
            table[prefix + "PLATFORM"] = platform.ToString();
            table[prefix + "OS"] = platform.Os;
            table[prefix + "OSVERSION"] = "";
            table[prefix + "ARCH"] = platform.Architecture;
            table[prefix + "VARIANT"] = platform.Variant ?? "";
        }
    }
}
