using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Rebuilds;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class ReproduceCommand
{
    public static Command Create()
    {
        var building = new BuildArguments("The packages to rebuild [default: all]");
        var vary = new Option<bool>("--vary") { Description = "Instead, rebuild each in other surroundings, and say which of these change it" };
        var only = new Option<string[]>("--variation") { Description = "With --vary: only this one; may be repeated", HelpName = "NAME" };
        only.AcceptOnlyFromAmong([.. Variation.All.Select(variation => variation.Name)]);
        var command = new CommandWithExample("reproduce", "Rebuild packages without any result of earlier builds, and compare with the file digests",
            "imgrep reproduce --vary musl")
        {
            vary, only,
        };
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var options = building.Read(arguments);
            return arguments.GetValue(vary) || arguments.GetValue(only) is { Length: > 0 }
                ? await VaryAsync(arguments, options, store, arguments.GetValue(only) ?? [], cancellation)
                : await CompareAsync(arguments, options with { NoCache = true }, store, cancellation);
        });
        return command;
    }

    private static async Task<int> CompareAsync(ParseResult arguments, BuildOptions options, ContentStore store, CancellationToken cancellation)
    {
        var committed = CheckoutDigests.Read(CommonOptions.TreeOf(arguments));
        var plan = await BuildArguments.RunAsync(arguments, options, store, cancellation);
        var built = plan.Asked(options.Names).ToList();
        Answer.Print(arguments, BuildAnswer.From(built));
        RouteWarnings.Print(plan);
        return DigestVerdict.Compare(committed, built, options.Names.IsEmpty);
    }

    private static async Task<int> VaryAsync(ParseResult arguments, BuildOptions options, ContentStore store, string[] only, CancellationToken cancellation)
    {
        ImmutableArray<Variation> asked = only.Length == 0 ? Variation.All : [.. Variation.All.Where(variation => only.Contains(variation.Name))];
        ImmutableArray<Variation> varied = only.Length == 0 ? Variation.Usual : [.. asked.Where(variation => variation.Obstacle is null)];
        VariedAnswer.Announce(asked, varied);
        using var progress = CommandProgress.Start("rebuilding");
        var session = new VariedSession(CommonOptions.TreeOf(arguments), store, options, progress);
        return VariedAnswer.Conclude(arguments, await session.RunAsync(varied, cancellation), varied);
    }
}
