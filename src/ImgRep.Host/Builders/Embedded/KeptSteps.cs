using ImgRep.Building;
using ImgRep.Engines;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>The finished steps of one package, kept for machines that may have to go on from there: as long as a RUN of the package goes on, for until then
/// nothing else keeps what they gave. What follows the last one takes no time.</summary>
/// <param name="folder">Null to keep none.</param>
/// <param name="package">Without its route.</param>
/// <param name="builder">With its version.</param>
internal sealed class KeptSteps(ContentStore store, StepFolder? folder, string package, string builder, IProgress<BuildEvent> progress)
{
    private readonly Lock gate = new();
    private readonly TimeSpan? least = folder?.Least;
    private List<EndedStep> ended = [];
    private Task keeping = Task.CompletedTask;
    private bool hasGap;
    private int running;

    /// <summary>A RUN begins; it ends with the disposal of what is returned.</summary>
    public IDisposable Begin()
    {
        lock (gate)
        {
            running++;
            KeepIfWorth();
        }
        return new Running(this);
    }

    /// <summary>A RUN has a result.</summary>
    /// <param name="before">What it ran over.</param>
    /// <param name="line">Of the Containerfile.</param>
    public void Add(Snapshot snapshot, StageState before, int line)
    {
        if (least is null)
            return;
        lock (gate)
        {
            // What came from elsewhere is there already, if that is where steps are brought.
            var isForeign = store.Snapshots.IsForeign(snapshot.Key);
            hasGap |= isForeign && !folder!.IsOnePlace;
            if (isForeign || hasGap)
                return;
            ended.Add(new EndedStep(snapshot, before, line, store.Snapshots.ElapsedOf(snapshot.Key), SnapshotStore.FilesOf(snapshot.Layer).Sum(file => file.Content.Length)));
        }
    }

    /// <summary>Waits until all that is worth it was told.</summary>
    public Task CompleteAsync()
    {
        lock (gate)
            return keeping;
    }

    private void End()
    {
        lock (gate)
        {
            if (--running > 0)
                KeepIfWorth();
        }
    }

    /// <summary>All or none: a step is taken only over the very results that it ran over, so that one without those before it would be of no use.</summary>
    private void KeepIfWorth()
    {
        if (ended.Count == 0 || !StepTransfer.IsWorth(TimeSpan.FromTicks(ended.Sum(step => step.Elapsed.Ticks)), ended.Sum(step => step.Bytes), least!.Value))
            return;
        var steps = ended;
        ended = [];
        keeping = KeepAsync(keeping, steps);
    }

    private async Task KeepAsync(Task before, List<EndedStep> steps)
    {
        await before;
        // They are hashed only once.
        await store.Snapshots.SealAllAsync();
        foreach (var step in steps.TakeWhile(_ => !hasGap))
            await Task.Run(() => Keep(step));
    }

    private void Keep(EndedStep step)
    {
        // The steps that follow need the room more.
        if (DiskSpace.UntilExhausted(store.Root) / 4 < step.Bytes)
        {
            hasGap = true;
            progress.Report(new Note($"{package}: line {step.Line}: neither it nor what follows is kept for other machines: "
                + "that would take more than a quarter of the room that is left"));
            return;
        }
        var files = Path.Combine(folder!.Path, Guid.NewGuid().ToString("n"));
        try
        {
            var contents = PackedSnapshot.Write(step.Snapshot.Layer, files, CancellationToken.None);
            progress.Report(new StepKept(
                package, step.Line, step.Snapshot.Key, step.Before.ComputeResults(), LayerListing.DigestOf(step.Snapshot.Layer), step.Elapsed, builder, files,
                contents.Digest, contents.Size));
        }
        catch (Exception failure) when (failure is EnvironmentException or IOException or RejectedInputException or DamagedStoreException)
        {
            hasGap = true;
            PackedSnapshot.Remove(files);
            progress.Report(new Note($"{package}: line {step.Line}: neither it nor what follows is kept for other machines: {failure.Message}"));
        }
    }

    private sealed record EndedStep(Snapshot Snapshot, StageState Before, int Line, TimeSpan Elapsed, long Bytes);

    private sealed class Running(KeptSteps kept) : IDisposable
    {
        public void Dispose() => kept.End();
    }
}
