namespace ImgRep.Trust.OpenPgp;

public enum SignatureState
{
    /// <summary>The mathematics is right, and gpg has nothing against the key as of now.</summary>
    Good,

    /// <summary>The mathematics is right; the key has expired by now.</summary>
    KeyExpired,

    /// <summary>The mathematics is right; the key's file holds a revocation.</summary>
    KeyRevoked,

    /// <summary>The signature has an end of its own, which is past.</summary>
    Expired,

    /// <summary>The bytes are not what was signed.</summary>
    Bad,

    /// <summary>No key of the ring made it.</summary>
    UnknownKey,

    /// <summary>gpg cannot or will not check it.</summary>
    Unusable,
}

/// <summary>What gpg says about one signature.</summary>
/// <param name="Primary">The key as its holder names it, even if a subkey signed; null unless the mathematics is right.</param>
/// <param name="Signer">The key or subkey that signed.</param>
/// <param name="HashAlgorithm">RFC 4880, 9.4.</param>
/// <param name="Detail">For <see cref="SignatureState.Unusable"/> and <see cref="SignatureState.UnknownKey"/>: which, why.</param>
public sealed record SignatureReport(
    SignatureState State, Fingerprint? Primary = null, Fingerprint? Signer = null, DateTimeOffset MadeAt = default, int HashAlgorithm = 0, string Detail = "");
