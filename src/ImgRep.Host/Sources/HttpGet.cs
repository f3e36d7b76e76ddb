using System.Net;
using System.Net.Http.Headers;

namespace ImgRep.Host.Sources;

/// <summary>GET requests (RFC 9110, sections 9.3.1 and 15.4). Within one run a host that could not be reached is not asked again.</summary>
internal sealed class HttpGet(TimeSpan connectTimeout) : IDisposable
{
    private const int MaximumRedirects = 10;

    private readonly UnreachableHosts unreachable = new();
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = connectTimeout,
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends a GET and follows redirects, until an answer is none. The caller disposes the answer.</summary>
    /// <param name="offset">The first byte that is asked for; 0 asks for the whole.</param>
    /// <param name="validator">The range counts only if the file is still the one that this names; null if nothing does.</param>
    /// <exception cref="TransferException">The host cannot be reached, or redirects lead nowhere.</exception>
    public async Task<HttpResponseMessage> SendAsync(Uri place, long offset, string? validator, StallTimer stall)
    {
        var seen = new HashSet<Uri>();
        var at = place;
        while (seen.Add(at) && seen.Count <= MaximumRedirects)
        {
            var response = await SendOnceAsync(at, offset, validator, stall);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
                return response;
            using (response)
                at = Redirect.Follow(at, response.Headers.Location);
        }
        throw new TransferException($"redirects in a loop, or more than {MaximumRedirects} times");
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Uri uri, long offset, string? validator, StallTimer stall)
    {
        unreachable.Check(uri);
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
            if (validator is not null)
                request.Headers.TryAddWithoutValidation("If-Range", validator);
        }
        try
        {
            stall.Restart();
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token);
        }
        catch (Exception exception) when (Unreachable(exception, stall) is { } reason)
        {
            unreachable.Add(uri, $"host {uri.Host} cannot be reached ({reason})");
            throw new TransferException($"host {uri.Host} cannot be reached ({reason})", exception);
        }
    }

    private string? Unreachable(Exception exception, StallTimer stall) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name has no address",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => ReasonOf(exception),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no secure connection: " + ReasonOf(exception),
        OperationCanceledException { InnerException: TimeoutException } when !stall.Token.IsCancellationRequested =>
            $"no answer within {connectTimeout.TotalSeconds:0.#} s",
        _ => null,
    };

    /// <summary>What the system says is wrong, as part of a message.</summary>
    public static string ReasonOf(Exception exception) => exception.GetBaseException().Message.ToLowerInvariant().TrimEnd('.');

    public void Dispose() => client.Dispose();
}
