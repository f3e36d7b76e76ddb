using ImgRep.Host.Builders.Lowered;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Host.Builders.Docker;

/// <summary>BuildKit in a Docker daemon, reached by its client: through <c>DOCKER_HOST</c>, the current context or the usual socket.
/// Nothing gets a name there, so that nothing is left but what its own build cache keeps.</summary>
/// <param name="scratch">An empty folder.</param>
internal sealed class DockerBuilder(string scratch) : IImageBuilder
{
    private const string Program = "docker";
    private const string TreeName = "tree.tar";
    private static readonly Version Oldest = new(20, 10);

    /// <summary>Clients from here on leave building to a component of their own, buildx, which is installed apart.</summary>
    private static readonly Version NeedsBuildx = new(23, 0);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string program = ProgramPath.Find(Program) ?? Program;
    private readonly Lazy<string> settings = new(() => MakeSettings(scratch));

    public async Task<BuilderIdentity> IdentifyAsync(CancellationToken cancellation)
    {
        var variables = await VariablesAsync(cancellation);
        var versions = await AskAsync(["version", "--format", "{{.Server.Version}} {{.Client.Version}}"], "start its daemon, or set DOCKER_HOST to the one to use");
        var identity = BuilderVersion.Require(Program, versions, Oldest);
        if (BuilderVersion.Find(versions.Split(' ')[^1]) is { } client && client >= NeedsBuildx)
            _ = await AskAsync(["buildx", "version"], $"its client {client} cannot build without buildx: install the package docker-buildx or docker-buildx-plugin");
        return identity;

        Task<string> AskAsync(string[] words, string hint) => LoggedProgram.AskAsync(program, words, variables, Patience, hint, cancellation);
    }

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
            : throw BuilderVerdict.Explain(await IdentifyAsync(cancellation), code, log, "executor failed running", "did not complete successfully: exit code:");
    }

    private async Task<Dictionary<string, string?>> VariablesAsync(CancellationToken cancellation)
    {
        var variables = new Dictionary<string, string?>
        {
            ["DOCKER_BUILDKIT"] = "1",
            ["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "1",
            ["DOCKER_CONFIG"] = settings.Value,
        };
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_HOST")))
        {
            variables["DOCKER_HOST"] = await LoggedProgram.AskAsync(
                program, ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"], new Dictionary<string, string?>(), Patience, "set DOCKER_HOST", cancellation);
            variables["DOCKER_CONTEXT"] = null;
        }
        return variables;
    }

    /// <summary>The user's configuration can name proxies, which a RUN would see: so the client gets one that has the user's plugins and nothing else.</summary>
    private static string MakeSettings(string scratch)
    {
        var settings = Disk.MakeFolder(Path.Combine(scratch, "docker"));
        var user = Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
            ? Disk.FullPath(folder)
            : HomeFolder.Path is { } home ? Path.Combine(home, ".docker") : null;
        if (user is not null && Path.Combine(user, "cli-plugins") is var plugins && Disk.IsFolder(plugins))
            Disk.MakeLink(Path.Combine(settings, "cli-plugins"), plugins);
        return settings;
    }
}
