using System.Collections.Immutable;
using System.Globalization;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files.Users;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>The environment variables of a RUN: what the Containerfile says, over what every RUN has.</summary>
public static class RunEnvironment
{
    /// <summary>What every RUN has unless its Containerfile says otherwise.</summary>
    public static ImmutableSortedDictionary<string, string> Defaults { get; } = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("HOSTNAME", RunSpec.HostName),
        KeyValuePair.Create("PATH", StageConfig.DefaultPath),
        KeyValuePair.Create("SOURCE_DATE_EPOCH", Epoch.Seconds.ToString(CultureInfo.InvariantCulture)),
    ]);

    /// <summary>The home folder of a user. Where there is no entry for root, it is still where every tool looks for it.</summary>
    public static string HomeOf(UserIds user) => user is { User: 0, Home: "/" } ? "/root" : user.Home;

    /// <param name="home">The home folder of the step's user.</param>
    public static ImmutableSortedDictionary<string, string> Compute(Step step, string home)
    {
        var variables = Defaults.ToBuilder();
        variables["HOME"] = home;
        foreach (var (name, value) in step.Environment)
            variables[name] = value;
        variables["PWD"] = step.WorkingDirectory;
        return variables.ToImmutable();
    }
}
