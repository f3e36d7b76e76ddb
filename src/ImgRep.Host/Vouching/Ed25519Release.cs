using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Sources;
using ImgRep.Trust.Vouching;

namespace ImgRep.Host.Vouching;

/// <summary>Verifies signatures by minisign and signify, in this process.</summary>
/// <param name="keys">By their ids; those of other projects too.</param>
internal sealed class Ed25519Release(Upstream upstream, ImmutableDictionary<string, Ed25519PublicKey> keys, ContentStore store)
{
    /// <summary>What is signed as it is has to be in memory as a whole.</summary>
    private const long LargestUnhashed = 1 << 30;

    public UpstreamWord Verify(byte[] signature, SourceRequest request)
    {
        try
        {
            var parsed = upstream.Signature == SignatureKind.Minisign ? Ed25519Signature.ParseMinisign(signature) : Ed25519Signature.ParseSignify(signature);
            if (!upstream.Keys.Contains(parsed.KeyId))
                return Refuse($"made by the key {parsed.KeyId}, which does not sign for {upstream.Name}");
            return ProblemOf(parsed, keys[parsed.KeyId], store.Sources.Open(request.Digest), request.FileName) is { } problem
                ? Refuse(problem)
                : new UpstreamWord(UpstreamState.Signed, Key: parsed.KeyId);
        }
        catch (MalformedEd25519Exception malformed)
        {
            return Refuse(malformed.Message);
        }
    }

    /// <param name="name">What upstream calls the file.</param>
    /// <returns>Null if the signature is right.</returns>
    internal static string? ProblemOf(Ed25519Signature signature, Ed25519PublicKey key, IFileContent file, string name)
    {
        var point = key.Point.Span;
        if (!signature.IsPrehashed && file.Length > LargestUnhashed)
            return $"the file has {file.Length} bytes, more than {LargestUnhashed}, and was signed without hashing it first";
        using var content = file.Open();
        if (!Libcrypto.VerifyEd25519(point, signature.IsPrehashed ? Libcrypto.Blake2b(content) : ReadAll(content), signature.Value.Span))
            return $"what the key {signature.KeyId} signed are other bytes";
        if (signature.TrustedComment is not null && !Libcrypto.VerifyEd25519(point, signature.SignedComment, signature.CommentValue.Span))
            return $"the key {signature.KeyId} did not sign its trusted comment";
        // A release under the name of another one: only minisign signs names.
        return signature.FileName is { } signed && signed != name ? $"the key {signature.KeyId} signed it under the name {signed}" : null;
    }

    private static byte[] ReadAll(Stream content)
    {
        using var bytes = new MemoryStream();
        content.CopyTo(bytes, 1 << 20);
        return bytes.ToArray();
    }

    private static UpstreamWord Refuse(string reason) => new(UpstreamState.Refused, reason);
}
