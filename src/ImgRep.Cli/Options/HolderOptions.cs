using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ImgRep.Host.Keys;
using ImgRep.Trust.People;

namespace ImgRep.Cli.Options;

/// <summary>What <c>keys/people.yaml</c> says of a person.</summary>
internal sealed class HolderOptions
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'"];
    private readonly Option<string?> name;
    private readonly Option<string?> organisation;
    private readonly Option<string[]> roles;
    private readonly Option<string?> since;
    private readonly Option<string?> left;

    /// <param name="whose">Like <c>A new person's</c>.</param>
    /// <param name="from">What <c>--since</c> says.</param>
    public HolderOptions(string whose, string from)
    {
        name = new("--name") { Description = $"{whose} name", HelpName = "NAME" };
        organisation = new("--organisation") { Description = $"{whose} organisation", HelpName = "NAME" };
        roles = new("--role") { Description = $"{whose} role; may be given several times", HelpName = "ROLE" };
        roles.AcceptOnlyFromAmong([.. Roles.Names]);
        since = new("--since") { Description = $"{from}: YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SSZ", HelpName = "DATE" };
        left = new("--left") { Description = "From when on nothing more that the person signs counts", HelpName = "DATE" };
        since.Validators.Add(RefuseOtherThanDate);
        left.Validators.Add(RefuseOtherThanDate);
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[name, organisation, roles, since, left])
            command.Add(option);
    }

    /// <summary>Whether any of them was.</summary>
    public bool IsGiven(CommandResult command) => new Option[] { name, organisation, roles, since, left }.Any(option => command.GetResult(option) is { Implicit: false });

    /// <param name="id">Of the person.</param>
    public KeyHolder Read(ParseResult arguments, string id) => new(
        id, arguments.GetValue(name), arguments.GetValue(organisation), [.. (arguments.GetValue(roles) ?? []).Select(role => Roles.Find(role)!.Value).Distinct()],
        DateOf(arguments.GetValue(since)), DateOf(arguments.GetValue(left)));

    private static DateTimeOffset? DateOf(string? text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static void RefuseOtherThanDate(OptionResult result)
    {
        if (result.Tokens is [var token] && DateOf(token.Value) is null)
            result.AddError($"'{token.Value}' is no date: write YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SSZ");
    }
}
