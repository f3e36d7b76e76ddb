using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Trust;
using ImgRep.Primitives;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;

namespace ImgRep.Cli.Commands;

internal static class KeysCommand
{
    public static Command Create() => new CommandWithExample("keys", "Show and change who is trusted (keys/)", "imgrep keys list")
    {
        KeysBeginCommand.Create(), List(), Show(), Add(), Revoke(), Check(),
    };

    private static CommandWithExample List()
    {
        var command = new CommandWithExample("list", "Print all people and their keys", "imgrep keys list", null, typeof(KeysAnswer));
        command.SetAction(async (arguments, cancellation) =>
        {
            Answer.Print(arguments, KeysAnswer.From(await ListAsync(arguments, cancellation)));
            return ExitCode.Done;
        });
        return command;
    }

    private static CommandWithExample Show()
    {
        var who = new Argument<string>("PERSON") { Description = "A person's id, or a key of theirs: a fingerprint, or TYPE BASE64 of an SSH key" };
        who.CompletionSources.Add(context => KnownKeys.People(context.ParseResult).Concat(KnownKeys.Fingerprints(context.ParseResult)));
        var command = new CommandWithExample("show", "Print one person, or the holder of a key", "imgrep keys show alice", null, typeof(KeysAnswer)) { who };
        command.SetAction(async (arguments, cancellation) =>
        {
            var wanted = arguments.GetRequiredValue(who);
            var keys = await ListAsync(arguments, cancellation);
            var ids = keys.Where(key => key.Person.Id == wanted || key.Key.IsCalled(wanted)).Select(key => key.Person.Id).ToHashSet();
            if (ids.Count == 0)
            {
                Report.Error($"nobody is called '{wanted}', and nobody holds such a key", "imgrep keys list shows all");
                return ExitCode.RejectedInput;
            }
            Answer.Print(arguments, KeysAnswer.From(keys.Where(key => ids.Contains(key.Person.Id))));
            return ExitCode.Done;
        });
        return command;
    }

    private static CommandWithExample Add()
    {
        var file = new Argument<string>("FILE") { Description = "One armoured public key (gpg --armor --export FINGERPRINT)" };
        var person = new Option<string>("--person") { Description = "Whose key it is: an id in keys/people.yaml, or a new one", HelpName = "ID", Required = true };
        person.CompletionSources.Add(context => KnownKeys.People(context.ParseResult));
        var name = new Option<string?>("--name") { Description = "A new person's name", HelpName = "NAME" };
        var organisation = new Option<string?>("--organisation") { Description = "A new person's organisation", HelpName = "NAME" };
        var roles = new Option<string[]>("--role") { Description = "A new person's role; may be given several times", HelpName = "ROLE" };
        roles.AcceptOnlyFromAmong([.. Roles.Names]);
        var command = new CommandWithExample(
            "add", "Add a key, and its holder", "imgrep keys add alice.asc --person alice --name 'Alice Example' --organisation Example --role reviewer", null, typeof(KeysAnswer))
        {
            file, person, name, organisation, roles,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var path = arguments.GetRequiredValue(file);
            var holder = new KeyHolder(arguments.GetRequiredValue(person), arguments.GetValue(name), arguments.GetValue(organisation),
                [.. (arguments.GetValue(roles) ?? []).Select(role => Roles.Find(role)!.Value)]);
            var added = await new KeyEdit(CommonOptions.TreeOf(arguments)).AddAsync(SmallFile.Read(path), path, holder, cancellation);
            Answer.Print(arguments, KeysAnswer.From((await ListAsync(arguments, cancellation)).Where(key => key.Key.OpenPgp == added)));
            return ExitCode.Done;
        });
        return command;
    }

    private static CommandWithExample Revoke()
    {
        var key = new Argument<string>("FINGERPRINT") { Description = "The key" };
        key.CompletionSources.Add(context => KnownKeys.Fingerprints(context.ParseResult));
        var reason = new Option<RevocationReason>("--reason")
        {
            Description = "compromised: nothing it ever signed counts; superseded, retired: what it signed before counts",
            HelpName = "REASON",
            Required = true,
        };
        var command = new CommandWithExample(
            "revoke", "Write that a key is not to be trusted from now on", "imgrep keys revoke ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9 --reason compromised",
            null, typeof(KeysAnswer))
        {
            key, reason,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var fingerprint = arguments.GetRequiredValue(key);
            new KeyEdit(CommonOptions.TreeOf(arguments)).Revoke(fingerprint, DateTimeOffset.UtcNow, arguments.GetRequiredValue(reason));
            Answer.Print(arguments, KeysAnswer.From((await ListAsync(arguments, cancellation))
                .Where(held => string.Equals(held.Key.ToString(), fingerprint.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))));
            return ExitCode.Done;
        });
        return command;
    }

    private static CommandWithExample Check()
    {
        var command = new CommandWithExample("check", "Say what is wrong with keys/ and policy.yaml", "imgrep keys check", null, typeof(DiagnosticsAnswer));
        command.SetAction(async (arguments, cancellation) =>
        {
            var diagnostics = new List<Diagnostic>();
            var tree = CommonOptions.TreeOf(arguments);
            var folder = KeyFolder.Read(tree, diagnostics);
            if (TrustRoot.ReadPolicy(tree, diagnostics) is { } policy)
            {
                diagnostics.AddRange(Satisfiability.Check(policy, folder.People, DateTimeOffset.UtcNow, Severity.Error));
                if (policy.Introduction is not null && Succession.Problem(policy, folder.People) is { } end)
                    diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(PolicyFile.Path), "dead-end", $"nobody could go on from this: {end}",
                        "imgrep authenticate refuses a history that comes to this"));
            }
            diagnostics.AddRange(KeyCheck.Check(await KeyCheck.ListAsync(folder, DateTimeOffset.UtcNow, cancellation)));
            return DiagnosticsAnswer.Conclude(arguments, diagnostics);
        });
        return command;
    }

    private static Task<List<HeldKey>> ListAsync(ParseResult arguments, CancellationToken cancellation) =>
        KeyCheck.ListAsync(KeyFolder.Read(CommonOptions.TreeOf(arguments)), DateTimeOffset.UtcNow, cancellation);
}
