using System.Runtime.InteropServices;

namespace ImgRep.Host.Posix;

/// <summary>The library by which .NET hashes and speaks TLS.</summary>
public static class OpenSsl
{
    private const string Library = "libssl.so.3";

    /// <summary>To be asked before anything is hashed: where it is missing, the runtime ends the process with a sentence of its own.</summary>
    /// <exception cref="EnvironmentException">It is not there.</exception>
    public static void ThrowIfMissing()
    {
        if (!NativeLibrary.TryLoad(Library, out _))
            throw new EnvironmentException("load", Library, "it is not there, or damaged", "install OpenSSL 3 (libssl3)");
    }
}
