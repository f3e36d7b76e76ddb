using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Cli.Display;
using ImgRep.Host.Git;
using ImgRep.Host.Scaffolding;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;

namespace ImgRep.Cli.Options;

/// <summary>Who begins: what options say, else what git knows, else what the person at the terminal answers.</summary>
internal sealed class FounderOptions
{
    private readonly Option<string[]> key = new("--key")
    {
        Description = "Your key: an OpenPGP key as gpg knows it, or the .pub file of an SSH key; a second one may follow, the first signs commits [default: "
            + "git's user.signingKey, or your only OpenPGP key]",
        HelpName = "KEY",
    };

    private readonly Option<string?> name = new("--name") { Description = "Your name [default: git's user.name]", HelpName = "NAME" };

    private readonly Option<string?> person = new("--person") { Description = "Your short name in keys/people.yaml [default: the first word of your name]", HelpName = "ID" };

    private readonly Option<string?> organisation = new("--organisation") { Description = "Who pays or hosts you [default: nobody, so your own name]", HelpName = "NAME" };

    private readonly Option<int> people = Count("--people", "How many people must confirm an image");

    private readonly Option<int> organisations = Count("--organisations", "Of how many organisations these must be");

    private readonly Option<int> builders = Count("--builders", "How many builders they must have used");

    public void AddTo(Command command)
    {
        command.Add(key);
        command.Add(name);
        command.Add(person);
        command.Add(organisation);
        command.Add(people);
        command.Add(organisations);
        command.Add(builders);
    }

    /// <param name="known">Of the repository that the tree is in.</param>
    public async Task<Founder> ReadAsync(ParseResult arguments, GitIdentity known, DateTimeOffset now, CancellationToken cancellation)
    {
        var keys = ImmutableArray.CreateBuilder<SigningIdentity>();
        if (arguments.GetValue(key) is { Length: > 0 } given)
        {
            foreach (var one in given)
                keys.Add(await SigningIdentity.FindAsync(one, null, now, cancellation));
        }
        else
        {
            keys.Add(known.Key is { } own ? await SigningIdentity.FindAsync(own, known.KeyFormat, now, cancellation) : await ChooseAsync(now, cancellation));
        }
        var (holder, address) = Split(keys.Select(one => one.UserId).FirstOrDefault(id => id.Length > 0) ?? "");
        var called = arguments.GetValue(name) ?? Question.Ask("your name", known.Name ?? holder, cancellation)
            ?? throw Missing("your name is not known", "git config --global user.name NAME, or --name");
        var id = arguments.GetValue(person) ?? Question.Ask($"your short name in {PeopleFile.Path}", Founder.SuggestId(called), cancellation)
            ?? throw Missing($"no short name can be made of '{called}'", "--person ID, in lower-case letters");
        var payer = arguments.GetValue(organisation) ?? Question.Ask("your organisation", called, cancellation)!;
        var email = known.Email ?? address ?? Question.Ask("your email address, for commits", null, cancellation)
            ?? throw Missing("your email address is not known", "git config --global user.email ADDRESS");
        if (address is not null && email != address)
            Report.Warning("commits", $"git has {email} for you, and your key {address}: see that both are yours");
        return new Founder(id, called, email, payer, keys.ToImmutable(),
            new FirstPolicy(arguments.GetRequiredValue(people), arguments.GetRequiredValue(organisations), arguments.GetRequiredValue(builders)));
    }

    private static Option<int> Count(string name, string description)
    {
        var count = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => 1 };
        count.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is < 1 or > 1000)
                result.AddError($"{name} takes a number from 1");
        });
        return count;
    }

    /// <summary>The only OpenPGP key there is, or the one that is chosen.</summary>
    private static async Task<SigningIdentity> ChooseAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var keys = await SigningIdentity.ListAsync(now, cancellation);
        return await SigningIdentity.FindAsync((keys.Count == 1 ? keys[0] : Choose(keys, cancellation)).Fingerprint.Hex, SigningIdentity.OpenPgp, now, cancellation);
    }

    private static KeyFacts Choose(List<KeyFacts> keys, CancellationToken cancellation)
    {
        if (!Question.CanAsk)
            throw Missing($"there are {keys.Count} keys: {string.Join(", ", keys.Select(one => $"{one.Fingerprint} ({one.UserId})"))}", "say which with --key");
        for (var at = 0; at < keys.Count; at++)
            Terminal.Writer.WriteLine(Terminal.Printable($"{at + 1}. {keys[at].Fingerprint} {keys[at].UserId}"));
        return int.TryParse(Question.Ask("which key", "1", cancellation), out var number) && number >= 1 && number <= keys.Count ? keys[number - 1]
            : throw Missing("there is no such key in the list", "answer with its number");
    }

    /// <summary>The name and the address of a user id like <c>Alice Example (work) &lt;alice@example.org&gt;</c>.</summary>
    private static (string? Name, string? Address) Split(string userId)
    {
        var open = userId.IndexOf('<', StringComparison.Ordinal);
        var label = (open < 0 ? userId : userId[..open]).Split('(')[0].Trim();
        return (label.Length > 0 ? label : null, open >= 0 && userId.EndsWith('>') && userId.Length - open > 2 ? userId[(open + 1)..^1] : null);
    }

    private static RejectedInputException Missing(string message, string hint) => new(Diagnostic.Error(SourceSpan.Whole(PeopleFile.Path), "founder", message, hint));
}
