using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Keys;
using ImgRep.Host.Posix;
using ImgRep.Host.Trust.Lineages;
using ImgRep.Host.Trust.Signing;
using ImgRep.Packages;
using ImgRep.Trust.Lineages;

namespace ImgRep.Cli.Commands;

internal static class LineageCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { HelpName = "NAME", Description = "A package" };
        name.CompletionSources.Add(context => CommonOptions.CompleteNames(context.ParseResult));
        var format = new Option<string>("--format") { Description = "What to print", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "dot", "svg");
        var bundle = new Option<string?>("--bundle") { Description = "Write it to a file instead, as statements that verify --bundle checks", HelpName = "FILE" };
        var sign = new Option<bool>("--sign") { Description = "With --bundle: sign each statement" };
        var key = KeyOption.Create("With --sign: which key");
        var command = new CommandWithExample(
            "lineage", "Say what an image rests on down to seeds and sources, and who has confirmed each step", "imgrep lineage zlib --format dot | dot -Tsvg >zlib.svg",
            null, typeof(LineageAnswer), typeof(BundleAnswer))
        {
            name, format, bundle, sign, key, TrustOption.Trust,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(sign) && result.GetValue(bundle) is null)
                result.AddError("--sign signs statements: say where they go with --bundle");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            var chosen = arguments.GetRequiredValue(name);
            var read = await CheckoutLineage.ReadAsync(tree, [chosen], TrustOption.Read(arguments), DateTimeOffset.UtcNow, cancellation);
            var lineage = read.Trace(PackageName.Parse(chosen));
            if (arguments.GetValue(bundle) is not { } file)
            {
                Print(arguments, lineage, arguments.GetRequiredValue(format));
                return ExitCode.Done;
            }
            var export = BundleExport.Create(tree, read.Sources, lineage);
            if (arguments.GetValue(sign))
                export = await export.SignAsync(await SigningKey.FindAsync(tree, KeyFolder.Read(tree), arguments.GetValue(key), DateTimeOffset.UtcNow, cancellation), cancellation);
            Disk.WriteBytes(Disk.FullPath(file), export.ToBytes());
            Answer.Print(arguments, new BundleAnswer(file, export.Images, export.Confirmations));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(ParseResult arguments, Lineage lineage, string format)
    {
        if (arguments.GetValue(CommonOptions.Json) || format == "json")
            Answer.PrintJson(LineageAnswer.From(lineage));
        else
            Answer.PrintLines(format switch
            {
                "dot" => LineageDot.Print(lineage),
                "svg" => LineageDrawing.Print(lineage).TrimEnd('\n').Split('\n'),
                _ => LineageAnswer.From(lineage).Lines(),
            });
    }
}
