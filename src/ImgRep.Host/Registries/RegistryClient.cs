using System.Diagnostics;
using System.Net;
using ImgRep.Host.Sources;

namespace ImgRep.Host.Registries;

/// <summary>Speaks with one registry, by HTTPS only (OCI distribution-spec 1.1). Connections that break are made again, and a registry that was there
/// and is not for a while, as one that is restarted, is waited for.</summary>
public sealed class RegistryClient : IDisposable
{
    private const int Attempts = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    /// <summary>For one that has not answered yet: it may never have been there.</summary>
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(2);

    private readonly HttpClient http;
    private readonly RegistryTokens tokens;
    private readonly RegistryAccess access;
    private volatile bool hasAnswered;

    public RegistryClient(RegistryAddress address, RegistryAccess access)
    {
        (Address, this.access) = (address, access);
        var handler = new SocketsHttpHandler
        {
            // .NET shows no password or token to where a redirect leads, and follows none from HTTPS to HTTP.
            AllowAutoRedirect = true,
            MaxAutomaticRedirections = 5,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = RegistryCertificates.Accept(address.Host, access.CertificateFolder);
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        tokens = new RegistryTokens(address, access, http);
    }

    public RegistryAddress Address { get; }

    internal RegistryRepository ImagesOf(string package) => new(this, Address.ImagesOf(package));

    internal RegistryRepository Sources => new(this, Address.Sources);

    internal RegistryRepository Seeds => new(this, Address.Seeds);

    public void Dispose() => http.Dispose();

    /// <summary>Does something that can be done again from its beginning, until it succeeds or there is no hope.</summary>
    /// <param name="operation">What messages call it.</param>
    /// <param name="subject">What it is done with.</param>
    /// <exception cref="EnvironmentException">There is no hope.</exception>
    internal async Task<T> RunAsync<T>(string operation, string subject, Func<StallTimer, Task<T>> attempt, CancellationToken cancellation)
    {
        var pause = FirstPause;
        long? down = null;
        for (var broken = 0; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            using var stall = new StallTimer(access.Patience, cancellation);
            stall.Restart();
            try
            {
                return await attempt(stall);
            }
            catch (Exception failure) when (
                failure is HttpRequestException or IOException or RegistryRefusal or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                var explained = RegistryFailure.Explain(failure, access.Patience);
                down = explained.IsDown ? down ?? Stopwatch.GetTimestamp() : null;
                var isHopeful = down is { } since ? Stopwatch.GetElapsedTime(since) < (hasAnswered ? access.Patience : FirstPatience) : explained.CanPass && ++broken < Attempts;
                if (!isHopeful)
                    throw explained.ToException(operation, subject, failure);
            }
            await Task.Delay(pause, cancellation);
        }
    }

    /// <summary>Sends a request, with a password or a token if the registry asks for one. The caller disposes the answer, which is a success, or one of those
    /// that are expected.</summary>
    /// <param name="make">Makes the request, each time from its beginning.</param>
    /// <param name="scope">What is done with which repository.</param>
    internal async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, string scope, StallTimer stall, params HttpStatusCode[] expected)
    {
        var response = await SendOnceAsync(make, scope, stall);
        // Another host, to which the registry sent this request, gets nothing.
        var isItself = response.RequestMessage?.RequestUri?.Authority == ApiOf(Address).Authority;
        if (response.StatusCode == HttpStatusCode.Unauthorized && isItself && await tokens.ObtainAsync(response, scope, stall.Token))
        {
            response.Dispose();
            response = await SendOnceAsync(make, scope, stall);
        }
        hasAnswered = true;
        if (response.IsSuccessStatusCode || expected.Contains(response.StatusCode))
            return response;
        using (response)
            throw RegistryRefusal.Of(response);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Func<HttpRequestMessage> make, string scope, StallTimer stall)
    {
        using var request = make();
        // Nothing is shown to another host, whatever address an upload is sent to.
        if (request.RequestUri!.Authority == ApiOf(Address).Authority)
            request.Headers.Authorization = tokens.Find(scope);
        stall.Restart();
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token);
    }

    /// <summary>Docker's own registry has its API elsewhere.</summary>
    internal static Uri ApiOf(RegistryAddress address) => new($"https://{(address.Host == "docker.io" ? "registry-1.docker.io" : address.Host)}/v2/");
}
