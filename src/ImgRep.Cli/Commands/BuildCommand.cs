using System.CommandLine;
using ImgRep.Host.Builds;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class BuildCommand
{
    private const string OutputFolder = "out";

    public static Command Create()
    {
        var building = new BuildArguments("The packages to build, after all that they need [default: all]");
        var noCache = new Option<bool>("--no-cache") { Description = "Run every step of these packages again" };
        var noArchive = new Option<bool>("--no-archive") { Description = $"Leave the images in the store: write no {OutputFolder}/NAME.tgz" };
        var command = new CommandWithExample("build", $"Build packages into the store and {OutputFolder}/NAME.tgz, and print their digests", "imgrep build busybox")
        {
            noCache, noArchive,
        };
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var options = building.Read(arguments) with { NoCache = arguments.GetValue(noCache) };
            var archives = new ArchiveFolder(Path.Combine(CommonOptions.TreeOf(arguments).Root, OutputFolder), store);
            return await BuildArguments.RunAsync(arguments, options, store, Finish, cancellation);

            void Finish(BuildPlan plan)
            {
                var built = plan.Builds.Where(build => options.Names.IsEmpty || options.Names.Contains(build.Package.Name.ToString())).ToList();
                if (!arguments.GetValue(noArchive))
                    built.ForEach(build => archives.Write(build.Package.Name.ToString(), build.Image!, cancellation));
                DigestList.Print(built.Select(build => KeyValuePair.Create(build.Package.Name.ToString(), build.Image!)), arguments);
            }
        });
        return command;
    }
}
