using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ImgRep.Host.Posix;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Sandbox;

/// <summary>
/// The namespaces that all building happens in: a user namespace where the caller is root over a range of ids that are its own,
/// and mount and pid namespaces, so that whatever ends the process also ends its children and its mounts.
/// </summary>
public static class UserNamespace
{
    /// <summary>Set inside: <c>range</c> where a range of ids is mapped, <c>single</c> where only the caller's is.</summary>
    private const string Marker = "IMGREP_NAMESPACE";

    /// <summary>Set where root's build shall have other ids than usual, to find what depends on them.</summary>
    internal const string ShiftVariable = "IMGREP_SHIFT_IDS";

    private const uint Shift = 65536;
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    public static bool IsInside => Environment.GetEnvironmentVariable(Marker) is not null;

    /// <summary>Whether chown to other ids than root works inside.</summary>
    public static bool HasRange => Environment.GetEnvironmentVariable(Marker) == "range";

    /// <summary>Runs this program again, with other arguments, inside new namespaces; returns its exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var code = 0;
        Exception? failure = null;
        // The kernel ends the child when the thread that started it ends, so that thread waits for it.
        var thread = new Thread(() =>
        {
            try
            {
                code = RunChild(arguments);
            }
            catch (EnvironmentException e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? code : throw failure;
    }

    /// <summary>What the process inside does first.</summary>
    public static void Prepare()
    {
        _ = Libc.SetMask(0x12);
        // No file that the caller happened to have open reaches a RUN.
        foreach (var descriptor in Directory.GetFileSystemEntries("/proc/self/fd").Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)))
        {
            if (descriptor > 2)
                _ = Libc.SetDescriptor(descriptor, SetDescriptorFlags, CloseOnExec);
        }
        // Nothing inside may make further user namespaces: in one it would be root again, and could mount.
        File.WriteAllText("/proc/sys/user/max_user_namespaces", "0");
    }

    private static unsafe int RunChild(IReadOnlyList<string> arguments)
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, 0x80000) != 0)
            throw new EnvironmentException("make", "a pipe", Marshal.GetLastPInvokeErrorMessage());
        using var reading = new SafeFileHandle(ends[0], ownsHandle: true);
        using var writing = new SafeFileHandle(ends[1], ownsHandle: true);
        _ = Libc.SetDescriptor(ends[0], SetDescriptorFlags, 0);

        var ids = Mapping.OfCaller();
        using var child = Start(ids, ends[0], arguments);
        reading.Dispose();
        try
        {
            ids.Write(child.Id);
        }
        catch (EnvironmentException)
        {
            child.Kill();
            throw;
        }
        using (var pipe = new FileStream(writing, FileAccess.Write, bufferSize: 0))
            pipe.Write("\n"u8);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Forward(context, child));
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Forward(context, child));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Forward(context, child));
        child.WaitForExit();
        return child.ExitCode;
    }

    private static Process Start(Mapping ids, int descriptor, IReadOnlyList<string> arguments)
    {
        // First unshare: namespaces, wait for the ids. Second: a process that is the first of a pid namespace, ended with its parent.
        var script = $"read -r _ </proc/self/fd/{descriptor} && exec setpriv --pdeathsig KILL unshare --pid --fork --kill-child=KILL --mount-proc -- \"$@\"";
        var start = new ProcessStartInfo("unshare") { UseShellExecute = false };
        foreach (var word in (IEnumerable<string>)["--user", "--mount", "--propagation", "private", "--", "sh", "-c", script, "imgrep", .. Self(), .. arguments])
            start.ArgumentList.Add(word);
        start.Environment[Marker] = ids.HasRange ? "range" : "single";
        // Two seconds (in hexadecimal) before the runtime compiles hot methods again: in a short build that takes a core from the steps.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "7D0";
        try
        {
            var child = Process.Start(start)!;
            WaitForNamespace(child);
            return child;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new EnvironmentException("start", "unshare", e.Message, "install the package util-linux", e);
        }
    }

    /// <summary>The ids can be written once the child has left this process's user namespace.</summary>
    private static void WaitForNamespace(Process child)
    {
        var own = new FileInfo("/proc/self/ns/user").LinkTarget;
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
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Forward(PosixSignalContext context, Process child)
    {
        context.Cancel = true;
        // The process inside is the child of the one that we started.
        foreach (var id in File.ReadAllText($"/proc/{child.Id}/task/{child.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            _ = Libc.Kill(int.Parse(id, CultureInfo.InvariantCulture), Libc.SigTerm);
    }

    /// <summary>How this very program was started: its native host, or dotnet and an assembly.</summary>
    internal static IEnumerable<string> Self()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
    }

    private sealed record Mapping(uint User, uint Group, SubordinateIds? Users, SubordinateIds? Groups)
    {
        public bool HasRange => Users is not null && Groups is not null;

        public static Mapping OfCaller()
        {
            var user = Libc.EffectiveUserId();
            var group = Libc.EffectiveGroupId();
            var canMap = user == 0 || ProgramPath.Find("newuidmap") is not null;
            return canMap
                ? new Mapping(user, group, SubordinateIds.Of(user, Environment.UserName, "/etc/subuid"), SubordinateIds.Of(user, Environment.UserName, "/etc/subgid"))
                : new Mapping(user, group, null, null);
        }

        public void Write(int process)
        {
            if (!HasRange)
            {
                WriteFile(process, "setgroups", "deny");
                WriteFile(process, "uid_map", $"0 {User} 1\n");
                WriteFile(process, "gid_map", $"0 {Group} 1\n");
            }
            else if (User == 0)
            {
                var shift = Environment.GetEnvironmentVariable(ShiftVariable) is null ? 0 : Shift;
                WriteFile(process, "uid_map", $"0 0 1\n1 {Users!.Value.First + shift} {Users.Value.Count}\n");
                WriteFile(process, "gid_map", $"0 0 1\n1 {Groups!.Value.First + shift} {Groups.Value.Count}\n");
            }
            else
            {
                MapByProgram("newuidmap", process, User, Users!.Value);
                MapByProgram("newgidmap", process, Group, Groups!.Value);
            }
        }

        private static void WriteFile(int process, string file, string text)
        {
            try
            {
                File.WriteAllText($"/proc/{process}/{file}", text);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new EnvironmentException("write", $"/proc/{process}/{file}", e.Message, inner: e);
            }
        }

        private static void MapByProgram(string program, int process, uint own, SubordinateIds ids)
        {
            string[] words = [$"{process}", "0", $"{own}", "1", "1", $"{ids.First}", $"{ids.Count}"];
            using var helper = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
            var errors = helper.StandardError.ReadToEnd();
            helper.WaitForExit();
            if (helper.ExitCode != 0)
                throw new EnvironmentException("map ids with", program, errors.Trim(), "see subuid(5): the range must belong to you alone");
        }
    }
}
