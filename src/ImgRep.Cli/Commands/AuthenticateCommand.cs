using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Store;
using ImgRep.Host.Trust.History;
using ImgRep.Trust.Commits;

namespace ImgRep.Cli.Commands;

internal static class AuthenticateCommand
{
    public static Command Create()
    {
        var revision = new Argument<string>("COMMIT") { Description = "A commit, a branch or a tag, perhaps before it is merged", DefaultValueFactory = _ => "HEAD" };
        var since = new Option<string?>("--since")
        {
            Description = "The commit, by its whole id, that you trust to begin with [default: the introduction that policy.yaml names]",
            HelpName = "COMMIT",
        };
        since.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !ObjectId.IsId(token.Value))
                result.AddError($"'{token.Value}' is no commit's whole id: write 40 or 64 small hexadecimal digits");
        });
        var branch = new Option<bool>("--branch")
        {
            Description = "COMMIT is a branch to be merged, or old on purpose: it need not come from what was authenticated here last, whose keys and policy judge it as well",
        };
        var command = new CommandWithExample(
            "authenticate", "Say whether everything that leads to a commit was changed and signed by those who might", "imgrep authenticate origin/main")
        {
            revision, since, branch,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var history = await AuthenticatedHistory.ReadAsync(
                CommonOptions.TreeOf(arguments), arguments.GetRequiredValue(revision), arguments.GetValue(since), arguments.GetValue(branch), ContentStore.DefaultRoot, DateTimeOffset.UtcNow, cancellation);
            Print(history, arguments);
            return history.Refusals.IsEmpty ? ExitCode.Done : ExitCode.NegativeVerdict;
        });
        return command;
    }

    private static void Print(AuthenticatedHistory history, ParseResult arguments)
    {
        if (arguments.GetValue(CommonOptions.Json))
        {
            Answer.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("authenticated", history.Refusals.IsEmpty);
                json.WriteString("commit", history.Tip);
                json.WriteString("introduction", history.Introduction);
                json.WriteNumber("checked", history.Checked);
                json.WriteStartArray("refusals");
                foreach (var refusal in history.Refusals)
                {
                    json.WriteStartObject();
                    json.WriteString("commit", refusal.Commit);
                    json.WriteString("path", refusal.Path);
                    json.WriteString("key", refusal.Key);
                    json.WriteString("rule", refusal.Rule);
                    json.WriteString("reason", refusal.Reason);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            });
            return;
        }
        using var output = Answer.Open();
        foreach (var refusal in history.Refusals)
            output.WriteLine(Terminal.Printable($"{refusal.Commit}: refused ({refusal.Rule}): {string.Join(": ", new[] { refusal.Path, refusal.Key, refusal.Reason }.Where(part => part.Length > 0))}"));
        output.WriteLine(history.Refusals.IsEmpty
            ? $"{history.Tip}: authenticated since {history.Introduction}, {history.Checked} commits looked at"
            : $"{history.Tip}: not authenticated");
    }
}
