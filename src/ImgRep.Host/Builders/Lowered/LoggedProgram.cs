using System.Diagnostics;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Builders.Lowered;

/// <summary>Runs a builder's program to its end, all that it prints going to the log. No shell is involved, and it is asked nothing.</summary>
internal static class LoggedProgram
{
    /// <param name="variables">Set beside the caller's own environment; null removes one.</param>
    /// <returns>Its exit code. Cancelled, it is ended with all its children first.</returns>
    public static async Task<int> RunAsync(
        string program, IEnumerable<string> words, IReadOnlyDictionary<string, string?> variables, string folder, BuildLog log, CancellationToken cancellation)
    {
        using var process = Start(program, words, variables, folder);
        var copies = Task.WhenAll(CopyAsync(process.StandardOutput.BaseStream, log), CopyAsync(process.StandardError.BaseStream, log));
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        await copies;
        return process.ExitCode;
    }

    /// <summary>What a program answers; an environment failure says what it said instead.</summary>
    /// <param name="patience">How long an answer may take.</param>
    public static async Task<string> AskAsync(
        string program, IEnumerable<string> words, IReadOnlyDictionary<string, string?> variables, TimeSpan patience, string hint, CancellationToken cancellation)
    {
        using var process = Start(program, words, variables, "/");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0
                ? (await output).Trim()
                : throw new EnvironmentException("ask", program, (await errors).Trim().ReplaceLineEndings("; "), hint);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new EnvironmentException("ask", program, $"no answer in {patience.TotalSeconds:0} seconds", hint);
        }
    }

    private static Process Start(string program, IEnumerable<string> words, IReadOnlyDictionary<string, string?> variables, string folder)
    {
        var start = new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var process = ChildProgram.Start(start, "install it");
        process.StandardInput.Close();
        return process;
    }

    private static async Task CopyAsync(Stream output, BuildLog log)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await output.ReadAsync(buffer)) > 0;)
            log.Append(buffer.AsSpan(0, count));
    }
}
