using System.Diagnostics;
using ImgRep.Building;
using ImgRep.Host.Builders.Embedded;
using ImgRep.Host.Inside;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Host.Execution;

/// <summary>Executes a job, inside the namespaces of <see cref="UserNamespace"/>.</summary>
internal static class JobExecution
{
    /// <param name="ask">Asks the process outside for a step that others have run; null for nobody to ask.</param>
    public static async Task<JobResult> RunAsync(Job job, IProgress<BuildEvent> progress, StepQuestion? ask, CancellationToken cancellation)
    {
        using var store = new ContentStore(job.Store, job.Session);
        try
        {
            return job switch
            {
                BuildJob build => await BuildAsync(build, store, progress, ask, cancellation),
                TestJob test => await new TestExecution(test, store, progress).RunAsync(cancellation),
                CollectJob collect => ResultOf(new StoreGarbage(store, cancellation).Collect(collect.Keep)),
                ClearJob clear => ResultOf(new StoreGarbage(store, cancellation).RemoveAll(clear.WithSources)),
                _ => throw new UnreachableException(),
            };
        }
        catch (ShellEndedException shell)
        {
            return new ShellResult(shell.ExitCode);
        }
        catch (DamagedStoreException damage)
        {
            store.Discard(damage.Path);
            progress.Report(new Note($"{damage.Message}: it is built or fetched again"));
            return new DamageFailure(damage.Path);
        }
    }

    private static async Task<BuildResult> BuildAsync(
        BuildJob job, ContentStore store, IProgress<BuildEvent> progress, StepQuestion? ask, CancellationToken cancellation)
    {
        if (job.Options.Variation != RunVariation.None && !Disk.IsFile(Path.Combine(store.Root, ContentStore.VariedMarker)))
            throw new InvalidOperationException("a varied build in a store whose results count");
        store.RemoveAbandoned();
        if (!UserNamespace.HasRange)
        {
            progress.Report(new Note("only a single id is mapped: steps that give files to other owners fail, and files of other owners look like root's "
                + "(for a range of ids, install uidmap and have a line for you in /etc/subuid and /etc/subgid)"));
        }
        return await new BuildExecution(job, store, ask, progress).RunAsync(cancellation);
    }

    private static RemovalResult ResultOf(Removal removal) => new(removal.Bytes, removal.InUse, [.. removal.Stuck]);
}
