using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ImgRep.EndToEnd.Images;

namespace ImgRep.EndToEnd.Registries;

/// <summary>Debian's <c>docker-registry</c> on loopback, with TLS, a user <c>imgrep</c> and its password <c>secret</c>.</summary>
internal sealed class LocalRegistry : IDisposable
{
    /// <summary>As <c>htpasswd -B</c> writes it.</summary>
    private const string Users = "imgrep:$2y$05$jqx2mzvR.4npi8cnZKztQOHlScIgryfhRmB6E.Gi41aqPToGH8WbO\n";

    private readonly Scratch scratch = new();
    private readonly Process process;

    public LocalRegistry()
    {
        var port = FreePort();
        Address = $"localhost:{port}";
        Directory.CreateDirectory(CertificateFolder);
        Tool.Run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-keyout", scratch.PathOf("key.pem"), "-out", Path.Combine(CertificateFolder, "ca.crt"));
        File.WriteAllText(scratch.PathOf("users"), Users);
        var auth = Convert.ToBase64String("imgrep:secret"u8);
        File.WriteAllText(AuthFile, $"{{\"auths\":{{\"{Address}\":{{\"auth\":\"{auth}\"}}}}}}");
        File.WriteAllText(scratch.PathOf("config.yml"), $"""
            version: 0.1
            storage:
              filesystem:
                rootdirectory: {Data}
            auth:
              htpasswd:
                realm: test
                path: {scratch.PathOf("users")}
            http:
              addr: {Address}
              tls:
                certificate: {CertificateFolder}/ca.crt
                key: {scratch.PathOf("key.pem")}
            """);
        process = Tool.Start([], "docker-registry", "serve", scratch.PathOf("config.yml"));
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        SpinWait.SpinUntil(() => process.HasExited || IsUp(port), TimeSpan.FromSeconds(60)).ShouldBeTrue("docker-registry did not start");
    }

    public string Address { get; }

    public string AuthFile => scratch.PathOf("auth.json");

    public string CertificateFolder => scratch.PathOf("certificates");

    /// <summary>Where it keeps what it has.</summary>
    public string Data => scratch.PathOf("data");

    public string[] Options => ["--authfile", AuthFile, "--cert-dir", CertificateFolder];

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        scratch.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static bool IsUp(int port)
    {
        try
        {
            using var client = new TcpClient("localhost", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
