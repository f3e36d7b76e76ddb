using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Output;
using ImgRep.Host.Plans;
using ImgRep.Host.Registries;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class LoadCommand
{
    public static Command Create()
    {
        var names = CommonOptions.PackageNames("The packages");
        names.Arity = ArgumentArity.OneOrMore;
        var into = new Option<string?>("--into") { Description = "docker or podman [default: the first that answers]", HelpName = "PROGRAM" };
        into.AcceptOnlyFromAmong([.. LocalImages.Programs]);
        var command = new CommandWithExample(
            "load", "Put built images into the local Docker or Podman, and print what they are called there", "imgrep load busybox --into podman",
            "a package has no image yet", typeof(LoadAnswer))
        {
            names, into,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            using var progress = CommandProgress.Start("loading");
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var folder = CommonOptions.TreeOf(arguments);
            var chosen = arguments.GetRequiredValue(names);
            var plan = BuildPlan.Read(folder, chosen, store, cancellation);
            var local = await LocalImages.FindAsync(arguments.GetValue(into), cancellation);
            var loaded = new List<string>();
            foreach (var build in plan.Builds.Where(build => chosen.Contains(build.Name)))
            {
                if (build.Image is null)
                {
                    Report.Error($"the package '{build.Name}' has no image yet", $"imgrep build {build.Name}");
                    return ExitCode.NegativeVerdict;
                }
                var archive = new ArchiveFolder(folder, store).Write(build, verifies: true, cancellation);
                loaded.Add(await local.LoadAsync(archive, cancellation));
            }
            Answer.Print(arguments, new LoadAnswer(loaded));
            return ExitCode.Done;
        });
        return command;
    }
}
