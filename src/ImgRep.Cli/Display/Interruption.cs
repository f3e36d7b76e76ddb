using System.Runtime.InteropServices;

namespace ImgRep.Cli.Display;

/// <summary>Turns the first Ctrl-C (or a terminating signal) into a cancellation, so that children end, mounts go and the
/// store stays sound. The second one ends the process where it stands.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Repetition = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource source = new();
    private long first;
    private readonly List<PosixSignalRegistration> registrations = [];

    public Interruption()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            registrations.Add(PosixSignalRegistration.Create(signal, Interrupt));
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        // A terminal signals every process of the command, and the outer one passes it on to the inner one: that is still the first.
        context.Cancel = !source.IsCancellationRequested || TimeProvider.System.GetElapsedTime(first) < Repetition;
        if (!source.IsCancellationRequested)
            first = TimeProvider.System.GetTimestamp();
        source.Cancel();
    }
}
