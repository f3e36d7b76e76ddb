using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImgRep.Building;
using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Host.Registries;

/// <summary>One repository of a registry: manifests under tags and digests, and blobs. What has a digest is compared with it.</summary>
internal sealed partial class RegistryRepository(RegistryClient client, string name)
{
    /// <summary>In bytes; no manifest comes near it.</summary>
    private const int LargestManifest = 4 << 20;

    /// <summary>In bytes; registries give a thousand tags at a time.</summary>
    private const int LargestList = 16 << 20;

    private const int MostPages = 10_000;

    private readonly Uri root = new(RegistryClient.ApiOf(client.Address), name + "/");

    /// <summary>What containers-transports(5) calls something here.</summary>
    /// <param name="reference">A tag or a digest.</param>
    public string Call(string reference) => $"docker://{client.Address.Host}/{name}{(reference.Contains(':', StringComparison.Ordinal) ? '@' : ':')}{reference}";

    /// <returns>Null if it is not there.</returns>
    public Task<byte[]?> TryReadManifestAsync(string reference, CancellationToken cancellation) => client.RunAsync("pull", Call(reference), async stall =>
    {
        using var response = await client.SendAsync(
            () => Request(HttpMethod.Get, $"manifests/{reference}", MediaTypes.Manifest), Scope("pull"), stall, HttpStatusCode.NotFound);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        var bytes = await RegistryBody.ReadAsync(response, LargestManifest, stall.Token);
        return !Digest.TryParse(reference, out var wanted) || Digest.Compute(bytes) == wanted ? bytes
            : throw RegistryRefusal.Wrong($"the registry gave {Digest.Compute(bytes)}");
    }, cancellation);

    public Task WriteManifestAsync(string reference, ReadOnlyMemory<byte> manifest, CancellationToken cancellation) => client.RunAsync("push", Call(reference), async stall =>
    {
        using var response = await client.SendAsync(
            () =>
            {
                var request = Request(HttpMethod.Put, $"manifests/{reference}");
                request.Content = new ReadOnlyMemoryContent(manifest) { Headers = { ContentType = new MediaTypeHeaderValue(MediaTypes.Manifest) } };
                return request;
            },
            Scope("pull,push"), stall);
        return true;
    }, cancellation);

    public Task<bool> HasBlobAsync(Digest digest, CancellationToken cancellation) => client.RunAsync("push", Call($"{digest}"), async stall =>
    {
        using var response = await client.SendAsync(() => Request(HttpMethod.Head, $"blobs/{digest}"), Scope("pull,push"), stall, HttpStatusCode.NotFound);
        return response.IsSuccessStatusCode;
    }, cancellation);

    /// <summary>Copies a blob from there into a new file, to the disk, verified.</summary>
    /// <param name="size">In bytes; null if that is not known.</param>
    /// <param name="progress">Told how far it is, under <paramref name="title"/>.</param>
    /// <returns>Whether it is there.</returns>
    public Task<bool> TryReadBlobAsync(Digest digest, long? size, string path, IProgress<BuildEvent> progress, string title, CancellationToken cancellation) =>
        client.RunAsync("pull", Call($"{digest}"), async stall =>
        {
            using var response = await client.SendAsync(() => Request(HttpMethod.Get, $"blobs/{digest}"), Scope("pull"), stall, HttpStatusCode.NotFound);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return false;
            using var file = Disk.Replace(path);
            var report = RegistryBody.Report(progress, title, size ?? response.Content.Headers.ContentLength);
            await using var body = await response.Content.ReadAsStreamAsync(stall.Token);
            var got = await RegistryBody.CopyAsync(body, file, size ?? new FetchOptions().MaximumLength, stall, report, stall.Token);
            file.FlushToDisk();
            return got == digest ? true : throw RegistryRefusal.Wrong($"the registry gave {got}");
        }, cancellation);

    /// <summary>Copies a blob there, unless it is there.</summary>
    /// <param name="open">Opens it from its beginning.</param>
    public async Task WriteBlobAsync(Digest digest, long size, Func<Stream> open, IProgress<BuildEvent> progress, string title, CancellationToken cancellation)
    {
        if (await HasBlobAsync(digest, cancellation))
            return;
        await client.RunAsync("push", Call($"{digest}"), async stall =>
        {
            using var begun = await client.SendAsync(() => Request(HttpMethod.Post, "blobs/uploads/"), Scope("pull,push"), stall);
            var place = new Uri(begun.RequestMessage!.RequestUri!, begun.Headers.Location ?? throw RegistryRefusal.Wrong("it does not say where to send a blob"));
            if (place.Scheme != Uri.UriSchemeHttps)
                throw RegistryRefusal.Wrong($"it wants a blob sent to {place.Scheme}://{place.Authority}");
            var to = new UriBuilder(place) { Query = $"{(place.Query.Length > 1 ? place.Query[1..] + "&" : "")}digest={digest}" }.Uri;
            using var ended = await client.SendAsync(
                () => new HttpRequestMessage(HttpMethod.Put, to)
                {
                    Content = new RegistryBody.Sent(open, size, stall, RegistryBody.Report(progress, title, size))
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
                    },
                },
                Scope("pull,push"), stall, HttpStatusCode.NotFound);
            // Uploads that have begun do not survive every restart.
            return ended.IsSuccessStatusCode ? true : throw new HttpRequestException("the registry knows nothing of the upload any more");
        }, cancellation);
    }

    public Task WriteBlobAsync(ReadOnlyMemory<byte> bytes, IProgress<BuildEvent> progress, string title, CancellationToken cancellation) =>
        WriteBlobAsync(Digest.Compute(bytes.Span), bytes.Length, () => new MemoryStream(bytes.ToArray(), writable: false), progress, title, cancellation);

    /// <returns>None where there is no such repository.</returns>
    public async Task<IReadOnlyList<string>> ReadTagsAsync(CancellationToken cancellation)
    {
        var tags = new List<string>();
        var next = "tags/list?n=1000";
        for (var page = 0; next is not null && page < MostPages; page++)
        {
            var from = next;
            next = await client.RunAsync("list", $"docker://{client.Address.Host}/{name}", async stall =>
            {
                using var response = await client.SendAsync(() => Request(HttpMethod.Get, from), Scope("pull"), stall, HttpStatusCode.NotFound);
                if (response.StatusCode == HttpStatusCode.NotFound)
                    return null;
                tags.AddRange(TagsOf(await RegistryBody.ReadAsync(response, LargestList, stall.Token)));
                return NextOf(response);
            }, cancellation);
        }
        return tags;
    }

    private static List<string> TagsOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array
                ? [.. tags.EnumerateArray().Select(tag => tag.GetString() ?? throw new JsonException())] : [];
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw RegistryRefusal.Wrong("its list of tags is no list of tags");
        }
    }

    /// <summary>The next page (RFC 8288), which is asked of this repository whatever the link says.</summary>
    private static string? NextOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links) && NextLink().Match(string.Join(',', links)) is { Success: true } link ? $"tags/list?{link.Groups[1].Value}" : null;

    private HttpRequestMessage Request(HttpMethod method, string relative, string? accepted = null)
    {
        var request = new HttpRequestMessage(method, new Uri(root, relative));
        if (accepted is not null)
            request.Headers.Accept.ParseAdd(accepted);
        return request;
    }

    private string Scope(string actions) => $"repository:{name}:{actions}";

    [GeneratedRegex("""<[^>?]*\?([^>#]*)>\s*;\s*rel="?next"?""")]
    private static partial Regex NextLink();
}
