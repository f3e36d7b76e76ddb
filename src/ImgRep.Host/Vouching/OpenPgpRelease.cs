using System.Collections.Immutable;
using ImgRep.Host.Builders;
using ImgRep.Host.Keys;
using ImgRep.Host.Store;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Vouching;

namespace ImgRep.Host.Vouching;

/// <summary>Verifies OpenPGP signatures of one project's releases, with the keys of that project alone.</summary>
/// <param name="keys">By fingerprint; those of other projects too.</param>
internal sealed class OpenPgpRelease(Upstream upstream, ImmutableDictionary<string, PublicKey> keys, ContentStore store)
{
    public async Task<UpstreamWord> VerifyAsync(byte[] signature, Digest source, CancellationToken cancellation)
    {
        SignaturePacket packet;
        try
        {
            packet = SignedData.OfDetached(default, signature).Signature;
        }
        catch (MalformedOpenPgpException malformed)
        {
            return new UpstreamWord(UpstreamState.Refused, malformed.Message);
        }
        try
        {
            return await VerifyAsync(packet, upstream.Signature == SignatureKind.OpenPgpTar ? Unpack(source, cancellation) : Confirm(source), cancellation);
        }
        catch (InvalidDataException damage)
        {
            return new UpstreamWord(UpstreamState.Refused, $"the file cannot be unpacked: {damage.Message}");
        }
    }

    private async Task<UpstreamWord> VerifyAsync(SignaturePacket packet, string signed, CancellationToken cancellation)
    {
        using var ring = new KeyRing(upstream.Keys.Select(key => keys[key]), upstream.AllowsSha1);
        var rules = new ReleaseSignatureRules(upstream, await ring.ListAsync(cancellation), DateTimeOffset.UtcNow);
        return rules.Judge(await ring.VerifyFileAsync(packet, signed, cancellation));
    }

    /// <summary>The path of the file, which was read once to see that it is still what its name says.</summary>
    private string Confirm(Digest source)
    {
        using var file = store.Sources.Open(source).Open();
        file.CopyTo(Stream.Null, 1 << 20);
        return store.Sources.PathOf(source);
    }

    private string Unpack(Digest source, CancellationToken cancellation)
    {
        var file = store.Sources.Open(source);
        var tar = Decompressor.Unpack(store, file, cancellation);
        return ReferenceEquals(tar, file) ? Confirm(source) : tar.Path.ToString();
    }
}
