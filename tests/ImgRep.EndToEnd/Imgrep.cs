using System.Diagnostics;

namespace ImgRep.EndToEnd;

/// <summary>What a command printed and ended with.</summary>
public sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>For assertions: everything there is to say about a run that went wrong.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}

/// <summary>The real command, as a user starts it.</summary>
public static class Imgrep
{
    public static string ProjectFolder { get; } = FindCheckout();

    private static readonly Lazy<string> Built = new(() =>
    {
        var launcher = Path.Combine(ProjectFolder, "imgrep");
        var outcome = Run(launcher, ["--version"], ProjectFolder);
        return outcome.ExitCode == 0 ? launcher : throw new InvalidOperationException($"the tool cannot be built: {outcome}");
    });

    /// <summary>It builds the program if it must: not while a test counts the seconds of something else.</summary>
    public static string Launcher => Built.Value;

    /// <summary>Runs any program to its end.</summary>
    public static Outcome Run(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        using var process = Start(program, arguments, folder, environment);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, errors.Result);
    }

    public static Process Start(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static string FindCheckout()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ImgRep.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
