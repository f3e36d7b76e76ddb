namespace ImgRep.Containerfiles.Checks.Commands.Network;

/// <summary>Where an operand leads to. What variables hold is not known, and taken to be elsewhere.</summary>
internal static class Place
{
    private static readonly string[] PackageFiles =
        [".deb", ".apk", ".rpm", ".whl", ".gem", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".zip", ".conda", ".crate", ".nupkg"];

    private static readonly string[] Roots = ["/", "./", "../", "~", "file:", "$PWD/", "${PWD}/", "$HOME/", "${HOME}/"];

    /// <summary>A file or folder by its path, not a name that is looked up somewhere.</summary>
    public static bool IsPath(string operand) => operand is "." or ".." || Roots.Any(root => operand.StartsWith(root, StringComparison.OrdinalIgnoreCase));

    /// <summary>A package in a file of its own, as package managers take it.</summary>
    public static bool IsPackageFile(string operand) =>
        IsPath(operand) || (!operand.Contains("://", StringComparison.Ordinal) && !IsUnknown(operand)
            && PackageFiles.Any(ending => operand.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>A repository or folder on another machine: a URL, or <c>HOST:PATH</c>.</summary>
    public static bool IsRemote(string operand)
    {
        var colon = operand.IndexOf(':', StringComparison.Ordinal);
        var slash = operand.IndexOf('/', StringComparison.Ordinal);
        return colon > 0 && (slash < 0 || colon < slash) && !IsPath(operand) && !IsThisMachine(operand);
    }

    public static bool IsRemoteUrl(string operand) => operand.Contains("://", StringComparison.Ordinal) && !IsThisMachine(operand);

    /// <summary>A variable, a substitution, or what xargs and find put there.</summary>
    public static bool IsUnknown(string operand) => operand is "{}" or ['`', ..] || (operand.StartsWith('$') && !IsPath(operand));

    /// <summary>A URL that leads to no other machine. A scheme may be missing.</summary>
    public static bool IsThisMachine(string url)
    {
        if (url.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            return true;
        var host = url[(url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0)..];
        host = host[..(host.IndexOfAny(['/', '?', '#']) is >= 0 and var end ? end : host.Length)];
        host = host[(host.LastIndexOf('@') + 1)..];
        return host.StartsWith("[::1]", StringComparison.Ordinal)
            || host.Split(':')[0] is var name && (name is "localhost" or "0.0.0.0" || name.EndsWith(".localhost", StringComparison.Ordinal) || IsLoopback(name));
    }

    private static bool IsLoopback(string name) =>
        name.StartsWith("127.", StringComparison.Ordinal) && name.All(c => char.IsAsciiDigit(c) || c == '.');
}
