using System.Collections.Immutable;
using System.Globalization;
using ImgRep.Building;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;

namespace ImgRep.Host.Rebuilds;

/// <summary>One thing about a machine that no image may depend on, and how a rebuild meets another value of it.</summary>
/// <param name="Name">As the user writes it.</param>
/// <param name="Inside">What the steps are shown.</param>
public sealed record Variation(string Name, RunVariation Inside = RunVariation.None)
{
    /// <summary>Why it cannot be varied on this machine, which is looked for when somebody asks; null if it can.</summary>
    public string? Obstacle => FindObstacle();

    /// <summary>Whether it is varied only where it is asked for by name, and why.</summary>
    public string? OnlyAsked { get; init; }

    private Func<string?> FindObstacle { get; init; } = () => null;

    private static readonly bool IsRoot = Libc.EffectiveUserId() == 0;

    private const string NeedsRoot = "only root can do that";

    /// <summary>In the order in which they are tried.</summary>
    public static ImmutableArray<Variation> All { get; } =
    [
        new("timezone", RunVariation.TimeZone),
        new("locale", RunVariation.Locale),
        new("hostname", RunVariation.HostName),
        new("user")
        {
            FindObstacle = () => !IsRoot ? "your subordinate ids are the only ones that can be mapped" : IdMapping.CanShift ? null : "this user namespace has no further ids",
        },
        new("path"),
        new("cores") { FindObstacle = () => Environment.ProcessorCount > 1 ? Needs("taskset") : "there is only one" },
        new("order")
        {
            FindObstacle = () => !IsRoot ? NeedsRoot : !Disk.IsFile("/dev/loop-control") ? "the kernel has no loop devices" : Needs("mke2fs") ?? Needs("flock"),
        },
        new("kernel") { FindObstacle = () => Needs("setarch") },
        new("aslr") { FindObstacle = () => Needs("setarch") },
        new("uptime") { FindObstacle = () => !IsRoot ? NeedsRoot : Disk.IsFile("/proc/self/ns/time") ? null : "the kernel has no time namespaces" },
        new("limits", RunVariation.Limits) { FindObstacle = () => Needs("nice") ?? Needs("choom") },
        new("clock") { FindObstacle = () => "Linux has no namespace for the time of day: it is only later than when the package was built before" },
        new("umask", RunVariation.Umask) { OnlyAsked = "every builder promises 022, and the modes of what a step makes follow from it" },
    ];

    /// <summary>Those that are varied where none is asked for by name.</summary>
    public static ImmutableArray<Variation> Usual => [.. All.Where(variation => variation is { Obstacle: null, OnlyAsked: null })];

    /// <summary>Several as one word.</summary>
    public static string Together(IEnumerable<Variation> variations) => string.Join('+', variations.Select(variation => variation.Name));

    /// <summary>What steps are shown under all of these.</summary>
    public static RunVariation InsideAll(IEnumerable<Variation> variations) => variations.Aggregate(RunVariation.None, (all, variation) => all | variation.Inside);

    /// <summary>Words before the command that rebuilds.</summary>
    public static IEnumerable<string> Prefix(IReadOnlySet<string> names) =>
    [
        .. names.Contains("uptime") ? (string[])["unshare", "--time", "--monotonic", "100000000", "--boottime", "100000000", "--fork", "--kill-child"] : [],
        .. names.Contains("cores") ? (string[])["taskset", "-c", IdleCore.Find().ToString(CultureInfo.InvariantCulture)] : [],
        .. names.Contains("limits") ? (string[])["nice", "-n", "5", "choom", "-n", "500", "--"] : [],
        .. names.Contains("kernel") || names.Contains("aslr")
            ? ["setarch", .. names.Contains("kernel") ? (string[])["--uname-2.6"] : [], .. names.Contains("aslr") ? (string[])["--addr-no-randomize"] : []]
            : (string[])[],
    ];

    private static string? Needs(string program) => ProgramPath.Find(program) is null ? $"{program} is not installed" : null;
}
