namespace ImgRep.Host.Builders.Embedded;

/// <summary>The shell that was wanted in place of a RUN has ended, and with it the build.</summary>
public sealed class ShellEndedException(int exitCode) : Exception("the shell has ended")
{
    public int ExitCode { get; } = exitCode;
}
