namespace ImgRep.Host.Sandbox;

/// <summary>What the processes of one sandbox may use together, where the machine's control groups can hold them to it.</summary>
/// <param name="Memory">In bytes.</param>
/// <param name="Processes">Processes and threads at a time.</param>
public sealed record Limits(long Memory, int Processes)
{
    /// <summary>What is left of the memory lets this process, and the machine, go on.</summary>
    public static Limits Default { get; } = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10 * 9, 16384);
}
