using System.Collections.Immutable;

namespace ImgRep.Containerfiles.Stages;

/// <summary>What a stage says of how its image runs: the <c>config</c> of OCI image-spec 1.1 (config.md), before it is written as JSON.</summary>
public sealed record StageConfig
{
    /// <summary>The PATH of a stage whose base sets none, as BuildKit has it.</summary>
    public const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public static StageConfig Empty { get; } = new();

    /// <summary>In order of first appearance.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Env { get; init; } = [];

    /// <summary>Null when never set; empty when reset.</summary>
    public ImmutableArray<string>? Entrypoint { get; init; }

    public ImmutableArray<string>? Cmd { get; init; }

    public string? User { get; init; }

    /// <summary>Absolute; null when never set.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Like <c>80/tcp</c>.</summary>
    public ImmutableSortedSet<string> ExposedPorts { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableSortedSet<string> Volumes { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public string? StopSignal { get; init; }

    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What SHELL set; null for <c>/bin/sh -c</c>. Applies while building, is not written into images.</summary>
    public ImmutableArray<string>? Shell { get; init; }

    /// <summary>What ARG set and ENV did not set since, null for a declaration without a value. Stages that start from this one inherit it;
    /// it is not written into images.</summary>
    public ImmutableSortedDictionary<string, string?> Arguments { get; init; } = ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal);
}
