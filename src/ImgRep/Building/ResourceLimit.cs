using System.Collections.Immutable;
using System.Globalization;

namespace ImgRep.Building;

/// <summary>What one process of a RUN may use (getrlimit(2)). Programs write these numbers into what they make: ARG_MAX follows the stack.</summary>
/// <param name="Name">As <c>RLIMIT_NAME</c> has it, in lower case.</param>
/// <param name="Number">The kernel's number of it.</param>
/// <param name="Soft">What holds.</param>
/// <param name="Hard">To what a process can raise it.</param>
public sealed record ResourceLimit(string Name, int Number, ulong Soft, ulong Hard)
{
    public const ulong Unlimited = ulong.MaxValue;

    /// <summary>Whether a machine may have less, as its memory or what it runs has it.</summary>
    public bool FollowsMachine { get; init; }

    /// <summary>The limits of every RUN. None is higher than what Linux gives by itself, so that any user can have them.</summary>
    public static ImmutableArray<ResourceLimit> All { get; } =
    [
        new("cpu", 0, Unlimited, Unlimited),
        new("fsize", 1, Unlimited, Unlimited),
        new("data", 2, Unlimited, Unlimited),
        // A compiler raises its stack by itself.
        new("stack", 3, 8 << 20, Unlimited),
        // A core file would become a part of the image.
        new("core", 4, 0, 0),
        // The kernel holds nobody to it; Slurm sets it to the memory that a job asked for, and only root can raise it.
        new("rss", 5, Unlimited, Unlimited) { FollowsMachine = true },
        new("nproc", 6, 16384, 16384) { FollowsMachine = true },
        new("nofile", 7, 1024, 4096),
        new("memlock", 8, 64 << 10, 64 << 10),
        new("as", 9, Unlimited, Unlimited),
        new("locks", 10, Unlimited, Unlimited),
        new("sigpending", 11, 4096, 4096) { FollowsMachine = true },
        new("msgqueue", 12, 819200, 819200),
        new("nice", 13, 0, 0),
        new("rtprio", 14, 0, 0),
        new("rttime", 15, Unlimited, Unlimited),
    ];

    /// <summary>A value as prlimit(1) writes it.</summary>
    public static string Print(ulong value) => value == Unlimited ? "unlimited" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Another limit that a program can as well work with: more where the hard limit allows it, less where it does not.</summary>
    public ResourceLimit Varied() => this switch
    {
        { Name: "stack" } => this with { Soft = 2 * Soft },
        { Soft: 0 or Unlimited } => this,
        _ when Soft < Hard => this with { Soft = Hard },
        _ => AtMost(Soft / 2),
    };

    /// <summary>This limit where no more than <paramref name="most"/> can be had.</summary>
    public ResourceLimit AtMost(ulong most) => this with { Soft = Math.Min(Soft, most), Hard = Math.Min(Hard, most) };
}
