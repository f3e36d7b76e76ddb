using System.CommandLine;
using ImgRep.Host.Builds;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class BuildCommand
{
    public static Command Create()
    {
        var building = new BuildArguments("The packages to build, after all that they need [default: all]");
        var noCache = new Option<bool>("--no-cache") { Description = "Run every step of these packages again" };
        var noArchive = new Option<bool>("--no-archive") { Description = "Leave the images in the store: write no out/NAME.tgz" };
        var command = new CommandWithExample("build", "Build packages into the store and out/NAME.tgz, and print their digests", "imgrep build busybox")
        {
            noCache, noArchive,
        };
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var options = building.Read(arguments) with { NoCache = arguments.GetValue(noCache) };
            var archives = new ArchiveFolder(CommonOptions.TreeOf(arguments), store);
            return await BuildArguments.RunAsync(arguments, options, store, Finish, cancellation);

            void Finish(BuildPlan plan)
            {
                var built = plan.Builds.Where(build => options.Names.IsEmpty || options.Names.Contains(build.Name)).ToList();
                if (!arguments.GetValue(noArchive))
                    built.ForEach(build => archives.Write(build, cancellation));
                BuiltList.Print(built, arguments.GetValue(CommonOptions.Json));
                BuiltList.Warn(plan);
            }
        });
        return command;
    }
}
