using System.Runtime.InteropServices;

namespace ImgRep.Host.Posix;

/// <summary>How a terminal treats what is typed (termios(3)), as it was when this was made; disposing of it makes it so again.</summary>
internal sealed unsafe class TerminalMode : IDisposable
{
    /// <summary>More than any C library's struct termios has.</summary>
    private const int MaximumSize = 256;

    private const int Now = 0;

    private readonly byte[] saved = new byte[MaximumSize];
    private readonly int descriptor;

    private TerminalMode(int descriptor) => this.descriptor = descriptor;

    /// <returns>Null where the descriptor is no terminal.</returns>
    public static TerminalMode? TrySave(int descriptor)
    {
        var mode = new TerminalMode(descriptor);
        return mode.TryRead(mode.saved) ? mode : null;
    }

    /// <summary>Every key is a byte to read, and no more: no echo, no signals.</summary>
    public void MakeRaw()
    {
        var raw = saved.ToArray();
        fixed (byte* bytes = raw)
        {
            Libc.MakeRaw(bytes);
            if (Libc.SetTerminal(descriptor, Now, bytes) != 0)
                throw new EnvironmentException("use", "the terminal", Marshal.GetLastPInvokeErrorMessage());
        }
    }

    public void Dispose()
    {
        var current = new byte[MaximumSize];
        // Who sets a terminal from the background is stopped: only if there is something to restore.
        if (!TryRead(current) || current.AsSpan().SequenceEqual(saved))
            return;
        fixed (byte* bytes = saved)
            _ = Libc.SetTerminal(descriptor, Now, bytes);
    }

    private bool TryRead(byte[] into)
    {
        fixed (byte* bytes = into)
            return Libc.GetTerminal(descriptor, bytes) == 0;
    }
}
