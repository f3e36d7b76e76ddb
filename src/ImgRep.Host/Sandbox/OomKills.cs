using System.Globalization;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Sandbox;

/// <summary>How many processes the kernel has ended on this machine because its memory was full (proc_vmstat(5)), where no control group counts those of a step.</summary>
internal static class OomKills
{
    private const string Field = "oom_kill ";

    public static long Count() =>
        Disk.TryReadLines("/proc/vmstat").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal)) is { } found
            ? long.Parse(found.AsSpan(Field.Length), CultureInfo.InvariantCulture)
            : 0;
}
