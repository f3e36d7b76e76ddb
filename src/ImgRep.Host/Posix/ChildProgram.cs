using System.ComponentModel;
using System.Diagnostics;

namespace ImgRep.Host.Posix;

/// <summary>The only place where programs are started.</summary>
internal static class ChildProgram
{
    /// <param name="hint">What to do where it is not there.</param>
    /// <exception cref="EnvironmentException">It cannot be started.</exception>
    public static Process Start(ProcessStartInfo description, string? hint = null)
    {
        try
        {
            return Process.Start(description)!;
        }
        catch (Exception failure) when (failure is Win32Exception or IOException or UnauthorizedAccessException)
        {
            var known = SystemFailure.Explain("start", description.FileName, failure);
            throw known.Errno == Libc.ENOENT && hint is not null ? new EnvironmentException("start", description.FileName, known.Reason, hint, failure) : known;
        }
    }
}
