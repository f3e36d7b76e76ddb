using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

/// <summary>Descriptors as they are: what is read is passed on at once, and no position is kept.</summary>
internal static unsafe class Descriptors
{
    /// <summary>Until the first ends, which a terminal says by an error, or the second takes no more.</summary>
    public static void Copy(SafeFileHandle from, SafeFileHandle to)
    {
        Span<byte> buffer = stackalloc byte[4096];
        for (int count; (count = Read(from, buffer)) > 0 && TryWrite(to, buffer[..count]);)
        {
        }
    }

    /// <summary>All of it.</summary>
    public static bool TryWrite(SafeFileHandle to, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint count;
            fixed (byte* first = bytes)
                count = Libc.Write(to, first, (nuint)bytes.Length);
            if (count <= 0 && !WasInterrupted)
                return false;
            bytes = bytes[(int)Math.Max(count, 0)..];
        }
        return true;
    }

    private static int Read(SafeFileHandle from, Span<byte> into)
    {
        nint count;
        do
        {
            fixed (byte* first = into)
                count = Libc.Read(from, first, (nuint)into.Length);
        }
        while (count < 0 && WasInterrupted);
        return (int)count;
    }

    private static bool WasInterrupted => Marshal.GetLastPInvokeError() == Libc.EINTR;
}
