using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Building;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Registries;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Commands;

internal static class PullCommand
{
    private const int AtATime = 4;

    public static Command Create()
    {
        var names = CommonOptions.PackageNames("The packages whose images to pull [default: all that the file digests has]");
        var from = RegistryOptions.Address("--from", "Where from: images are REGISTRY/imgrep/NAME", required: true);
        var registry = new RegistryOptions();
        var command = new CommandWithExample(
            "pull", "Copy the images that the file digests names from a registry into the store, every byte verified, and print their digests",
            "imgrep pull busybox --from registry.example.org/team", null, typeof(DigestsAnswer))
        {
            names, from,
        };
        registry.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var wanted = Choose(CheckoutDigests.Read(CommonOptions.TreeOf(arguments)), arguments.GetRequiredValue(names));
            using var client = new RegistryClient(arguments.GetRequiredValue(from)!, registry.Read(arguments));
            using var progress = CommandProgress.Start("pulling");
            var source = new ImageRegistry(store, client, progress);
            using var pulled = new Counter(progress, "images pulled", wanted.Count);
            await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation }, async (image, token) =>
            {
                await source.PullAsync(image.Key.ToString(), image.Value, token);
                pulled.Add(1);
            });
            Answer.Print(arguments, new DigestsAnswer(wanted.Select(image => KeyValuePair.Create(image.Key.ToString(), image.Value))));
            return ExitCode.Done;
        });
        return command;
    }

    private static List<KeyValuePair<PackageName, Digest>> Choose(ImmutableSortedDictionary<PackageName, Digest> digests, string[] names)
    {
        var unknown = names.Where(name => !PackageName.TryParse(name, out var package) || !digests.ContainsKey(package)).ToList();
        if (unknown.Count > 0)
            throw new RejectedInputException([.. unknown.Select(name => Diagnostic.Error(
                SourceSpan.Whole(DigestsFile.Path), "unknown-digest", $"there is no digest of '{name}', so nothing could be verified",
                "build it, and add its line to the file digests"))]);
        return [.. digests.Where(image => names.Length == 0 || names.Contains(image.Key.ToString()))];
    }
}
