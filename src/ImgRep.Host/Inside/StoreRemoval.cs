using ImgRep.Building;
using ImgRep.Host.Store;

namespace ImgRep.Host.Inside;

/// <summary>Makes room in a store. Some of it belongs to ids that only exist in the namespaces, so that is where it is removed.</summary>
public sealed class StoreRemoval(ContentStore store, IProgress<BuildEvent> progress, CancellationToken cancellation)
{
    /// <summary>Removes what was longest not used.</summary>
    /// <param name="keep">How many bytes may stay.</param>
    public Removal Collect(long keep) => Run(new CollectJob(store.Root, keep) { Session = store.Share() });

    /// <summary>Removes everything that was built.</summary>
    public Removal Clear(bool withSources) => Run(new ClearJob(store.Root, withSources) { Session = store.Share() });

    private Removal Run(Job job)
    {
        // Some of it may belong to ids that are not those inside.
        new StoreGarbage(store, cancellation).RemoveVaried();
        var result = NamespacedProcess.Run(job, new InnerOptions(), progress);
        cancellation.ThrowIfCancellationRequested();
        return result is RemovalResult removed ? new Removal(removed.Bytes, removed.InUse, removed.Stuck) : throw ((Failure)result).ToException();
    }
}
