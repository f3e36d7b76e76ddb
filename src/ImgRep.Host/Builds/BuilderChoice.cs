using ImgRep.Building;
using ImgRep.Host.Builders;
using ImgRep.Host.Builders.Buildah;
using ImgRep.Host.Builders.Docker;
using ImgRep.Host.Builders.Embedded;
using ImgRep.Host.Builders.Lowered;
using ImgRep.Host.Builders.Podman;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Host.Builds;

/// <summary>The builders that packages can be built with. All give the same digests, or one of them is wrong.</summary>
public static class BuilderChoice
{
    public const string Embedded = "embedded";

    public static IReadOnlyList<string> Names { get; } = [Embedded, "docker", "buildah", "podman"];

    /// <summary>The first builder beside the embedded one that is here and answers; null if none does.</summary>
    public static async Task<string?> FindSecondAsync(ContentStore store, CancellationToken cancellation)
    {
        foreach (var name in Names.Where(name => name != Embedded && ProgramPath.Find(name) is not null))
        {
            if (await AnswersAsync(name, store, cancellation))
                return name;
        }
        return null;
    }

    private static async Task<bool> AnswersAsync(string name, ContentStore store, CancellationToken cancellation)
    {
        var scratch = store.Temporary.NewFolder();
        try
        {
            await FactoryOf(name)(scratch).IdentifyAsync(cancellation);
            return true;
        }
        catch (EnvironmentException)
        {
            return false;
        }
        finally
        {
            TemporaryFolders.Remove(scratch);
        }
    }

    /// <param name="slots">How many steps, or packages of another builder, may run at a time.</param>
    /// <param name="ask">Asks for a step that others have run; null for nobody to ask.</param>
    /// <exception cref="EnvironmentException">It is not here, too old, or does not answer.</exception>
    internal static async Task<ITreeBuilder> OpenAsync(
        BuilderOptions options, ContentStore store, SemaphoreSlim slots, StepQuestion? ask, IProgress<BuildEvent> progress, CancellationToken cancellation)
    {
        // Only the embedded builder can stop at a step and open a shell there.
        if (options.Builder == Embedded || options.Shell)
            return new EmbeddedBuilder(store, SandboxProgram.Find(options.Sandbox), options, slots, ask, progress);
        var make = FactoryOf(options.Builder);
        var identity = await make(store.Temporary.NewFolder()).IdentifyAsync(cancellation);
        return new LoweringBuilder(store, make, identity, slots) { UseCache = !options.NoCache };
    }

    private static Func<string, IImageBuilder> FactoryOf(string name) => name switch
    {
        "docker" => scratch => new DockerBuilder(scratch),
        "buildah" => scratch => new BuildahBuilder(scratch),
        "podman" => scratch => new PodmanBuilder(scratch),
        _ => throw new EnvironmentException("find builder", name, "there is none of that name", $"it is one of {string.Join(", ", Names)}"),
    };
}
