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
        var revision = new Argument<string>("COMMIT")
        {
            HelpName = "COMMIT",
            Description = "A commit, a branch or a tag, perhaps before it is merged",
            DefaultValueFactory = _ => "HEAD",
        };
        revision.CompletionSources.Add(context => KnownRevisions.List(context.ParseResult));
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
            "authenticate", "Say whether everything that leads to a commit was changed and signed by those who might", "imgrep authenticate origin/main",
            "a change was not made and signed by somebody who may make it", typeof(AuthenticateAnswer))
        {
            revision, since, branch,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            using var progress = CommandProgress.Start("authenticating");
            var history = await AuthenticatedHistory.ReadAsync(
                CommonOptions.TreeOf(arguments), arguments.GetRequiredValue(revision), arguments.GetValue(since), arguments.GetValue(branch),
                ContentStore.DefaultRoot, DateTimeOffset.UtcNow, cancellation);
            var answer = AuthenticateAnswer.From(history);
            Answer.Print(arguments, answer);
            return answer.Authenticated ? ExitCode.Done : ExitCode.NegativeVerdict;
        });
        return command;
    }
}
