namespace ImgRep.Trust.Policies;

/// <summary>What a commit can change, by who may sign it. The names in <c>policy.yaml</c> are those in lower case.</summary>
public enum ChangeKind
{
    /// <summary>What packages are: <c>packages/</c>, and <c>seeds/</c>, <c>sources</c>, <c>commits</c>, <c>mirrors</c>, <c>upstreams</c>, <c>compared/</c> beside it.</summary>
    Packages,

    /// <summary>The file <c>digests</c>.</summary>
    Digests,

    /// <summary><c>keys/</c>.</summary>
    Keys,

    /// <summary><c>policy.yaml</c>.</summary>
    Policy,

    /// <summary>Everything else but <c>signatures/</c>: the tool, its tests, documents.</summary>
    Tool,
}

public static class ChangeKinds
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<ChangeKind>().Select(name => name.ToLowerInvariant())];

    public static string NameOf(ChangeKind kind) => Names[(int)kind];

    /// <summary>The kind of change that a path in the tree stands for; null where anybody may add: signatures prove themselves.</summary>
    public static ChangeKind? Classify(string path) => path.Split('/')[0] switch
    {
        "packages" or "seeds" or "sources" or "commits" or "mirrors" or "upstreams" or "compared" => ChangeKind.Packages,
        "digests" => ChangeKind.Digests,
        "keys" => ChangeKind.Keys,
        "policy.yaml" => ChangeKind.Policy,
        "signatures" => null,
        _ => ChangeKind.Tool,
    };
}
