using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Files.Users;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>One RUN: from the state before it to the state after it, by way of the store or of a sandbox.</summary>
/// <param name="lease">Holds what it rests on.</param>
/// <param name="slots">How many may run at a time.</param>
/// <param name="taken">Those that others have run.</param>
/// <param name="kept">Those that others may go on from.</param>
internal sealed class RunStep(ContentStore store, Lease lease, SandboxProgram sandbox, BuildLog log, SemaphoreSlim slots, TakenSteps taken, KeptSteps kept)
{
    /// <summary>Whether results of earlier builds are used.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>Results of earlier builds are used of steps above this line, whatever <see cref="UseCache"/> says.</summary>
    public int CacheAbove { get; init; }

    public required Limits Limits { get; init; }

    public RunVariation Variation { get; init; }

    /// <summary>Where a shell is wanted instead of the first RUN that has no result yet.</summary>
    public bool OpenShell { get; init; }

    public async Task<StageState> ApplyAsync(
        StageState state, Step step, RunInstruction run, ImmutableArray<MountedTree> mounts, ReportedStep reported, CancellationToken cancellation)
    {
        try
        {
            return await RunAsync(state, step, run, mounts, reported, cancellation);
        }
        catch (UnfitTreeException unfit)
        {
            throw new RejectedInputException(Diagnostic.Error(run.Span, "unfit-tree", unfit.Message, "no step may leave such a thing, or have it below it"));
        }
    }

    private async Task<StageState> RunAsync(
        StageState state, Step step, RunInstruction run, ImmutableArray<MountedTree> mounts, ReportedStep reported, CancellationToken cancellation)
    {
        var shown = run.HereDocuments.Select(MountedTree.Create).Concat(mounts).OrderBy(mount => mount.Mount.Target, StringComparer.Ordinal).ToImmutableArray();
        var plan = MountPlan.Resolve(state.Tree, shown.Select(mount => mount.Request(run.Span)), step.WorkingDirectory, run.Span);
        // An earlier RUN may have removed the folder in which this one starts.
        var before = (state with { Tree = state.Tree.WithDirectory(step.WorkingDirectory, Metadata.DefaultDirectory, run.Span) }).Settle();
        var spec = SpecOf(step, run, before.Tree);
        if (spec.User != 0 && !sandbox.CanSwitchUser)
        {
            throw new EnvironmentException("run a step as user", step.User, $"{sandbox.Name} cannot switch users",
                "install runc, and build with --sandbox runc");
        }
        var key = KeyOf(before, spec, run, mounts);
        var useCache = UseCache || run.Span.Line < CacheAbove;
        if (useCache && (store.Snapshots.Find(key, lease) ?? await taken.TryTakeAsync(key, before, run.Span.Line, reported, cancellation)) is { } there)
            return Finish(there);
        reported.HasRun = true;
        using var running = kept.Begin();
        await slots.WaitAsync(cancellation);
        try
        {
            var layers = await FoldersOfAsync(before, reported, cancellation);
            var sources = await Task.WhenAll(shown.Zip(plan.Points, (mount, point) => ShowAsync(mount, point, reported, cancellation)));
            var process = new SandboxedRun(store, lease, sandbox, log, layers, before.Tree, Variation.Apply(spec), run)
            {
                Limits = Limits,
                Reported = reported,
                Plan = plan,
                Mounts = [.. sources],
            };
            if (OpenShell)
                throw new ShellEndedException(await process.ShellAsync(key, cancellation));
            return Finish(await store.Snapshots.GetOrMakeAsync(
                key, lease, folder => process.ExecuteAsync(key, folder, cancellation), anew: !useCache, reported.Note, cancellation));
        }
        finally
        {
            slots.Release();
        }

        StageState Finish(Snapshot snapshot)
        {
            reported.ComeTo(run.Span.Line, snapshot);
            kept.Add(snapshot, before, run.Span.Line);
            return before.After(Noted(snapshot, reported));
        }
    }

    private static RunSpec SpecOf(Step step, RunInstruction run, FileTree tree)
    {
        var user = UserIds.ResolveUser(step.User.Length == 0 ? "0" : step.User, tree, run.Span);
        ImmutableArray<string> words = run.Command.IsShellForm ? [.. step.Shell, .. run.Command.Words] : run.Command.Words;
        return new RunSpec(words, RunEnvironment.Compute(step, RunEnvironment.HomeOf(user)), step.WorkingDirectory, user.User, user.Group, user.Supplementary);
    }

    private static Digest KeyOf(StageState before, RunSpec spec, RunInstruction run, ImmutableArray<MountedTree> mounts) => new KeyBuilder("run")
        .Add("sandbox", SandboxDigest.Current)
        .Add("below", before.Key)
        .Add("arguments", spec.Arguments)
        .Add("environment", spec.Environment)
        .Add("directory", spec.WorkingDirectory)
        .Add("user", $"{spec.User}:{spec.Group}:{string.Join(',', spec.Groups)}")
        .Add("mounts", mounts.Select(mount => mount.Identity))
        .Add("scripts", run.HereDocuments.SelectMany(script => (string[])[script.Name, script.Content]))
        .ToKey();

    private async Task<List<string>> FoldersOfAsync(StageState state, ReportedStep reported, CancellationToken cancellation)
    {
        var folders = new List<string>();
        foreach (var layer in state.Layers)
            folders.Add((await EnsureAsync(layer, reported, cancellation)).Root);
        // An overlay needs something below it.
        return folders.Count == 0 ? [store.Temporary.NewFolder()] : folders;
    }

    /// <summary>The snapshot of a layer, verified, made if need be.</summary>
    private async Task<Snapshot> EnsureAsync(LayerSource layer, ReportedStep reported, CancellationToken cancellation)
    {
        var snapshot = layer.Snapshot ?? await store.Snapshots.GetOrMakeAsync(
            layer.Key,
            lease,
            folder => Task.Run(() => new LayerMaterializer(UserNamespace.HasRange).Write(layer.Content, Path.Combine(folder, "root"), cancellation), cancellation),
            // What needs no run is made again rather than believed.
            anew: store.Snapshots.Find(layer.Key, lease) is not null && store.Snapshots.IsForeign(layer.Key), reported.Note, cancellation);
        await store.Snapshots.VerifyAsync(snapshot);
        return Noted(snapshot, reported);
    }

    /// <summary>Notes whether a step rests on what was made elsewhere.</summary>
    private Snapshot Noted(Snapshot snapshot, ReportedStep reported)
    {
        if (store.Snapshots.IsForeign(snapshot.Key))
            reported.RestOnForeign();
        return snapshot;
    }

    private async Task<SandboxMount> ShowAsync(MountedTree mount, MountPoint at, ReportedStep reported, CancellationToken cancellation)
    {
        if (mount.Content is null)
            return new SandboxMount(null, at, mount.Mount.ReadOnly, mount.Mount.Size);
        if (mount.IsScratch)
        {
            // A copy of its own: what is written there ends with the build.
            var folder = store.Temporary.NewFolder();
            new LayerMaterializer(UserNamespace.HasRange).Write(mount.Content, folder, cancellation);
            return new SandboxMount(Path.Combine(folder, MountedTree.EntryName), at);
        }
        var key = new KeyBuilder("mount").Add("content", LayerListing.DigestOf(mount.Content)).ToKey();
        var snapshot = await EnsureAsync(new LayerSource(key, mount.Content, null), reported, cancellation);
        return new SandboxMount(Path.Combine(snapshot.Root, MountedTree.EntryName), at, IsReadOnly: true);
    }
}
