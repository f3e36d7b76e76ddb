using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImgRep.Tests.Sources;

/// <summary>One request as it arrived: its path and its headers.</summary>
internal sealed record Request(string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first byte that is asked for.</summary>
    public int Offset => Headers.TryGetValue("Range", out var range)
        ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture)
        : 0;
}

/// <summary>An HTTP server on the loopback that answers with whatever bytes a test writes, however wrong they are.</summary>
internal sealed class FaultyServer : IDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Request, Answer, Task> handler;

    public FaultyServer(Func<Request, Answer, Task> handler, int port = 0)
    {
        this.handler = handler;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync();
    }

    public ConcurrentQueue<Request> Requests { get; } = new();

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public static FaultyServer Serving(byte[] content) => new((_, answer) => answer.SendAsync(content));

    public static FaultyServer Failing(int status) => new((_, answer) => answer.HeadAsync(status, "Content-Length: 0"));

    /// <summary>A port of this machine on which nothing listens.</summary>
    public static int FreePort()
    {
        using var server = Failing(500);
        return server.Address.Port;
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = HandleAsync(await listener.AcceptSocketAsync(stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task HandleAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await using var stream = new NetworkStream(socket);
                var request = await ReadAsync(stream);
                Requests.Enqueue(request);
                await handler(request, new Answer(socket, stream, stop.Token));
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private static async Task<Request> ReadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count > 3 && head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray())))
        {
            await stream.ReadExactlyAsync(one);
            head.Add(one[0]);
        }
        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new Request(lines[0].Split(' ')[1], lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]));
    }
}

/// <summary>What a handler writes its answer with.</summary>
internal sealed class Answer(Socket socket, Stream stream, CancellationToken stop)
{
    /// <summary>A whole and correct answer.</summary>
    public async Task SendAsync(byte[] content, params string[] headers)
    {
        await HeadAsync(200, [$"Content-Length: {content.Length}", .. headers]);
        await BodyAsync(content);
    }

    /// <summary>The rest of a file, as a server that knows ranges sends it.</summary>
    public async Task SendRestAsync(byte[] content, int offset)
    {
        await HeadAsync(206, $"Content-Length: {content.Length - offset}", $"Content-Range: bytes {offset}-{content.Length - 1}/{content.Length}");
        await BodyAsync(content[offset..]);
    }

    public async Task HeadAsync(int status, params string[] headers) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Answer\r\n{string.Join("\r\n", headers.Append("Connection: close"))}\r\n\r\n"), stop);

    public async Task BodyAsync(byte[] bytes) => await stream.WriteAsync(bytes, stop);

    /// <summary>Says nothing more, and keeps the connection.</summary>
    public Task StallAsync() => Task.Delay(Timeout.Infinite, stop);

    /// <summary>Breaks the connection with a reset instead of an end.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
