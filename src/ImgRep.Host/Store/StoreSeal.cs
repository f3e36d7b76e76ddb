using System.Security.Cryptography;
using System.Text;
using ImgRep.Files;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>Tells what this user made in this very store from what came into it otherwise: by a code (HMAC-SHA256) over it, with a secret that lies
/// outside the store and the store's path. Whoever copies a store copies no proof that they built what is in it.</summary>
internal sealed class StoreSeal(string store)
{
    private const int SecretLength = 32;
    private readonly Lazy<(byte[]? Key, EnvironmentException? Failure)> secret = new(() => ReadSecret(store));

    /// <summary><c>imgrep/secret</c> in <c>XDG_STATE_HOME</c>, else in <c>~/.local/state</c>.</summary>
    /// <exception cref="EnvironmentException">Nothing says where the home folder is.</exception>
    public static string SecretPath => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state
        : Path.Combine(
            HomeFolder.Path ?? throw new EnvironmentException(
                "find", "imgrep's secret", "neither HOME nor the list of users says where your home folder is", "set HOME or XDG_STATE_HOME"),
            ".local", "state"), "imgrep", "secret");

    /// <summary>Why no secret can be kept here; null if one is.</summary>
    public EnvironmentException? Failure => secret.Value.Failure;

    /// <returns>Null where no secret can be kept: nothing is provable then.</returns>
    public string? Compute(string what) => secret.Value.Key is { } code ? Convert.ToHexStringLower(HMACSHA256.HashData(code, Encoding.UTF8.GetBytes(what))) : null;

    public bool IsOf(string what, string? seal) =>
        seal is not null && Compute(what) is { } right && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(right), Encoding.ASCII.GetBytes(seal));

    private static (byte[]? Key, EnvironmentException? Failure) ReadSecret(string store)
    {
        try
        {
            var path = SecretPath;
            if (Disk.TryReadBytes(path) is null)
                Create(path);
            var secret = Disk.ReadBytes(path);
            return secret.Length == SecretLength
                ? (HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(Disk.FullPath(store))), null)
                : (null, new EnvironmentException(
                    "read", path, $"it has {secret.Length} bytes instead of {SecretLength}", "remove it; what was built before is then not known to be"));
        }
        catch (EnvironmentException failure)
        {
            return (null, failure);
        }
    }

    /// <summary>Once, whoever else does it at the same time.</summary>
    private static void Create(string path)
    {
        var folder = Disk.MakeFolder(Path.GetDirectoryName(path)!);
        FileSystem.ChangeMode(HostPath.Parse(folder), Modes.Octal("700"));
        var temporary = Path.Combine(folder, $"secret.{Guid.NewGuid():n}");
        Disk.WriteBytes(temporary, RandomNumberGenerator.GetBytes(SecretLength));
        FileSystem.ChangeMode(HostPath.Parse(temporary), Modes.Octal("600"));
        try
        {
            FileSystem.HardLink(HostPath.Parse(temporary), HostPath.Parse(path));
        }
        catch (EnvironmentException) when (Disk.IsFile(path))
        {
            // Another process was first.
        }
        Disk.TryDelete(temporary);
    }
}
