using System.Diagnostics;
using System.Text;
using ImgRep.Host.Posix;
using ImgRep.Tests.Cli;

namespace ImgRep.EndToEnd.Terminal;

/// <summary>A command in a terminal of its own (pty(7)), and what a person would see there at any time.</summary>
public sealed class TerminalSession : IDisposable
{
    private const uint SetWindowSize = 0x5414;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Lock gate = new();
    private readonly PseudoTerminal terminal = new();
    private readonly EmulatedTerminal screen;
    private readonly MemoryStream raw = new();
    private readonly List<List<string>> snapshots = [];
    private readonly Process process;
    private readonly Thread reader;
    private (int Columns, int Rows)? wanted;
    private Exception? failure;

    /// <param name="variables">Set beside those that the tests have themselves.</param>
    public TerminalSession(string folder, (int Columns, int Rows) size, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        screen = new EmulatedTerminal(size.Columns, size.Rows);
        Resize(size.Columns, size.Rows);
        var environment = new Dictionary<string, string>(variables);
        environment.TryAdd("TERM", "xterm-256color");
        // Only a session's leader can get a terminal; and what a test runner ignores, its children would.
        process = Imgrep.Start(
            "env", ["--default-signal=INT", "sh", "-c", "exec setsid --ctty \"$@\" <\"$0\" >\"$0\" 2>\"$0\"", terminal.Path, Imgrep.Launcher, .. arguments], folder, environment);
        reader = new Thread(Read);
        reader.Start();
    }

    /// <summary>Every picture that the terminal showed, in the order of time.</summary>
    public IReadOnlyList<List<string>> Snapshots
    {
        get
        {
            lock (gate)
                return [.. snapshots];
        }
    }

    /// <summary>All lines that stayed, those that scrolled away too.</summary>
    public List<string> Lines
    {
        get
        {
            lock (gate)
                return screen.All;
        }
    }

    /// <summary>The column of the cursor, from 0.</summary>
    public int Column => screen.Column;

    /// <summary>The bytes as the program wrote them.</summary>
    public string Raw
    {
        get
        {
            lock (gate)
                return Encoding.UTF8.GetString(raw.ToArray());
        }
    }

    public void Type(string keys) => Descriptors.TryWrite(terminal.Master, Encoding.UTF8.GetBytes(keys)).ShouldBeTrue();

    /// <summary>Right after the next picture, while the program draws nothing.</summary>
    public void ResizeSoon(int columns, int rows)
    {
        lock (gate)
            wanted = (columns, rows);
        WaitFor(_ => wanted is null);
    }

    /// <summary>Waits until a picture shows what is looked for.</summary>
    public void WaitFor(Func<List<string>, bool> isShown)
    {
        var limit = Stopwatch.StartNew();
        for (var seen = 0; failure is null; Thread.Sleep(20))
        {
            var all = Snapshots;
            if (all.Skip(seen).Any(isShown) || (all.Count > 0 && isShown(all[^1])))
                return;
            seen = all.Count;
            limit.Elapsed.ShouldBeLessThan(Patience, ToString());
        }
    }

    /// <summary>Waits for bytes, whatever other programs draw around them.</summary>
    public void WaitForBytes(string text)
    {
        for (var limit = Stopwatch.StartNew(); !Raw.Contains(text, StringComparison.Ordinal); Thread.Sleep(20))
            limit.Elapsed.ShouldBeLessThan(Patience, Raw);
    }

    public int WaitForExit()
    {
        var code = WaitForExitOfAll();
        if (failure is not null)
            throw new InvalidOperationException(failure.Message, failure);
        return code;
    }

    /// <summary>Of a command that lets other programs draw what is not known here.</summary>
    public int WaitForExitOfAll()
    {
        process.WaitForExit(Patience).ShouldBeTrue(ToString());
        reader.Join();
        return process.ExitCode;
    }

    /// <summary>For assertions: what is on the screen.</summary>
    public override string ToString() => string.Join('\n', Lines);

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        reader.Join();
        terminal.Dispose();
        process.Dispose();
        raw.Dispose();
    }

    private unsafe void Resize(int columns, int rows)
    {
        var size = stackalloc ushort[] { (ushort)rows, (ushort)columns, 0, 0 };
        Libc.Control((int)terminal.Master.DangerousGetHandle(), SetWindowSize, size).ShouldBe(0);
    }

    /// <summary>Until nobody has the terminal open any more.</summary>
    private unsafe void Read()
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            nint count;
            fixed (byte* into = buffer)
                count = Libc.Read(terminal.Master, into, (nuint)buffer.Length);
            if (count <= 0)
                return;
            // The program has it by now: when it ends, so does the terminal.
            terminal.Slave.Dispose();
            lock (gate)
                Show(buffer.AsSpan(0, (int)count));
        }
    }

    private void Show(ReadOnlySpan<byte> bytes)
    {
        raw.Write(bytes);
        try
        {
            screen.Write(bytes);
            snapshots.Add(screen.Window);
            if (wanted is not var (columns, rows))
                return;
            screen.Resize(columns, rows);
            Resize(columns, rows);
            wanted = null;
        }
        catch (InvalidOperationException unknown)
        {
            failure ??= unknown;
        }
    }
}
