using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

internal enum FlagKind
{
    Text,
    Switch,
    List,
}

/// <summary>A flag that an instruction knows.</summary>
internal sealed record FlagRule(string Name, FlagKind Kind);

/// <summary>The flags of an instruction, checked against those it knows.</summary>
internal sealed class FlagValues
{
    private static readonly FlagValues None = new();
    private readonly List<(string Name, string Value, SyntaxFlag Source)> values = [];

    /// <summary>Whether a flag was wrong.</summary>
    public bool Failed { get; private set; }

    public static FlagValues Read(InstructionText text, params ImmutableArray<FlagRule> rules)
    {
        if (text.Syntax.Flags.IsEmpty)
            return None;
        var flags = new FlagValues();
        foreach (var flag in text.Syntax.Flags)
            flags.Failed |= !flags.Add(text, flag, rules);
        return flags;
    }

    /// <summary>The value of a flag; null if it is absent or empty.</summary>
    public string? Text(string name)
    {
        foreach (var flag in values)
        {
            if (flag.Name == name)
                return flag.Value.Length > 0 ? flag.Value : null;
        }
        return null;
    }

    /// <summary>Null if the flag is absent.</summary>
    public bool? Switch(string name) => Text(name) is { } value ? value == "true" : null;

    public IEnumerable<(string Value, SyntaxFlag Source)> List(string name) =>
        values.Where(flag => flag.Name == name).Select(flag => (flag.Value, flag.Source));

    private bool Add(InstructionText text, SyntaxFlag flag, ImmutableArray<FlagRule> rules)
    {
        var equals = flag.Text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? flag.Text[2..] : flag.Text[2..equals];
        var value = equals < 0 ? null : flag.Text[(equals + 1)..];
        var rule = rules.FirstOrDefault(rule => rule.Name == name);
        if (rule is null)
            return Unknown(text, flag, name, rules);
        if (rule.Kind != FlagKind.List && values.Exists(earlier => earlier.Name == name))
            return Wrong(text, flag, Rules.DuplicateFlag, $"the flag --{name} appears twice", "remove one of them");
        if (rule.Kind != FlagKind.Switch)
            return value is null ? MissingValue(text, flag, name) : Keep(name, value, flag);
        return value?.ToLowerInvariant() switch
        {
            null => Keep(name, "true", flag),
            "true" or "false" => Keep(name, value.ToLowerInvariant(), flag),
            _ => Wrong(text, flag, Rules.FlagValue, value.Length == 0 ? $"the flag --{name} has no value" : $"the flag --{name} cannot be '{value}'",
                $"write --{name}=true or --{name}=false"),
        };
    }

    private bool Keep(string name, string value, SyntaxFlag flag)
    {
        values.Add((name, value, flag));
        return true;
    }

    private static bool Wrong(InstructionText text, SyntaxFlag flag, Rule rule, string message, string hint)
    {
        text.Report(flag.Start, flag.Length, rule, message, hint);
        return false;
    }

    private static bool MissingValue(InstructionText text, SyntaxFlag flag, string name) =>
        Wrong(text, flag, Rules.FlagValue, $"the flag --{name} has no value", $"write --{name}=VALUE, without a blank");

    private static bool Unknown(InstructionText text, SyntaxFlag flag, string name, ImmutableArray<FlagRule> rules) =>
        Wrong(text, flag, Rules.UnknownFlag, $"{text.Keyword} has no flag --{name}", Hint(text.Keyword, name, rules));

    private static string Hint(string keyword, string name, ImmutableArray<FlagRule> rules)
    {
        if (rules.IsEmpty)
            return $"{keyword} takes no flags; put the word in quotes if it is an argument";
        return NearestName.Find(name, rules.Select(rule => rule.Name)) is { } nearest
            ? $"did you mean --{nearest}?"
            : $"it knows {string.Join(", ", rules.Select(rule => "--" + rule.Name))}";
    }
}
