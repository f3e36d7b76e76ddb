namespace ImgRep.Packages;

/// <summary>What container runtimes call an image: <c>HOST[:PORT]/PATH[:TAG][@DIGEST]</c>.</summary>
public static class ImageName
{
    /// <summary>The package that an image of a registry is; null if it is none.</summary>
    /// <param name="registry">As in <c>registry.example.org:5000/team</c>, below which <c>imgrep/NAME</c> lies.</param>
    public static PackageName? PackageOf(string name, string registry)
    {
        var prefix = $"{registry}/{PackageName.Namespace}";
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var rest = name[prefix.Length..].Split('@')[0].Split(':')[0];
        return PackageName.TryParse(rest, out var package) ? package : null;
    }
}
