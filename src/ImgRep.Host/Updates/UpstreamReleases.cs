using System.Text;
using ImgRep.Host.Scaffolding;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Host.Vouching;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Sources.Versions;

namespace ImgRep.Host.Updates;

/// <summary>The releases of one project at the project itself, or at a mirror of it. Nothing that it says is believed: it is a claim to be verified.</summary>
internal sealed class UpstreamReleases(Upstream upstream, MirrorRules mirrors, ContentStore store, FetchOptions options)
{
    private static readonly FetchOptions Small = new() { MaximumLength = SavedListings.LargestPage };

    /// <summary>The versions that the page at the listing's address names.</summary>
    /// <returns>With why there is none, where there is none.</returns>
    public async Task<(IReadOnlyCollection<string> Versions, string? Silence)> ListAsync(CancellationToken cancellation)
    {
        var (page, silence) = await TryFetchAsync(new Uri(upstream.Listing), Small, cancellation);
        return page is null ? ([], silence) : (Listing.Read(upstream, Encoding.UTF8.GetString(Bytes(page))), null);
    }

    /// <summary>Brings a release into the store.</summary>
    public Task<(Digest? Digest, string? Silence)> FetchAsync(Uri url, CancellationToken cancellation) => TryFetchAsync(url, options, cancellation);

    /// <summary>A signature of a release; null if there is none where such projects put them.</summary>
    public async Task<byte[]?> FetchSignatureAsync(Uri url, CancellationToken cancellation)
    {
        foreach (var place in PlacesOfSignature(url.AbsoluteUri))
        {
            if (await TryFetchAsync(new Uri(place), Small, cancellation) is ({ } digest, _))
                return Bytes(digest);
        }
        return null;
    }

    private IEnumerable<string> PlacesOfSignature(string url) => upstream.Signature switch
    {
        SignatureKind.OpenPgp => [url + ".asc", url + ".sig", url + ".sign"],
        // The signature is of the tar before it was compressed.
        SignatureKind.OpenPgpTar => [url[..url.LastIndexOf('.')] + ".sign", url[..url.LastIndexOf('.')] + ".asc"],
        SignatureKind.Minisign => [url + ".minisig"],
        SignatureKind.Signify => [url + ".sig"],
        _ => [],
    };

    private byte[] Bytes(Digest digest)
    {
        using var file = store.Sources.Open(digest).Open();
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private async Task<(Digest? Digest, string? Silence)> TryFetchAsync(Uri url, FetchOptions limits, CancellationToken cancellation)
    {
        if (options.Offline)
            return (null, "not asked: working offline");
        string? silence = null;
        foreach (var place in mirrors.ByUrl(url).Append(url))
        {
            try
            {
                return ((await FirstTransfer.RunAsync(store, place, limits, cancellation)).Digest, null);
            }
            catch (EnvironmentException failure) when (failure.InnerException is TransferException)
            {
                silence = $"{place.AbsoluteUri}: {failure.Reason}";
            }
        }
        return (null, silence);
    }
}
