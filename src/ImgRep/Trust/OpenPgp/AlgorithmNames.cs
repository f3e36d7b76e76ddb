namespace ImgRep.Trust.OpenPgp;

/// <summary>What people call the algorithms that OpenPGP numbers (RFC 4880, 9.1 and 9.4; RFC 9580, 9.1): those that do not count.</summary>
internal static class AlgorithmNames
{
    public static string OfKey(int algorithm) => algorithm switch
    {
        2 => "an RSA key for encryption alone",
        16 or 20 => "an Elgamal key",
        17 => "a DSA key",
        18 => "an ECDH key, for encryption alone",
        27 => "a key for Ed25519 of a version after 4",
        28 => "an Ed448 key",
        _ => $"a key of a kind that gpg calls {algorithm}",
    };

    public static string OfHash(int algorithm) => algorithm switch
    {
        1 => "MD5",
        2 => "SHA-1",
        3 => "RIPEMD-160",
        _ => $"a hash that gpg calls {algorithm}",
    };
}
