namespace ImgRep.Building;

/// <summary>Tells those who watch that something is at work of which no more is known; ends with its disposal.</summary>
public sealed class Waiting : IDisposable
{
    private readonly IProgress<BuildEvent> progress;
    private readonly string name;

    /// <param name="name">What is at work, like <c>seed debian-13</c>.</param>
    public Waiting(IProgress<BuildEvent> progress, string name)
    {
        (this.progress, this.name) = (progress, name);
        progress.Report(new Activity(name, ActivityUnit.Nothing, 0, null));
    }

    public void Dispose() => progress.Report(new Activity(name, ActivityUnit.Nothing, 0, null) { HasEnded = true });
}
