using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Host.Trust.Signing;
using ImgRep.Packages;
using ImgRep.Trust.Statements;

namespace ImgRep.Cli.Commands;

internal static class AttestCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { HelpName = "NAME", Description = "A package that was built here" };
        name.CompletionSources.Add(context => CommonOptions.CompleteNames(context.ParseResult));
        var format = new Option<string>("--format") { Description = "slsa: how it was built, signed; spdx: what it is made of", Required = true };
        format.AcceptOnlyFromAmong("slsa", "spdx");
        var unsigned = new Option<bool>("--unsigned") { Description = "With slsa: the statement alone, which is the same wherever the same is built with the same" };
        var key = KeyOption.Create("With slsa: which key");
        var command = new CommandWithExample(
            "attest", "Print a statement about an image for other programs", "imgrep attest busybox --format spdx",
            "nothing can be stated: the image was not built here") { name, format, unsigned, key };
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var chosen = arguments.GetRequiredValue(name);
            var plan = BuildPlan.Read(tree, [chosen], store, cancellation);
            var package = PackageName.Parse(chosen);
            if (arguments.GetRequiredValue(format) == "spdx")
            {
                var inputs = StatementInputs.Collect(plan, store, CheckoutSources.ReadTable(tree), package);
                Print(SpdxDocument.Write(inputs.Subject, inputs.Images, inputs.Seeds, $"imgrep-{ThisAssembly.Version}"));
                return ExitCode.Done;
            }
            var session = new ProvenanceSession(tree, store);
            if (session.State(plan, package) is not ({ } statement, _))
            {
                Report.Verdict(chosen, $"nothing is stated about how it was built: {session.State(plan, package).Problem}");
                return ExitCode.NegativeVerdict;
            }
            Print(arguments.GetValue(unsigned) ? statement : await session.SignAsync(statement, arguments.GetValue(key), cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(ImmutableArray<byte> json)
    {
        using var output = Answer.Bytes();
        output.Write(json.AsSpan());
        output.WriteByte((byte)'\n');
    }
}
