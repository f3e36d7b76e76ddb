namespace ImgRep.Building;

/// <summary>Tells those who watch how many of a known number are done; ends with its disposal. Used by many threads at once.</summary>
public sealed class Counter : IDisposable
{
    private readonly IProgress<BuildEvent> progress;
    private readonly string name;
    private readonly long total;
    private long done;

    /// <param name="name">What is being done, like <c>verifying signatures</c>.</param>
    public Counter(IProgress<BuildEvent> progress, string name, long total)
    {
        (this.progress, this.name, this.total) = (progress, name, total);
        Add(0);
    }

    public void Add(int count) => progress.Report(new Activity(name, ActivityUnit.Items, Interlocked.Add(ref done, count), total));

    public void Dispose() => progress.Report(new Activity(name, ActivityUnit.Items, done, total) { HasEnded = true });
}
