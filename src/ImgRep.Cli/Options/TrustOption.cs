using System.CommandLine;

namespace ImgRep.Cli.Options;

/// <summary>Whom the user trusts to know others. It is the user's to say, not the tree's.</summary>
internal static class TrustOption
{
    private const string Variable = "IMGREP_TRUST";

    public static Option<string[]> Trust { get; } = new("--trust")
    {
        Description = $"A person, or the fingerprint of a key, that you trust to certify others; may be repeated; {Variable} lists more, separated by commas",
        HelpName = "WHO",
        CompletionSources = { context => KnownKeys.People(context.ParseResult) },
    };

    public static IReadOnlyCollection<string> Read(ParseResult arguments) =>
    [
        .. arguments.GetValue(Trust) ?? [],
        .. (Environment.GetEnvironmentVariable(Variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    ];
}
