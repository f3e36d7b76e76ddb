using System.Collections.Immutable;
using ImgRep.Files;

namespace ImgRep.Building;

/// <summary>One process in a sandbox, everything that it can observe of its surroundings included. It has namespaces of its own of every kind, and so
/// no network; both <see cref="BubblewrapCommand"/> and <see cref="OciRuntimeConfig"/> say so to their program.</summary>
/// <param name="Arguments">The program and its arguments.</param>
/// <param name="Environment">The whole environment.</param>
/// <param name="WorkingDirectory">Absolute, inside the root.</param>
/// <param name="Groups">Supplementary group ids.</param>
public sealed record RunSpec(
    ImmutableArray<string> Arguments,
    ImmutableSortedDictionary<string, string> Environment,
    string WorkingDirectory,
    uint User,
    uint Group,
    ImmutableArray<uint> Groups)
{
    /// <summary>Raised when what a RUN can observe of its environment changes and none of the tables of <see cref="SandboxDigest"/> says so.</summary>
    public const string Version = "2";

    /// <summary>The name that BuildKit gives to its sandboxes, so that a RUN sees the same one everywhere.</summary>
    public const string HostName = "buildkitsandbox";

    /// <summary>The name of the machine that it sees.</summary>
    public string Host { get; init; } = HostName;

    public int Umask { get; init; } = Modes.Octal("022");

    public ImmutableArray<ResourceLimit> Limits { get; init; } = ResourceLimit.All;

    /// <summary>Whether the process talks to the user: its standard input and outputs are the caller's.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Whether it does so by a terminal, one of its own.</summary>
    public bool HasTerminal { get; init; }
}
