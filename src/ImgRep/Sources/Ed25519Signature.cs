using System.Text;

namespace ImgRep.Sources;

/// <summary>A signature by minisign or signify. Whether it is right is for who has the key and the file.</summary>
/// <param name="IsPrehashed">What is signed is not the file but its BLAKE2b hash of 64 bytes.</param>
/// <param name="Value">64 bytes.</param>
/// <param name="TrustedComment">What minisign signs beside the file; null in a signature by signify.</param>
/// <param name="CommentValue">The signature over <see cref="SignedComment"/>.</param>
public sealed record Ed25519Signature(string KeyId, bool IsPrehashed, ReadOnlyMemory<byte> Value, string? TrustedComment, ReadOnlyMemory<byte> CommentValue)
{
    private const string Trusted = "trusted comment: ";

    /// <summary>What <see cref="CommentValue"/> signs.</summary>
    public byte[] SignedComment => [.. Value.Span, .. Encoding.ASCII.GetBytes(TrustedComment ?? "")];

    /// <summary>The name that the file had where it was signed, which minisign writes into its trusted comment; null if it says none.</summary>
    public string? FileName => TrustedComment?.Split(['\t', ' ']).FirstOrDefault(word => word.StartsWith("file:", StringComparison.Ordinal))?["file:".Length..];

    /// <exception cref="MalformedEd25519Exception">It is something else.</exception>
    public static Ed25519Signature ParseMinisign(ReadOnlySpan<byte> file)
    {
        var lines = Ed25519Lines.Read(file, 4);
        if (!lines[2].StartsWith(Trusted, StringComparison.Ordinal))
            throw new MalformedEd25519Exception($"its third line does not begin with '{Trusted.Trim()}'");
        var (algorithm, id, value) = Ed25519Lines.Decode(lines[1], 64);
        if (algorithm is not ("Ed" or "ED"))
            throw new MalformedEd25519Exception($"it is of the algorithm '{algorithm}', expected 'ED' or 'Ed'");
        var comment = Ed25519Lines.FromBase64(lines[3]);
        return comment.Length == 64
            ? new Ed25519Signature(id, algorithm == "ED", value, lines[2][Trusted.Length..], comment)
            : throw new MalformedEd25519Exception($"its last line holds {comment.Length} bytes, expected 64");
    }

    /// <inheritdoc cref="ParseMinisign"/>
    public static Ed25519Signature ParseSignify(ReadOnlySpan<byte> file)
    {
        var (algorithm, id, value) = Ed25519Lines.Decode(Ed25519Lines.Read(file, 2)[1], 64);
        return algorithm == "Ed"
            ? new Ed25519Signature(id, false, value, null, default)
            : throw new MalformedEd25519Exception($"it is of the algorithm '{algorithm}', expected 'Ed'");
    }
}
