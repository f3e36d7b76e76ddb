using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Checkouts;
using ImgRep.Packages;

namespace ImgRep.Cli.Commands;

internal static class GraphCommand
{
    public static Command Create()
    {
        var names = CommonOptions.PackageNames("The packages to show, with all that they need [default: all]");
        var format = new Option<string>("--format") { Description = "What to print", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "dot", "make");
        var command = new CommandWithExample(
            "graph", "Print which packages need which, each after all that it needs", "imgrep graph busybox --format dot | dot -Tsvg >busybox.svg",
            null, typeof(GraphAnswer))
        {
            names, format,
        };
        command.OnRun((arguments, cancellation) =>
        {
            var tree = CheckoutLoader.Load(CommonOptions.TreeOf(arguments), arguments.GetRequiredValue(names), cancellation);
            var graph = PackageGraph.Create(tree);
            Print(arguments, graph, arguments.GetRequiredValue(format));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(ParseResult arguments, PackageGraph graph, string format)
    {
        if (arguments.GetValue(CommonOptions.Json) || format == "json")
            Answer.PrintJson(GraphAnswer.From(graph));
        else
            Answer.PrintLines(format switch { "dot" => GraphFormat.Dot(graph), "make" => GraphFormat.Make(graph), _ => GraphAnswer.From(graph).Lines() });
    }
}
