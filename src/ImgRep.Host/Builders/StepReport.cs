using System.Collections.Concurrent;
using System.Diagnostics;
using ImgRep.Building;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Host.Store;

namespace ImgRep.Host.Builders;

/// <summary>Tells the watchers of a build, and its log, how one package gets on.</summary>
internal sealed class StepReport(string package, int count, BuildLog log, IProgress<BuildEvent> progress)
{
    private readonly Lock totals = new();
    private int last;
    private int executed;

    /// <summary>The package without its route.</summary>
    public required string Name { get; init; }

    /// <summary>Whether nothing had to run.</summary>
    public bool WasCached => executed == 0;

    /// <summary>Whether a step was taken as it came with a copy of a store: then the image was not built here.</summary>
    public bool RestsOnForeign { get; internal set; }

    /// <summary>The most bytes of memory that a step held; null if nobody looked.</summary>
    public long? Memory { get; private set; }

    /// <summary>How much time of processors the steps took; null if nobody looked.</summary>
    public TimeSpan? Processor { get; private set; }

    /// <summary>The snapshots that RUNs came to, by the line of each.</summary>
    public ConcurrentDictionary<int, Snapshot> Snapshots { get; } = [];

    public ReportedStep Start(Stage stage, Instruction instruction) => Start(stage.Title, InstructionSummary.Print(instruction));

    public ReportedStep Start(string stage, string text)
    {
        var index = Interlocked.Increment(ref last);
        log.Append($"[{index}/{count}] {text}");
        progress.Report(new StepStarted(package, stage, index, count, text));
        return new ReportedStep(this, index);
    }

    public void Note(string text) => progress.Report(new Note($"{package}: {text}"));

    /// <summary>What a step used of the machine, as far as its control group says.</summary>
    internal void Used(long? memory, TimeSpan? processor)
    {
        lock (totals)
        {
            Memory = memory > (Memory ?? 0) ? memory : Memory;
            Processor = processor is null ? Processor : (Processor ?? TimeSpan.Zero) + processor;
        }
    }

    internal void Finish(int index, bool isCached, TimeSpan elapsed)
    {
        if (!isCached)
            Interlocked.Increment(ref executed);
        progress.Report(new StepFinished(package, index, isCached, elapsed));
    }
}

/// <summary>A step that is under way; ends with its disposal.</summary>
internal sealed class ReportedStep(StepReport report, int index) : IDisposable
{
    private readonly long started = Stopwatch.GetTimestamp();

    /// <summary>Copies cost next to nothing: only a RUN that really ran counts as work.</summary>
    public bool HasRun { get; set; }

    public void Note(string text) => report.Note(text);

    /// <inheritdoc cref="StepReport.Used"/>
    public void Used(long? memory, TimeSpan? processor) => report.Used(memory, processor);

    /// <param name="line">Of the instruction.</param>
    public void ComeTo(int line, Snapshot snapshot) => report.Snapshots[line] = snapshot;

    public void RestOnForeign() => report.RestsOnForeign = true;

    public void Dispose() => report.Finish(index, !HasRun, Stopwatch.GetElapsedTime(started));
}
