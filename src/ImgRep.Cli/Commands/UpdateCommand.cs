using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using ImgRep.Building;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Host.Testing;
using ImgRep.Host.Updates;
using ImgRep.Host.Vouching;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Sources.Comparing;
using ImgRep.Trust.Vouching;

namespace ImgRep.Cli.Commands;

internal static class UpdateCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { HelpName = "NAME", Description = "The package" };
        name.CompletionSources.Add(context => CommonOptions.CompleteNames(context.ParseResult));
        var version = new Argument<string?>("VERSION")
        {
            HelpName = "VERSION",
            Description = "The release [default: the latest that the project or the archive names]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var project = new Option<string?>("--project")
        {
            Description = "Which project's source to replace, of a package with several: a name in the file upstreams",
            HelpName = "NAME",
        };
        var (indices, keys) = (IndexOptions.Folder(), IndexOptions.Keys());
        var listings = new Option<string?>("--listings")
        {
            Description = "A folder of pages that name releases, each called like its project [default: the project is asked]",
            HelpName = "DIR",
        };
        var offline = new Option<bool>("--offline") { Description = "Take files from the store and from folders only" };
        var unsigned = new Option<bool>("--unsigned") { Description = "Take a release without a signature though the one in use has one" };
        var minAge = new Option<int?>("--min-age")
        {
            Description = "How old a release must be by its signature and its files, such as 7d [default: what the file upstreams says, or 0d]",
            HelpName = "DAYSd",
            CustomParser = ReadDays,
        };
        var noBuild = new Option<bool>("--no-build") { Description = "Change the files, and build and test nothing" };
        var dependents = new Option<bool>("--dependents") { Description = "Build and test all packages that rest on it, too" };
        var branch = new Option<string?>("--branch") { Description = "Commit it on a new branch, after it was built and tested", HelpName = "BRANCH" };
        var command = new CommandWithExample(
            "update", "Bring a package to another release of its project: verify it, show what changed, edit the tree, build and test",
            "imgrep update xz --indices out/indices", "the release's signature does not count or is missing, a test failed, or routes differ", typeof(UpdatedAnswer))
        {
            name, version, project, indices, keys, listings, CommonOptions.Sources, offline, unsigned, minAge, noBuild, dependents, branch,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            if (arguments.GetValue(branch) is not null)
                PathCommit.ThrowIfImpossible(tree, cancellation);
            var all = CheckoutLoader.Load(tree, [], cancellation);
            var package = all.Find(arguments.GetRequiredValue(name));
            var upstreams = UpstreamFolder.Read(tree);
            var used = UsedSource.Choose(package, upstreams.Table, arguments.GetValue(project));
            var upstream = used.Upstream;
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var places = CheckoutSources.Read(tree, CommonOptions.SourceFolders(arguments));
            var options = new FetchOptions { Offline = arguments.GetValue(offline) };
            FoundRelease release;
            UpstreamWord word;
            byte[]? signature;
            ImmutableArray<FileChange> changes;
            using (var progress = CommandProgress.Start("looking"))
            {
                var listed = await IndexOptions.ReadAsync(arguments, indices, keys, store.Temporary, cancellation);
                var pages = arguments.GetValue(listings) is { } path ? new SavedListings(Disk.FullPath(path)) : null;
                var search = new ReleaseSearch(store, places, listed, options, pages, used);
                var (wanted, silence) = arguments.GetValue(version) is { } given ? (given, null) : await search.LatestAsync(cancellation);
                if (silence is not null)
                    Report.Warning(upstream.Name, $"its releases are not known from itself: {silence}");
                if (wanted is null || wanted == used.Version)
                {
                    Answer.Print(arguments, UpdatedAnswer.Latest(package.Name, upstream.Name, used.Version));
                    return ExitCode.Done;
                }
                release = await search.FindAsync(wanted, cancellation);
                signature = await search.FindSignatureAsync(release, cancellation);
                var signatures = new ReleaseSignatures(tree, upstreams, store);
                word = signature is null ? await signatures.VerifyAsync(release.Source, release.Row, cancellation)
                    : await signatures.JudgeAsync(upstream, release.Source, signature, cancellation);
                var before = await signatures.VerifyAsync(used.Request, places.Table.Find(used.Request.Digest), cancellation);
                if ((ProblemOf(word, before, arguments.GetValue(unsigned)) ?? AgeProblem()) is { } problem)
                {
                    Report.Verdict($"{upstream.Name} {wanted}", problem);
                    return ExitCode.NegativeVerdict;
                }
                changes = ReleaseChanges.Between(Listing(used.Request), Listing(release.Source));

                string? AgeProblem() => (arguments.GetValue(minAge) ?? upstream.MinAge) is > 0 and var days
                    ? ReleaseAge.ProblemOf(days, DateTimeOffset.UtcNow, word.MadeAt, SourceListing.NewestIn(store, release.Source, cancellation)) : null;

                Dictionary<string, SourceFile> Listing(SourceRequest source) => SourceListing.Read(store, source, looksInside: true, cancellation);
            }
            var files = new PackageUpdate(tree, package, all.Packages).Write(used, release, word.State == UpstreamState.Signed ? signature : null);
            var resting = all.RestingOn(package.Name);
            var answer = new UpdatedAnswer(
                package.Name, upstream.Name, used.Version, release.Version, release.Source.Digest, UpdatedAnswer.WitnessesOf(release.Word), word.ToString(),
                [.. changes.Select(ShownChange.From)], files.Written, files.Removed, [], [], resting);
            var code = ExitCode.Done;
            if (!arguments.GetValue(noBuild))
                (answer, code) = await BuildAsync(arguments, tree, store, answer, arguments.GetValue(dependents), cancellation);
            Answer.Print(arguments, answer);
            if (code == ExitCode.Done && arguments.GetValue(branch) is { } onto)
                Commit(tree, onto, answer, cancellation);
            return code;
        });
        return command;
    }

    private static int? ReadDays(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (ReleaseAge.TryParse(text) is { } days)
            return days;
        result.AddError($"'{text}' is no age: write a number of days, such as 7d");
        return null;
    }

    private static string? ProblemOf(UpstreamWord word, UpstreamWord before, bool unsigned) => word.State switch
    {
        UpstreamState.Refused => word.ToString(),
        UpstreamState.Missing when before.State == UpstreamState.Signed && !unsigned => "it has no signature, and the release in use has one; --unsigned takes it all the same",
        _ => null,
    };

    private static async Task<(UpdatedAnswer Answer, int Code)> BuildAsync(
        ParseResult arguments, Checkout tree, ContentStore store, UpdatedAnswer answer, bool dependents, CancellationToken cancellation)
    {
        ImmutableArray<PackageName> names = [answer.Package, .. dependents ? answer.Dependents : []];
        var options = new BuildOptions([.. names.Select(name => name.ToString())], Environment.ProcessorCount) { SourceFolders = CommonOptions.SourceFolders(arguments) };
        var committed = CheckoutDigests.TryRead(tree) ?? ImmutableSortedDictionary<PackageName, Digest>.Empty;
        var plan = await BuildArguments.RunAsync(arguments, options, store, cancellation);
        var built = plan.Asked(options.Names).ToList();
        var code = await DigestRows.UpdateAsync(tree, store, built, cancellation);
        answer = answer with
        {
            Built = [.. built.Where(build => build.Image is not null)
                .Select(build => new ShownRebuild(build.Package.Name, build.Image!, committed.GetValueOrDefault(build.Package.Name)))],
            Dependents = dependents ? [] : answer.Dependents,
        };
        if (code != ExitCode.Done)
            return (answer, code);
        var tests = PackageTests.Load(tree, options.Names, false);
        using var progress = BuildArguments.Watch(options, "testing");
        var ended = await TestedPackages.RunAsync(tree, store, options, tests, progress, cancellation);
        answer = answer with { Tests = [.. ended.Tests.Select(EndedTest.From)] };
        return (answer, answer.Tests.All(test => test.Passed) ? ExitCode.Done : ExitCode.NegativeVerdict);
    }

    private static void Commit(Checkout tree, string branch, UpdatedAnswer answer, CancellationToken cancellation)
    {
        var message = $"{answer.Package}: {answer.Project} {answer.From} becomes {answer.Version}\n\n{answer.Source}, {string.Join(" and ", answer.Witnesses)}; {answer.Signature}";
        NewBranch.Begin(tree, branch, cancellation);
        if (PathCommit.Run(tree, [.. answer.Written, .. answer.Removed, DigestsFile.Path], message, cancellation) is { } commit)
            Terminal.Writer.WriteLine(Terminal.Printable($"commit {commit.Id[..12]} on {branch}"));
    }
}
