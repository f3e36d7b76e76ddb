using System.Collections.Immutable;
using System.Diagnostics;
using ImgRep.Building;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>The process of one RUN over its layers.</summary>
/// <param name="layers">Folders, the lowest first; not empty.</param>
/// <param name="tree">What the layers show together.</param>
internal sealed class SandboxedRun(
    ContentStore store, Lease lease, SandboxProgram sandbox, BuildLog log, List<string> layers, FileTree tree, RunSpec spec, RunInstruction instruction)
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);

    public required Limits Limits { get; init; }

    /// <summary>Told what the process used of the machine.</summary>
    public required ReportedStep Reported { get; init; }

    public required MountPlan Plan { get; init; }

    public required ImmutableArray<SandboxMount> Mounts { get; init; }

    /// <summary>Runs it in a folder that becomes the snapshot: <c>root</c> is its upper folder.</summary>
    /// <exception cref="RunFailedException">It failed; what it had written is kept for a shell.</exception>
    public Task ExecuteAsync(Digest key, string folder, CancellationToken cancellation) =>
        // The kernel ends a sandbox with the thread that started it, so that thread does nothing else until then.
        OwnThread.Run(() => Execute(key, folder, cancellation));

    /// <summary>A shell in its place, on what it left when it failed, and on a layer that is thrown away.</summary>
    public Task<int> ShellAsync(Digest key, CancellationToken cancellation) => OwnThread.Run(() =>
    {
        lease.Hold(FailedEntry(key));
        if (Disk.IsFolder(FailedPath(key)))
            layers.Add(FailedPath(key));
        var shell = spec with
        {
            IsInteractive = true,
            HasTerminal = TerminalRelay.IsPossible,
            Arguments = ["/bin/sh"],
            Environment = spec.Environment.SetItem("TERM", Environment.GetEnvironmentVariable("TERM") ?? "dumb")
        };
        using var mount = Mount(NewUpper(store.Temporary.NewFolder()));
        return sandbox.Run(shell, mount.Root, store.Temporary.NewFolder, null, _ => { }, cancellation).ExitCode;
    });

    private int Execute(Digest key, string folder, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var upper = NewUpper(Path.Combine(folder, "root"));
        var (code, reason, disk) = Run(folder, upper, cancellation);
        // A process may go on as if nothing were missing: what it then left is not what the step gives.
        // What it wrote to a folder that is mounted is there still: then it cannot run once more.
        var attempts = Mounts.All(mounted => mounted.Source is null || mounted.IsReadOnly) ? DiskWatch.Attempts : 1;
        for (var attempt = 1; disk == DiskState.Unknown && attempt < attempts; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            TemporaryFolders.Remove(upper);
            Disk.MakeFolder(upper);
            (code, reason, disk) = Run(folder, NewUpper(upper), cancellation);
        }
        DiskSpace.Demand(disk, store.Root);
        cancellation.ThrowIfCancellationRequested();
        MountStubs.Remove(tree, upper, Plan);
        if (code == 0 && reason is null)
        {
            SnapshotStore.NoteElapsed(folder, Stopwatch.GetElapsedTime(started));
            return code;
        }
        store.Leases.Retire(FailedEntry(key));
        _ = FileSystem.TryRename(upper, FailedPath(key));
        throw new RunFailedException(instruction.Span, InstructionSummary.Print(instruction), code, reason);
    }

    private (int Code, string? Reason, DiskState Disk) Run(string folder, string upper, CancellationToken cancellation)
    {
        using var group = Cgroup.TryMake("imgrep-" + Path.GetFileName(folder), Limits);
        using var mount = Mount(upper);
        // A process that exceeds a limit of its group does not end by itself.
        using var watch = group is null ? null : new Timer(_ => EndIfExceeded(group), null, WatchInterval, WatchInterval);
        using var full = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var disk = new DiskWatch(store.Root, full.Cancel);
        var killed = OomKills.Count();
        var outcome = sandbox.Run(spec, mount.Root, store.Temporary.NewFolder, group, log.Append, full.Token);
        Reported.Used(group?.MostMemory, group?.Processor);
        var state = disk.End();
        if (state != DiskState.Spare)
            return (outcome.ExitCode, null, state);
        mount.Check();
        var outOfMemory = group is not { CountsOomKills: true } && OomKills.Count() != killed ? "the machine had no memory left while it ran" : null;
        return (outcome.ExitCode, group?.Exceeded() ?? outOfMemory ?? outcome.Reason, state);
    }

    private OverlayMount Mount(string upper)
    {
        if (layers.Find(layer => !Disk.IsFolder(layer)) is { } missing)
            throw new DamagedStoreException(missing);
        var mount = OverlayMount.Make(layers, upper, store.Temporary.NewFolder);
        try
        {
            SandboxRoot.Mount(mount.Root, Plan, Mounts);
            return mount;
        }
        catch
        {
            mount.Dispose();
            throw;
        }
    }

    private static void EndIfExceeded(Cgroup group)
    {
        try
        {
            if (group.Exceeded() is not null)
                group.Kill();
        }
        catch (EnvironmentException)
        {
            // Who asks once the step has ended hears it.
        }
    }

    /// <summary>An upper folder decides how the root itself looks.</summary>
    private string NewUpper(string path)
    {
        FileSystem.ChangeMode(HostPath.Parse(path), tree.Root.Metadata.Mode);
        return path;
    }

    private static string FailedEntry(Digest key) => $"failed/{key.Hex}";

    private string FailedPath(Digest key) => Path.Combine(store.Root, FailedEntry(key));
}
