using System.CommandLine;
using ImgRep.Cli.Display;

namespace ImgRep.Cli.Options;

/// <summary>The key that signs.</summary>
internal static class KeyOption
{
    public static Option<string?> Create(string description) =>
        new("--key") { Description = $"{description}, as gpg knows it [default: the one that keys/people.yaml has, of several that git signs with]", HelpName = "KEY" };

    /// <param name="subkey">The one that signed; null if the primary key did.</param>
    public static void Warn(string? subkey)
    {
        if (subkey is not null)
            Report.Warning("gpg", $"the subkey {subkey} signed: Podman and Skopeo accept primary keys only (--key FINGERPRINT! has gpg use just that key)");
    }
}
