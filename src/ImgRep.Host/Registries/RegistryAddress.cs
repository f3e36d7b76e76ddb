using System.Text.RegularExpressions;
using ImgRep.Packages;

namespace ImgRep.Host.Registries;

/// <summary>Where images are kept: a registry's host, and the path in it under which <c>imgrep/NAME</c> lies.</summary>
public sealed partial record RegistryAddress
{
    private RegistryAddress(string text) => Text = text;

    /// <summary>As in <c>registry.example.org:5000/team</c>.</summary>
    public string Text { get; }

    /// <summary>With the port, like <c>registry.example.org:5000</c>.</summary>
    public string Host => Text.Split('/', 2)[0];

    /// <summary>What follows the host, like <c>team</c>; empty for nothing.</summary>
    public string Path => Text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? Text[(slash + 1)..] : "";

    public static RegistryAddress? TryParse(string text) => Address().IsMatch(text) ? new RegistryAddress(text) : null;

    /// <summary>The name of the repository of a package's images.</summary>
    internal string ImagesOf(string package) => Below(PackageName.Namespace + package);

    /// <summary>The name of the repository of all sources: no package can have it.</summary>
    internal string Sources => Below("imgrep-sources");

    /// <summary>The name of the repository of all seeds: no package can have it.</summary>
    internal string Seeds => Below("imgrep-seeds");

    private string Below(string name) => Path.Length == 0 ? name : $"{Path}/{name}";

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
