using System.Collections.Immutable;
using ImgRep.Containerfiles.Expansion;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles;

/// <param name="Platform">What is built, and on what: the value of TARGETPLATFORM and BUILDPLATFORM.</param>
/// <param name="BuildArguments">Values of ARG that win over defaults.</param>
/// <param name="SyntaxOnly">Refuse only what BuildKit refuses; otherwise the rules about what can be rebuilt hold too.</param>
public sealed record ParseOptions(Platform Platform, ImmutableDictionary<string, string> BuildArguments, bool SyntaxOnly)
{
    /// <summary>Names that BuildKit accepts as build arguments unasked: a build must not depend on them.</summary>
    private static readonly string[] Proxies = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];

    private VariableTable? automatic;

    private ParseOptions(ParseOptions original) =>
        (Platform, BuildArguments, SyntaxOnly) = (original.Platform, original.BuildArguments, original.SyntaxOnly);

    /// <summary>A package as this machine builds it.</summary>
    public static ParseOptions Default { get; } = new(Platform.Host, ImmutableDictionary<string, string>.Empty, false);

    /// <summary>The variables that every file has before its first instruction. Computed once: a tree is read with the same options throughout.</summary>
    internal VariableTable Automatic => automatic ??= ComputeAutomatic();

    /// <summary>The value that was given for a build; proxies are never given.</summary>
    internal string? BuildArgument(string name) =>
        BuildArguments.Count > 0 && BuildArguments.TryGetValue(name, out var value) && !Proxies.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? value
            : null;

    private VariableTable ComputeAutomatic()
    {
        var table = new VariableTable();
        foreach (var prefix in (ReadOnlySpan<string>)["BUILD", "TARGET"])
        {
            table[prefix + "PLATFORM"] = Platform.ToString();
            table[prefix + "OS"] = Platform.Os;
            table[prefix + "OSVERSION"] = "";
            table[prefix + "ARCH"] = Platform.Architecture;
            table[prefix + "VARIANT"] = Platform.Variant ?? "";
        }
        table["TARGETSTAGE"] = "default";
        foreach (var name in table.Keys.ToList())
            table[name] = BuildArgument(name) ?? table[name];
        return table;
    }
}
