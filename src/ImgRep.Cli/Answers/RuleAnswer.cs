using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Page">Where the sources of imgrep have an example.</param>
internal sealed record RuleAnswer(string Rule, string Severity, string Finds, string Page) : IAnswer
{
    public static RuleAnswer From(Rule rule) =>
        new(rule.Name, rule.Severity == Primitives.Severity.Error ? "error" : "warning", rule.Finds, $"docs/rules/{rule.Name}.md");

    public IEnumerable<string> Lines() => [$"{Rule} ({Severity}): {Finds}", $"{Page} has an example of what is wrong, and of what is right."];
}
