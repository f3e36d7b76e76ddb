using ImgRep.Host.Builders.Embedded;
using ImgRep.Host.Builders.Lowered;
using ImgRep.Host.Sandbox;

namespace ImgRep.Host.Builders.Docker;

/// <summary>BuildKit in a Docker daemon, reached by its client: through <c>DOCKER_HOST</c>, the current context or the usual socket.
/// Nothing gets a name there, so that nothing is left but what its own build cache keeps.</summary>
/// <param name="scratch">An empty folder.</param>
internal sealed class DockerBuilder(string scratch) : IImageBuilder
{
    private const string Program = "docker";
    private const string TreeName = "tree.tar";
    private static readonly Version Oldest = new(20, 10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string program = ProgramPath.Find(Program) ?? Program;

    public async Task<string> IdentifyAsync(CancellationToken cancellation) => BuilderVersion.Require(
        Program,
        await LoggedProgram.AskAsync(
            program, ["version", "--format", "{{.Server.Version}}"], await VariablesAsync(cancellation), Patience, "start its daemon, or set DOCKER_HOST to the one to use", cancellation),
        Oldest);

    public async Task<string> BuildAsync(string context, string output, bool useCache, BuildLog log, CancellationToken cancellation)
    {
        List<string> words =
        [
            "build", "--progress", "plain", "--network", "none", "--file", Path.Combine(context, "Containerfile"),
            "--output", $"type=tar,dest={TreeName}", context,
        ];
        if (!useCache)
            words.Insert(1, "--no-cache");
        var code = await LoggedProgram.RunAsync(program, words, await VariablesAsync(cancellation), output, log, cancellation);
        return code == 0
            ? Path.Combine(output, TreeName)
            : throw BuilderVerdict.Of(await IdentifyAsync(cancellation), code, log, "executor failed running", "did not complete successfully: exit code:");
    }

    /// <summary>The user's configuration can name proxies, which a RUN would see: so the client reads an empty one.</summary>
    private async Task<Dictionary<string, string?>> VariablesAsync(CancellationToken cancellation)
    {
        var variables = new Dictionary<string, string?>
        {
            ["DOCKER_BUILDKIT"] = "1",
            ["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "1",
            ["DOCKER_CONFIG"] = Directory.CreateDirectory(Path.Combine(scratch, "docker")).FullName,
        };
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_HOST")))
        {
            variables["DOCKER_HOST"] = await LoggedProgram.AskAsync(
                program, ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"], new Dictionary<string, string?>(), Patience, "set DOCKER_HOST", cancellation);
            variables["DOCKER_CONTEXT"] = null;
        }
        return variables;
    }
}
