using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Options;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Store;
using ImgRep.Host.Testing;

namespace ImgRep.Cli.Commands;

internal static class TestCommand
{
    public static Command Create()
    {
        var building = new BuildArguments("The packages to test [default: all]");
        var noCache = new Option<bool>("--no-cache") { Description = "Run tests again that have passed" };
        var upstream = new Option<bool>("--upstream") { Description = "Run upstream's own tests, too, where tests/packages/NAME/Containerfile.upstream says how" };
        var command = new CommandWithExample(
            "test", "Test packages as tests/packages/NAME/Containerfile says, after building what that needs", "imgrep test zlib",
            "a test failed, or the routes of a package differ", typeof(TestAnswer)) { noCache, upstream };
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var folder = CommonOptions.TreeOf(arguments);
            var options = building.Read(arguments) with { NoCache = arguments.GetValue(noCache) };
            var tests = PackageTests.Load(folder, options.Names, arguments.GetValue(upstream));
            using var store = new ContentStore(ContentStore.DefaultRoot);
            TestPlan plan;
            using (var progress = BuildArguments.Watch(options, "testing"))
                plan = await TestedPackages.RunAsync(folder, store, options, tests, progress, cancellation);
            return TestAnswer.Conclude(arguments, plan.Tests, tests.Without);
        });
        return command;
    }
}
