using System.Runtime.InteropServices;

namespace ImgRep.Host.Posix;

/// <summary>What .NET does not have of OpenSSL's libcrypto, on which it relies for all else: Ed25519 (EVP_PKEY_ED25519(7)).</summary>
internal static unsafe partial class Libcrypto
{
    private const string Library = "libcrypto.so.3";
    private const int Ed25519 = 1087;

    /// <summary>Whether a signature of 64 bytes is right (RFC 8032, 5.1.7).</summary>
    /// <param name="point">The public key, 32 bytes.</param>
    /// <exception cref="EnvironmentException">OpenSSL is not there, or has no memory.</exception>
    public static bool VerifyEd25519(ReadOnlySpan<byte> point, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        try
        {
            var key = NewRawPublicKey(Ed25519, 0, point, (nuint)point.Length);
            var context = NewContext();
            try
            {
                if (context == 0 || key == 0 || VerifyInit(context, 0, 0, 0, key) != 1)
                    throw new EnvironmentException("verify with", Library, "it has no Ed25519, or no memory");
                return Verify(context, signature, (nuint)signature.Length, message, (nuint)message.Length) == 1;
            }
            finally
            {
                FreeContext(context);
                FreeKey(key);
            }
        }
        catch (DllNotFoundException missing)
        {
            throw new EnvironmentException("load", Library, "it is not there", "install OpenSSL 3 (libssl3)", missing);
        }
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    private static partial nint NewRawPublicKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    private static partial int VerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    private static partial int Verify(nint context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);
}
