using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>Asks for a step that others have run.</summary>
/// <returns>Null if nobody has.</returns>
internal delegate Task<TakenStep?> StepQuestion(StepRequest request, CancellationToken cancellation);

/// <summary>Steps that others have run, taken instead of running them. Whatever is wrong with one, the step runs here.</summary>
/// <param name="lease">Holds what was taken.</param>
/// <param name="package">Without its route.</param>
/// <param name="ask">Null for nobody to ask.</param>
internal sealed class TakenSteps(ContentStore store, Lease lease, string package, StepQuestion? ask)
{
    /// <param name="before">What it runs over.</param>
    /// <param name="line">Of the Containerfile.</param>
    public async Task<Snapshot?> TryTakeAsync(Digest key, StageState before, int line, ReportedStep reported, CancellationToken cancellation)
    {
        if (ask is null)
            return null;
        // What it runs over may still be being hashed: once is enough.
        await store.Snapshots.SealAllAsync();
        if (await ask(new StepRequest(package, key, before.ComputeResults()), cancellation) is not { } step)
            return null;
        try
        {
            var layer = await Task.Run(() => PackedSnapshot.Read(step.Files, step.Contents, step.Result, cancellation), cancellation);
            var taken = await store.Snapshots.TakeAsync(
                key, lease, root => new LayerMaterializer(UserNamespace.HasRange).Write(layer, root, cancellation), step.Result, reported.Note, cancellation);
            reported.Note(taken is null ? Refused(step, line, "unpacked here it is something else") : $"line {line}: taken from {step.From}");
            return taken;
        }
        catch (RejectedInputException rejected)
        {
            reported.Note(Refused(step, line, rejected.Diagnostics[0].Message));
        }
        catch (UnfitTreeException unfit)
        {
            reported.Note(Refused(step, line, unfit.Message));
        }
        catch (EnvironmentException failure) when (!DiskSpace.IsExhausted(store.Root))
        {
            reported.Note(Refused(step, line, failure.Message));
        }
        finally
        {
            PackedSnapshot.Remove(step.Files);
        }
        return null;
    }

    private static string Refused(TakenStep step, int line, string reason) => $"line {line}: not taken from {step.From}: {reason}";
}
