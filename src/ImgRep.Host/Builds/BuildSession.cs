using ImgRep.Building;
using ImgRep.Host.Builders;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Inside;
using ImgRep.Host.Plans;
using ImgRep.Host.Registries;
using ImgRep.Host.Store;
using ImgRep.Packages;

namespace ImgRep.Host.Builds;

/// <summary>
/// The whole way of a build. Here, outside the namespaces, Containerfiles are read and ordered, each package's recipe is compared with the records of
/// earlier builds, and sources and seeds that are missing are fetched. A second process, inside them, builds what has no image, and tells what it came to.
/// </summary>
public sealed class BuildSession(Checkout folder, ContentStore store, BuildOptions options, IProgress<BuildEvent> progress)
{
    internal const int MaximumAttempts = 4;

    /// <summary>Builds what is missing.</summary>
    /// <param name="use">Gets a plan in which nothing is missing. Called again if it meets something damaged, once that is mended.</param>
    /// <exception cref="BuildFailedException">A package did not build.</exception>
    /// <exception cref="RoutesDifferException">The routes of a package gave different images.</exception>
    /// <exception cref="RecipesDifferException">The registry that packages are brought to has another image of a recipe.</exception>
    /// <exception cref="EnvironmentException">The machine is to blame.</exception>
    public async Task<BuildPlan> RunAsync(CancellationToken cancellation, Action<BuildPlan>? use = null)
    {
        using var registries = new BuildRegistries(store, options, progress, cancellation);
        BuildPlan plan;
        try
        {
            plan = await RepairAsync(registries, use, cancellation);
        }
        catch
        {
            await registries.SettleAsync();
            throw;
        }
        await registries.CompleteAsync(plan);
        return plan;
    }

    private async Task<BuildPlan> RepairAsync(BuildRegistries registries, Action<BuildPlan>? use, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (plan, _) = await TryAsync(registries, cancellation);
                use?.Invoke(plan);
                return plan;
            }
            catch (DamagedStoreException damage) when (attempt < MaximumAttempts)
            {
                store.Discard(damage.Path);
                progress.Report(new Note($"{damage.Message}: it is built or fetched again"));
            }
        }
    }

    /// <summary>Opens a shell in place of the first step that has no result.</summary>
    /// <returns>What the shell ended with; null if every step has a result.</returns>
    public async Task<int?> ShellAsync(CancellationToken cancellation)
    {
        using var registries = new BuildRegistries(store, options, progress, cancellation);
        return (await TryAsync(registries, cancellation)).Shell;
    }

    private async Task<(BuildPlan Plan, int? Shell)> TryAsync(BuildRegistries registries, CancellationToken cancellation)
    {
        var inner = new InnerOptions(HasTerminal: options.Shell);
        // Where it is certain that something is built, the process inside gets ready meanwhile.
        using var early = options.NoCache ? new NamespacedProcess(inner, progress) : null;
        var graph = PackageGraph.Create(CheckoutLoader.Load(folder, options.Names, cancellation, options.Route));
        await registries.TakeStandInsAsync(folder, graph, cancellation);
        var plan = BuildPlan.Create(folder, graph, store).Postpone(folder, options.Names, store, isComplete: !options.IsForOthers);
        plan = await registries.FillAsync(plan, cancellation);
        if (!options.NoCache && !options.Shell && !plan.Missing.Any())
            return (plan, null);
        for (var attempt = 1; ; attempt++)
        {
            var routes = plan.Builds.SelectMany(build => options.BuildsAnew(build.Package.Name) ? build.Routes : build.Missing).Select(planned => planned.Route).ToList();
            await new InputFetch(folder, store, options, progress).RunAsync(routes, registries, cancellation);
            var job = JobPlan.Build(folder, store, options.OfBuilder with { Steps = registries.Steps }, plan, options.BuildsAnew);
            var result = early is not null && attempt == 1 ? early.Run(job, registries.Progress, registries.TakeStepAsync)
                : NamespacedProcess.Run(job, inner, registries.Progress, registries.TakeStepAsync);
            cancellation.ThrowIfCancellationRequested();
            switch (result)
            {
                case BuildResult built:
                    return (plan.With(built.Routes.ToDictionary(route => (route.Package, route.Route), route => route.Image)), null);
                case ShellResult shell:
                    return (plan, shell.ExitCode);
                case DamageFailure when attempt < MaximumAttempts:
                    plan = await registries.FillAsync(BuildPlan.Create(folder, plan.Graph, store, plan), cancellation);
                    break;
                default:
                    throw ((Failure)result).ToException();
            }
        }
    }
}
