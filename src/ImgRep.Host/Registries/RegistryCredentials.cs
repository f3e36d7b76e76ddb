using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Registries;

/// <summary>A user and a password for a registry, from where <c>skopeo login</c>, <c>podman login</c> and <c>docker login</c> keep them
/// (containers-auth.json(5)).</summary>
internal static partial class RegistryCredentials
{
    /// <returns><c>USER:PASSWORD</c> in base64; null if nothing is kept for this registry.</returns>
    public static string? Find(RegistryAddress address, string? authFile) =>
        authFile is null ? UsualFiles().Select(file => FindIn(file, address)).FirstOrDefault(found => found is not null)
            : Disk.Exists(authFile) ? FindIn(authFile, address)
            : throw new EnvironmentException("read", authFile, "there is no such file", $"skopeo login --authfile {authFile} {address.Host} writes it");

    private static IEnumerable<string> UsualFiles()
    {
        var home = HomeFolder.Path;
        return ((string?[])[
            Environment.GetEnvironmentVariable("REGISTRY_AUTH_FILE"),
            Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime ? In(runtime, "containers/auth.json")
                : string.Create(CultureInfo.InvariantCulture, $"/run/containers/{Libc.UserId()}/auth.json"),
            In(Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") ?? In(home, ".config"), "containers/auth.json"),
            In(Environment.GetEnvironmentVariable("DOCKER_CONFIG") ?? In(home, ".docker"), "config.json"),
        ]).OfType<string>().Where(file => file.Length > 0);
    }

    private static string? In(string? folder, string file) => string.IsNullOrEmpty(folder) ? null : Path.Combine(folder, file);

    private static string? FindIn(string file, RegistryAddress address)
    {
        if (Disk.TryReadBytes(file) is not { } bytes)
            return null;
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            return Member(Member(root, "credHelpers"), address.Host) is { ValueKind: JsonValueKind.String } helper ? Ask(helper.GetString()!, address.Host)
                : KeysOf(address).Select(key => Member(Member(Member(root, "auths"), key), "auth")).FirstOrDefault(auth => auth is not null) is { } auth ? auth.GetString()
                : Member(root, "credsStore") is { ValueKind: JsonValueKind.String } store ? Ask(store.GetString()!, address.Host)
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new EnvironmentException("read", file, "it is no file with credentials", "skopeo login REGISTRY writes one", malformed);
        }
    }

    /// <summary>The most specific comes first: <c>HOST/a/b</c>, <c>HOST/a</c>, <c>HOST</c>.</summary>
    private static IEnumerable<string> KeysOf(RegistryAddress address)
    {
        for (var key = address.Text; key.Contains('/', StringComparison.Ordinal); key = key[..key.LastIndexOf('/')])
            yield return key;
        yield return address.Host;
        // What docker login calls Docker's own registry.
        if (address.Host == "docker.io")
            yield return "https://index.docker.io/v1/";
    }

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var member) ? member : null;

    /// <summary>Programs that keep credentials answer with a user and a secret where they have some (docker-credential-helpers).</summary>
    private static string? Ask(string helper, string host)
    {
        if (!HelperName().IsMatch(helper))
            throw new EnvironmentException("ask", $"docker-credential-{helper}", "that is no name of a program", "correct the file with credentials");
        using var process = ChildProgram.Start(
            new ProcessStartInfo($"docker-credential-{helper}", ["get"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
            "install it, or log in with skopeo login REGISTRY");
        process.StandardInput.Write(host);
        process.StandardInput.Close();
        _ = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            return null;
        using var json = JsonDocument.Parse(answer);
        return Member(json.RootElement, "Username")?.GetString() is { } user && Member(json.RootElement, "Secret")?.GetString() is { } secret
            ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}"))
            : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex HelperName();
}
