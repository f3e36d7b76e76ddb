using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using ImgRep.Building;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;
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
    /// <summary>The option of <c>build</c> that takes what steps are shown.</summary>
    public const string InsideOption = "--varied";

    private const int EnvironmentFailed = 4;
    private const int Interrupted = 130;

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
            $"{package.Name}: {(isBegun ? "going on with the rebuild" : "rebuilding")} {(names.Count == 0 ? "without any variation" : $"with another {string.Join(", ", names)}")}"));
        if (!isBegun && place.Exists)
            await RemoveAsync(place, names);
        place.Begin();
        VariedStore.Prepare(place.Prepared, plan, package, store);
        var image = await RebuildAsync(package, variations, names, place, cancellation);
        await RemoveAsync(place, names);
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
        var varied = options with { Names = [package.Name], Builder = BuilderChoice.Embedded, NoCache = false };
        string[] words = [.. OwnCommand.Build(folder, varied), "--json", InsideOption, Variation.Together(variations)];
        var start = Description(words, place.Used, [.. place.VariedDisk?.Prefix(place.Prepared) ?? [], .. Variation.Prefix(names)]);
        Vary(start, names);
        using var child = ChildProgram.Start(start)!;
        // The whole session: unshare passes no signal on.
        using var stop = cancellation.Register(() => Posix.Libc.Kill(-child.Id, Posix.Libc.SigTerm));
        var answer = await child.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await child.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (child.ExitCode == VariedDisk.InUse)
            throw new EnvironmentException("rebuild", package.Name, $"processes of a rebuild that was killed still use {place.VariedDisk!.Mountpoint}", "try again when they have ended");
        if (child.ExitCode is EnvironmentFailed or Interrupted)
            throw new EnvironmentException("rebuild", package.Name, "its surroundings failed, as said above", "--variation NAME leaves the others out");
        if (child.ExitCode != 0 && DiskSpace.IsExhausted(store.Root))
            throw DiskSpace.Full(store.Root);
        return child.ExitCode == 0 ? DigestIn(answer) : null;
    }

    private static async Task RemoveAsync(VariedPlace place, HashSet<string> names)
    {
        foreach (var left in place.Stores())
        {
            // Files of mapped ids can only be removed inside the namespace that maps them.
            var gc = Description(["gc", "--keep", "0"], left, []);
            Vary(gc, names);
            using var remove = ChildProgram.Start(gc)!;
            await remove.WaitForExitAsync(CancellationToken.None);
        }
        place.Remove();
    }

    private static Digest DigestIn(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return Digest.Parse(json.RootElement.GetProperty("packages")[0].GetProperty("digest").GetString()!);
    }

    /// <summary>What the process outside the sandbox sees, too.</summary>
    private static void Vary(ProcessStartInfo start, HashSet<string> names)
    {
        if (names.Contains("timezone"))
            start.Environment["TZ"] = "Asia/Tokyo";
        if (names.Contains("locale"))
            start.Environment["LC_ALL"] = "tr_TR.UTF-8";
        if (names.Contains("user"))
            start.Environment[UserNamespace.ShiftVariable] = "1";
    }

    private static ProcessStartInfo Description(string[] words, string store, IEnumerable<string> prefix)
    {
        string[] command = ["setsid", .. prefix, .. UserNamespace.Self(), .. words];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        start.Environment["IMGREP_STORE"] = store;
        return start;
    }
}
