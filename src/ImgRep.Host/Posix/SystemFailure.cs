namespace ImgRep.Host.Posix;

/// <summary>Turns what .NET throws where a system call fails into an <see cref="EnvironmentException"/> that says what was being done, and to what.</summary>
public static class SystemFailure
{
    /// <summary>Runs something that reaches the machine.</summary>
    public static T Named<T>(string operation, string subject, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (Is(failure))
        {
            throw Explain(operation, subject, failure);
        }
    }

    /// <inheritdoc cref="Named{T}"/>
    public static void Named(string operation, string subject, Action action) => Named(operation, subject, () =>
    {
        action();
        return 0;
    });

    /// <summary>Whether it is how .NET says that a system call failed.</summary>
    public static bool Is(Exception failure) => failure is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception
        || IsTooLarge(failure);

    public static EnvironmentException Explain(string operation, string subject, Exception failure) => ErrnoOf(failure) is > 0 and var errno
        ? EnvironmentException.OfErrno(operation, subject, errno, failure)
        : new EnvironmentException(operation, subject, ReasonOf(failure), inner: failure);

    /// <summary>The number of the system's error inside an exception; 0 if there is none.</summary>
    public static int ErrnoOf(Exception failure) => failure switch
    {
        EnvironmentException environment => environment.Errno,
        FileNotFoundException or DirectoryNotFoundException => Libc.ENOENT,
        PathTooLongException => Libc.ENAMETOOLONG,
        UnauthorizedAccessException { InnerException: { } inner } => ErrnoOf(inner),
        UnauthorizedAccessException => Libc.EACCES,
        System.ComponentModel.Win32Exception program => program.NativeErrorCode,
        IOException { HResult: > 0 and < 4096 } => failure.HResult,
        _ when IsTooLarge(failure) => Libc.EFBIG,
        _ => 0,
    };

    /// <summary>Where the system refuses the length of a file (EFBIG), .NET blames the caller.</summary>
    private static bool IsTooLarge(Exception failure) => failure is ArgumentOutOfRangeException { ParamName: "value" };

    private static string ReasonOf(Exception failure)
    {
        var text = failure.Message.TrimEnd('.');
        return text.Length == 0 ? failure.GetType().Name : $"{char.ToLowerInvariant(text[0])}{text.AsSpan(1)}";
    }
}
