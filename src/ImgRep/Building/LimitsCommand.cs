using System.Globalization;

namespace ImgRep.Building;

/// <summary>The words (prlimit(1)) before a command that give it the limits of a RUN.</summary>
public static class LimitsCommand
{
    public static IEnumerable<string> Print(IEnumerable<ResourceLimit> limits) =>
        ["prlimit", .. limits.Select(limit => $"--{limit.Name}={Text(limit.Soft)}:{Text(limit.Hard)}"), "--"];

    /// <summary>As prlimit(1) writes it.</summary>
    public static string Text(ulong value) => value == ResourceLimit.Unlimited ? "unlimited" : value.ToString(CultureInfo.InvariantCulture);
}
