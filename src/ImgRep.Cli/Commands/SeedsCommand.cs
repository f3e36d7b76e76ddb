using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Host.Seeds;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class SeedsCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("NAME") { HelpName = "NAME", Description = "The seeds [default: all]", Arity = ArgumentArity.ZeroOrMore };
        names.CompletionSources.Add(context => KnownSeeds(context.ParseResult));
        var update = new Option<bool>("--update") { Description = "Pin them anew to what the distribution's archive has today" };
        var command = new CommandWithExample(
            "seeds", "Print the pins of the root filesystems from outside the tree", "imgrep seeds --update debian-bookworm",
            null, typeof(DigestsAnswer))
        {
            names, update,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var folder = CommonOptions.TreeOf(arguments);
            var seeds = Choose(folder, arguments.GetRequiredValue(names)).Select(name => SeedStore.ReadPin(folder, name)).ToList();
            if (arguments.GetValue(update))
                seeds = await UpdateAsync(folder, seeds, cancellation);
            Answer.Print(arguments, new DigestsAnswer(seeds.Where(seed => seed.Layer is not null).Select(seed => KeyValuePair.Create(seed.Name, seed.Layer!))));
            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<string> Choose(Checkout folder, string[] names) => names.Length > 0 ? names : SeedsOf(folder);

    private static IEnumerable<string> SeedsOf(Checkout folder) =>
        CheckoutFile.ListFolder(folder, "seeds").Where(entry => entry.Type != EntryType.Directory).Select(entry => entry.Name);

    private static IEnumerable<string> KnownSeeds(ParseResult arguments)
    {
        try
        {
            return [.. SeedsOf(CommonOptions.TreeOf(arguments))];
        }
        catch (EnvironmentException)
        {
            return [];
        }
    }

    private static async Task<List<Seed>> UpdateAsync(Checkout folder, List<Seed> seeds, CancellationToken cancellation)
    {
        using var store = new ContentStore(ContentStore.DefaultRoot);
        var archive = SystemArchive.Find();
        var layers = new SeedStore(store, archive);
        var updated = new List<Seed>();
        foreach (var seed in seeds)
        {
            var updater = new SeedUpdater(new SeedBuilder(archive, store.Temporary.NewFolder()), layers.AddLayerAsync);
            var (pinned, changes) = await updater.UpdateAsync(seed, store.Temporary.NewPath(), cancellation);
            Print(seed, changes);
            SeedUpdater.Write(folder, pinned);
            updated.Add(pinned);
        }
        Remind(folder, updated, cancellation);
        return updated;
    }

    /// <summary>Says what has to come out as before, and how to see that it does.</summary>
    private static void Remind(Checkout folder, List<Seed> updated, CancellationToken cancellation)
    {
        var names = updated.Select(seed => seed.Name).ToHashSet();
        var users = CheckoutLoader.Load(folder, [], cancellation).Packages
            .Where(package => package.Routes.Any(route => route.Seeds.Any(names.Contains))).Select(package => package.Name).Order().ToList();
        if (users.Count == 0)
            return;
        Terminal.Writer.WriteLine($"{string.Join(", ", users)}: starts from what was pinned anew, and must come to the same digest as before");
        Terminal.Writer.WriteLine($"    imgrep build {string.Join(' ', users)} --check-digests");
    }

    private static void Print(Seed seed, ImmutableArray<string> changes)
    {
        foreach (var change in changes)
            Terminal.Writer.WriteLine(Terminal.Printable($"{seed.Name}: {change}"));
    }
}
