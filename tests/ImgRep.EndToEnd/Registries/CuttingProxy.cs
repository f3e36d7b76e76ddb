using System.Net;
using System.Net.Sockets;

namespace ImgRep.EndToEnd.Registries;

/// <summary>Stands between a client and a server on loopback, and cuts each connection after so many bytes from the client.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly string target;
    private readonly int limit;

    public CuttingProxy(string target, int limit)
    {
        (this.target, this.limit) = (target, limit);
        listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return;
            }
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPEndPoint.Parse(target.Replace("localhost", "127.0.0.1", StringComparison.Ordinal)));
                var back = server.GetStream().CopyToAsync(client.GetStream());
                var buffer = new byte[16 * 1024];
                for (int passed = 0, count; passed < limit && (count = await client.GetStream().ReadAsync(buffer)) > 0; passed += count)
                    await server.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // One end is gone: the other goes, too.
            }
        }
    }
}
