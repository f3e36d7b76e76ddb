using ImgRep.Building;
using ImgRep.Host.Store;
using ImgRep.Host.Tree;
using ImgRep.Packages;

namespace ImgRep.Host.Builds;

/// <summary>Builds the packages of a plan that have no image, several at a time.</summary>
internal sealed class PlannedBuilds(TreeFolder folder, ContentStore store, BuildOptions options, BuildPlan plan, IProgress<BuildEvent> progress)
{
    private readonly Dictionary<PackageName, PlannedBuild> builds = plan.Builds.ToDictionary(build => build.Package.Name);

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(options.Jobs);
        var builder = new PackageBuilder(folder, store, options, plan.Seeds, slots, progress);
        var missing = plan.Builds.Where(NeedsBuild).Select(build => new PlannedPackage(build.Package.Name.ToString(), LastElapsed(build.Package.Name)));
        progress.Report(new BuildPlanned([.. missing], options.Jobs));
        await new Schedule(plan.Graph, LastElapsed, options.Jobs).RunAsync(async (package, images) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var build = builds[package.Name];
            var recipe = BuildPlan.RecipeOf(package, build.Context, images, plan.Seeds)!;
            // What it needs may have come to the same image as before: then so does it.
            if (!IsWanted(package.Name) && BuildPlan.FindImage(store, recipe) is { } image)
                return image;
            return await builder.BuildAsync(package, build.Context, recipe, cancellation);
        });
    }

    private bool NeedsBuild(PlannedBuild build) => build.Image is null || IsWanted(build.Package.Name);

    /// <summary>Whether a package is built though its image is there.</summary>
    private bool IsWanted(PackageName name) =>
        (options.NoCache || options.Shell) && (options.Names.IsEmpty || options.Names.Contains(name.ToString()));

    private TimeSpan? LastElapsed(PackageName name) => store.Records.LastElapsed(name.ToString());
}
