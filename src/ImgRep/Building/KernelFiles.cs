using System.Collections.Immutable;

namespace ImgRep.Building;

/// <summary>Files of <c>/proc</c> that tell of the machine or change it, as container runtimes keep them from their containers.</summary>
public static class KernelFiles
{
    /// <summary>Seen as <c>/dev/null</c>, folders as empty ones.</summary>
    public static ImmutableArray<string> Masked { get; } =
    [
        "/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi", "/proc/timer_list",
        "/proc/timer_stats",
    ];

    public static ImmutableArray<string> ReadOnly { get; } = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];
}
