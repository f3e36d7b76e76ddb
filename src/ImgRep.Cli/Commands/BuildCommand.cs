using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Output;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Cli.Commands;

internal static class BuildCommand
{
    public static Command Create()
    {
        var building = new BuildArguments("The packages to build, after all that they need [default: all]");
        var noCache = new Option<bool>("--no-cache") { Description = "Run every step of these packages again" };
        var noCacheFrom = new Option<int>("--no-cache-from")
        {
            Description = "Run the steps of one package from this line of its Containerfile on again, and take those above it as they are",
            HelpName = "LINE",
        };
        var noArchive = new Option<bool>("--no-archive") { Description = "Leave the images in the store: write no out/NAME.tgz" };
        var check = new Option<bool>("--check-digests") { Description = "Compare with the file digests, and write nothing to it" };
        var update = new Option<bool>("--update") { Description = "Write the lines of these packages into the file digests, and say what changed" };
        var cache = new CacheOptions();
        var push = RegistryOptions.PushTo();
        var pushSteps = RegistryOptions.PushSteps();
        var command = new CommandWithExample(
            "build", "Build packages into the store and out/NAME.tgz, and print their digests; of all packages, write the file digests", "imgrep build busybox",
            "a package differs from the file digests (--check-digests), its routes differ, or the registry has another image of its recipe (--push-to)",
            typeof(BuildAnswer))
        {
            noCache, noCacheFrom, noArchive, check, update, push, pushSteps,
        };
        building.AddTo(command);
        cache.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(check) && result.GetValue(update))
                result.AddError("--check-digests writes nothing, so it cannot be given with --update");
            if (result.GetValue(pushSteps) && result.GetResult(push) is null)
                result.AddError("--push-steps needs --push-to: the registry that steps are brought to");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            var options = cache.Read(arguments, building.Read(arguments)) with { NoCache = arguments.GetValue(noCache), PushTo = arguments.GetValue(push) };
            if (arguments.GetValue(pushSteps))
                options = WithSteps(options);
            if (arguments.GetValue(noCacheFrom) is > 0 and var line)
                options = From(line, options);
            var committed = arguments.GetValue(check) ? CheckoutDigests.Read(tree) : null;
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var plan = await BuildArguments.RunAsync(arguments, options, store, cancellation, Archive);
            var built = plan.Asked(options.Names).ToList();
            Answer.Print(arguments, BuildAnswer.From(built));
            RouteWarnings.Print(plan, tree);
            if (committed is not null)
                return DigestVerdict.Compare(committed, built, options.Names.IsEmpty);
            if (options.Names.IsEmpty)
                DigestVerdict.Write(tree, plan);
            else if (arguments.GetValue(update))
                return await DigestRows.UpdateAsync(tree, store, built, cancellation);
            else
                DigestRows.Offer(tree, built);
            return ExitCode.Done;

            void Archive(BuildPlan plan)
            {
                if (arguments.GetValue(noArchive))
                    return;
                foreach (var build in plan.Asked(options.Names))
                    new ArchiveFolder(tree, store).Write(build, verifies: false, cancellation);
            }
        });
        return command;
    }

    private static BuildOptions WithSteps(BuildOptions options) =>
        options is { Builder: BuilderChoice.Embedded } ? options with { PushSteps = true }
            : throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole("--push-steps"), "push-steps", $"it is about steps that the builder {BuilderChoice.Embedded} runs", "build without --builder"));

    /// <summary>Only the builder inside imgrep knows steps by themselves.</summary>
    private static BuildOptions From(int line, BuildOptions options) =>
        options is { Names.Length: 1, Builder: BuilderChoice.Embedded } ? options with { NoCache = true, CacheAbove = line }
            : throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole("--no-cache-from"), "no-cache-from", $"it is about steps of one package that the builder {BuilderChoice.Embedded} runs",
                "imgrep build NAME --no-cache-from LINE"));
}
