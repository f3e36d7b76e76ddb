using System.Runtime.InteropServices;

namespace ImgRep.Cli;

/// <summary>Turns the first Ctrl-C (or a terminating signal) into a cancellation, so that children end, mounts go and the
/// store stays sound. The second one ends the process where it stands.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
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
        context.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
