using ImgRep.Host.Builders.Lowered;
using ImgRep.Host.Sandbox;

namespace ImgRep.Host.Registries;

/// <summary>The images that Docker or Podman has on this machine.</summary>
public sealed class LocalImages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private readonly string program;

    private LocalImages(string program) => this.program = program;

    public static IReadOnlyList<string> Programs { get; } = ["docker", "podman"];

    /// <param name="wanted">One of <see cref="Programs"/>; null for the first that answers.</param>
    public static async Task<LocalImages> FindAsync(string? wanted, CancellationToken cancellation)
    {
        if (wanted is not null)
            return new LocalImages(wanted);
        var there = Programs.Where(name => ProgramPath.Find(name) is not null).ToList();
        // Docker's client may be there without its daemon.
        foreach (var name in there.Take(there.Count - 1))
        {
            if (await AnswersAsync(name, cancellation))
                return new LocalImages(name);
        }
        return new LocalImages(there.LastOrDefault() ?? Programs[0]);
    }

    private static async Task<bool> AnswersAsync(string name, CancellationToken cancellation)
    {
        try
        {
            await LoggedProgram.AskAsync(ProgramPath.Find(name)!, ["info"], new Dictionary<string, string?>(), TimeSpan.FromSeconds(10), "", cancellation);
            return true;
        }
        catch (EnvironmentException)
        {
            return false;
        }
    }

    /// <returns>What the image is called there.</returns>
    public async Task<string> LoadAsync(string archive, CancellationToken cancellation)
    {
        var answer = await LoggedProgram.AskAsync(
            ProgramPath.Find(program) ?? program, ["load", "--input", archive], new Dictionary<string, string?>(), Patience,
            $"see that {program} works: {program} info", cancellation);
        return answer.Split('\n')[^1].Split(": ", 2)[^1].Trim();
    }
}
