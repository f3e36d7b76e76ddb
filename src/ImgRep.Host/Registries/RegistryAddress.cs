using System.Text.RegularExpressions;
using ImgRep.Packages;

namespace ImgRep.Host.Registries;

/// <summary>Where images are kept: a registry's host, and the path in it under which <c>imgrep/NAME</c> lies.</summary>
public sealed partial record RegistryAddress
{
    private RegistryAddress(string text) => Text = text;

    /// <summary>As in <c>registry.example.org:5000/team</c>.</summary>
    public string Text { get; }

    /// <summary>What follows the host, like <c>team</c>; empty for nothing.</summary>
    public string Path => Text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? Text[(slash + 1)..] : "";

    public static RegistryAddress? TryParse(string text) => Address().IsMatch(text) ? new RegistryAddress(text) : null;

    /// <summary>What containers-transports(5) calls one image here.</summary>
    /// <param name="reference"><c>:TAG</c> or <c>@DIGEST</c>.</param>
    public string ImageOf(string package, string reference) => $"docker://{Text}/{PackageName.Namespace}{package}{reference}";

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
