using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using ImgRep.Building;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Host.Inside;

/// <summary>This program again, inside new namespaces, for one job. It starts at once, and waits for the job: so its runtime is up by the time that
/// there is something to do. Given none, it is killed when this is disposed.</summary>
internal sealed class NamespacedProcess : IDisposable
{
    private readonly TaskCompletionSource<(Job Job, IProgress<BuildEvent> Progress, Func<StepRequest, Task<TakenStep?>>? Find)?> decision = new();
    private readonly Thread thread;
    private readonly InnerOptions options;
    private readonly Action<string>? said;
    private ExceptionDispatchInfo? failure;
    private JobResult? result;

    /// <param name="progress">Gets what is printed there by accident.</param>
    public NamespacedProcess(InnerOptions options, IProgress<BuildEvent> progress)
    {
        this.options = options;
        said = options.HasTerminal ? null : line => progress.Report(new Note(line));
        // The kernel ends the child when the thread that started it ends, so that thread waits for it.
        thread = new Thread(() =>
        {
            try
            {
                RunChild();
            }
#pragma warning disable CA1031 // Thrown again where the job was given.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
    }

    /// <summary>Runs one job in a process of its own.</summary>
    /// <inheritdoc cref="Run(Job, IProgress{BuildEvent}, Func{StepRequest, Task{TakenStep}})"/>
    public static JobResult Run(Job job, InnerOptions options, IProgress<BuildEvent> progress, Func<StepRequest, Task<TakenStep?>>? find = null)
    {
        using var process = new NamespacedProcess(options, progress);
        return process.Run(job, progress, find);
    }

    /// <summary>Gives it its job and waits for its end.</summary>
    /// <param name="find">Answers its questions for steps; null where none are asked.</param>
    /// <exception cref="EnvironmentException">There can be no such process, or it ended before its job.</exception>
    public JobResult Run(Job job, IProgress<BuildEvent> progress, Func<StepRequest, Task<TakenStep?>>? find = null)
    {
        _ = decision.TrySetResult((job, progress, find));
        thread.Join();
        failure?.Throw();
        return result!;
    }

    public void Dispose()
    {
        _ = decision.TrySetResult(null);
        thread.Join();
    }

    private void RunChild()
    {
        MachineLimits.Raise();
        var ids = IdMapping.OfCaller(options.ShiftsIds);
        using var channel = ChannelProcess.Start(command => Describe(ids, command), said);
        var child = channel.Process;
        try
        {
            WaitForNamespace(child);
            ids.Write(child.Id);
            channel.Send("\n"u8);
            if (decision.Task.Result is var (job, progress, find))
            {
                result = Finish(channel, job, progress, find);
                return;
            }
        }
        catch (EnvironmentException)
        {
            channel.End();
            throw;
        }
        channel.End();
    }

    private static JobResult Finish(ChannelProcess channel, Job job, IProgress<BuildEvent> progress, Func<StepRequest, Task<TakenStep?>>? find)
    {
        var child = channel.Process;
        // Whatever ends the child, a terminal that it had changed is as it was.
        using var terminal = TerminalMode.TrySave(0);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Forward(context, child));
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Forward(context, child));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Forward(context, child));
        return channel.Run(job, progress, find) ?? throw channel.ExplainEnd();
    }

    private static ProcessStartInfo Describe(IdMapping ids, InnerCommand command)
    {
        // First unshare: namespaces, wait for the ids. Second: a process that is the first of a pid namespace, ended with its parent.
        var script = $"read -r _ </proc/self/fd/{command.Job} && exec setpriv --pdeathsig KILL unshare --pid --fork --kill-child=KILL --mount-proc -- \"$@\"";
        var start = new ProcessStartInfo("unshare");
        foreach (var word in (IEnumerable<string>)["--user", "--mount", "--propagation", "private", "--", "sh", "-c", script, "imgrep", .. command.Words])
            start.ArgumentList.Add(word);
        UserNamespace.Describe(start.Environment, ids.HasRange);
        return start;
    }

    /// <summary>The ids can be written once the child has left this process's user namespace.</summary>
    private static void WaitForNamespace(Process child)
    {
        var own = Disk.LinkTarget("/proc/self/ns/user");
        while (!child.HasExited)
        {
            if (TryLinkTarget($"/proc/{child.Id}/ns/user") is { } other && other != own)
                return;
            Thread.Sleep(1);
        }
        throw new EnvironmentException("make", "a user namespace", "the kernel refused it",
            "allow them: sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns");
    }

    private static string? TryLinkTarget(string path)
    {
        try
        {
            return Disk.LinkTarget(path);
        }
        catch (EnvironmentException)
        {
            return null;
        }
    }

    private static void Forward(PosixSignalContext context, Process child)
    {
        context.Cancel = true;
        // The process inside is the child of the one that we started.
        foreach (var id in Disk.ReadText($"/proc/{child.Id}/task/{child.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            _ = Libc.Kill(int.Parse(id, CultureInfo.InvariantCulture), Libc.SigTerm);
    }
}
