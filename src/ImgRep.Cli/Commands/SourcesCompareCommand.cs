using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Building;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Host.Vouching;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources.Comparing;

namespace ImgRep.Cli.Commands;

internal static class SourcesCompareCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { HelpName = "NAME", Description = "The package whose source to compare" };
        name.CompletionSources.Add(context => CommonOptions.CompleteNames(context.ParseResult));
        var tree = new Argument<string>("FOLDER")
        {
            Description = "What the project's version control has: a checkout of the release's tag, or the address of a git repository with #TAG",
        };
        var file = new Option<string?>("--file") { Description = "Which source, by its file's name, of a package that has several", HelpName = "FILE" };
        var accept = new Option<bool>("--accept") { Description = "Write the differences to compared/, as accepted from now on" };
        var command = new CommandWithExample(
            "compare", "Say what a source has that the project's version control does not, and which of it a build runs",
            "imgrep sources compare xz ../xz", "the source has files that are neither in the tree nor accepted", typeof(ComparedAnswer))
        {
            name, tree, file, accept, CommonOptions.Sources,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var checkout = CommonOptions.TreeOf(arguments);
            var chosen = arguments.GetRequiredValue(name);
            var source = Choose(CheckoutLoader.Load(checkout, [chosen], cancellation).Find(chosen), arguments.GetValue(file));
            var accepted = ComparedFolder.Read(checkout, source.Digest);
            using var store = new ContentStore(ContentStore.DefaultRoot);
            using var fetcher = new SourceFetcher(store.Sources, CheckoutSources.Read(checkout, CommonOptions.SourceFolders(arguments)), new FetchOptions());
            using var progress = CommandProgress.Start("comparing");
            await fetcher.FetchAsync([source], new FetchNotes(progress), cancellation);
            var compared = SourceComparison.Compare(
                SourceListing.Read(store, source, looksInside: false, cancellation), ListTree(store, arguments.GetRequiredValue(tree), cancellation));
            var isAccepting = arguments.GetValue(accept);
            if (isAccepting)
                ComparedFolder.Write(checkout, source.Digest, source.FileName, compared.Differences);
            ImmutableArray<SourceDifference> open = [.. compared.Differences.Where(difference => !isAccepting && !accepted.Has(difference))];
            Answer.Print(arguments, ComparedAnswer.From(source.Digest, compared, open));
            return open.IsEmpty ? ExitCode.Done : ExitCode.NegativeVerdict;
        });
        return command;
    }

    private static Dictionary<string, SourceFile> ListTree(ContentStore store, string place, CancellationToken cancellation) =>
        place.Contains("://", StringComparison.Ordinal) ? RepositoryListing.Read(store, place, cancellation) : FolderListing.Read(Disk.FullPath(place), cancellation);

    private static SourceRequest Choose(Package package, string? file)
    {
        var sources = package.Sources.ToList();
        var found = file is null ? sources : [.. sources.Where(source => source.FileName == file)];
        return found switch
        {
            [var source] => source,
            [] => throw Rejected(package.Name, file is null ? "it has no source" : $"it has no source {file}", sources),
            _ => throw Rejected(package.Name, $"it has {found.Count} sources", sources),
        };
    }

    private static RejectedInputException Rejected(PackageName name, string message, List<SourceRequest> sources) => new(Diagnostic.Error(
        SourceSpan.Whole($"{name}"), "source", message,
        sources.Count == 0 ? "name a package with an ADD" : $"--file takes {string.Join(", ", sources.Select(source => source.FileName))}"));
}
