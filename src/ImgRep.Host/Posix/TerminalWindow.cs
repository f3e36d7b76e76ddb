namespace ImgRep.Host.Posix;

/// <summary>The window of a terminal, and who uses it (ioctl_tty(2)).</summary>
public static unsafe class TerminalWindow
{
    private const uint GetWindowSize = 0x5413;
    private const uint GetForeground = 0x540F;

    /// <summary>What terminals had before they told.</summary>
    private static readonly (int Columns, int Rows) Usual = (80, 24);

    public static (int Columns, int Rows) SizeOf(int descriptor)
    {
        var size = stackalloc ushort[4];
        return Libc.Control(descriptor, GetWindowSize, size) == 0 && size[0] > 0 && size[1] > 0 ? (size[1], size[0]) : Usual;
    }

    /// <summary>Whether this process is of those that the terminal's user talks to. True where the terminal is not the one of the session.</summary>
    public static bool IsForeground(int descriptor)
    {
        int group;
        return Libc.Control(descriptor, GetForeground, &group) != 0 || group == Libc.ProcessGroup();
    }
}
