using ImgRep.Building;
using ImgRep.Containerfiles;
using ImgRep.Host.Builders;
using ImgRep.Host.Builders.Lowered;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Packages;

namespace ImgRep.Host.Builds;

/// <summary>Writes a package as a folder that any builder can take, for people to build by hand (docs/verify-by-hand.md).</summary>
public sealed class LoweredFolder(Checkout folder, ContentStore store, BuildOptions options, IProgress<BuildEvent> progress)
{
    /// <param name="package">All that it needs has been built.</param>
    /// <param name="output">Does not exist, or is empty.</param>
    /// <exception cref="EnvironmentException">The package has several routes and none was chosen, or something is in the folder.</exception>
    public async Task WriteAsync(string package, string output, CancellationToken cancellation)
    {
        if (Disk.Exists(output) && !(Disk.IsFolder(output) && Disk.Entries(output).Length == 0))
            throw new EnvironmentException("write", output, "there is something already", "name a new folder");
        var plan = BuildPlan.Read(folder, [package], store, cancellation, isComplete: true, options.Route);
        var build = plan.Builds.Single(build => build.Name == package);
        if (build.Routes is not [var planned])
            throw new EnvironmentException("lower", package, "it has several routes", $"choose one: --route {build.Routes[0].Route.Name}");
        await new InputFetch(folder, store, options, progress).RunAsync([planned.Route], cancellation);
        var images = new PackageImages(store, plan.SeedLayers, planned.Recipe!, cancellation);
        var inputs = new BuildInputs(
            planned.Route.ParseContainerfile(), ParseOptions.Default, build.Context.Tree, build.Context.Ignored, planned.Route.Sources, store.Session, images.OpenAsync);
        var lowered = await LoweringBuilder.LowerAsync(store, inputs, cancellation);
        Disk.MakeFolder(output);
        await Task.Run(() => new LoweredContext(store, output, share: false, cancellation).Write(lowered, planned.Recipe!.Platform), cancellation);
    }

    /// <summary>The packages that must be built before one can be lowered.</summary>
    public IReadOnlyList<string> NeededBy(string package, CancellationToken cancellation)
    {
        var graph = PackageGraph.Create(CheckoutLoader.Load(folder, [package], cancellation, options.Route));
        return [.. graph.Find(PackageName.Parse(package)).Dependencies.Select(needed => needed.Name.ToString())];
    }
}
