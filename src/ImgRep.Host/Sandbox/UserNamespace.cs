using System.Globalization;
using ImgRep.Files;
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

    /// <summary>Set inside: the number of the pipe's end that says when to go on.</summary>
    private const string StartVariable = "IMGREP_START";

    private const int CloseOnExec = 1;

    public static bool IsInside => Environment.GetEnvironmentVariable(Marker) is not null;

    /// <summary>Whether chown to other ids than root works inside.</summary>
    public static bool HasRange => Environment.GetEnvironmentVariable(Marker) == "range";

    /// <summary>Runs this program again, with other arguments, inside new namespaces; returns its exit code.</summary>
    /// <param name="variables">What its environment has beside the caller's.</param>
    public static int Run(IReadOnlyList<string> arguments, params IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        using var process = new NamespacedProcess(arguments, variables);
        return process.Run();
    }

    /// <summary>What the process inside does first. Returns when the process outside says that it shall go on.</summary>
    /// <param name="meanwhile">Begins what can be done before that.</param>
    public static void Prepare(Action? meanwhile = null)
    {
        _ = Libc.SetMask((uint)Modes.Octal("022"));
        // No file that the caller happened to have open reaches a RUN.
        foreach (var descriptor in Disk.Entries("/proc/self/fd").Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)))
        {
            if (descriptor > 2)
                _ = Libc.SetDescriptor(descriptor, Libc.SetDescriptorFlags, CloseOnExec);
        }
        // Nothing inside may make further user namespaces: in one it would be root again, and could mount.
        Disk.WriteText("/proc/sys/user/max_user_namespaces", "0");
        meanwhile?.Invoke();
        WaitForStart();
    }

    internal static void Describe(IDictionary<string, string?> environment, bool hasRange, int start)
    {
        environment[Marker] = hasRange ? "range" : "single";
        environment[StartVariable] = start.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>How this very program was started: its native host, or dotnet and an assembly.</summary>
    internal static IEnumerable<string> Self()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
    }

    private static void WaitForStart()
    {
        using var handle = new SafeFileHandle(int.Parse(Environment.GetEnvironmentVariable(StartVariable)!, CultureInfo.InvariantCulture), ownsHandle: true);
        using var pipe = new DiskStream(handle, FileAccess.Read, "the pipe from the process outside");
        if (pipe.ReadByte() < 0)
            throw new OperationCanceledException();
    }
}
