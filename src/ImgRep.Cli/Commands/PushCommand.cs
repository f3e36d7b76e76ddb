using System.CommandLine;
using ImgRep.Building;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Plans;
using ImgRep.Host.Registries;
using ImgRep.Host.Store;
using ImgRep.Packages;

namespace ImgRep.Cli.Commands;

internal static class PushCommand
{
    private const int AtATime = 4;

    public static Command Create()
    {
        var names = CommonOptions.PackageNames("The packages whose images to push [default: all that are built]");
        var to = RegistryOptions.Address("--to", "Where to: images become REGISTRY/imgrep/NAME", required: true);
        var registry = new RegistryOptions();
        var command = new CommandWithExample(
            "push", "Copy images to a registry, their digests unchanged, and print them", "imgrep push busybox --to registry.example.org/team",
            "a package has no image yet, or another one than the file digests has, or the registry has another image of its recipe", typeof(DigestsAnswer))
        {
            names, to,
        };
        registry.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var folder = CommonOptions.TreeOf(arguments);
            var chosen = arguments.GetRequiredValue(names);
            var plan = BuildPlan.Read(folder, chosen, store, cancellation);
            var wanted = plan.Builds.Where(build => chosen.Length == 0 ? build.Image is not null : chosen.Contains(build.Name)).ToList();
            foreach (var build in wanted.Where(build => build.Image is null))
                Report.Error($"the package '{build.Name}' has no image yet", $"imgrep build {build.Name}");
            var committed = DigestRows.TryRead(folder);
            var others = wanted.FindAll(build => build.Image is { } image && committed?.GetValueOrDefault(build.Package.Name) is { } line && line != image);
            foreach (var build in others)
                Report.Error($"{build.Name} is {build.Image} here, and {DigestsFile.Path} has {committed![build.Package.Name]}: nothing is pushed",
                    $"where the change is meant: imgrep build {build.Name} --update");
            if (others.Count > 0 || wanted.Exists(build => build.Image is null))
                return ExitCode.NegativeVerdict;
            using var client = new RegistryClient(arguments.GetRequiredValue(to)!, registry.Read(arguments));
            using var progress = CommandProgress.Start("pushing");
            var target = new ImageRegistry(store, client, progress);
            using var sharing = new SharingProgress(store, client, isRebuild: false, progress, cancellation);
            using var pushed = new Counter(progress, "images pushed", wanted.Count);
            await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation }, async (build, token) =>
            {
                await target.PushAsync(build.Name, build.Image!, token);
                sharing.Share(build.Routes.Select(route => route.Recipe!.Key));
                pushed.Add(1);
            });
            await sharing.CompleteAsync();
            Answer.Print(arguments, new DigestsAnswer(wanted.Select(build => KeyValuePair.Create(build.Name, build.Image!))));
            return ExitCode.Done;
        });
        return command;
    }
}
