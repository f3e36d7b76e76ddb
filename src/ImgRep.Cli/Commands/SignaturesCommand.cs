using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Keys;
using ImgRep.Host.Trust.History;

namespace ImgRep.Cli.Commands;

internal static class SignaturesCommand
{
    public static Command Create() => new CommandWithExample("signatures", "Keep signatures/ in order", "imgrep signatures check origin/main..HEAD") { Check(), Migrate() };

    private static CommandWithExample Check()
    {
        var range = new Argument<string>("RANGE") { HelpName = "RANGE", Description = "BASE..HEAD: what a branch would be merged into, whose keys decide, and the branch" };
        range.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TryParse(token.Value, out _))
                result.AddError($"'{token.Value}' is no range of commits: write BASE..HEAD, like origin/main..HEAD");
        });
        range.CompletionSources.Add(context => KnownRevisions.List(context.ParseResult).Select(revision => $"{revision}..HEAD"));
        var command = new CommandWithExample(
            "check", "Say whether commits do nothing but add signatures that count, each in its maker's folder: what may be merged unseen",
            "imgrep signatures check origin/main..HEAD", "a commit does something else", typeof(SignatureCheckAnswer))
        {
            range,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            _ = TryParse(arguments.GetRequiredValue(range), out var ends);
            using var progress = CommandProgress.Start("checking");
            var answer = SignatureCheckAnswer.From(await SignatureCheck.ReadAsync(CommonOptions.TreeOf(arguments), ends.From, ends.To, DateTimeOffset.UtcNow, cancellation));
            Answer.Print(arguments, answer);
            return answer.InOrder ? ExitCode.Done : ExitCode.NegativeVerdict;
        });
        return command;
    }

    private static CommandWithExample Migrate()
    {
        var command = new CommandWithExample(
            "migrate", "Move signatures from where they lay before, numbered, into the folders of those who made them, also while a merge has conflicts there; none is lost",
            "imgrep signatures migrate", null, typeof(MigrationAnswer));
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            Answer.Print(arguments, new MigrationAnswer(await new SignatureMigration(tree, KeyFolder.Read(tree)).RunAsync(DateTimeOffset.UtcNow, cancellation)));
            return ExitCode.Done;
        });
        return command;
    }

    private static bool TryParse(string range, out (string From, string To) ends)
    {
        var parts = range.Split("..");
        ends = parts is [var from, var to] ? (from, to.Length > 0 ? to : "HEAD") : ("", "");
        return ends.From.Length > 0 && !ends.To.StartsWith('.');
    }
}
