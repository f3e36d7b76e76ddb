using System.CommandLine;
using System.Globalization;
using ImgRep.Host.Builds;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class CompareCommand
{
    private const int ShownLines = 20;
    private const string BuilderVariable = "IMGREP_BUILDER";

    public static Command Create()
    {
        var building = new BuildArguments("The package", withBuilder: false);
        var builders = new Option<string>("--builders")
        {
            Description = "The builders to compare, separated by commas",
            HelpName = "BUILDER,...",
            DefaultValueFactory = _ => string.Join(',', BuilderChoice.Names),
        };
        builders.Validators.Add(result =>
        {
            foreach (var name in result.GetValueOrDefault<string>()!.Split(',').Except(BuilderChoice.Names))
                result.AddError($"there is no builder '{name}': it is one of {string.Join(", ", BuilderChoice.Names)}");
        });
        var command = new CommandWithExample(
            "compare", "Build a package with several builders, and say whether all give one digest", "imgrep compare busybox --builders embedded,docker,buildah")
        {
            builders,
        };
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var options = building.Read(arguments) with { NoCache = true };
            if (options.Names is not [var package])
            {
                Report.Error("compare takes the name of one package", "imgrep compare --help");
                return ExitCode.RejectedInput;
            }
            if (UserNamespace.IsInside)
                return await BuildArguments.RunAsync(arguments, options, store, _ => { }, cancellation);
            var results = new List<BuilderResult>();
            PlannedBuild? last = null;
            foreach (var builder in arguments.GetRequiredValue(builders).Split(',').Distinct())
            {
                // The process inside reads the same command line, and finds here which builder it is for.
                Environment.SetEnvironmentVariable(BuilderVariable, builder);
                var code = await BuildArguments.RunAsync(arguments, options with { Builder = builder }, store, plan => last = plan.Builds.Single(build => build.Name == package), cancellation);
                if (code != ExitCode.Done)
                    return code;
                results.Add(BuilderResult.Of(store, last!));
            }
            return Print(store, results, last!, arguments.GetValue(CommonOptions.Json), cancellation);
        });
        return command;
    }

    private static int Print(ContentStore store, List<BuilderResult> results, PlannedBuild build, bool asJson, CancellationToken cancellation)
    {
        if (asJson)
            PrintJson(results);
        else
            PrintTable(results);
        if (BuilderResult.Differ(store, results, cancellation) is not var (before, after, difference))
            return ExitCode.Done;
        BuilderResult.Forget(store, build);
        Report.Error($"the builders do not agree on {build.Name}: {difference.Count} difference{(difference.Count == 1 ? "" : "s")} between {before.Builder} and {after.Builder}", $"imgrep diff {before.Image} {after.Image}");
        foreach (var line in difference.Lines().Take(ShownLines))
            Terminal.Writer.WriteLine(Terminal.Printable($"    {line}"));
        return ExitCode.NegativeVerdict;
    }

    private static void PrintTable(List<BuilderResult> results)
    {
        using var output = Answer.Open();
        foreach (var result in results)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Image.Hex}  {result.Elapsed.TotalSeconds,8:0.0} s  {result.Builder}"));
    }

    /// <summary><c>{"same","results":[{"builder","digest","seconds"}]}</c></summary>
    private static void PrintJson(List<BuilderResult> results) => Answer.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("same", results.TrueForAll(result => result.Image == results[0].Image));
        json.WriteStartArray("results");
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("builder", result.Builder);
            json.WriteString("digest", result.Image.ToString());
            json.WriteNumber("seconds", result.Elapsed.TotalSeconds);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
