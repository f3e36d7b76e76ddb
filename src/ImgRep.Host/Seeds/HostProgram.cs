using System.Collections.Immutable;
using System.Diagnostics;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Seeds;

/// <summary>Runs a program of the host to its end. No shell is involved, and nothing is asked of the terminal.</summary>
internal static class HostProgram
{
    /// <param name="variables">Set beside the caller's own environment.</param>
    /// <returns>The lines of both its outputs, in the order in which they came.</returns>
    /// <exception cref="EnvironmentException">It cannot be started, or ends with another code than 0.</exception>
    public static async Task<ImmutableArray<string>> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
    {
        using var process = ChildProgram.Start(Description(program, arguments, variables), "install it");
        var lines = ImmutableArray.CreateBuilder<string>();
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
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
        return process.ExitCode == 0 ? lines.ToImmutable() : throw Failure(program, process.ExitCode, lines);

        void Add(string? line)
        {
            lock (lines)
            {
                if (line is not null)
                    lines.Add(line);
            }
        }
    }

    private static ProcessStartInfo Description(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        var description = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
            description.Environment[name] = value;
        return description;
    }

    private static EnvironmentException Failure(string program, int code, IReadOnlyList<string> lines) =>
        new("run", program, $"ended with code {code}\n{string.Join('\n', lines.TakeLast(10).Select(line => "  " + line))}");
}
