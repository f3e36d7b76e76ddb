namespace ImgRep.Sources;

/// <summary>A public key as minisign and signify both write it.</summary>
/// <param name="Id">16 hexadecimal digits in capitals, as minisign shows them.</param>
/// <param name="Point">32 bytes.</param>
public sealed record Ed25519PublicKey(string Id, ReadOnlyMemory<byte> Point)
{
    /// <exception cref="MalformedEd25519Exception">It is something else.</exception>
    public static Ed25519PublicKey Parse(ReadOnlySpan<byte> file)
    {
        var (algorithm, id, point) = Ed25519Lines.Decode(Ed25519Lines.Read(file, 2)[1], 32);
        return algorithm == "Ed" ? new Ed25519PublicKey(id, point) : throw new MalformedEd25519Exception($"it is for the algorithm '{algorithm}', expected 'Ed'");
    }
}
