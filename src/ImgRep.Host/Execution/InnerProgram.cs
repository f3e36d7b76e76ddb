using ImgRep.Building;
using ImgRep.Host.Inside;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Execution;

/// <summary>What this program is where another process of it has a job for it. It prints nothing: all that it has to say goes back to that process.</summary>
public static class InnerProgram
{
    /// <param name="arguments">Those of the program.</param>
    public static bool IsAsked(IReadOnlyList<string> arguments) => InnerCommand.TryParse(arguments) is not null;

    /// <summary>Takes the job, executes it, and says how it ended.</summary>
    /// <exception cref="EnvironmentException">Nobody is there who has a job.</exception>
    public static async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var command = InnerCommand.TryParse(arguments)!;
        if (UserNamespace.IsInside)
            UserNamespace.Prepare();
        using var pipe = new DiskStream(new SafeFileHandle(command.Job, ownsHandle: true), FileAccess.Read, "the pipe from the process outside");
        if (ReadJob(pipe) is not { } job)
            return;
        using var answer = new DiskStream(new SafeFileHandle(command.Answer, ownsHandle: true), FileAccess.Write, "the pipe to the process outside");
        var progress = new SentProgress(answer);
        progress.Send(new Begun());
        var questions = new StepQuestions(pipe, progress);
        progress.Send(new Ended(await ExecuteAsync(job, progress, questions, cancellation)));
    }

    private static Job? ReadJob(DiskStream pipe)
    {
        try
        {
            return Frame.Read(pipe, Wire.Default.Job);
        }
        catch (InvalidDataException malformed)
        {
            throw new EnvironmentException("read", "the job", "it is none that this imgrep knows", "only imgrep itself gives itself one", malformed);
        }
    }

    private static async Task<JobResult> ExecuteAsync(Job job, IProgress<BuildEvent> progress, StepQuestions questions, CancellationToken cancellation)
    {
        try
        {
            return UserNamespace.IsInside
                ? await JobExecution.RunAsync(job, progress, questions.AskAsync, cancellation)
                : NamespacedProcess.Run(job, new InnerOptions { ShiftsIds = job is BuildJob { ShiftsIds: true } }, progress);
        }
#pragma warning disable CA1031 // Every failure is told to the process outside, which tells them apart.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Failure.Describe(failure);
        }
    }
}
