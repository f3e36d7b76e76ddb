using ImgRep.EndToEnd.Images;

namespace ImgRep.EndToEnd.Builders;

/// <summary>The builders of this machine, with a Docker daemon of its own for as long as a test runs.</summary>
internal sealed class BuilderHost : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly DockerDaemon docker;

    public BuilderHost() => docker = new DockerDaemon(scratch);

    /// <summary>Builds a package with one builder and gives its digest.</summary>
    public string Build(SmallTree tree, string package, string builder)
    {
        var outcome = Run(tree, "build", "--no-archive", "--no-cache", "--sandbox", "runc", "--builder", builder, package);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output.Split(' ')[0];
    }

    public Outcome Run(SmallTree tree, params string[] arguments) => Imgrep.Run(Imgrep.Launcher, arguments, tree.Root, Variables(tree));

    public Dictionary<string, string> Variables(SmallTree tree) => Variables(tree.Variables());

    /// <summary>Debian's own client first, whatever else is there.</summary>
    public Dictionary<string, string> Variables(IReadOnlyDictionary<string, string> others) => new(others)
    {
        ["DOCKER_HOST"] = docker.Socket,
        ["PATH"] = "/usr/bin:/usr/sbin:" + Environment.GetEnvironmentVariable("PATH"),
    };

    public string Docker(params string[] arguments) => docker.Run(arguments);

    public void Dispose()
    {
        docker.Dispose();
        scratch.Dispose();
    }
}
