using System.Runtime.InteropServices;
using ImgRep.Host.Posix;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Sandbox;

/// <summary>Stands between the caller's terminal and one that a sandbox has for itself: who has a terminal can type into it.
/// The caller's is raw meanwhile, so that every key, Ctrl-C included, is the sandbox's.</summary>
internal sealed class TerminalRelay : IDisposable
{
    private static readonly SafeFileHandle StandardInput = new(0, ownsHandle: false);
    private static readonly SafeFileHandle StandardOutput = new(1, ownsHandle: false);

    private readonly TerminalMode mode;
    private readonly PseudoTerminal terminal = new();
    private readonly PosixSignalRegistration resized;
    private readonly Thread output;

    private TerminalRelay(TerminalMode mode)
    {
        this.mode = mode;
        terminal.ResizeLike(0);
        mode.MakeRaw();
        resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => terminal.ResizeLike(0));
        // Nothing ends a read of the caller's terminal: that thread ends with the program.
        new Thread(() => Descriptors.Copy(StandardInput, terminal.Master)) { IsBackground = true }.Start();
        output = new Thread(Show) { IsBackground = true };
        output.Start();
    }

    /// <summary>The path of the sandbox's terminal.</summary>
    public string Path => terminal.Path;

    /// <summary>Whether the caller has a terminal for it.</summary>
    public static bool IsPossible => TerminalMode.TrySave(0) is not null;

    /// <returns>Null where standard input is no terminal.</returns>
    public static TerminalRelay? TryOpen() => TerminalMode.TrySave(0) is { } mode ? new TerminalRelay(mode) : null;

    /// <summary>After the sandbox has ended: shows the rest of what it printed, and gives the caller's terminal back.</summary>
    public void Dispose()
    {
        terminal.Slave.Dispose();
        output.Join();
        resized.Dispose();
        mode.Dispose();
        terminal.Dispose();
    }

    /// <summary>Where nobody takes what it prints any more, the sandbox loses its terminal and is hung up.</summary>
    private void Show()
    {
        Descriptors.Copy(terminal.Master, StandardOutput);
        terminal.Master.Dispose();
    }
}
