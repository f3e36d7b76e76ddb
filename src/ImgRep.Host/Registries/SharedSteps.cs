using System.Globalization;
using ImgRep.Building;
using ImgRep.Engines;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images.Artifacts;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Host.Registries;

/// <summary>Finished steps of packages in a registry that several machines share. Without them a build only takes longer, so nothing here ends one: what
/// goes wrong is told to those who watch.</summary>
/// <remarks>The blobs come first and the tag last, so that what has a tag is whole. What has one stays.</remarks>
internal sealed class SharedSteps(RegistryClient client, IProgress<BuildEvent> progress)
{
    private const string LeastVariable = "IMGREP_STEP_SECONDS";

    /// <summary>How long steps have to take to be brought there.</summary>
    public static TimeSpan Least() => Environment.GetEnvironmentVariable(LeastVariable) is not { Length: > 0 } text ? StepTransfer.Least
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
        : throw new EnvironmentException("read", LeastVariable, $"'{text}' is no number of seconds", "write digits, or unset it");

    /// <summary>Copies a step from there; whoever gets it removes its files.</summary>
    /// <param name="folder">Where to.</param>
    /// <returns>Null if there is none, or none that could be had.</returns>
    public async Task<TakenStep?> TakeAsync(StepRequest wanted, string folder, CancellationToken cancellation)
    {
        var repository = client.ImagesOf(wanted.Package);
        var tag = SharedStep.TagOf(wanted.Key, wanted.Below);
        var files = Path.Combine(folder, Guid.NewGuid().ToString("n"));
        var title = $"{wanted.Package}, a step";
        try
        {
            if (await FindAsync(repository, tag, wanted.Package, wanted.Key, wanted.Below, cancellation) is not { } step)
                return null;
            if (step.Listing.Size > ForeignListing.Largest || step.Contents.Size > ForeignListing.LargestTree)
                throw Wrong(repository.Call(tag), $"it has {step.Listing.Size} and {step.Contents.Size} bytes, more than a step may have");
            // It is there twice for a moment: packed, and unpacked.
            if (DiskSpace.UntilExhausted(folder) / 4 < step.Contents.Size)
                throw new EnvironmentException("pull", repository.Call(tag), "that would take more than a quarter of the room that is left");
            return await repository.TryReadBlobAsync(step.Listing.Digest, step.Listing.Size, PackedSnapshot.ListingOf(files), progress, title, cancellation)
                && await repository.TryReadBlobAsync(step.Contents.Digest, step.Contents.Size, PackedSnapshot.ContentsOf(files), progress, title, cancellation)
                ? new TakenStep(files, step.Contents, step.Result, client.Address.Text)
                : throw Wrong(repository.Call(tag), "the registry does not have all of it");
        }
        catch (Exception failure) when (failure is EnvironmentException or OperationCanceledException)
        {
            PackedSnapshot.Remove(files);
            progress.Report(new Note($"{wanted.Package}: no step taken from {client.Address.Text}: {failure.Message}"));
            return null;
        }
        finally
        {
            progress.Report(new Activity(title, ActivityUnit.Bytes, 0, null) { HasEnded = true });
        }
    }

    /// <summary>Brings a step there, unless one is there; its files are removed.</summary>
    public async Task PublishAsync(StepKept kept, CancellationToken cancellation)
    {
        var repository = client.ImagesOf(kept.Package);
        var title = $"{kept.Package}, line {kept.Line}";
        try
        {
            var listing = Disk.ReadBytes(PackedSnapshot.ListingOf(kept.Files));
            var step = Describe(kept, SharedStep.OfListing(listing));
            var tag = SharedStep.TagOf(kept.Key, kept.Below);
            if (await IsThereAsync(repository, tag, step, cancellation))
                return;
            var contents = new DiskFile(HostPath.Parse(PackedSnapshot.ContentsOf(kept.Files)), 0, kept.Size, kept.Contents);
            await repository.WriteBlobAsync(contents.Digest, contents.Length, contents.Open, progress, title, cancellation);
            await repository.WriteBlobAsync(listing, progress, title, cancellation);
            // Meanwhile another machine may have been first.
            if (await IsThereAsync(repository, tag, step, cancellation))
                return;
            await repository.WriteManifestAsync(tag, step.ToManifest().AsMemory(), cancellation);
            if (await IsThereAsync(repository, tag, step, cancellation))
                progress.Report(new Note($"{title}: the step is in {client.Address.Text} now, {kept.Size + listing.Length} bytes"));
        }
        catch (Exception failure) when (failure is EnvironmentException or DamagedStoreException)
        {
            progress.Report(new Note($"{title}: the step was not brought to {client.Address.Text}: {failure.Message}"));
        }
        finally
        {
            progress.Report(new Activity(title, ActivityUnit.Bytes, 0, null) { HasEnded = true });
            PackedSnapshot.Remove(kept.Files);
        }
    }

    /// <summary>Whether there is such a step; that it came to something else is told to those who watch.</summary>
    private async Task<bool> IsThereAsync(RegistryRepository repository, string tag, SharedStep own, CancellationToken cancellation)
    {
        if (await FindAsync(repository, tag, own.Package, own.Key, own.Below, cancellation) is not { } there)
            return false;
        if (there.Result != own.Result)
        {
            progress.Report(new Note($"{own.Package}, line {own.Line}: the step differs: it came to {own.Result} here, and {there.Who} brought {there.Result} to "
                + $"{client.Address.Text} at {there.BuiltAt:u}, which stays"));
        }
        return true;
    }

    private static async Task<SharedStep?> FindAsync(RegistryRepository repository, string tag, string package, Digest key, Digest below, CancellationToken cancellation)
    {
        if (await repository.TryReadManifestAsync(tag, cancellation) is not { } manifest)
            return null;
        var place = repository.Call(tag);
        try
        {
            var step = SharedStep.Parse(manifest, place);
            return step.Key == key && step.Below == below && step.Package == package ? step
                : throw Wrong(place, $"it is another step: {step.Package}, {step.Key} over {step.Below}");
        }
        catch (RejectedInputException malformed)
        {
            throw Wrong(place, malformed.Diagnostics[0].Message);
        }
    }

    private static EnvironmentException Wrong(string place, string reason) => new("pull", place, reason, "do not trust this registry") { IsWrong = true };

    private static SharedStep Describe(StepKept kept, Descriptor listing) => new(
        kept.Key, kept.Below, kept.Result, kept.Package, kept.Line, listing, new LayerDescriptor(kept.Contents, kept.Size), kept.Builder, Origin.Who, DateTimeOffset.UtcNow,
        kept.Elapsed)
    {
        Job = Origin.Job,
    };
}
