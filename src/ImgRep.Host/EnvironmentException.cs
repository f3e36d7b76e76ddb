using System.Runtime.InteropServices;

namespace ImgRep.Host;

/// <summary>The environment failed: no space, no sandbox, a source that cannot be reached. The command ends with exit code 4.</summary>
/// <param name="operation">What was being done, as in <c>mount overlay</c>.</param>
/// <param name="subject">To what: a path, an address, a program.</param>
/// <param name="reason">Why it failed.</param>
/// <param name="hint">What the user can do about it.</param>
public sealed class EnvironmentException(string operation, string subject, string reason, string? hint = null, Exception? inner = null)
    : Exception($"{operation} {subject}: {reason}", inner)
{
    public string Operation { get; } = operation;

    public string Subject { get; } = subject;

    public string Reason { get; } = reason;

    public string? Hint { get; } = hint;

    /// <summary>The number of the system's error (errno(3)); 0 where it was not a system call that failed.</summary>
    public int Errno { get; internal init; }

    /// <summary>Whether who was asked answered that there is no such thing; everything else worked.</summary>
    public bool IsAbsence { get; internal init; }

    /// <summary>Whether who was asked gave something else than what was asked for.</summary>
    public bool IsWrong { get; internal init; }

    /// <summary>A system call failed.</summary>
    /// <param name="errno">Its number says the reason and the hint.</param>
    public static EnvironmentException OfErrno(string operation, string subject, int errno, Exception? inner = null) =>
        new(operation, subject, ReasonOf(errno), HintOf(errno), inner) { Errno = errno };

    private static string ReasonOf(int errno)
    {
        var text = Marshal.GetPInvokeErrorMessage(errno);
        return $"{char.ToLowerInvariant(text[0])}{text.AsSpan(1)}";
    }

    private static string? HintOf(int errno) => errno switch
    {
        Posix.Libc.ENOSPC or Posix.Libc.EDQUOT => "make room there",
        Posix.Libc.EMFILE => "raise the limit of open files: ulimit -n 1024",
        _ => null,
    };
}
