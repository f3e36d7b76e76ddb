using System.Runtime.InteropServices;

namespace ImgRep.Host.Posix;

/// <summary>What .NET does not have of OpenSSL's libcrypto, on which it relies for all else: Ed25519 (EVP_PKEY_ED25519(7)) and BLAKE2b.</summary>
internal static unsafe partial class Libcrypto
{
    private const string Library = "libcrypto.so.3";
    private const int Ed25519 = 1087;

    /// <summary>Whether a signature of 64 bytes is right (RFC 8032, 5.1.7).</summary>
    /// <param name="point">The public key, 32 bytes.</param>
    /// <exception cref="EnvironmentException">OpenSSL has no such algorithm, or no memory.</exception>
    public static bool VerifyEd25519(ReadOnlySpan<byte> point, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
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

    /// <summary>The BLAKE2b hash of 64 bytes (RFC 7693) of what a stream still has.</summary>
    /// <exception cref="EnvironmentException">OpenSSL has no such algorithm, or no memory.</exception>
    public static byte[] Blake2b(Stream content)
    {
        var context = NewContext();
        try
        {
            var method = DigestByName("BLAKE2b512");
            if (context == 0 || method == 0 || DigestInit(context, method, 0) != 1)
                throw new EnvironmentException("hash with", Library, "it has no BLAKE2b, or no memory");
            var buffer = new byte[1 << 17];
            for (int count; (count = content.Read(buffer)) > 0;)
                _ = DigestUpdate(context, buffer, (nuint)count);
            var hash = new byte[64];
            return DigestFinal(context, hash, 0) == 1 ? hash : throw new EnvironmentException("hash with", Library, "it gives no BLAKE2b");
        }
        finally
        {
            FreeContext(context);
        }
    }

    [LibraryImport(Library, EntryPoint = "EVP_get_digestbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint DigestByName(string name);

    [LibraryImport(Library, EntryPoint = "EVP_DigestInit_ex")]
    private static partial int DigestInit(nint context, nint method, nint engine);

    [LibraryImport(Library, EntryPoint = "EVP_DigestUpdate")]
    private static partial int DigestUpdate(nint context, ReadOnlySpan<byte> bytes, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_DigestFinal_ex")]
    private static partial int DigestFinal(nint context, Span<byte> hash, nint length);

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
