using ImgRep.Host.Builders.Lowered;
using ImgRep.Host.Sandbox;

namespace ImgRep.Host.Registries;

/// <summary>The images that Docker or Podman has on this machine.</summary>
/// <param name="wanted">One of <see cref="Programs"/>; null for the first that is there.</param>
public sealed class LocalImages(string? wanted)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private readonly string program = wanted ?? Programs.FirstOrDefault(name => ProgramPath.Find(name) is not null) ?? Programs[0];

    public static IReadOnlyList<string> Programs { get; } = ["docker", "podman"];

    /// <returns>What the image is called there.</returns>
    public async Task<string> LoadAsync(string archive, CancellationToken cancellation)
    {
        var answer = await LoggedProgram.AskAsync(
            ProgramPath.Find(program) ?? program, ["load", "--input", archive], new Dictionary<string, string?>(), Patience,
            $"see that {program} works: {program} info", cancellation);
        return answer.Split('\n')[^1].Split(": ", 2)[^1].Trim();
    }
}
