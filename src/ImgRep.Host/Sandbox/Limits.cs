namespace ImgRep.Host.Sandbox;

/// <summary>What the processes of one sandbox may use together, where the machine's control groups can hold them to it.</summary>
/// <param name="Memory">In bytes, swapped out or not.</param>
/// <param name="Processes">Processes and threads at a time.</param>
public sealed record Limits(long Memory, int Processes)
{
    /// <summary>What is left of the memory lets this process, and the machine, go on.</summary>
    public static Limits Default { get; } = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10 * 9, 16384);

    /// <summary>Bytes of <see cref="Memory"/> that can be in the machine's memory; the rest is swapped out.</summary>
    public long Resident => Math.Min(Memory, Default.Memory);

    /// <summary>Bytes of <see cref="Memory"/> that have to be swapped out: none, unless more was asked for than the machine has.</summary>
    public long Swapped => Memory - Resident;
}
