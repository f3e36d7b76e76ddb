using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ImgRep.EndToEnd.Images;

namespace ImgRep.EndToEnd.Registries;

/// <summary>Debian's <c>docker-registry</c> on loopback, with TLS, a user <c>imgrep</c> and its password <c>secret</c>.</summary>
internal sealed partial class LocalRegistry : IDisposable
{
    /// <summary>As <c>htpasswd -B</c> writes it.</summary>
    private const string Users = "imgrep:$2y$05$jqx2mzvR.4npi8cnZKztQOHlScIgryfhRmB6E.Gi41aqPToGH8WbO\n";

    private readonly Scratch scratch = new();
    private readonly ConcurrentQueue<string> log = new();
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

    /// <summary>How often a manifest was asked for by this tag, by whom it answers.</summary>
    public int Asked(string tag) => log.Select(line => Answered().Match(line)).Count(request => request.Groups[1].Value.EndsWith($"/manifests/{tag}", StringComparison.Ordinal));

    /// <summary>It is gone, with all that was on its way; what it has stays.</summary>
    public void Stop()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>It is there again.</summary>
    public void Restart() => process = Start();

    /// <summary>Every tag of a repository, with the digest that it names; none where there is no such repository.</summary>
    public SortedDictionary<string, string> Tags(string repository) => new(
        (Directory.Exists(TagFolder(repository)) ? Directory.GetDirectories(TagFolder(repository)) : []).Select(folder => (folder, Link: Path.Combine(folder, "current/link")))
            .Where(tag => File.Exists(tag.Link)).ToDictionary(tag => Path.GetFileName(tag.folder), tag => File.ReadAllText(tag.Link)),
        StringComparer.Ordinal);

    /// <summary>Where a blob lies, by its digest.</summary>
    public string BlobPath(string digest) => Path.Combine(Data, "docker/registry/v2/blobs/sha256", digest["sha256:".Length..][..2], digest["sha256:".Length..], "data");

    /// <summary>Adds a blob to a repository, as if it had been sent.</summary>
    public void Put(string repository, byte[] bytes)
    {
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
        Write(BlobPath(digest), bytes);
        foreach (var folder in (string[])["_layers", "_manifests/revisions"])
            Write(Path.Combine(RepositoryFolder(repository), folder, digest.Replace(':', '/'), "link"), Encoding.UTF8.GetBytes(digest));
    }

    /// <summary>Has a tag name something that is there.</summary>
    public void Point(string repository, string tag, string digest) => File.WriteAllText(Path.Combine(TagFolder(repository), tag, "current/link"), digest);

    /// <summary>Has a tag name what another one names.</summary>
    public void Misplace(string repository, string tag, string other) => File.Copy(
        Path.Combine(TagFolder(repository), other, "current/link"), Path.Combine(TagFolder(repository), tag, "current/link"), overwrite: true);

    public void Dispose()
    {
        Stop();
        scratch.Dispose();
    }

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private string RepositoryFolder(string repository) => Path.Combine(Data, "docker/registry/v2/repositories", repository);

    private string TagFolder(string repository) => Path.Combine(RepositoryFolder(repository), "_manifests/tags");

    private Process Start()
    {
        var started = Tool.Start([], "docker-registry", "serve", scratch.PathOf("config.yml"));
        started.OutputDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        started.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        SpinWait.SpinUntil(() => started.HasExited || IsUp(port), TimeSpan.FromSeconds(60)).ShouldBeTrue("docker-registry did not start");
        return started;
    }

    /// <summary>Of a line in the manner of web servers' logs.</summary>
    [GeneratedRegex(@"""GET (\S+) HTTP/[0-9.]+"" (?!401 )")]
    private static partial Regex Answered();

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
