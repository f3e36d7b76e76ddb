using System.ComponentModel;
using System.Diagnostics;

namespace ImgRep.Host.Posix;

/// <summary>The only place where programs are started.</summary>
internal static class ChildProgram
{
    private const int CloseOnExec = 1;
    private const int EndedBySignal = 128;

    /// <summary>A program must not inherit what is meant for one that another thread starts at the same time.</summary>
    private static readonly Lock Starting = new();

    /// <param name="hint">What to do where it is not there.</param>
    /// <param name="inherited">Open descriptors that it gets beside the standard streams.</param>
    /// <exception cref="EnvironmentException">It cannot be started.</exception>
    public static Process Start(ProcessStartInfo description, string? hint = null, params ReadOnlySpan<int> inherited)
    {
        try
        {
            lock (Starting)
            {
                SetFlags(inherited, 0);
                try
                {
                    return Process.Start(description)!;
                }
                finally
                {
                    SetFlags(inherited, CloseOnExec);
                }
            }
        }
        catch (Exception failure) when (failure is Win32Exception or IOException or UnauthorizedAccessException)
        {
            var known = SystemFailure.Explain("start", description.FileName, failure);
            throw known.Errno == Libc.ENOENT && hint is not null ? new EnvironmentException("start", description.FileName, known.Reason, hint, failure) : known;
        }
    }

    /// <summary>A terminal interrupts all programs of a command at once: this one may learn of it after the program that it waited for.</summary>
    /// <param name="code">What that one ended with.</param>
    /// <exception cref="OperationCanceledException">It was interrupted, or this one was.</exception>
    public static void ThrowIfInterrupted(int code, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (code == EndedBySignal + Libc.SigInt)
            throw new OperationCanceledException();
    }

    private static void SetFlags(ReadOnlySpan<int> descriptors, int flags)
    {
        foreach (var descriptor in descriptors)
            _ = Libc.SetDescriptor(descriptor, Libc.SetDescriptorFlags, flags);
    }
}
