using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Store;
using ImgRep.Host.Trust;
using ImgRep.Host.Trust.Disputes;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Commands;

internal static class DisputeCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { HelpName = "NAME", Description = "A package" };
        name.CompletionSources.Add(context => CommonOptions.CompleteNames(context.ParseResult));
        var people = new Argument<string[]>("PERSON")
        {
            HelpName = "PERSON",
            Description = "Whose words to compare [default: the first who disagrees, and the first who confirmed the committed image]",
            Arity = new ArgumentArity(0, 2),
        };
        people.CompletionSources.Add(context => KnownKeys.People(context.ParseResult));
        var command = new CommandWithExample(
            "dispute", "Say in what two people's images of a package differ and why, by what they have signed and what this machine has; nothing is fetched or built",
            "imgrep dispute zlib", "they got different images", typeof(DisputeAnswer))
        {
            name, people,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            using var progress = CommandProgress.Start("comparing");
            var tree = CommonOptions.TreeOf(arguments);
            UnsignedTreeException.ThrowIfUnsigned(tree);
            var known = CommonOptions.KnownPackages(arguments);
            var asked = arguments.GetRequiredValue(name);
            if (!PackageName.TryParse(asked, out var package) || !known.Contains(package))
                throw new RejectedInputException(UnknownPackage.At(SourceSpan.Whole(Checkout.Packages), asked, known));
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var dispute = await CheckoutDispute.ReadAsync(tree, store, package, arguments.GetValue(people) ?? [], DateTimeOffset.UtcNow, cancellation);
            foreach (var rejection in dispute.Rejections)
                Report.Warning(rejection.File, $"it does not count: {rejection.Reason}");
            var answer = DisputeAnswer.From(dispute);
            Answer.Print(arguments, answer);
            return answer.Agree ? ExitCode.Done : ExitCode.NegativeVerdict;
        });
        return command;
    }
}
