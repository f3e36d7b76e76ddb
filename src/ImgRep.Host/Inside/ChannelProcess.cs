using System.Diagnostics;
using System.Runtime.InteropServices;
using ImgRep.Building;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Inside;

/// <summary>A process that runs this program, on its way to it perhaps others, and two pipes: one takes a job there, the other brings messages back.</summary>
internal sealed class ChannelProcess : IDisposable
{
    private readonly Lock answering = new();
    private readonly DiskStream job;
    private readonly DiskStream answer;

    private ChannelProcess(Process process, DiskStream job, DiskStream answer) => (Process, this.job, this.answer) = (process, job, answer);

    public Process Process { get; }

    /// <summary>Whether it has taken its job.</summary>
    public bool HasBegun { get; private set; }

    /// <param name="describe">Given what this program is to be started with.</param>
    /// <param name="said">Gets each line that is printed there, where nothing is to be; null where the process has the terminal.</param>
    public static ChannelProcess Start(Func<InnerCommand, ProcessStartInfo> describe, Action<string>? said)
    {
        var (jobReading, jobWriting) = Pipe();
        var (answerReading, answerWriting) = Pipe();
        using (jobReading)
        using (answerWriting)
        {
            var command = new InnerCommand((int)jobReading.DangerousGetHandle(), (int)answerWriting.DangerousGetHandle());
            var start = describe(command);
            start.UseShellExecute = false;
            start.RedirectStandardOutput = start.RedirectStandardError = said is not null;
            var process = ChildProgram.Start(start, "install the package util-linux", command.Job, command.Answer);
            if (said is not null)
                Listen(process, said);
            return new ChannelProcess(
                process, new DiskStream(jobWriting, FileAccess.Write, "the pipe to the process in the namespaces"),
                new DiskStream(answerReading, FileAccess.Read, "the pipe from the process in the namespaces"));
        }
    }

    /// <summary>Ends it before it has its job.</summary>
    public void End()
    {
        Process.Kill();
        // What unshare had begun a moment ago may outlive it, with the pipes that are read to their ends here: it ends when it finds no job.
        job.Dispose();
        Process.WaitForExit();
    }

    public void Send(ReadOnlySpan<byte> bytes) => job.Write(bytes);

    /// <summary>Gives it its job, and passes on what it tells until it has ended.</summary>
    /// <param name="find">Answers its questions; null where none are asked.</param>
    /// <returns>How the job ended; null if the process ended before it said so.</returns>
    public JobResult? Run(Job task, IProgress<BuildEvent> progress, Func<StepRequest, Task<TakenStep?>>? find = null)
    {
        try
        {
            Send(Frame.Print(task, Wire.Default.Job));
        }
        catch (EnvironmentException)
        {
            // It has ended already: what it ended with tells.
        }
        var ended = Follow(progress, find);
        Process.WaitForExit();
        return ended;
    }

    /// <summary>Why there is no result. All that fails there is a result: what ended it after it had begun came from outside.</summary>
    public EnvironmentException ExplainEnd() => HasBegun
        ? new EnvironmentException("run", "the process in the namespaces", "it was killed", "was there not enough memory? run the command again")
        : new EnvironmentException("start", "the process in the namespaces", $"it ended with code {Process.ExitCode}", "what it printed stands above");

    public void Dispose()
    {
        job.Dispose();
        answer.Dispose();
        Process.Dispose();
    }

    private JobResult? Follow(IProgress<BuildEvent> progress, Func<StepRequest, Task<TakenStep?>>? find)
    {
        var answers = new List<Task>();
        try
        {
            while (Frame.Read(answer, Wire.Default.Message) is { } message)
            {
                switch (message)
                {
                    case Begun:
                        HasBegun = true;
                        break;
                    case Progress told:
                        progress.Report(told.Event);
                        break;
                    case StepWanted wanted:
                        answers.Add(AnswerAsync(wanted, find));
                        break;
                    case Ended ended:
                        // A bug in finding an answer is none of that process.
                        answers.Find(answer => answer.IsFaulted)?.GetAwaiter().GetResult();
                        return ended.Result;
                }
            }
            return null;
        }
        catch (InvalidDataException)
        {
            // Ended in the middle of a message.
            return null;
        }
        catch
        {
            Process.Kill();
            throw;
        }
    }

    /// <summary>While it answers, others of its messages come.</summary>
    private async Task AnswerAsync(StepWanted wanted, Func<StepRequest, Task<TakenStep?>>? find)
    {
        TakenStep? step = null;
        try
        {
            step = find is null ? null : await Task.Run(() => find(wanted.Step));
        }
        finally
        {
            Answer(new StepAnswer(wanted.Number, step));
        }
    }

    private void Answer(StepAnswer answer)
    {
        try
        {
            lock (answering)
                Send(Frame.Print(answer, Wire.Default.StepAnswer));
        }
        catch (Exception ended) when (ended is EnvironmentException or ObjectDisposedException)
        {
            // Nobody waits for it any more.
        }
    }

    private static void Listen(Process process, Action<string> said)
    {
        process.OutputDataReceived += (_, line) => Pass(line.Data);
        process.ErrorDataReceived += (_, line) => Pass(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Pass(string? line)
        {
            if (!string.IsNullOrEmpty(line))
                said(line);
        }
    }

    private static unsafe (SafeFileHandle Reading, SafeFileHandle Writing) Pipe()
    {
        var ends = stackalloc int[2];
        return Libc.Pipe(ends, OpenFlags.CloseOnExec) == 0
            ? (new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true))
            : throw new EnvironmentException("make", "a pipe", Marshal.GetLastPInvokeErrorMessage());
    }
}
