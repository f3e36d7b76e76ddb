using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>Platforms as <c>FROM --platform</c> writes them: <c>linux/arm64/v8</c>, <c>linux</c>, <c>arm64</c>, <c>aarch64</c>.</summary>
internal static class PlatformText
{
    private static readonly string[] Systems =
    [
        "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd", "plan9", "solaris",
        "wasip1", "windows", "zos",
    ];

    private static readonly string[] Architectures =
    [
        "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "mips", "mipsle", "mips64", "mips64le", "mips64p32", "mips64p32le",
        "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm",
    ];

    public static Platform? TryParse(string text, Platform host)
    {
        var parts = text.ToLowerInvariant().Split('/');
        if (parts.Any(part => !IsPart(part)))
            return null;
        return parts.Length switch
        {
            1 when Systems.Contains(System(parts[0])) => host with { Os = System(parts[0]) },
            1 when Normalize("linux", parts[0], null) is var alone && Architectures.Contains(alone.Architecture) => alone with { Os = host.Os },
            2 => Normalize(System(parts[0]), parts[1], null),
            3 => Normalize(System(parts[0]), parts[1], parts[2]),
            _ => null,
        };
    }

    private static bool IsPart(string part) => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '(' or ')');

    private static string System(string name) => name == "macos" ? "darwin" : name;

    /// <summary>The same processor has several names; the variant that goes without saying is left out.</summary>
    private static Platform Normalize(string os, string architecture, string? variant) => (architecture, variant) switch
    {
        ("i386", _) => new Platform(os, "386"),
        ("x86_64" or "x86-64" or "amd64", null or "v1") => new Platform(os, "amd64"),
        ("x86_64" or "x86-64", _) => new Platform(os, "amd64", variant),
        ("aarch64" or "arm64", null or "8" or "v8") => new Platform(os, "arm64"),
        ("aarch64", _) => new Platform(os, "arm64", variant),
        ("armhf", _) => new Platform(os, "arm", "v7"),
        ("armel", _) => new Platform(os, "arm", "v6"),
        ("arm", null or "7") => new Platform(os, "arm", "v7"),
        ("arm", "5" or "6" or "8") => new Platform(os, "arm", "v" + variant),
        _ => new Platform(os, architecture, variant),
    };
}
