using System.Runtime.ExceptionServices;

namespace ImgRep.Host.Store;

/// <summary>Work on many files, two of them at a time: one waits for the disk while the other is hashed.</summary>
internal static class TwoAtATime
{
    /// <summary>The first failure is thrown as it is, not among others.</summary>
    public static void ForEach<T>(IEnumerable<T> items, Action<T> action, CancellationToken cancellation = default)
    {
        try
        {
            Parallel.ForEach(items, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = 2 }, action);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
