using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ImgRep.Building;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Sandbox;

/// <summary>What the limits of this process allow those of a RUN to be.</summary>
internal static unsafe class MachineLimits
{
    private const int OpenFiles = 7;

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

    /// <summary>Gives this process the limits of its steps, which inherit them, but for how many files it has open at a time: that is as
    /// high as it may be, for a step's shell to lower.</summary>
    public static void Take(ImmutableArray<ResourceLimit> limits)
    {
        foreach (var limit in limits)
        {
            var wanted = new Libc.ResourceLimits { Soft = limit.Number == OpenFiles ? limit.Hard : limit.Soft, Hard = limit.Hard };
            if (Libc.ResourceLimit(0, limit.Number, &wanted, null) != 0)
                throw new EnvironmentException("set the limit", limit.Name, Marshal.GetLastPInvokeErrorMessage());
        }
    }

    /// <summary>How many files a step may have open at a time.</summary>
    public static ulong OpenFilesOf(ImmutableArray<ResourceLimit> limits) => limits.First(limit => limit.Number == OpenFiles).Soft;

    private static ResourceLimit Apply(ResourceLimit limit)
    {
        var hard = Current(limit).Hard;
        if (hard >= limit.Hard)
            return limit;
        return limit.FollowsMachine ? limit.AtMost(hard) : throw new EnvironmentException("give a RUN its limit", limit.Name,
            $"it is {ResourceLimit.Print(limit.Hard)} on every machine, and the hard limit here is {hard}",
            $"raise it: prlimit --{limit.Name}=:{ResourceLimit.Print(limit.Hard)}, see limits.conf(5)");
    }

    private static Libc.ResourceLimits Current(ResourceLimit limit)
    {
        Libc.ResourceLimits current;
        return Libc.ResourceLimit(0, limit.Number, null, &current) == 0
            ? current
            : throw new EnvironmentException("read the limit", limit.Name, Marshal.GetLastPInvokeErrorMessage());
    }
}
