using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ImgRep.Building.SystemCalls;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Sandbox;

/// <summary>
/// Refuses a sandbox's system calls one by one, and remembers which (seccomp_unotify(2)). The filter is a thread's, and inherited by what
/// it starts: the sandbox program too, which mounts, and is let do so. A RUN is told from it by the kernel's count of its filters, which
/// nothing lowers: the sandbox program adds one as the last thing before it starts the RUN.
/// </summary>
internal sealed unsafe class CallWatch : IDisposable
{
    private const int SetFilter = 1;
    private const int NewListener = 8;
    private const nuint Receive = 0xC0502100;
    private const nuint Send = 0xC0182101;
    private const nuint SetFlags = 0x40082104;
    private const nint WakeSynchronously = 1;
    private const uint Continue = 1;

    /// <summary>Milliseconds. With its last thread the filter hangs up, but for threads of the runtime that might have it.</summary>
    private const int Interval = 100;

    private readonly ManualResetEventSlim isFiltered = new(false, spinCount: 0);
    private readonly ManualResetEventSlim isWanted = new(false, spinCount: 0);
    private readonly ManualResetEventSlim isStarted = new(false, spinCount: 0);
    private readonly ManualResetEventSlim hasEnded = new(false, spinCount: 0);
    private readonly CallArchitecture architecture;
    private readonly Thread starter;
    private readonly Thread watcher;
    private readonly int filters;
    private readonly List<string> refused = [];
    private int listener = -1;
    private ProcessStartInfo? wanted;
    private Action? prepare;
    private Process? process;
    private EnvironmentException? failure;

    private CallWatch(CallArchitecture architecture, int filters)
    {
        (this.architecture, this.filters) = (architecture, filters + 1);
        watcher = new Thread(Watch) { IsBackground = true };
        starter = new Thread(InstallAndStart) { IsBackground = true };
        starter.Start();
        isFiltered.Wait();
        watcher.Start();
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Program
    {
        public ushort Count;
        public byte* Instructions;
    }

    /// <summary>struct seccomp_notif.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 80)]
    private struct Notification
    {
        public ulong Id;
        public int Process;
        public uint Flags;
        public uint Number;
    }

    /// <summary>struct seccomp_notif_resp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Response
    {
        public ulong Id;
        public long Value;
        public int Error;
        public uint Flags;
    }

    /// <summary>The names of the calls that the RUN was refused, in the order of the first time.</summary>
    public ImmutableArray<string> Refused
    {
        get
        {
            lock (refused)
                return [.. refused];
        }
    }

    /// <returns>Null where the kernel does not let us: in a container that watches calls itself, for one.</returns>
    public static CallWatch? TryMake(CallArchitecture? architecture)
    {
        if (architecture is null || FiltersOf("thread-self") is not { } filters)
            return null;
        var watch = new CallWatch(architecture, filters);
        if (watch.listener >= 0)
            return watch;
        watch.Dispose();
        return null;
    }

    public Process Start(ProcessStartInfo start, Action prepare)
    {
        (wanted, this.prepare) = (start, prepare);
        isWanted.Set();
        isStarted.Wait();
        return process ?? throw failure!;
    }

    public void Dispose()
    {
        isWanted.Set();
        hasEnded.Set();
        starter.Join();
        watcher.Join();
        if (listener >= 0)
            _ = Libc.Close(listener);
        isFiltered.Dispose();
        isWanted.Dispose();
        isStarted.Dispose();
        hasEnded.Dispose();
    }

    /// <summary>On a thread of its own that does nothing else: threads that it made would be filtered, too. The kernel ends a sandbox with
    /// the thread that started it, so it lives as long.</summary>
    private void InstallAndStart()
    {
        SessionKeyring.JoinNew();
        Install();
        isFiltered.Set();
        isWanted.Wait();
        try
        {
            prepare?.Invoke();
            process = wanted is null ? null : ChildProgram.Start(wanted);
        }
        catch (EnvironmentException e)
        {
            failure = e;
        }
        isStarted.Set();
        hasEnded.Wait();
    }

    private void Install()
    {
        var bytes = FilterProgram.Assemble(architecture, isWatched: true);
        fixed (byte* instructions = bytes)
        {
            var program = new Program { Count = (ushort)(bytes.Length / 8), Instructions = instructions };
            listener = (int)Libc.SystemCall((nint)architecture.Number("seccomp"), SetFilter, NewListener, (nint)(&program));
            // From Linux 6.6 on, it then costs less to ask us.
            if (listener >= 0)
                _ = Libc.Control(listener, SetFlags, (void*)WakeSynchronously);
        }
    }

    private void Watch()
    {
        if (listener < 0)
            return;
        while (true)
        {
            var poll = new Libc.PollDescriptor { Descriptor = listener, Events = Libc.PollIn };
            var count = Libc.Poll(&poll, 1, Interval);
            if (count == 0 ? hasEnded.IsSet : count > 0 && (poll.Returned & Libc.PollIn) == 0)
                return;
            if (count <= 0)
                continue;
            var call = default(Notification);
            // Who was killed while it waited takes its call along.
            if (Libc.Control(listener, Receive, &call) != 0)
                continue;
            var response = new Response { Id = call.Id };
            if (FiltersOf(call.Process.ToString(CultureInfo.InvariantCulture)) <= filters)
            {
                response.Flags = Continue;
            }
            else
            {
                response.Error = -CallPolicy.NotPermitted;
                Remember(call.Number);
            }
            _ = Libc.Control(listener, Send, &response);
        }
    }

    private void Remember(uint number)
    {
        var name = SystemCall.All.FirstOrDefault(call => architecture.NumberOf(call) == number)?.Name ?? $"number {number}";
        lock (refused)
        {
            if (!refused.Contains(name))
                refused.Add(name);
        }
    }

    /// <summary>How many filters a thread has (proc(5), Linux 5.9); null where that cannot be read.</summary>
    private static int? FiltersOf(string thread)
    {
        try
        {
            using var status = Disk.Open($"/proc/{thread}/status");
            Span<byte> text = stackalloc byte[4096];
            text = text[..status.ReadAt(text, 0)];
            var start = text.IndexOf("\nSeccomp_filters:\t"u8);
            return start >= 0 && Utf8Parser.TryParse(text[(start + 18)..], out int count, out _) ? count : null;
        }
        catch (EnvironmentException)
        {
            return null;
        }
    }
}
