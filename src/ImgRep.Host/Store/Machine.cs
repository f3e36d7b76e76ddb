using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>What a build ran on, as far as it makes one build independent of another.</summary>
/// <param name="CpuVendor">As the processor names itself.</param>
/// <param name="Distribution">The host's, with its version.</param>
public sealed record Machine(string CpuVendor, string Distribution, string Kernel)
{
    private const string Unknown = "unknown";

    public static Machine Current { get; } = new(
        Plain(Value("/proc/cpuinfo", "vendor_id", ':') ?? Value("/proc/cpuinfo", "CPU implementer", ':')),
        Plain($"{Value("/etc/os-release", "ID", '=')} {Value("/etc/os-release", "VERSION_ID", '=')}"),
        Plain(Disk.TryReadText("/proc/sys/kernel/osrelease")));

    private static string? Value(string file, string key, char separator) => Disk.TryReadText(file)?.Split('\n')
        .Select(line => line.Split(separator, 2))
        .FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == key)?[1].Trim().Trim('"', '\'');

    /// <summary>It is counted, printed and signed: printable ASCII, not too long.</summary>
    private static string Plain(string? text) =>
        new string([.. (text ?? "").Where(c => c is >= ' ' and <= '~').Take(80)]).Trim() is { Length: > 0 } plain ? plain : Unknown;
}
