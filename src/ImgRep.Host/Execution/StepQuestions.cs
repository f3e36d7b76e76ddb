using System.Collections.Concurrent;
using ImgRep.Host.Inside;
using ImgRep.Host.Store;

namespace ImgRep.Host.Execution;

/// <summary>Asks the process outside for steps that others have run: here there is no way out.</summary>
/// <param name="pipe">What its answers come by.</param>
internal sealed class StepQuestions(Stream pipe, SentProgress progress)
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<TakenStep?>> open = new();
    private readonly Lock starting = new();
    private int asked;
    private Thread? listening;

    /// <returns>Null if nobody has it.</returns>
    public Task<TakenStep?> AskAsync(StepRequest step, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<TakenStep?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var number = Interlocked.Increment(ref asked);
        open[number] = answer;
        Listen();
        progress.Send(new StepWanted(number, step));
        return answer.Task.WaitAsync(cancellation);
    }

    /// <summary>The first question has somebody wait for answers, until this process ends.</summary>
    private void Listen()
    {
        lock (starting)
        {
            if (listening is not null)
                return;
            listening = new Thread(ReadAnswers) { IsBackground = true };
            listening.Start();
        }
    }

    private void ReadAnswers()
    {
        try
        {
            while (Frame.Read(pipe, Wire.Default.StepAnswer) is { } answer)
            {
                if (open.TryRemove(answer.Number, out var asker))
                    asker.SetResult(answer.Step);
            }
        }
        catch (Exception ended) when (ended is InvalidDataException or EnvironmentException or ObjectDisposedException)
        {
            // The process outside has ended, and this one is about to.
        }
    }
}
