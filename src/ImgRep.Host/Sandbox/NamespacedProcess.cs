using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ImgRep.Host.Posix;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Sandbox;

/// <summary>This program again, with other arguments, inside new namespaces. It starts at once, and waits to be told to go on: so its
/// runtime is up by the time that there is something to do. Not told, it is killed when this is disposed.</summary>
internal sealed unsafe class NamespacedProcess : IDisposable
{

    private readonly TaskCompletionSource<bool> decision = new();
    private readonly Thread thread;
    private Exception? failure;
    private int code;

    public NamespacedProcess(IReadOnlyList<string> arguments, params IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        // The kernel ends the child when the thread that started it ends, so that thread waits for it.
        thread = new Thread(() =>
        {
            try
            {
                code = RunChild(arguments, variables);
            }
            catch (EnvironmentException e)
            {
                failure = e;
            }
        });
        thread.Start();
    }

    /// <summary>Lets it go on and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public int Run()
    {
        _ = decision.TrySetResult(true);
        thread.Join();
        return failure is null ? code : throw failure;
    }

    public void Dispose()
    {
        _ = decision.TrySetResult(false);
        thread.Join();
    }

    private int RunChild(IReadOnlyList<string> arguments, IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, OpenFlags.CloseOnExec) != 0)
            throw new EnvironmentException("make", "a pipe", Marshal.GetLastPInvokeErrorMessage());
        using var reading = new SafeFileHandle(ends[0], ownsHandle: true);
        using var writing = new SafeFileHandle(ends[1], ownsHandle: true);
        _ = Libc.SetDescriptor(ends[0], Libc.SetDescriptorFlags, 0);

        MachineLimits.Raise();
        var ids = IdMapping.OfCaller();
        using var child = Start(ids, ends[0], arguments, variables);
        reading.Dispose();
        using var pipe = new DiskStream(writing, FileAccess.Write, "the pipe to the process in the namespaces");
        try
        {
            ids.Write(child.Id);
            pipe.Write("\n"u8);
            if (decision.Task.Result)
                return Finish(child, pipe);
        }
        catch (EnvironmentException)
        {
            child.Kill();
            throw;
        }
        child.Kill();
        child.WaitForExit();
        return child.ExitCode;
    }

    private static int Finish(Process child, DiskStream pipe)
    {
        // Whatever ends the child, a terminal that it had changed is as it was.
        using var terminal = TerminalMode.TrySave(0);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Forward(context, child));
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Forward(context, child));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Forward(context, child));
        try
        {
            pipe.Write("\n"u8);
        }
        catch (EnvironmentException)
        {
            // It has ended already: its exit code tells.
        }
        child.WaitForExit();
        return child.ExitCode;
    }

    private static Process Start(IdMapping ids, int descriptor, IReadOnlyList<string> arguments, IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        // First unshare: namespaces, wait for the ids. Second: a process that is the first of a pid namespace, ended with its parent.
        var script = $"read -r _ </proc/self/fd/{descriptor} && exec setpriv --pdeathsig KILL unshare --pid --fork --kill-child=KILL --mount-proc -- \"$@\"";
        var start = new ProcessStartInfo("unshare") { UseShellExecute = false };
        foreach (var word in (IEnumerable<string>)["--user", "--mount", "--propagation", "private", "--", "sh", "-c", script, "imgrep", .. UserNamespace.Self(), .. arguments])
            start.ArgumentList.Add(word);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        UserNamespace.Describe(start.Environment, ids.HasRange, descriptor);
        // Two seconds (in hexadecimal) before the runtime compiles hot methods again: in a short build that takes a core from the steps.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "7D0";
        var child = ChildProgram.Start(start, "install the package util-linux");
        WaitForNamespace(child);
        return child;
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
