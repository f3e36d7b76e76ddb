using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

/// <summary>The descriptors that a process is started with. .NET's console would do the same, but send the terminal the sequence that switches
/// its keypad over first.</summary>
public static unsafe class StandardDescriptor
{
    public const int Output = 1;
    public const int Error = 2;

    private const short PollOut = 4;
    private const int BrokenPipe = 32;

    /// <summary>Writes all of it.</summary>
    /// <returns>False if nobody reads it any more.</returns>
    /// <exception cref="IOException">It is closed, or what is behind it is full; the error's number is its <c>HResult</c>.</exception>
    public static bool Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        using var handle = new SafeFileHandle(descriptor, ownsHandle: false);
        while (bytes.Length > 0)
        {
            nint count;
            fixed (byte* first = bytes)
                count = Libc.Write(handle, first, (nuint)bytes.Length);
            if (count < 0 && !IsTransient(descriptor, Marshal.GetLastPInvokeError()))
                return Marshal.GetLastPInvokeError() == BrokenPipe ? false : throw new IOException(Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());
            bytes = bytes[(int)Math.Max(0, count)..];
        }
        return true;
    }

    /// <summary>Whoever shares it may have made it one that does not wait.</summary>
    private static bool IsTransient(int descriptor, int error)
    {
        if (error != Libc.EAGAIN)
            return error == Libc.EINTR;
        var wanted = new Libc.PollDescriptor { Descriptor = descriptor, Events = PollOut };
        _ = Libc.Poll(&wanted, 1, -1);
        return true;
    }
}
