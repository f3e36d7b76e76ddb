using System.Security.Cryptography;
using ImgRep.Host.Posix;
using ImgRep.Trust.Ssh;

namespace ImgRep.Host.Keys;

/// <summary>Whether an SSH signature is right, in this process: starting ssh-keygen for each would take longer than all else together.</summary>
internal static class SshVerification
{
    public static bool IsGood(SshSignature signature, ReadOnlySpan<byte> message)
    {
        var signed = signature.SignedBytes(message);
        try
        {
            return signature.Key.Type switch
            {
                SshPublicKey.Ed25519 or SshPublicKey.SecurityKey =>
                    signature.Value.Length == 64 && Libcrypto.VerifyEd25519(signature.Key.Point.Span, signed, signature.Value.Span),
                SshPublicKey.Rsa => IsGoodRsa(signature, signed),
                _ => IsGoodEcdsa(signature, signed),
            };
        }
        catch (Exception e) when (e is CryptographicException or MalformedSshException)
        {
            // A point that is on no curve, numbers that are out of range.
            return false;
        }
    }

    private static bool IsGoodRsa(SshSignature signature, byte[] signed)
    {
        using var key = RSA.Create(new RSAParameters { Modulus = signature.Key.Modulus.ToArray(), Exponent = signature.Key.Exponent.ToArray() });
        var hash = signature.Algorithm == "rsa-sha2-512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;
        return key.VerifyData(signed, signature.Value.Span, hash, RSASignaturePadding.Pkcs1);
    }

    private static bool IsGoodEcdsa(SshSignature signature, byte[] signed)
    {
        var (point, length) = (signature.Key.Point, signature.Key.FieldLength);
        if (point.Span[0] != 4)
            return false;
        var (curve, hash) = length switch
        {
            32 => (ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256),
            48 => (ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384),
            _ => (ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512),
        };
        using var key = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = point.Slice(1, length).ToArray(), Y = point[(1 + length)..].ToArray() } });
        return key.VerifyData(signed, signature.FieldElements(), hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
