using System.Collections.Immutable;

namespace ImgRep.Building;

/// <summary>A part of root's rights (capabilities(7)).</summary>
/// <param name="Name">Without <c>CAP_</c>.</param>
/// <param name="Number">The kernel's number of it (linux/capability.h).</param>
public sealed record Capability(string Name, int Number)
{
    /// <summary>What a RUN keeps: what installing files as root needs, no more.</summary>
    public static ImmutableArray<Capability> Kept { get; } =
    [
        new("CHOWN", 0), new("DAC_OVERRIDE", 1), new("FOWNER", 3), new("FSETID", 4), new("KILL", 5), new("SETFCAP", 31), new("SETGID", 6),
        new("SETPCAP", 8), new("SETUID", 7), new("NET_BIND_SERVICE", 10), new("SYS_CHROOT", 18),
    ];
}
