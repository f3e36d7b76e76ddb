using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
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
        var building = new BuildArguments("The packages", withBuilder: false);
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
            "compare", "Build packages with several builders, and say whether all give one digest", "imgrep compare busybox zlib --builders embedded,docker,buildah")
        {
            builders,
        };
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var options = building.Read(arguments) with { NoCache = true };
            if (UserNamespace.IsInside)
                return await BuildArguments.RunAsync(arguments, options, store, _ => { }, cancellation);
            var comparisons = new SortedDictionary<string, Comparison>(StringComparer.Ordinal);
            foreach (var builder in arguments.GetRequiredValue(builders).Split(',').Distinct())
            {
                // The process inside reads the same command line, and finds here which builder it is for.
                Environment.SetEnvironmentVariable(BuilderVariable, builder);
                var code = await BuildArguments.RunAsync(arguments, options with { Builder = builder }, store, Add, cancellation);
                if (code != ExitCode.Done)
                    return code;
            }
            Print(comparisons, arguments.GetValue(CommonOptions.Json));
            var differ = comparisons.Values.Where(comparison => !comparison.Agree).ToList();
            differ.ForEach(comparison => Explain(store, comparison, cancellation));
            return differ.Count == 0 ? ExitCode.Done : ExitCode.NegativeVerdict;

            void Add(BuildPlan plan)
            {
                foreach (var build in plan.Asked(options))
                {
                    var results = comparisons.GetValueOrDefault(build.Name)?.Results ?? [];
                    comparisons[build.Name] = new Comparison(build, [.. results, BuilderResult.Of(store, build)]);
                }
            }
        });
        return command;
    }

    /// <summary>What the builders made of a package.</summary>
    /// <param name="Build">As the last of them planned it.</param>
    private sealed record Comparison(PlannedBuild Build, ImmutableArray<BuilderResult> Results)
    {
        public bool Agree => Results.All(result => result.Image == Results[0].Image);
    }

    private static void Explain(ContentStore store, Comparison comparison, CancellationToken cancellation)
    {
        var (before, after, difference) = BuilderResult.Differ(store, comparison.Results, cancellation)!.Value;
        BuilderResult.Forget(store, comparison.Build);
        Report.Error(
            $"the builders do not agree on {comparison.Build.Name}: {difference.Count} difference{(difference.Count == 1 ? "" : "s")} between {before.Builder} and {after.Builder}",
            $"imgrep diff {before.Image} {after.Image}");
        foreach (var line in difference.Lines().Take(ShownLines))
            Terminal.Writer.WriteLine(Terminal.Printable($"    {line}"));
    }

    private static void Print(SortedDictionary<string, Comparison> comparisons, bool asJson)
    {
        if (asJson)
            PrintJson(comparisons);
        else
            PrintTable(comparisons);
    }

    private static void PrintTable(SortedDictionary<string, Comparison> comparisons)
    {
        using var output = Answer.Open();
        foreach (var (name, comparison) in comparisons)
        {
            foreach (var result in comparison.Results)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Image.Hex}  {name}  {result.Elapsed.TotalSeconds,8:0.0} s  {result.Builder}"));
        }
    }

    /// <summary><c>{"packages":[{"name","same","results":[{"builder","digest","seconds"}]}]}</c></summary>
    private static void PrintJson(SortedDictionary<string, Comparison> comparisons) => Answer.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("packages");
        foreach (var (name, comparison) in comparisons)
            Write(json, name, comparison);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, string name, Comparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteBoolean("same", comparison.Agree);
        json.WriteStartArray("results");
        foreach (var result in comparison.Results)
        {
            json.WriteStartObject();
            json.WriteString("builder", result.Builder);
            json.WriteString("digest", result.Image.ToString());
            json.WriteNumber("seconds", result.Elapsed.TotalSeconds);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
