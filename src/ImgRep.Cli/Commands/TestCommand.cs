using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Options;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Host.Testing;
using ImgRep.Packages;

namespace ImgRep.Cli.Commands;

internal static class TestCommand
{
    public static Command Create()
    {
        var building = new BuildArguments("The packages to test [default: all]");
        var noCache = new Option<bool>("--no-cache") { Description = "Run tests again that have passed" };
        var upstream = new Option<bool>("--upstream") { Description = "Run upstream's own tests, too, where tests/packages/NAME/Containerfile.upstream says how" };
        var inside = new Option<bool>(TestSession.InsideOption) { Hidden = true };
        var command = new CommandWithExample("test", "Test packages as tests/packages/NAME/Containerfile says, after building what that needs", "imgrep test zlib") { noCache, upstream, inside };
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var folder = CommonOptions.TreeOf(arguments);
            var options = building.Read(arguments) with { NoCache = arguments.GetValue(noCache) };
            var tests = PackageTests.Load(folder, options.Names, arguments.GetValue(upstream));
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var progress = BuildArguments.Watch(options);
            using var live = progress as IDisposable;
            if (arguments.GetValue(inside))
            {
                var packages = BuildPlan.Create(folder, PackageGraph.Create(CheckoutLoader.Load(folder, tests.Needed, cancellation, options.Route)), store);
                return await new TestSession(folder, store, options, tests, [], progress).RunInsideAsync(packages, cancellation);
            }
            var tested = await TestedPackages.RunAsync(folder, store, options, tests, arguments.GetValue(upstream), progress, cancellation);
            return tested.Plan is { } plan ? TestAnswer.Conclude(arguments, plan.Tests, tests.Without) : tested.ExitCode;
        });
        return command;
    }
}
