namespace ImgRep.Engines;

/// <summary>What is asked of an engine for a job: more than is expected, since machines differ, and what exceeds it is ended.</summary>
internal static class JobLimits
{
    private const int Spare = 10;
    private const int Times = 3;
    private const long Megabyte = 1 << 20;

    /// <summary>Minutes after which something must be wrong.</summary>
    public static int Minutes(EngineJob job) => Spare + (int)Math.Ceiling(job.Time.TotalMinutes * Times);

    /// <summary>Of memory.</summary>
    public static long Megabytes(EngineJob job) => ((job.Cost.Memory + Megabyte - 1) / Megabyte);
}
