namespace ImgRep.Primitives;

/// <summary>Work that waits for something else, on a thread of its own: on a busy machine the pool gets no further threads, and all that it has may wait
/// for each other.</summary>
public static class OwnThread
{
    public static Task<T> Run<T>(Func<T> action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static Task Run(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
