using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImgRep.EndToEnd.Terminal;

/// <summary>A web server on loopback that takes its time to send one file; or, without a file, never answers.</summary>
internal sealed class SlowServer : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Thread thread;

    public SlowServer(byte[]? file, int pieces = 1)
    {
        listener.Start();
        thread = new Thread(() => Serve(file, pieces));
        thread.Start();
    }

    public string Address => $"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public void Dispose()
    {
        listener.Dispose();
        thread.Join();
    }

    private void Serve(byte[]? file, int pieces)
    {
        try
        {
            while (file is null)
                listener.AcceptSocket();
            using var client = listener.AcceptTcpClient().GetStream();
            client.ReadExactly(new byte[4]);
            client.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {file.Length}\r\nConnection: close\r\n\r\n"));
            foreach (var piece in file.Chunk(file.Length / pieces))
            {
                client.Write(piece);
                Thread.Sleep(Pause);
            }
        }
        catch (Exception ended) when (ended is SocketException or IOException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
