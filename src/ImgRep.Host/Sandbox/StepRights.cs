using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ImgRep.Building;
using ImgRep.Building.SystemCalls;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Sandbox;

/// <summary>What a thread passes on to the sandbox program that it starts: groups, and which capabilities can ever be had
/// (capabilities(7)). Each is a thread's own; the rest of this process keeps what it has.</summary>
internal static unsafe class StepRights
{
    private const int ReadBounding = 23;
    private const int DropBounding = 24;

    /// <summary>_LINUX_CAPABILITY_VERSION_3.</summary>
    private const uint Version = 0x20080522;

    /// <summary>struct __user_cap_header_struct.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public uint Version;
        public int Thread;
    }

    /// <summary>struct __user_cap_data_struct.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Sets
    {
        public uint Effective;
        public uint Permitted;
        public uint Inheritable;
    }

    /// <summary>Gives them to the calling thread.</summary>
    /// <param name="groups">Supplementary group ids. Where the user namespace has no groups but the caller's, nothing can be changed.</param>
    /// <exception cref="EnvironmentException">The kernel refuses.</exception>
    public static void Take(ImmutableArray<uint> groups)
    {
        var architecture = CallArchitecture.Find(Platform.Host.Architecture)
            ?? throw new EnvironmentException("confine", "a step", $"the system calls of {Platform.Host.Architecture} are not known", "run it with runc or crun (--sandbox runc)");
        if (UserNamespace.HasRange)
            SetGroups(architecture, groups);
        MakeInheritable(architecture);
        for (var capability = 0; Libc.ProcessControl(ReadBounding, (ulong)capability, 0, 0, 0) is >= 0 and var isThere; capability++)
        {
            if (isThere == 1 && Capability.Kept.All(kept => kept.Number != capability))
                Check(Libc.ProcessControl(DropBounding, (ulong)capability, 0, 0, 0));
        }
    }

    /// <summary>libc's function would set those of every thread.</summary>
    private static void SetGroups(CallArchitecture architecture, ImmutableArray<uint> groups)
    {
        fixed (uint* ids = groups.AsSpan())
            Check(Libc.SystemCall((nint)architecture.Number("setgroups"), groups.Length, (nint)ids, 0));
    }

    /// <summary>The sandbox program keeps its own capabilities in spite of a smaller set, because they are inheritable.</summary>
    private static void MakeInheritable(CallArchitecture architecture)
    {
        var header = new Header { Version = Version };
        var sets = stackalloc Sets[2];
        Check(Libc.SystemCall((nint)architecture.Number("capget"), (nint)(&header), (nint)sets, 0));
        for (var half = 0; half < 2; half++)
            sets[half].Inheritable |= sets[half].Permitted;
        Check(Libc.SystemCall((nint)architecture.Number("capset"), (nint)(&header), (nint)sets, 0));
    }

    private static void Check(nint result)
    {
        if (result < 0)
            throw new EnvironmentException("confine", "a step", Marshal.GetLastPInvokeErrorMessage());
    }
}
