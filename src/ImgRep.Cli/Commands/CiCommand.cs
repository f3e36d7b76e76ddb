using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Builds;
using ImgRep.Host.Ci;
using ImgRep.Host.Rebuilds;
using ImgRep.Host.Store;
using ImgRep.Packages;

namespace ImgRep.Cli.Commands;

internal static class CiCommand
{
    public static Command Create()
    {
        var building = new BuildArguments("The packages to look at [default: all]", withBuilder: false, withRoute: false);
        var builders = BuildersOption.Create("The builders that must agree, separated by commas [default: embedded and the first of docker, buildah and podman that answers]");
        var key = KeyOption.Create("Which key of a machine signs");
        var forTests = new Option<bool>("--build-for-tests") { Description = "Also build packages that nothing but a test needs; without it, such tests are skipped" };
        var command = new CommandWithExample(
            "ci", "Rebuild what the machine's key has not confirmed yet in other surroundings and with other builders, test it, and sign what agrees",
            "imgrep ci --builders embedded,buildah", "a package is not confirmed", typeof(CiAnswer))
        {
            builders, key, forTests,
        };
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            var options = building.Read(arguments);
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var plan = await CiPlan.ReadAsync(tree, store, options, arguments.GetValue(key), cancellation);
            if (plan.IsDone)
                return CiReport.Done(arguments, plan);
            var chosen = BuildersOption.Read(arguments, builders);
            if (chosen.IsEmpty)
                chosen = await ChooseAsync(store, cancellation);
            Announce(chosen);
            var work = CiWork.Read(tree, store, plan, cancellation);
            var isAsked = arguments.GetValue(forTests);
            CiReport.Announce(work, chosen, isAsked);
            using var progress = CommandProgress.Start("examining");
            var untested = isAsked ? new HashSet<PackageName>() : [.. work.ForTests.Keys];
            var session = new CiSession(tree, store, options, chosen, Variation.Usual, arguments.GetValue(key), untested, progress);
            return CiReport.Conclude(arguments, plan, await session.RunAsync(plan, cancellation));
        });
        return command;
    }

    private static async Task<ImmutableArray<string>> ChooseAsync(ContentStore store, CancellationToken cancellation) =>
        await BuilderChoice.FindSecondAsync(store, cancellation) is { } second ? [BuilderChoice.Embedded, second] : [BuilderChoice.Embedded];

    private static void Announce(ImmutableArray<string> builders)
    {
        NotVaried.Print(Variation.All, Variation.Usual);
        if (builders.Length == 1)
            Report.Warning("builders", $"there is only {builders[0]}: that another gives the same is not shown (docker, buildah or podman would be one)");
    }
}
