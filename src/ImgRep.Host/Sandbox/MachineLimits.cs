using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ImgRep.Building;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Sandbox;

/// <summary>What the limits of this process allow those of a RUN to be.</summary>
internal static unsafe class MachineLimits
{
    /// <summary>Raises what a RUN needs higher and this process may raise.</summary>
    public static void Raise()
    {
        foreach (var limit in ResourceLimit.All)
        {
            var current = Current(limit);
            if (current.Hard >= limit.Hard || limit.FollowsMachine)
                continue;
            var wanted = current with { Hard = limit.Hard };
            _ = Libc.ResourceLimit(0, limit.Number, &wanted, null);
        }
    }

    /// <exception cref="EnvironmentException">A RUN would see that this process was given less.</exception>
    public static ImmutableArray<ResourceLimit> Apply(ImmutableArray<ResourceLimit> limits) => [.. limits.Select(Apply)];

    private static ResourceLimit Apply(ResourceLimit limit)
    {
        var hard = Current(limit).Hard;
        if (hard >= limit.Hard)
            return limit;
        return limit.FollowsMachine ? limit.AtMost(hard) : throw new EnvironmentException("give a RUN its limit", limit.Name,
            $"it is {LimitsCommand.Text(limit.Hard)} on every machine, and the hard limit here is {hard}", $"raise it: prlimit --{limit.Name}=:{LimitsCommand.Text(limit.Hard)}, see limits.conf(5)");
    }

    private static Libc.ResourceLimits Current(ResourceLimit limit)
    {
        Libc.ResourceLimits current;
        return Libc.ResourceLimit(0, limit.Number, null, &current) == 0
            ? current
            : throw new EnvironmentException("read the limit", limit.Name, Marshal.GetLastPInvokeErrorMessage());
    }
}
