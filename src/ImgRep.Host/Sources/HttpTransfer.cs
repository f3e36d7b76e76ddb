using System.Net;
using System.Net.Http.Headers;

namespace ImgRep.Host.Sources;

/// <summary>Brings one file over HTTP, whatever the server does: it may stall, lie about lengths, redirect for ever, or know no
/// ranges (RFC 9110, sections 13 to 15).</summary>
internal sealed class HttpTransfer(FetchOptions options) : IDisposable
{
    private const int MaximumRedirects = 10;
    private const int BufferSize = 1 << 16;

    private readonly UnreachableHosts unreachable = new();
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.ConnectTimeout,
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Receives a file, going on where an earlier transfer from the same place ended if the server lets us.</summary>
    /// <param name="progress">Told the bytes that are there and, if it is known, how many there will be.</param>
    /// <returns>Whether bytes of an earlier transfer are part of what is there now.</returns>
    /// <exception cref="TransferException">It did not arrive whole.</exception>
    public async Task<bool> ReceiveAsync(Uri place, PartialFile partial, Action<long, long?> progress, CancellationToken cancellation)
    {
        using var stall = new StallTimer(options.StallTimeout, cancellation);
        try
        {
            using var response = await OpenAsync(place, partial, stall);
            var resumes = response.StatusCode == HttpStatusCode.PartialContent;
            var total = response.Content.Headers.ContentLength + (resumes ? partial.Length : 0);
            if (total > options.MaximumLength)
                throw TooLong();
            partial.Begin(place, ValidatorOf(response), resumes);
            await CopyAsync(response, partial, total, progress, stall);
            return resumes;
        }
        catch (OperationCanceledException) when (stall.HasExpired)
        {
            throw new TransferException($"nothing came for {options.StallTimeout.TotalSeconds:0.#} s") { IsTransient = true };
        }
        catch (HttpIOException exception) when (exception.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            throw new TransferException("the connection ended before the file did", exception) { IsTransient = true };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new TransferException(Lower(exception.GetBaseException().Message), exception) { IsTransient = true };
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>The response whose body is the rest of the file (206) or all of it (200).</summary>
    private async Task<HttpResponseMessage> OpenAsync(Uri place, PartialFile partial, StallTimer stall)
    {
        var offset = partial.LengthFrom(place);
        var response = await FollowAsync(place, offset, partial.Validator, stall);
        if (offset > 0 && response.StatusCode != HttpStatusCode.OK && !Continues(response, offset))
        {
            // The range is wrong or there is none: what an earlier transfer left is of no use here.
            response.Dispose();
            response = await FollowAsync(place, 0, null, stall);
        }
        if (response.StatusCode == HttpStatusCode.OK || Continues(response, offset))
            return response;
        using (response)
            throw new TransferException($"HTTP {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd());
    }

    private static bool Continues(HttpResponseMessage response, long offset) =>
        offset > 0 && response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == offset;

    private async Task<HttpResponseMessage> FollowAsync(Uri place, long offset, string? validator, StallTimer stall)
    {
        var seen = new HashSet<Uri>();
        var at = place;
        while (seen.Add(at) && seen.Count <= MaximumRedirects)
        {
            var response = await SendAsync(at, offset, validator, stall);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
                return response;
            using (response)
                at = Target(at, response.Headers.Location);
        }
        throw new TransferException($"redirects in a loop, or more than {MaximumRedirects} times");
    }

    private async Task<HttpResponseMessage> SendAsync(Uri uri, long offset, string? validator, StallTimer stall)
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
        catch (HttpRequestException exception) when (Unreachable(exception) is { } reason)
        {
            unreachable.Add(uri, $"host {uri.Host} cannot be reached ({reason})");
            unreachable.Check(uri);
            throw;
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException && !stall.HasExpired)
        {
            unreachable.Add(uri, $"host {uri.Host} did not answer within {options.ConnectTimeout.TotalSeconds:0.#} s");
            unreachable.Check(uri);
            throw;
        }
    }

    private static string? Unreachable(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name has no address",
        HttpRequestError.ConnectionError => Lower(exception.GetBaseException().Message),
        HttpRequestError.SecureConnectionError => "no secure connection: " + Lower(exception.GetBaseException().Message),
        _ => null,
    };

    private static string Lower(string message) => message.ToLowerInvariant().TrimEnd('.');

    private static Uri Target(Uri from, Uri? location)
    {
        if (location is null)
            throw new TransferException("redirects to nowhere");
        var target = new Uri(from, location);
        if (target.Scheme is not ("http" or "https"))
            throw new TransferException($"redirects to {target.Scheme}:, which is refused");
        if (from.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp)
            throw new TransferException($"redirects from https to plain http ({target}), which is refused");
        return target;
    }

    private TransferException TooLong() => new($"longer than the limit of {options.MaximumLength} bytes");

    private async Task CopyAsync(
        HttpResponseMessage response, PartialFile partial, long? total, Action<long, long?> progress, StallTimer stall)
    {
        var body = await response.Content.ReadAsStreamAsync(stall.Token);
        var buffer = new byte[BufferSize];
        while (true)
        {
            stall.Restart();
            var count = await body.ReadAsync(buffer, stall.Token);
            if (count == 0)
                break;
            if (partial.Length + count > (total ?? options.MaximumLength))
                throw total is null ? TooLong() : new TransferException($"sends more than the {total} bytes that it announced");
            partial.Append(buffer.AsSpan(0, count));
            progress(partial.Length, total);
        }
        if (total is not null && partial.Length < total)
            throw new TransferException($"ends after {partial.Length} of {total} bytes") { IsTransient = true };
    }

    /// <summary>A strong entity tag, else the date of the last change (RFC 9110, section 13.1.5).</summary>
    private static string? ValidatorOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : response.Content.Headers.LastModified?.ToString("R");
}
