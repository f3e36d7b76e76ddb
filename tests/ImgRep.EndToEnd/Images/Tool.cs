using System.Diagnostics;

namespace ImgRep.EndToEnd.Images;

/// <summary>Programs of the host, run to their end.</summary>
internal static class Tool
{
    /// <summary>What a program prints; a failure fails the test with what it said.</summary>
    public static string Run(string program, params string[] arguments) => RunWith([], program, arguments);

    /// <param name="variables">Set beside the environment of this process.</param>
    public static string RunWith(KeyValuePair<string, string>[] variables, string program, params string[] arguments)
    {
        using var process = Start(variables, program, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{output}{error.Result}");
        return output;
    }

    public static Process Start(KeyValuePair<string, string>[] variables, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] += ":/usr/sbin:/sbin";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
