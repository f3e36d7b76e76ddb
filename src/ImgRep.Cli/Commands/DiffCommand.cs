using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Comparing;
using ImgRep.Host.Output;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Commands;

internal static class DiffCommand
{
    public static Command Create()
    {
        var (before, after) = (Side("A"), Side("B"));
        var details = new Option<bool>("--details") { Description = "Let diffoscope show what is behind differing bytes" };
        var command = new CommandWithExample(
            "diff", "Say in what two images or folders differ", "imgrep diff musl out/musl.tgz",
            "they differ", typeof(DiffAnswer)) { before, after, details };
        command.OnRun((arguments, cancellation) =>
        {
            using var progress = CommandProgress.Start("comparing");
            var (left, right) = (arguments.GetRequiredValue(before), arguments.GetRequiredValue(after));
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var content = new ComparedContent(store, cancellation);
            var (first, second) = (Open(left, content, store, arguments, cancellation), Open(right, content, store, arguments, cancellation));
            var difference = ImageDifference.Between(first, second);
            Answer.Print(arguments, new DiffAnswer(difference, left, right));
            if (arguments.GetValue(details) && !difference.Files.IsEmpty)
                Diffoscope.Show(first, second, store, cancellation);
            return difference.IsEmpty ? ExitCode.Done : ExitCode.NegativeVerdict;
        });
        return command;
    }

    private static Argument<string> Side(string name)
    {
        var side = new Argument<string>(name)
        {
            HelpName = name,
            Description = "A package that was built, an archive, a folder in OCI image layout, a digest of the store, or any folder",
        };
        side.CompletionSources.Add(context => CommonOptions.CompleteNames(context.ParseResult));
        return side;
    }

    private static ImageContent Open(string what, ComparedContent content, ContentStore store, ParseResult arguments, CancellationToken cancellation)
    {
        if (Digest.TryParse(what, out var digest))
            return content.OfDigest(digest);
        var packages = CommonOptions.KnownPackages(arguments);
        if (packages.Any(package => package.ToString() == what))
            return content.OfDigest(BuiltImage(what, store, arguments, cancellation));
        if (ImagePath.IsImage(what))
            return content.OfImage(what);
        if (Disk.IsFolder(what))
            return ComparedContent.OfFolder(what);
        throw new RejectedInputException(UnknownPackage.At(
            SourceSpan.Whole(Checkout.Packages), what, packages));
    }

    private static Digest BuiltImage(string package, ContentStore store, ParseResult arguments, CancellationToken cancellation)
    {
        var folder = CommonOptions.TreeOf(arguments);
        var plan = BuildPlan.Read(folder, [package], store, cancellation);
        return plan.Builds.Single(build => build.Name == package).Image
            ?? throw new EnvironmentException("open image of", package, "it was not built", $"imgrep build {package}");
    }
}
