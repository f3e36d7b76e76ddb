namespace ImgRep.Host.Sources;

/// <summary>A token that is cancelled when nothing has happened for a while, or when the caller cancels.</summary>
internal sealed class StallTimer : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly CancellationToken caller;
    private readonly TimeSpan limit;

    public StallTimer(TimeSpan limit, CancellationToken caller)
    {
        this.limit = limit;
        this.caller = caller;
        source = CancellationTokenSource.CreateLinkedTokenSource(caller);
    }

    public CancellationToken Token => source.Token;

    public bool HasExpired => source.IsCancellationRequested && !caller.IsCancellationRequested;

    /// <summary>Something happened: the time runs anew.</summary>
    public void Restart() => source.CancelAfter(limit);

    public void Dispose() => source.Dispose();
}
