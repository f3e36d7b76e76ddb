using System.Globalization;

namespace ImgRep.Host.Posix;

/// <summary>The core that did least just now, of those that this process may use.</summary>
public static class IdleCore
{
    private const string AllowedField = "Cpus_allowed_list:";

    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(200);

    /// <returns>Its number, counted from 0 as <c>taskset -c</c> does.</returns>
    public static int Find()
    {
        var before = IdleTicks(Lines("/proc/stat"));
        Thread.Sleep(Sample);
        var after = IdleTicks(Lines("/proc/stat"));
        var allowed = Lines("/proc/self/status").First(line => line.StartsWith(AllowedField, StringComparison.Ordinal));
        return Numbers(allowed[AllowedField.Length..]).MaxBy(core => after.GetValueOrDefault(core) - before.GetValueOrDefault(core));
    }

    private static string[] Lines(string file) => Disk.ReadText(file).Split('\n');

    /// <summary>By number of the core, as proc_stat(5) has it.</summary>
    public static Dictionary<int, long> IdleTicks(IEnumerable<string> lines) => lines
        .Where(line => line.StartsWith("cpu", StringComparison.Ordinal) && char.IsAsciiDigit(line.ElementAtOrDefault(3)))
        .Select(line => line[3..].Split(' '))
        .ToDictionary(words => int.Parse(words[0], CultureInfo.InvariantCulture), words => long.Parse(words[4], CultureInfo.InvariantCulture));

    /// <param name="list">As cpuset(7) writes it, <c>0-3,8</c>.</param>
    public static IEnumerable<int> Numbers(string list) =>
        from range in list.Split(',')
        let ends = range.Split('-')
        let first = int.Parse(ends[0], CultureInfo.InvariantCulture)
        from core in Enumerable.Range(first, int.Parse(ends[^1], CultureInfo.InvariantCulture) - first + 1)
        select core;
}
