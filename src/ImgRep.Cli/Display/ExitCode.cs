namespace ImgRep.Cli.Display;

/// <summary>What scripts may rely on. Which one goes with a failure is decided by <see cref="Report.Failure"/>.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Bug = 1;
    public const int RejectedInput = 2;
    public const int NegativeVerdict = 3;
    public const int EnvironmentFailed = 4;

    /// <summary>128 and the number of SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
