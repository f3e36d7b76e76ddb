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
    private readonly int port;
    private Process process;

    public LocalRegistry()
    {
        port = FreePort();
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
        process = Start();
    }

    public string Address { get; }

    public string AuthFile => scratch.PathOf("auth.json");

    public string CertificateFolder => scratch.PathOf("certificates");

    /// <summary>Where it keeps what it has.</summary>
    public string Data => scratch.PathOf("data");

    public string[] Options => ["--authfile", AuthFile, "--cert-dir", CertificateFolder];

    /// <summary>It is gone, with all that was on its way; what it has stays.</summary>
    public void Stop()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>It is there again.</summary>
    public void Restart() => process = Start();

    /// <summary>Every tag of a repository, with the digest that it names.</summary>
    public SortedDictionary<string, string> Tags(string repository) => new(
        Directory.GetDirectories(TagFolder(repository)).ToDictionary(folder => Path.GetFileName(folder), folder => File.ReadAllText(Path.Combine(folder, "current/link"))),
        StringComparer.Ordinal);

    /// <summary>Has a tag name what another one names.</summary>
    public void Misplace(string repository, string tag, string other) => File.Copy(
        Path.Combine(TagFolder(repository), other, "current/link"), Path.Combine(TagFolder(repository), tag, "current/link"), overwrite: true);

    public void Dispose()
    {
        Stop();
        scratch.Dispose();
    }

    private string TagFolder(string repository) => Path.Combine(Data, "docker/registry/v2/repositories", repository, "_manifests/tags");

    private Process Start()
    {
        var started = Tool.Start([], "docker-registry", "serve", scratch.PathOf("config.yml"));
        started.OutputDataReceived += (_, _) => { };
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        SpinWait.SpinUntil(() => started.HasExited || IsUp(port), TimeSpan.FromSeconds(60)).ShouldBeTrue("docker-registry did not start");
        return started;
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
