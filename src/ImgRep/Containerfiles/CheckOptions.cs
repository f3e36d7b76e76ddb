using System.Collections.Frozen;
using System.Text;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles;

/// <summary>What the <c># check=</c> line of a file says: which warnings it leaves out, and whether the others are errors. It is written as
/// BuildKit reads it: <c>skip=RULE,RULE</c> or <c>skip=all</c>, and <c>error=true</c>, parted by semicolons.</summary>
internal sealed class CheckOptions
{
    private const string Everything = "all";
    private const string Syntax = "write skip=RULE,RULE, skip=all or error=true";

    /// <summary>BuildKit's own rules: a file that skips them skips nothing here.</summary>
    private static readonly FrozenSet<string> RulesOfBuildKit = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "StageNameCasing", "FromAsCasing", "NoEmptyContinuation", "ConsistentInstructionCasing", "DuplicateStageName",
        "ReservedStageName", "JSONArgsRecommended", "MaintainerDeprecated", "UndefinedArgInFrom", "WorkdirRelativePath", "UndefinedVar",
        "MultipleInstructionsDisallowed", "LegacyKeyValueFormat", "RedundantTargetPlatform", "SecretsUsedInArgOrEnv", "InvalidDefaultArgInFrom",
        "FromPlatformFlagConstDisallowed", "CopyIgnoredFile", "InvalidDefinitionDescription", "ExposeProtoCasing", "ExposeInvalidFormat");

    private readonly SyntaxTree tree;
    private readonly SyntaxDirective directive;
    private readonly HashSet<string> skipped = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> problems = [];
    private bool warningsAreErrors;

    private CheckOptions(SyntaxTree tree, SyntaxDirective directive)
    {
        (this.tree, this.directive) = (tree, directive);
        foreach (var option in directive.Value.Split(';'))
            Read(option);
    }

    /// <summary>What is wrong with the directive itself.</summary>
    public IReadOnlyList<Diagnostic> Problems => problems;

    /// <summary>Null if the file has none.</summary>
    public static CheckOptions? Find(SyntaxTree? tree) =>
        tree?.Directives.FirstOrDefault(directive => directive.Name == "check") is { } found ? new CheckOptions(tree, found) : null;

    /// <summary>Diagnostics of the file without the warnings that it leaves out. Errors stay.</summary>
    public static IEnumerable<Diagnostic> Apply(SyntaxTree? tree, IEnumerable<Diagnostic> diagnostics) =>
        Find(tree) is { } directive ? directive.Apply(diagnostics) : diagnostics;

    public IEnumerable<Diagnostic> Apply(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error || !IsSkipped(diagnostic.Rule))
            .Select(diagnostic => warningsAreErrors ? diagnostic with { Severity = Severity.Error } : diagnostic);

    private bool IsSkipped(Rule rule) => skipped.Contains(rule.Name) || skipped.Contains(Everything);

    private void Read(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (option.Trim(), "") : (option[..equals].Trim(), option[(equals + 1)..].Trim());
        switch (name)
        {
            case "skip" when value.Length > 0:
                foreach (var rule in value.Split(',', StringSplitOptions.TrimEntries))
                    Skip(rule);
                break;
            case "error" when value is "1" or "t" or "T" or "true" or "True" or "TRUE":
                warningsAreErrors = true;
                break;
            case "error" when value is "0" or "f" or "F" or "false" or "False" or "FALSE":
            case "experimental" when value.Length > 0:
                break;
            case "skip" or "error" or "experimental":
                Report(Rules.CheckDirective, option.Trim(), value.Length == 0 ? $"the option '{name}' has no value" : $"the option '{name}' cannot be '{value}'", Syntax);
                break;
            default:
                Report(Rules.CheckDirective, option.Trim(), $"the check directive has no option '{name}'", Syntax);
                break;
        }
    }

    private void Skip(string rule)
    {
        skipped.Add(rule);
        if (rule == Everything || Rules.Find(rule) is { Severity: Severity.Warning } || RulesOfBuildKit.Contains(rule))
            return;
        if (Rules.Find(rule) is not null)
            Report(Rules.UnknownRule, rule, $"'{rule}' is an error: it cannot be left out", "mend what it finds");
        else
            Report(Rules.UnknownRule, rule, $"there is no rule '{rule}'", Hint(rule));
    }

    private static string Hint(string rule) =>
        NearestName.Find(rule, Rules.All.Where(known => known.Severity == Severity.Warning).Select(known => known.Name)) is { } nearest
            ? $"did you mean {nearest}?"
            : "docs/rules has their names";

    /// <param name="word">Where it stands in the directive.</param>
    private void Report(Rule rule, string word, string message, string hint)
    {
        var line = Encoding.UTF8.GetString(tree.Lines[directive.Span.Line - 1].Content(tree.Source.Span));
        var at = word.Length == 0 ? -1 : line.IndexOf(word, line.IndexOf('=', StringComparison.Ordinal) + 1, StringComparison.Ordinal);
        var span = at < 0 ? directive.Span : directive.Span with { Column = directive.Span.Column + at, Length = word.Length };
        problems.Add(new Diagnostic(span, rule, message, hint));
    }
}
