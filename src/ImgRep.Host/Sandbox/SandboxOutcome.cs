using System.Collections.Immutable;

namespace ImgRep.Host.Sandbox;

/// <summary>How a process in a sandbox ended.</summary>
/// <param name="ExitCode">128 and the signal's number where a signal ended it.</param>
/// <param name="RefusedCalls">The system calls that it was refused; empty, too, where nobody could watch.</param>
public sealed record SandboxOutcome(int ExitCode, ImmutableArray<string> RefusedCalls)
{
    private const int EndedBySigsys = 128 + 31;

    /// <summary>What the sandbox did that may be why it failed, null for nothing.</summary>
    public string? Reason => (ExitCode, RefusedCalls) switch
    {
        (0, _) => null,
        (_, not []) => $"the sandbox refused it the system {(RefusedCalls.Length == 1 ? "call" : "calls")} {string.Join(", ", RefusedCalls)}, see docs/sandbox.md",
        (EndedBySigsys, _) => "it has system calls of another architecture, see docs/sandbox.md",
        _ => null,
    };
}
