using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Builds;
using ImgRep.Host.Comparing;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class CompareCommand
{
    private const int ShownLines = 20;

    public static Command Create()
    {
        var building = new BuildArguments("The packages", withBuilder: false, count: PackageCount.OneOrMore);
        var builders = BuildersOption.Create("The builders to compare, separated by commas", _ => string.Join(',', BuilderChoice.Names));
        var command = new CommandWithExample(
            "compare", "Build packages with several builders, and say whether all give one digest", "imgrep compare busybox zlib --builders embedded,docker,buildah",
            "the builders do not agree on a package", typeof(CompareAnswer))
        {
            builders,
        };
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var options = building.Read(arguments);
            var compared = new SortedDictionary<string, ComparedBuild>(StringComparer.Ordinal);
            using (var progress = BuildArguments.Watch(options, "comparing"))
            {
                var comparison = new BuilderComparison(CommonOptions.TreeOf(arguments), store, options, progress);
                foreach (var name in options.Names)
                {
                    compared[name] = await comparison.RunAsync(name, BuildersOption.Read(arguments, builders), cancellation);
                    if (compared[name].Failure is { } failure)
                        return Report.Failure(failure);
                }
            }
            Answer.Print(arguments, CompareAnswer.From(compared));
            var differ = compared.Where(package => !package.Value.Agree).ToList();
            differ.ForEach(package => Explain(store, package.Key, package.Value, cancellation));
            return differ.Count == 0 ? ExitCode.Done : ExitCode.NegativeVerdict;
        });
        return command;
    }

    private static void Explain(ContentStore store, string name, ComparedBuild comparison, CancellationToken cancellation)
    {
        var (before, after, difference) = BuilderResult.Differ(store, comparison.Results, cancellation)!.Value;
        BuilderResult.Forget(store, comparison.Plan!.Builds.Single(build => build.Name == name));
        Report.Error(
            $"the builders do not agree on {name}: {difference.Count} difference{(difference.Count == 1 ? "" : "s")} between {before.Builder} and {after.Builder}",
            $"imgrep diff {before.Image} {after.Image}");
        foreach (var line in difference.Lines().Take(ShownLines))
            Terminal.Writer.WriteLine(Terminal.Printable($"    {line}"));
    }
}
