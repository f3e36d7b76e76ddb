using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

/// <summary>A new pseudoterminal (pty(7)): what is written to the master is typed at the terminal.</summary>
internal sealed unsafe class PseudoTerminal : IDisposable
{
    private const uint GetWindowSize = 0x5413;
    private const uint SetWindowSize = 0x5414;

    public PseudoTerminal()
    {
        Master = Check(Libc.OpenPseudoTerminal(OpenFlags.ReadWrite | OpenFlags.NoControllingTerminal | OpenFlags.CloseOnExec));
        var name = stackalloc byte[64];
        if (Libc.GrantTerminal(Descriptor(Master)) != 0 || Libc.UnlockTerminal(Descriptor(Master)) != 0
            || Libc.TerminalName(Descriptor(Master), name, 64) != 0)
            throw Failure();
        Path = Marshal.PtrToStringUTF8((nint)name)!;
        Slave = Check(Libc.Open(name, OpenFlags.ReadWrite | OpenFlags.NoControllingTerminal | OpenFlags.CloseOnExec, 0));
    }

    public SafeFileHandle Master { get; }

    /// <summary>The terminal itself. The master reads an end once nobody has it open.</summary>
    public SafeFileHandle Slave { get; }

    /// <summary>The terminal's path.</summary>
    public string Path { get; }

    /// <summary>Gives it the size of another terminal's window. Those who use it are told by SIGWINCH.</summary>
    public void ResizeLike(int descriptor)
    {
        var size = stackalloc ushort[4];
        if (Libc.Control(descriptor, GetWindowSize, size) == 0)
            _ = Libc.Control(Descriptor(Master), SetWindowSize, size);
    }

    public void Dispose()
    {
        Slave.Dispose();
        Master.Dispose();
    }

    private static int Descriptor(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    private static SafeFileHandle Check(int descriptor) => descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure();

    private static EnvironmentException Failure() => new("make", "a pseudoterminal", Marshal.GetLastPInvokeErrorMessage(), "devpts must be mounted at /dev/pts");
}
