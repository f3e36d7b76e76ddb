using System.Globalization;
using ImgRep.Files;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Sandbox;

/// <summary>
/// The namespaces that all building happens in: a user namespace where the caller is root over a range of ids that are its own,
/// and mount and pid namespaces, so that whatever ends the process also ends its children and its mounts.
/// </summary>
public static class UserNamespace
{
    /// <summary>Set inside: <c>range</c> where a range of ids is mapped, <c>single</c> where only the caller's is.</summary>
    private const string Marker = "IMGREP_NAMESPACE";

    private const int CloseOnExec = 1;

    public static bool IsInside => Environment.GetEnvironmentVariable(Marker) is not null;

    /// <summary>Whether chown to other ids than root works inside.</summary>
    public static bool HasRange => Environment.GetEnvironmentVariable(Marker) == "range";

    /// <summary>What the process inside does first.</summary>
    internal static void Prepare()
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
    }

    internal static void Describe(IDictionary<string, string?> environment, bool hasRange) => environment[Marker] = hasRange ? "range" : "single";
}
