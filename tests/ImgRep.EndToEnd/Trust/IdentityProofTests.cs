using System.Diagnostics;
using System.Text;
using ImgRep.EndToEnd.Images;
using ImgRep.EndToEnd.Registries;

namespace ImgRep.EndToEnd.Trust;

/// <summary>Pages that keys claim, on a real server with TLS.</summary>
public sealed class IdentityProofTests : IDisposable
{
    private readonly SmallTree tree = new();
    private readonly GnupgHome gnupg = new();
    private readonly string site;

    public IdentityProofTests()
    {
        gnupg.NewKey("alice", usage: "cert,sign");
        site = Directory.CreateDirectory(Path.Combine(tree.Root, "site")).FullName;
    }

    [Needs("gpg", "git", "openssl")]
    public void A_page_is_visited_only_when_asked_and_proves_what_it_names()
    {
        var key = gnupg.FingerprintOf("alice");
        File.WriteAllText(Path.Combine(site, "good"), $"<a href=\"openpgp4fpr:{key.ToLowerInvariant()}\">my key</a>");
        File.WriteAllText(Path.Combine(site, "other"), $"openpgp4fpr:{new string('A', 40)}");
        var certificate = Path.Combine(tree.Root, "ca.crt");
        Tool.Run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-keyout", Path.Combine(tree.Root, "tls.pem"), "-out", certificate);
        var port = LocalRegistry.FreePort();
        using var server = Serve(port, certificate);
        try
        {
            Claim($"https://localhost:{port}/good", $"https://localhost:{port}/other", $"http://localhost:{port}/good", $"https://me@localhost:{port}/good");
            Told().ShouldBe([
                $"claims http://localhost:{port}/good (not visited)", $"claims https://localhost:{port}/good (not visited)",
                $"claims https://localhost:{port}/other (not visited)", $"claims https://me@localhost:{port}/good (not visited)"]);
            Told(("SSL_CERT_FILE", certificate), "--online").ShouldBe([
                $"claims http://localhost:{port}/good (only https addresses are visited)", $"claims https://localhost:{port}/good (names the key)",
                $"claims https://localhost:{port}/other (the page does not name the key)", $"claims https://me@localhost:{port}/good (only https addresses are visited)"]);
            // A server that is not who it says it is.
            Told(("SSL_CERT_FILE", "/dev/null"), "--online")[1].ShouldMatch($"claims https://localhost:{port}/good \\(.*(SSL|certificate).*\\)");
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
        }
        Told(("SSL_CERT_FILE", certificate), "--online")[1].ShouldContain("connection refused");
    }

    public void Dispose()
    {
        gnupg.Dispose();
        tree.Dispose();
    }

    private Process Serve(int port, string certificate)
    {
        var start = new ProcessStartInfo("openssl", ["s_server", "-quiet", "-accept", $"localhost:{port}", "-cert", certificate, "-key",
            Path.Combine(tree.Root, "tls.pem"), "-WWW"])
        {
            WorkingDirectory = site,
            RedirectStandardInput = true,
        };
        var server = Process.Start(start)!;
        SpinWait.SpinUntil(() => server.HasExited || LocalRegistry.IsUp(port), TimeSpan.FromSeconds(30)).ShouldBeTrue("openssl s_server did not start");
        return server;
    }

    private void Claim(params string[] addresses)
    {
        var commands = string.Concat(addresses.Select(address => $"notation\nproof@ariadne.id={address}\n")) + "save\n";
        gnupg.Run(Encoding.UTF8.GetBytes(commands), "--command-fd", "0", "--pinentry-mode", "loopback", "--passphrase", "", "--edit-key", gnupg.FingerprintOf("alice"));
        tree.Write("key.asc", gnupg.Export("alice@example.org"));
        tree.Run("keys", "add", "key.asc", "--person", "alice", "--name", "alice", "--organisation", "one", "--role", "reviewer").ExitCode.ShouldBe(0);
        foreach (var words in (string[][])[["init", "--quiet"], ["add", "keys"], ["commit", "--quiet", "--message", "keys"]])
            Imgrep.Run("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", .. words], tree.Root).ExitCode.ShouldBe(0);
    }

    private List<string> Told((string Name, string Value)? variable = null, params string[] options)
    {
        var variables = tree.Variables();
        if (variable is var (name, value))
            variables[name] = value;
        var told = Imgrep.Run(Imgrep.Launcher, ["reputation", "alice", .. options], tree.Root, variables);
        told.ExitCode.ShouldBe(0, told.ToString());
        return [.. told.Output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("claims ", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
