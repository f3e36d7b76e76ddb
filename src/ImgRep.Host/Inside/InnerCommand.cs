using System.Globalization;

namespace ImgRep.Host.Inside;

/// <summary>The words with which this program is started to take a job from the process that starts it. Nobody else gives them.</summary>
/// <param name="Job">The number of the descriptor that the job is read from.</param>
/// <param name="Answer">The number of the descriptor that messages are written to.</param>
internal sealed record InnerCommand(int Job, int Answer)
{
    private const string Verb = "inside";

    /// <summary>This very program, however it was started: its native host, or dotnet and an assembly.</summary>
    public IEnumerable<string> Words
    {
        get
        {
            var program = Environment.ProcessPath!;
            string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
            return [.. self, Verb, Job.ToString(CultureInfo.InvariantCulture), Answer.ToString(CultureInfo.InvariantCulture)];
        }
    }

    /// <param name="arguments">Those of the program.</param>
    /// <returns>Null for every other command.</returns>
    public static InnerCommand? TryParse(IReadOnlyList<string> arguments) =>
        arguments is [Verb, var job, var answer]
        && int.TryParse(job, NumberStyles.None, CultureInfo.InvariantCulture, out var reading)
        && int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var writing)
            ? new InnerCommand(reading, writing)
            : null;
}
