using System.Diagnostics;
using ImgRep.Building;
using ImgRep.Building.SystemCalls;
using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Primitives;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Sandbox;

/// <summary>The program that starts sandboxes: bubblewrap, or an OCI runtime where that is what the machine has.</summary>
public sealed class SandboxProgram
{
    /// <summary>Where bubblewrap finds the filter of system calls.</summary>
    private const int FilterDescriptor = 3;

    /// <summary>Whose system calls are filtered; null on a machine whose numbers are not known here.</summary>
    private static readonly CallArchitecture? Architecture = CallArchitecture.Find(Platform.Host.Architecture);

    private readonly string program;
    private readonly bool isRuntime;

    private SandboxProgram(string program, bool isRuntime) => (this.program, this.isRuntime) = (program, isRuntime);

    /// <summary><c>bwrap</c>, <c>crun</c> or <c>runc</c>.</summary>
    public string Name => Path.GetFileName(program);

    /// <summary>Whether it can start a process as another user than root.</summary>
    public bool CanSwitchUser => isRuntime;

    /// <param name="wanted">The name of one of them, null for the first that is there.</param>
    /// <exception cref="EnvironmentException">None is there.</exception>
    public static SandboxProgram Find(string? wanted = null)
    {
        foreach (var name in wanted is null ? (string[])["bwrap", "runc", "crun"] : [wanted])
        {
            if (ProgramPath.Find(name) is { } path)
                return new SandboxProgram(path, name != "bwrap");
        }
        throw new EnvironmentException("find", wanted ?? "a sandbox", "it is not installed", "install bubblewrap, or crun, or runc");
    }

    /// <summary>Runs one process until it ends. Blocks the calling thread, which must live as long: the kernel ends a sandbox with
    /// the thread that started it.</summary>
    /// <param name="newFolder">Makes an empty folder of ours.</param>
    /// <param name="output">Takes what the process prints, standard output and standard error in one.</param>
    public SandboxOutcome Run(RunSpec spec, string root, Func<string> newFolder, Cgroup? group, Action<ReadOnlySpan<byte>> output, CancellationToken cancellation)
    {
        spec = spec with { Limits = MachineLimits.Apply(spec.Limits) };
        var folder = isRuntime ? newFolder() : null;
        using var watch = CallWatch.TryMake(Architecture);
        var filter = folder is null && Architecture is not null ? WriteFilter(newFolder(), watch is not null) : null;
        var words = folder is not null ? RuntimeCommand(spec, root, folder, watch is not null)
            : [program, .. BubblewrapCommand.Print(spec, root, Masked(), filter is null ? null : FilterDescriptor)];
        // What its caller ignores a process ignores, too: SIGPIPE for .NET, SIGHUP for nohup. One pipe for both outputs keeps their order; the group
        // is joined before anything of the sandbox starts.
        var join = group is null ? "" : "for f in $GROUPS_TO_JOIN; do echo 0 >\"$f\"; done; ";
        using var terminal = spec.HasTerminal ? TerminalRelay.TryOpen() : null;
        // A terminal of its own, in a session of its own: the caller's is out of reach.
        var session = terminal is null ? "" : "setsid --ctty ";
        var redirect = terminal is not null ? " <>\"$TERMINAL\" >&0 2>&0" : spec.IsInteractive ? "" : " 2>&1";
        if (filter is not null)
            join += $"exec {FilterDescriptor}<\"$SYSTEM_CALL_FILTER\"; unset SYSTEM_CALL_FILTER; ";
        if (folder is null)
        {
            MachineLimits.Take(spec.Limits);
            join += $"ulimit -S -n {MachineLimits.OpenFilesOf(spec.Limits)}; ";
        }
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = !spec.IsInteractive,
            RedirectStandardOutput = terminal is null,
            RedirectStandardError = terminal is null && spec.IsInteractive,
        };
        foreach (var word in (IEnumerable<string>)["-c", $"{join}unset GROUPS_TO_JOIN; umask {Modes.ToOctal(spec.Umask)}; exec {session}/usr/bin/env "
            + $"--default-signal \"$@\"{redirect}", "sh", .. words])
            start.ArgumentList.Add(word);
        if (group is not null)
            start.Environment["GROUPS_TO_JOIN"] = string.Join(' ', group.JoinFiles);
        if (filter is not null)
            start.Environment["SYSTEM_CALL_FILTER"] = filter;
        if (terminal is not null)
            start.Environment["TERMINAL"] = terminal.Path;
        using var process = Start(start, watch, folder is null ? () => StepRights.Take(spec.Groups) : () => { });
        using var stop = cancellation.Register(() => Stop(process, folder));
        if (!spec.IsInteractive)
        {
            // A pipe at its end, as under every builder.
            process.StandardInput.Close();
            Pump(process.StandardOutput.BaseStream, output);
        }
        else if (terminal is null)
            Relay(process);
        process.WaitForExit();
        if (folder is not null)
            Delete(folder);
        return new SandboxOutcome(process.ExitCode, watch?.Refused ?? []);
    }

    /// <summary>To the caller's own outputs, which may be its terminal: none that the process gets to hold.</summary>
    private static void Relay(Process process)
    {
        using var output = new SafeFileHandle(1, ownsHandle: false);
        using var errors = new SafeFileHandle(2, ownsHandle: false);
        var second = OwnThread.Run(() => Pump(process.StandardError.BaseStream, bytes => Descriptors.TryWrite(errors, bytes)));
        Pump(process.StandardOutput.BaseStream, bytes => Descriptors.TryWrite(output, bytes));
        second.Wait();
    }

    /// <param name="prepare">What the thread that starts it does before.</param>
    private static Process Start(ProcessStartInfo start, CallWatch? watch, Action prepare)
    {
        if (watch is not null)
            return watch.Start(start, prepare);
        SessionKeyring.JoinNew();
        prepare();
        return ChildProgram.Start(start)!;
    }

    private static string WriteFilter(string folder, bool isWatched)
    {
        var path = Path.Combine(folder, "filter");
        Disk.WriteBytes(path, isWatched ? FilterProgram.Mark : FilterProgram.Assemble(Architecture!));
        return path;
    }

    private string[] RuntimeCommand(RunSpec spec, string root, string folder, bool isWatched)
    {
        var bundle = Path.Combine(folder, "bundle");
        Disk.MakeFolder(bundle);
        Disk.WriteBytes(Path.Combine(bundle, "config.json"), OciRuntimeConfig.Write(spec, root, Architecture, isWatched));
        return [program, "--root", Path.Combine(folder, "state"), "run", "--bundle", bundle, Id(folder)];
    }

    private static IEnumerable<KeyValuePair<string, bool>> Masked() =>
        KernelFiles.Masked.Where(Disk.Exists).Select(path => KeyValuePair.Create(path, Disk.IsFolder(path)));

    private void Stop(Process process, string? folder)
    {
        if (folder is not null)
            Delete(folder);
        if (!process.HasExited)
            process.Kill();
    }

    private void Delete(string folder)
    {
        var start = new ProcessStartInfo(program, ["--root", Path.Combine(folder, "state"), "delete", "--force", Id(folder)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var delete = ChildProgram.Start(start)!;
        delete.WaitForExit();
    }

    private static string Id(string folder) => "imgrep-" + Path.GetFileName(folder);

    private static void Pump(Stream from, Action<ReadOnlySpan<byte>> output)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = from.Read(buffer)) > 0;)
            output(buffer.AsSpan(0, count));
    }
}
