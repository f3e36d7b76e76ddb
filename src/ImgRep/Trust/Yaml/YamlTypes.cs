using System.Text.RegularExpressions;

namespace ImgRep.Trust.Yaml;

/// <summary>Plain scalars that some reader takes for something else than text: truth values, nothing, numbers and dates of YAML 1.1
/// (yaml.org/type) and of the core schema of 1.2.</summary>
internal static partial class YamlTypes
{
    /// <summary>What such a scalar is, after its name.</summary>
    public const string NoText = "no text to every reader of YAML";

    public static bool IsText(string plain) => !Typed().IsMatch(plain);

    [GeneratedRegex("""
        ^( ~ | = | << | null | y | n | yes | no | true | false | on | off
        | [-+]? ( 0x[0-9a-f_]+ | 0o[0-7_]+ | 0b[01_]+ | \.(inf|nan) )
        | [-+]? ( [0-9][0-9_,]* (\.[0-9_]*)? | \.[0-9_]+ ) ( e[-+]?[0-9]+ )?
        | [-+]? [0-9][0-9_]* (:[0-5]?[0-9])+ (\.[0-9_]*)?
        | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} ( [t\ ].* )? )$
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.NonBacktracking)]
    private static partial Regex Typed();
}
