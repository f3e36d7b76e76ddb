using System.Collections.Immutable;
using System.Diagnostics;
using ImgRep.Building;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Inside;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Rebuilds;

/// <summary>How a package came through.</summary>
/// <param name="Culprits">The variations that changed it, each set by itself; empty if it survived all.</param>
/// <param name="IsUnstable">It came out otherwise without any variation.</param>
public sealed record VariedResult(string Package, ImmutableArray<ImmutableArray<string>> Culprits, bool IsUnstable)
{
    public bool Survives => Culprits.IsEmpty && !IsUnstable;

    /// <summary>What changed it, in words.</summary>
    public string Cause => IsUnstable ? "by time or chance" : string.Join(", ", Culprits.Select(together => string.Join("+", together)));
}

/// <summary>Rebuilds packages under variations, on the same images as before, and finds which variation changes what comes out.</summary>
/// <param name="plan">Everything that a rebuilt package needs is built.</param>
public sealed class VariedRebuild(Checkout folder, ContentStore store, BuildOptions options, BuildPlan plan, IProgress<BuildEvent> progress)
{
    /// <summary>Rebuilds a package and says how it came through.</summary>
    public async Task<VariedResult> RunAsync(PlannedBuild package, ImmutableArray<Variation> variations, CancellationToken cancellation) =>
        await ExplainAsync(package, await RebuildAsync(package, variations, cancellation), variations, cancellation);

    /// <summary>Rebuilds a package, of which there need not be an image.</summary>
    /// <returns>What it came to; null if it did not build.</returns>
    public async Task<Digest?> RebuildAsync(PlannedBuild package, ImmutableArray<Variation> variations, CancellationToken cancellation)
    {
        var names = variations.Select(variation => variation.Name).ToHashSet();
        using var only = await KeyLock.TakeAsync(
            store, StoreGarbage.VariedLock(package.Name), () => progress.Report(new Note($"{package.Name}: waiting for another rebuild of it")), cancellation);
        var place = new VariedPlace(store, package, names);
        var isBegun = place.IsBegun;
        progress.Report(new Note(
            $"{package.Name}: {(isBegun ? "going on with the rebuild" : "rebuilding")} "
            + $"{(names.Count == 0 ? "without any variation" : $"with another {string.Join(", ", names)}")}"));
        using var rebuilding = new Waiting(progress, $"rebuilding {package.Name}");
        if (!isBegun && place.Exists)
            Remove(place, names);
        place.Begin();
        VariedStore.Prepare(place.Prepared, plan, package, store);
        var image = await RebuildAsync(package, variations, names, place, cancellation);
        Remove(place, names);
        return image;
    }

    /// <summary>Finds what made a rebuild differ, if it does, by more of them.</summary>
    /// <param name="package">Has an image.</param>
    /// <param name="varied">What it came to under all of the variations.</param>
    public async Task<VariedResult> ExplainAsync(PlannedBuild package, Digest? varied, ImmutableArray<Variation> variations, CancellationToken cancellation)
    {
        if (varied == package.Image)
            return new VariedResult(package.Name, [], IsUnstable: false);
        if (!await IsSameAsync(package, [], cancellation))
            return new VariedResult(package.Name, [], IsUnstable: true);
        return new VariedResult(package.Name, await BisectAsync(package, variations, cancellation), IsUnstable: false);
    }

    /// <param name="variations">Together they are known to change the package.</param>
    private async Task<ImmutableArray<ImmutableArray<string>>> BisectAsync(PlannedBuild package, ImmutableArray<Variation> variations, CancellationToken cancellation)
    {
        if (variations.Length == 1)
            return [[variations[0].Name]];
        var culprits = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        foreach (var half in (ImmutableArray<Variation>[])[variations[..(variations.Length / 2)], variations[(variations.Length / 2)..]])
        {
            if (!await IsSameAsync(package, half, cancellation))
                culprits.AddRange(await BisectAsync(package, half, cancellation));
        }
        // Neither half alone does it.
        return culprits.Count > 0 ? culprits.ToImmutable() : [[.. variations.Select(variation => variation.Name)]];
    }

    private async Task<bool> IsSameAsync(PlannedBuild package, ImmutableArray<Variation> variations, CancellationToken cancellation) =>
        await RebuildAsync(package, variations, cancellation) == package.Image;

    private async Task<Digest?> RebuildAsync(
        PlannedBuild package, ImmutableArray<Variation> variations, HashSet<string> names, VariedPlace place, CancellationToken cancellation)
    {
        // Only the embedded builder shows its steps anything else.
        var builder = options.OfBuilder with { Builder = BuilderChoice.Embedded, NoCache = false, Variation = Variation.InsideAll(variations) };
        var job = JobPlan.Rebuild(folder, place.Used, builder, plan, package) with { Variations = Variation.Together(variations), ShiftsIds = names.Contains("user") };
        var (result, code) = await Task.Run(() => RunVaried(job, names, place, cancellation), CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        switch (result)
        {
            case BuildResult built:
                return built.Routes[0].Image;
            case null when code == VariedDisk.InUse:
                throw new EnvironmentException("rebuild", package.Name, $"processes of a rebuild that was killed still use {place.VariedDisk!.Mountpoint}",
                    "try again when they have ended");
            case null or EnvironmentFailure or DamageFailure or MemoryFailure or Interruption:
                var reason = result is EnvironmentFailure failure ? $"{failure.Operation} {failure.Subject}: {failure.Reason}" : "its surroundings failed, as said above";
                throw new EnvironmentException("rebuild", package.Name, reason, "leave the others out with --variation NAME");
            case BuildFailure { IsEnvironment: true }:
                throw new EnvironmentException("rebuild", package.Name, "its surroundings failed, as said above", "leave the others out with --variation NAME");
            case BuildFailure or RejectedFailure or RoutesFailure when DiskSpace.IsExhausted(store.Root):
                throw DiskSpace.Full(store.Root);
            case BuildFailure or RejectedFailure or RoutesFailure:
                return null;
            default:
                throw ((Failure)result).ToException();
        }
    }

    /// <summary>The namespaces are made within what is varied around them, so it is a process of its own that makes them.</summary>
    private (JobResult? Result, int ExitCode) RunVaried(BuildJob job, HashSet<string> names, VariedPlace place, CancellationToken cancellation)
    {
        using var channel = ChannelProcess.Start(command => Describe(command, names, place), line => progress.Report(new Note(line)));
        // The whole session: unshare passes no signal on.
        using var stop = cancellation.Register(() => Libc.Kill(-channel.Process.Id, Libc.SigTerm));
        var result = channel.Run(job, progress);
        return (result, channel.Process.ExitCode);
    }

    private static ProcessStartInfo Describe(InnerCommand command, HashSet<string> names, VariedPlace place)
    {
        string[] words = ["setsid", .. place.VariedDisk?.Prefix(place.Prepared) ?? [], .. Variation.Prefix(names), .. command.Words];
        var start = new ProcessStartInfo(words[0], words[1..]);
        if (names.Contains("timezone"))
            start.Environment["TZ"] = "Asia/Tokyo";
        if (names.Contains("locale"))
            start.Environment["LC_ALL"] = "tr_TR.UTF-8";
        return start;
    }

    private void Remove(VariedPlace place, HashSet<string> names)
    {
        foreach (var left in place.Stores())
        {
            // Files of mapped ids can only be removed inside the namespace that maps them.
            _ = NamespacedProcess.Run(new CollectJob(left, Keep: 0), new InnerOptions(ShiftsIds: names.Contains("user")), progress);
        }
        place.Remove();
    }
}
