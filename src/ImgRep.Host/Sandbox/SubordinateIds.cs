using System.Globalization;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Sandbox;

/// <summary>A range of ids that a user may use beside its own (subuid(5), subgid(5)).</summary>
internal readonly record struct SubordinateIds(uint First, uint Count)
{
    /// <summary>What root takes where no file gives it a range: the ids just above those that containers of systemd use.</summary>
    private static readonly SubordinateIds OfRoot = new(0x70000000, 65536);

    /// <param name="file"><c>/etc/subuid</c> or <c>/etc/subgid</c>.</param>
    public static SubordinateIds? Read(uint user, string name, string file)
    {
        var number = user.ToString(CultureInfo.InvariantCulture);
        foreach (var line in Disk.TryReadLines(file))
        {
            if (line.Split(':') is [var who, var first, var count] && (who == name || who == number)
                && uint.TryParse(first, CultureInfo.InvariantCulture, out var from) && uint.TryParse(count, CultureInfo.InvariantCulture, out var many))
                return new SubordinateIds(from, Math.Min(many, 65535));
        }
        return user == 0 ? OfRoot : null;
    }
}
