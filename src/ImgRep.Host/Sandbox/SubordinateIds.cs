using System.Globalization;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Sandbox;

/// <summary>A range of ids that a user may use beside its own (subuid(5), subgid(5)).</summary>
internal readonly record struct SubordinateIds(uint First, uint Count)
{
    internal const string UserMap = "/proc/self/uid_map";
    internal const string GroupMap = "/proc/self/gid_map";

    /// <summary>What root takes where no file gives it a range: the ids just above those that containers of systemd use.</summary>
    private static readonly SubordinateIds OfRoot = new(0x70000000, 65536);

    /// <param name="file"><c>/etc/subuid</c> or <c>/etc/subgid</c>.</param>
    public static SubordinateIds? Read(uint user, string name, string file)
    {
        var number = user.ToString(CultureInfo.InvariantCulture);
        var map = user == 0 ? Disk.TryReadLines(file == "/etc/subuid" ? UserMap : GroupMap) : [];
        foreach (var line in Disk.TryReadLines(file))
        {
            if (line.Split(':') is [var who, var first, var count] && (who == name || who == number)
                && uint.TryParse(first, CultureInfo.InvariantCulture, out var from) && uint.TryParse(count, CultureInfo.InvariantCulture, out var many)
                && new SubordinateIds(from, Math.Min(many, 65535)) is var range && (user != 0 || range.AreIn(map)))
                return range;
        }
        return user == 0 ? OfRootIn(map) : null;
    }

    /// <summary>In a container with a user namespace of its own, root has those of its ids that are left.</summary>
    /// <param name="map">Lines of <c>/proc/self/uid_map</c> (user_namespaces(7)): the first id here, the first outside, how many.</param>
    internal static SubordinateIds? OfRootIn(IReadOnlyCollection<string> map) =>
        OfRoot.AreIn(map) ? OfRoot
            : Ranges(map).Where(range => range.First <= 1 && range.First + (ulong)range.Count > 1)
                .Select(range => (SubordinateIds?)new SubordinateIds(1, Math.Min(range.Count - (1 - range.First), 65535))).FirstOrDefault();

    /// <summary>Whether all of them are ids of a user namespace.</summary>
    internal bool AreIn(IReadOnlyCollection<string> map)
    {
        var (first, end) = (First, (ulong)First + Count);
        return Ranges(map).Any(range => range.First <= first && end <= (ulong)range.First + range.Count);
    }

    private static IEnumerable<SubordinateIds> Ranges(IEnumerable<string> map) =>
        from line in map
        let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where words.Length == 3
        select new SubordinateIds(uint.Parse(words[0], CultureInfo.InvariantCulture), uint.Parse(words[2], CultureInfo.InvariantCulture));
}
