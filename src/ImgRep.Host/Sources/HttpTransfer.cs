using System.Net;

namespace ImgRep.Host.Sources;

/// <summary>Brings one file over HTTP, whatever the server does: it may stall, lie about lengths, break off, or know no ranges
/// (RFC 9110, sections 13 and 14).</summary>
internal sealed class HttpTransfer(FetchOptions options) : IDisposable
{
    private const int BufferSize = 1 << 16;
    private readonly HttpGet http = new(options.ConnectTimeout);

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
            throw new TransferException(HttpGet.ReasonOf(exception), exception) { IsTransient = true };
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>The response whose body is the rest of the file (206) or all of it (200).</summary>
    private async Task<HttpResponseMessage> OpenAsync(Uri place, PartialFile partial, StallTimer stall)
    {
        var offset = partial.LengthFrom(place);
        var response = await http.SendAsync(place, offset, partial.Validator, stall);
        if (offset > 0 && response.StatusCode != HttpStatusCode.OK && !Continues(response, offset))
        {
            // The range is wrong or there is none: what an earlier transfer left is of no use here.
            response.Dispose();
            response = await http.SendAsync(place, 0, null, stall);
        }
        if (response.StatusCode == HttpStatusCode.OK || Continues(response, offset))
            return response;
        using (response)
            throw new TransferException($"HTTP {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd());
    }

    private static bool Continues(HttpResponseMessage response, long offset) =>
        offset > 0 && response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == offset;

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
