using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ImgRep.Primitives;

/// <summary>Operating system and processor of an image, in Go's names (OCI image-spec 1.1, config.md).</summary>
public sealed record Platform(string Os, string Architecture, string? Variant = null)
{
    /// <summary>The platform of the machine this runs on.</summary>
    public static Platform Host { get; } = RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.Arm64 => new Platform("linux", "arm64"),
        System.Runtime.InteropServices.Architecture.X64 => new Platform("linux", "amd64"),
        var other => new Platform("linux", other.ToString().ToLowerInvariant()),
    };

    /// <summary>Those that images are built for, and this machine's.</summary>
    public static ImmutableArray<Platform> Known { get; } = [.. new[] { new Platform("linux", "amd64"), new Platform("linux", "arm64"), Host }.Distinct()];

    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
