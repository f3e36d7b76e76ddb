using System.CommandLine;
using ImgRep.Host.Builds;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;
using ImgRep.Host.Tree;
using ImgRep.Packages;

namespace ImgRep.Cli.Commands;

internal static class TestCommand
{
    /// <summary>Tells the process inside the namespaces that the packages are built, and it is the tests' turn.</summary>
    private const string InsideOption = "--inside-tests";

    public static Command Create()
    {
        var building = new BuildArguments("The packages to test [default: all]");
        var noCache = new Option<bool>("--no-cache") { Description = "Run tests again that have passed" };
        var upstream = new Option<bool>("--upstream") { Description = "Run upstream's own tests, too, where tests/packages/NAME/Containerfile.upstream says how" };
        var inside = new Option<bool>(InsideOption) { Hidden = true };
        var command = new CommandWithExample("test", "Test packages as tests/packages/NAME/Containerfile says, after building what that needs", "imgrep test zlib") { noCache, upstream, inside };
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var folder = CommonOptions.TreeOf(arguments);
            var asked = building.Read(arguments);
            var tests = PackageTests.Load(folder, asked.Names, arguments.GetValue(upstream));
            var options = asked with { Names = [.. tests.Tests.SelectMany(test => test.Dependencies).Select(needed => needed.Name.ToString()).Distinct()] };
            using var store = new ContentStore(ContentStore.DefaultRoot);
            BuildPlan? packages = null;
            if (arguments.GetValue(inside))
                packages = BuildPlan.Of(folder, PackageGraph.Of(TreeLoader.Load(folder, options.Names, cancellation, options.Route)), store);
            else if (!tests.Tests.IsEmpty)
            {
                var code = await BuildArguments.RunAsync(arguments, options, store, plan => packages = plan, cancellation);
                if (packages is null)
                    return code;
            }
            return await RunAsync(arguments, options with { NoCache = arguments.GetValue(noCache) }, store, tests, packages, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult arguments, BuildOptions options, ContentStore store, PackageTests tests, BuildPlan? packages, CancellationToken cancellation)
    {
        if (packages is null)
            return TestList.Conclude([], tests.Without, arguments.GetValue(CommonOptions.Json));
        var progress = BuildArguments.Watch(options);
        using var live = progress as IDisposable;
        string[] again = [.. Environment.GetCommandLineArgs().Skip(1), InsideOption];
        var session = new TestSession(CommonOptions.TreeOf(arguments), store, options, tests, again, progress);
        if (UserNamespace.IsInside)
            return await session.RunInsideAsync(packages, cancellation);
        var (plan, code) = await session.RunAsync(packages, cancellation);
        return code == ExitCode.Done ? TestList.Conclude(plan.Tests, tests.Without, arguments.GetValue(CommonOptions.Json)) : code;
    }
}
