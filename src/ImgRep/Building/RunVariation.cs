using ImgRep.Files;

namespace ImgRep.Building;

/// <summary>What a step sees of its surroundings that no image may depend on, and that is changed to find one that does.</summary>
[Flags]
public enum RunVariation
{
    None = 0,
    TimeZone = 1,
    Locale = 2,
    HostName = 4,
    Umask = 8,
    Limits = 16,
}

/// <summary>Changes them.</summary>
public static class RunVariations
{
    /// <summary>Variables that a Containerfile sets stay: they are part of the recipe.</summary>
    public static RunSpec Apply(this RunVariation variation, RunSpec spec)
    {
        if (variation.HasFlag(RunVariation.TimeZone))
            spec = WithVariable(spec, "TZ", "Pacific/Kiritimati-14");
        if (variation.HasFlag(RunVariation.Locale))
            spec = WithVariable(WithVariable(spec, "LANG", "tr_TR.UTF-8"), "LC_ALL", "tr_TR.UTF-8");
        if (variation.HasFlag(RunVariation.HostName))
            spec = spec with { Host = "elsewhere", Environment = spec.Environment.SetItem("HOSTNAME", "elsewhere") };
        if (variation.HasFlag(RunVariation.Limits))
            spec = spec with { Limits = [.. spec.Limits.Select(limit => limit.Varied())] };
        return variation.HasFlag(RunVariation.Umask) ? spec with { Umask = Modes.Octal("027") } : spec;
    }

    private static RunSpec WithVariable(RunSpec spec, string name, string value) =>
        spec.Environment.ContainsKey(name) ? spec : spec with { Environment = spec.Environment.Add(name, value) };
}
