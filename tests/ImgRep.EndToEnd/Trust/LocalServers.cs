using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ImgRep.EndToEnd.Trust;

/// <summary>A registry and web servers on loopback, which end with it.</summary>
/// <param name="folder">Where they keep what they serve.</param>
internal sealed class LocalServers(string folder) : IDisposable
{
    private readonly List<Process> servers = [];

    /// <returns>Its address, as in a reference.</returns>
    public string StartRegistry()
    {
        var address = $"127.0.0.1:{FreePort()}";
        var file = Path.Combine(folder, "registry.yml");
        File.WriteAllText(file, $"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {folder}/registry}}}}\nhttp: {{addr: {address}}}\n");
        Start("docker-registry", ["serve", file], address);
        return address;
    }

    /// <param name="served">A folder in that of the servers, which may be empty yet.</param>
    /// <returns>Its URL.</returns>
    public string StartWebServer(string served)
    {
        var port = FreePort();
        Directory.CreateDirectory(Path.Combine(folder, served));
        Start("python3", ["-m", "http.server", "--bind", "127.0.0.1", "--directory", Path.Combine(folder, served), $"{port}"], $"127.0.0.1:{port}");
        return $"http://127.0.0.1:{port}";
    }

    public void Dispose()
    {
        foreach (var server in servers)
        {
            server.Kill();
            server.WaitForExit();
            server.Dispose();
        }
    }

    private void Start(string program, string[] arguments, string address)
    {
        var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]))!;
        servers.Add(process);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPEndPoint.Parse(address));
                return;
            }
            catch (SocketException) when (attempt < 300 && !process.HasExited)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
