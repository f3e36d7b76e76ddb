using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <param name="Test">Null for <c>HEALTHCHECK NONE</c>.</param>
/// <param name="Options">Names without dashes and values as written, in order.</param>
public sealed record HealthcheckInstruction(SourceSpan Span, CommandLine? Test, ImmutableArray<KeyValuePair<string, string>> Options) : Instruction(Span)
{
    private static readonly string[] Durations = ["interval", "timeout", "start-period", "start-interval"];

    private static readonly ImmutableArray<FlagRule> Flags = [.. Durations.Append("retries").Select(name => new FlagRule(name, FlagKind.Text))];

    internal static HealthcheckInstruction? Parse(InstructionText text)
    {
        if (text.Single("HEALTHCHECK CMD COMMAND") is null)
            return null;
        var (type, rest) = WordSplitter.Cut(text.Arguments);
        switch (type.ToUpperInvariant())
        {
            case "NONE" when rest == text.Arguments.Length:
                return new HealthcheckInstruction(text.Span, null, []);
            case "NONE":
                text.Report(text.ArgumentsStart + rest, text.Arguments.Length - rest, Rules.HealthcheckArguments, "HEALTHCHECK NONE takes no arguments", "remove them");
                return null;
            case "CMD":
                return ParseTest(text, rest);
            default:
                text.Report(text.ArgumentsStart, type.Length, Rules.HealthcheckType, $"HEALTHCHECK does not know '{type}'", "write HEALTHCHECK CMD COMMAND or HEALTHCHECK NONE");
                return null;
        }
    }

    private static HealthcheckInstruction? ParseTest(InstructionText text, int rest)
    {
        var flags = FlagValues.Read(text, Flags);
        var test = CommandLine.Parse(text, text.Arguments[rest..], text.ArgumentsStart + rest);
        var isMissing = test is { IsShellForm: false, Words: [] } or { IsShellForm: true, Words: [""] };
        if (isMissing)
            text.Report(Rules.MissingArgument, "HEALTHCHECK CMD has no command", "write HEALTHCHECK CMD COMMAND");
        var options = Flags.Where(rule => flags.Text(rule.Name) is not null)
            .Select(rule => KeyValuePair.Create(rule.Name, flags.Text(rule.Name)!)).ToImmutableArray();
        var wrong = options.Where(option => !IsValid(option.Key, option.Value)).ToList();
        foreach (var (name, value) in wrong)
            text.Report(Rules.FlagValue, $"the flag --{name} cannot be '{value}'",
                name == "retries" ? "write a number that is not negative" : "write a duration like 30s or 1m30s, at least 1ms");
        var isWrong = flags.Failed || wrong.Count > 0 || isMissing || test is null;
        return isWrong ? null : new HealthcheckInstruction(text.Span, test, options);
    }

    private static bool IsValid(string name, string value) => name == "retries"
        ? int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var retries) && retries >= 0
        : GoDuration.TryParse(value, out var duration) && (duration == 0 || duration >= 1_000_000);
}
