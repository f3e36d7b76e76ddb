using ImgRep.Building;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Store;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Trust.Vouching;

namespace ImgRep.Host.Vouching;

/// <summary>The signatures of releases that a tree keeps, <c>signatures/upstream/HEX</c> with the ending of their kind, each of the file with that hash.</summary>
/// <param name="store">Has the files whose signatures are verified.</param>
public sealed class ReleaseSignatures(Checkout tree, UpstreamFolder upstreams, ContentStore store)
{
    private static readonly string[] Endings = [".asc", ".minisig", ".sig"];

    private const string Folder = "signatures/upstream";
    private const int LargestSignature = 1 << 16;

    /// <summary>Whether the file itself must be there to say something about it.</summary>
    public bool NeedsFile(SourceRequest request, ArchiveFile? row) => row is not { IsRepack: true } && FindSignature(request) is not null;

    public async Task<UpstreamWord> VerifyAsync(SourceRequest request, ArchiveFile? row, CancellationToken cancellation)
    {
        if (row is { IsRepack: true })
            return AnySignature(request.Digest) is { } path ? Refuse($"{path} cannot be upstream's: the file is a repack") : new UpstreamWord(UpstreamState.Repack);
        if (upstreams.Table.Find(request.Url) is not { } upstream)
            return new UpstreamWord(UpstreamState.Unknown);
        if (FindSignature(request) is not { } file)
        {
            return AnySignature(request.Digest) is { } other
                ? Refuse($"{other} is not of the kind that {upstream.Name} makes") : new UpstreamWord(WithoutSignature(upstream.Signature));
        }
        if (CheckoutFile.Read(tree, file, LargestSignature, out var problem) is not { } signature)
            return Refuse(problem);
        return await JudgeAsync(upstream, request, signature, cancellation);
    }

    /// <summary>What a signature says, wherever it comes from.</summary>
    public async Task<UpstreamWord> JudgeAsync(Upstream upstream, SourceRequest request, byte[] signature, CancellationToken cancellation)
    {
        if (upstream.Keys.IsEmpty)
            return Refuse($"the file upstreams has no key of {upstream.Name}");
        return upstream.Signature is SignatureKind.OpenPgp or SignatureKind.OpenPgpTar
            ? await new OpenPgpRelease(upstream, upstreams.OpenPgp, store).VerifyAsync(signature, request.Digest, cancellation)
            : new Ed25519Release(upstream, upstreams.Ed25519, store).Verify(signature, request);
    }

    private static UpstreamState WithoutSignature(SignatureKind kind) => kind switch
    {
        SignatureKind.None => UpstreamState.Unsigned,
        SignatureKind.Tag => UpstreamState.TagOnly,
        _ => UpstreamState.Missing,
    };

    private static UpstreamWord Refuse(string reason) => new(UpstreamState.Refused, reason);

    private string? FindSignature(SourceRequest request) =>
        upstreams.Table.Find(request.Url) is { } upstream && EndingOf(upstream.Signature) is { } ending ? Existing(request.Digest, ending) : null;

    private string? AnySignature(Digest digest) => Endings.Select(ending => Existing(digest, ending)).FirstOrDefault(path => path is not null);

    private string? Existing(Digest digest, string ending) => $"{Folder}/{digest.Hex}{ending}" is var path && CheckoutFile.TypeOf(tree, path) is not null ? path : null;

    /// <summary>Where the signature of a source is kept; null for kinds that have none.</summary>
    public static string? PathOf(SignatureKind kind, Digest source) => EndingOf(kind) is { } ending ? $"{Folder}/{source.Hex}{ending}" : null;

    private static string? EndingOf(SignatureKind kind) => kind switch
    {
        SignatureKind.OpenPgp or SignatureKind.OpenPgpTar => ".asc",
        SignatureKind.Minisign => ".minisig",
        SignatureKind.Signify => ".sig",
        _ => null,
    };
}
