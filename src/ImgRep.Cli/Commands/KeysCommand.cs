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
        KeysBeginCommand.Create(), List(), Show(), Add(), Set(), Revoke(), Check(),
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
        var who = new Argument<string>("PERSON") { HelpName = "PERSON", Description = "A person's id, or a key of theirs: a fingerprint, or TYPE BASE64 of an SSH key" };
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
        var files = new Argument<string[]>("FILE")
        {
            Description = "Public keys: armoured OpenPGP keys (gpg --armor --export FINGERPRINT), .pub files of SSH keys, which sign commits only",
            Arity = ArgumentArity.OneOrMore,
        };
        var person = new Option<string>("--person") { Description = "Whose keys they are: an id in keys/people.yaml, or a new one", HelpName = "ID", Required = true };
        person.CompletionSources.Add(context => KnownKeys.People(context.ParseResult));
        var holder = new HolderOptions("A new person's", "From when on a new person counts, or the keys of one that is there");
        var commit = CommitOption.Create("keys/");
        var command = new CommandWithExample(
            "add", "Add keys, and their holder", "imgrep keys add alice.asc --person alice --name 'Alice Example' --organisation Example --role reviewer", null, typeof(KeysAnswer))
        {
            files, person, commit,
        };
        holder.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            CommitOption.Prepare(arguments, commit, tree, cancellation);
            var added = await new KeyEdit(tree).AddAsync(
                [.. arguments.GetRequiredValue(files).Select(path => (SmallFile.Read(path), path))], holder.Read(arguments, arguments.GetRequiredValue(person)), cancellation);
            Answer.Print(arguments, KeysAnswer.From((await ListAsync(arguments, cancellation)).Where(key => added.Contains(key.Key.ToString()))));
            var what = added.Length == 1 ? "a key" : "keys";
            CommitOption.Run(arguments, commit, tree, [KeyFolder.Name], $"keys: add {what} of {arguments.GetRequiredValue(person)}", IsAuthenticated(tree), cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static CommandWithExample Set()
    {
        var person = new Argument<string>("PERSON") { HelpName = "PERSON", Description = "A person's id in keys/people.yaml" };
        person.CompletionSources.Add(context => KnownKeys.People(context.ParseResult));
        var holder = new HolderOptions("The person's new", "From when on the person counts");
        var commit = CommitOption.Create("keys/");
        var command = new CommandWithExample(
            "set", "Write when a person began or left, or their roles, name or organisation", "imgrep keys set alice --left 2026-05-31", null, typeof(KeysAnswer))
        {
            person, commit,
        };
        holder.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!holder.IsGiven(result))
                result.AddError("keys set takes what to write: --since, --left, --role, --name or --organisation");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var (tree, id) = (CommonOptions.TreeOf(arguments), arguments.GetRequiredValue(person));
            CommitOption.Prepare(arguments, commit, tree, cancellation);
            new KeyEdit(tree).Set(holder.Read(arguments, id));
            Answer.Print(arguments, KeysAnswer.From((await ListAsync(arguments, cancellation)).Where(key => key.Person.Id == id)));
            CommitOption.Run(arguments, commit, tree, [KeyFolder.Name], $"keys: change what is written of {id}", IsAuthenticated(tree), cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static CommandWithExample Revoke()
    {
        var key = new Argument<string>("FINGERPRINT") { HelpName = "FINGERPRINT", Description = "The key" };
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

    /// <summary>Whether the policy names the commit from which the history is authenticated.</summary>
    private static bool IsAuthenticated(Checkout tree) => TrustRoot.ReadPolicy(tree, [])?.Introduction is not null;

    private static Task<List<HeldKey>> ListAsync(ParseResult arguments, CancellationToken cancellation) =>
        KeyCheck.ListAsync(KeyFolder.Read(CommonOptions.TreeOf(arguments)), DateTimeOffset.UtcNow, cancellation);
}
