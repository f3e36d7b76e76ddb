using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Rebuilds;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Commands;

internal static class ReproduceCommand
{
    public static Command Create()
    {
        var building = new BuildArguments("The packages to rebuild [default: those that this machine has not rebuilt yet to the committed digests]");
        var all = new Option<bool>("--all") { Description = "Rebuild every package, whatever this machine has rebuilt before" };
        var vary = new Option<bool>("--vary") { Description = "Instead, rebuild each in other surroundings, and say which of these change it" };
        var only = new Option<string[]>("--variation") { Description = "With --vary: only this one; may be repeated", HelpName = "NAME" };
        only.AcceptOnlyFromAmong([.. Variation.All.Select(variation => variation.Name)]);
        var cache = new CacheOptions();
        var push = RegistryOptions.PushTo();
        var command = new CommandWithExample("reproduce",
            "Rebuild packages without any result of earlier builds, and compare with the file digests; what this machine has rebuilt before is skipped",
            "imgrep reproduce --vary musl",
            "a package differs from the file digests or the registry, or a variation changes it", typeof(ReproduceAnswer), typeof(VariedAnswer))
        {
            all, vary, only, push,
        };
        building.AddTo(command);
        cache.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var options = cache.Read(arguments, building.Read(arguments)) with { PushTo = arguments.GetValue(push) };
            return arguments.GetValue(vary) || arguments.GetValue(only) is { Length: > 0 }
                ? await VaryAsync(arguments, options, store, arguments.GetValue(only) ?? [], cancellation)
                : await CompareAsync(arguments, options with { NoCache = true }, arguments.GetValue(all), store, cancellation);
        });
        return command;
    }

    private static async Task<int> CompareAsync(ParseResult arguments, BuildOptions options, bool isAll, ContentStore store, CancellationToken cancellation)
    {
        var tree = CommonOptions.TreeOf(arguments);
        // What the registry has is compared by those who bring it there.
        var committed = options.CacheFrom is null ? CheckoutDigests.Read(tree) : CheckoutDigests.TryRead(tree) ?? ImmutableSortedDictionary<PackageName, Digest>.Empty;
        var rebuilt = new RebuiltHere(store, committed, options.Builder);
        var isWhole = options.Names.IsEmpty;
        List<PlannedBuild> skipped = [];
        if (isWhole && !isAll)
        {
            var known = BuildPlan.Read(tree, [], store, cancellation, isComplete: true, options.Route);
            skipped = [.. known.Builds.Where(rebuilt.Has)];
            ReproduceAnswer.Announce(skipped);
            options = skipped.Count == 0 ? options : options with { Names = [.. known.Builds.Except(skipped).Select(build => build.Name)] };
        }
        var built = isWhole && skipped.Count > 0 && options.Names.IsEmpty ? [] : await RebuildAsync(arguments, options, store, cancellation);
        rebuilt.Add(built);
        Answer.Print(arguments, ReproduceAnswer.From(built, skipped));
        var compared = options.CacheFrom is null ? built : built.FindAll(build => committed.ContainsKey(build.Package.Name));
        return DigestVerdict.Compare(committed, [.. compared, .. skipped], isWhole);
    }

    private static async Task<List<PlannedBuild>> RebuildAsync(ParseResult arguments, BuildOptions options, ContentStore store, CancellationToken cancellation)
    {
        var plan = await BuildArguments.RunAsync(arguments, options, store, cancellation);
        RouteWarnings.Print(plan, CommonOptions.TreeOf(arguments));
        return [.. plan.Asked(options.Names)];
    }

    private static async Task<int> VaryAsync(ParseResult arguments, BuildOptions options, ContentStore store, string[] only, CancellationToken cancellation)
    {
        ImmutableArray<Variation> asked = only.Length == 0 ? Variation.All : [.. Variation.All.Where(variation => only.Contains(variation.Name))];
        ImmutableArray<Variation> varied = only.Length == 0 ? Variation.Usual : [.. asked.Where(variation => variation.Obstacle is null)];
        NotVaried.Print(asked, varied);
        using var progress = CommandProgress.Start("rebuilding");
        var session = new VariedSession(CommonOptions.TreeOf(arguments), store, options, progress);
        return VariedAnswer.Conclude(arguments, await session.RunAsync(varied, cancellation), varied);
    }
}
