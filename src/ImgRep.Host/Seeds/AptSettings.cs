using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace ImgRep.Host.Seeds;

/// <summary>How this system's apt reaches the archive: proxies, certificates, and whether it minds old indexes (apt.conf(5)).</summary>
internal static class AptSettings
{
    private static readonly ImmutableArray<string> Wanted =
        ["Acquire::http", "Acquire::https", "Acquire::Check-Date", "Acquire::Check-Valid-Until"];

    /// <returns>One option of apt.conf a line, as in <c>Acquire::http::Proxy "...";</c></returns>
    public static async Task<ImmutableArray<string>> ReadAsync(CancellationToken cancellation)
    {
        var arguments = Wanted.Insert(0, "dump").Insert(1, "--format").Insert(2, "%F \"%v\";%n");
        var lines = await HostProgram.RunAsync("apt-config", arguments, ReadOnlyDictionary<string, string>.Empty, cancellation);
        return [.. lines.Where(line => line.StartsWith("Acquire::", StringComparison.Ordinal) && !line.EndsWith(" \"\";", StringComparison.Ordinal))];
    }
}
