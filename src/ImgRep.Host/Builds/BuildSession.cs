using ImgRep.Building;
using ImgRep.Host.Builders.Embedded;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Registries;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;
using ImgRep.Packages;

namespace ImgRep.Host.Builds;

/// <summary>
/// The whole way of a build. Outside the namespaces: Containerfiles are read, ordered, and each package's recipe is compared with
/// the records of earlier builds; sources and seeds that are missing are fetched. Inside them, in a second process: what has no
/// image is built. Outside again: the images that the recipes gave.
/// </summary>
/// <param name="inside">The command line that makes this program call <see cref="BuildInsideAsync"/>.</param>
public sealed class BuildSession(Checkout folder, ContentStore store, BuildOptions options, IReadOnlyList<string> inside, IProgress<BuildEvent> progress)
{
    /// <summary>What the process inside ends with when it has removed something damaged from the store, and wants to be started again.</summary>
    public const int TryAgain = 75;

    internal const int MaximumAttempts = 4;

    /// <summary>Builds what is missing and makes use of it.</summary>
    /// <param name="use">Gets a plan in which nothing is missing. Called again if it meets something damaged, once that is mended.</param>
    /// <returns>0, or what the process inside ended with, which has said why.</returns>
    public async Task<int> RunAsync(Action<BuildPlan> use, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (plan, code) = await RunAsync(cancellation);
                if (plan is not null)
                    use(plan);
                return code;
            }
            catch (DamagedStoreException damage) when (attempt < MaximumAttempts)
            {
                Discard(damage);
            }
        }
    }

    private async Task<(BuildPlan? Plan, int ExitCode)> RunAsync(CancellationToken cancellation)
    {
        // Where it is certain that something is built, the process inside gets ready meanwhile.
        using var early = options.NoCache ? new NamespacedProcess(inside, store.OfSession) : null;
        var graph = PackageGraph.Create(CheckoutLoader.Load(folder, options.Names, cancellation, options.Route));
        var plan = BuildPlan.Create(folder, graph, store);
        if (options.TrustedCache is { } cache)
            plan = await new RegistryCache(store, cache, options.Registry, progress).FillAsync(plan, old => BuildPlan.Create(folder, graph, store, old), cancellation);
        var mustRun = options.NoCache || options.Shell || plan.Missing.Any();
        for (var attempt = 1; mustRun; attempt++)
        {
            var routes = plan.Builds.SelectMany(build => options.BuildsAnew(build.Package.Name) ? build.Routes : build.Missing).Select(planned => planned.Route).ToList();
            await new InputFetch(folder, store, options, progress).RunAsync(routes, cancellation);
            var code = early is not null && attempt == 1 ? early.Run() : UserNamespace.Run(inside, store.OfSession);
            cancellation.ThrowIfCancellationRequested();
            if (code == TryAgain && attempt < MaximumAttempts)
                continue;
            if (code != 0 || options.Shell)
                return (null, code);
            plan = BuildPlan.Create(folder, graph, store, plan);
            mustRun = false;
        }
        if (plan.Missing.FirstOrDefault() is { } changed)
            throw new EnvironmentException("build", changed.Name, "its files were changed while it was being built", "run the command again");
        return (plan, 0);
    }

    /// <summary>Builds what is missing, inside the namespaces.</summary>
    /// <returns>0, or <see cref="TryAgain"/>.</returns>
    public async Task<int> BuildInsideAsync(CancellationToken cancellation)
    {
        Task<PackageSet>? tree = null;
        UserNamespace.Prepare(() => tree = Task.Run(() => CheckoutLoader.Load(folder, options.Names, cancellation, options.Route), cancellation));
        store.RemoveAbandoned();
        if (!UserNamespace.HasRange)
        {
            progress.Report(new Note("only a single id is mapped: steps that give files to other owners fail, and files of other owners look like root's "
                + "(for a range of ids, install uidmap and have a line for you in /etc/subuid and /etc/subgid)"));
        }
        try
        {
            var plan = BuildPlan.Create(folder, PackageGraph.Create(await tree!), store);
            await new PlanExecution(folder, store, options, plan, progress).RunAsync(cancellation);
            return 0;
        }
        catch (ShellEndedException shell)
        {
            return shell.ExitCode;
        }
        catch (DamagedStoreException damage)
        {
            Discard(damage);
            return TryAgain;
        }
    }

    private void Discard(DamagedStoreException damage)
    {
        store.Discard(damage.Path);
        progress.Report(new Note($"{damage.Message}: it is built or fetched anew"));
    }
}
