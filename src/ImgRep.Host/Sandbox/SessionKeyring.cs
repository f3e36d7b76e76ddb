using ImgRep.Building.SystemCalls;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Sandbox;

/// <summary>The keyring of a login session (keyrings(7)), which processes inherit: whoever has it may read and change the keys in it.</summary>
internal static class SessionKeyring
{
    private const int Join = 1;

    /// <summary>Gives the calling thread, and what it starts, a new empty one. Where the kernel, or a container around us, refuses that,
    /// there is still the filter, which lets no RUN talk about keys.</summary>
    public static void JoinNew()
    {
        if (CallArchitecture.Find(Platform.Host.Architecture)?.Number("keyctl") is { } number)
            _ = Libc.SystemCall((nint)number, Join, 0, 0);
    }
}
