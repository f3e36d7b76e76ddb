using System.Diagnostics;

namespace ImgRep.EndToEnd.Trust;

/// <summary>Real gpg with a home of its own, and an agent that ends with it.</summary>
internal sealed class GnupgHome : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ig-");

    public string Path => folder.FullName;

    public Dictionary<string, string> Variables => new() { ["GNUPGHOME"] = Path };

    /// <summary>Makes a key, usually without a passphrase, and gives its fingerprint.</summary>
    public string NewKey(
        string name, string algorithm = "ed25519", string usage = "sign", string expires = "never", string time = "20260101T000000", string passphrase = "")
    {
        Run(null, "--faked-system-time", time, "--pinentry-mode", "loopback", "--passphrase", passphrase, "--quick-generate-key", $"{name} <{name}@example.org>", algorithm,
            usage, expires);
        return FingerprintOf(name);
    }

    public string FingerprintOf(string name) =>
        Text(Run(null, "--with-colons", "--list-keys", $"{name}@example.org")).Split('\n').First(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9];

    public string SubkeyOf(string name) =>
        Text(Run(null, "--with-colons", "--list-keys", $"{name}@example.org")).Split('\n').Last(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9];

    public string Export(params string[] names) => Text(Run(null, ["--armor", "--export", .. names]));

    /// <summary>Imports the revocation certificate that gpg made with the key.</summary>
    public void Revoke(string key)
    {
        var certificate = File.ReadAllText(System.IO.Path.Combine(Path, "openpgp-revocs.d", key + ".rev"));
        Run(System.Text.Encoding.UTF8.GetBytes(certificate[certificate.IndexOf(":-----BEGIN", StringComparison.Ordinal)..].Replace(":-----BEGIN", "-----BEGIN",
            StringComparison.Ordinal)), "--import");
    }

    public byte[] Sign(string key, byte[] data, params string[] options) =>
        Run(data, ["--pinentry-mode", "loopback", "--passphrase", "", "--local-user", key,
            .. options.Contains("--detach-sign") || options.Contains("--clearsign") ? options : [.. options, "--sign"]]);

    public byte[] Run(byte[]? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("gpg", ["--homedir", Path, "--batch", "--yes", "--quiet", "--no-tty", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input ?? []);
        process.StandardInput.Close();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"gpg {string.Join(' ', arguments)}\n{errors.Result}");
        return output.ToArray();
    }

    /// <summary>Ends the agent, which forgets the passphrases that it was told; gpg starts another.</summary>
    public void EndAgent()
    {
        using var kill = Process.Start(new ProcessStartInfo("gpgconf", ["--homedir", Path, "--kill", "all"]))!;
        kill.WaitForExit();
    }

    public void Dispose()
    {
        EndAgent();
        folder.Delete(recursive: true);
    }

    private static string Text(byte[] output) => System.Text.Encoding.UTF8.GetString(output);
}
