using System.Diagnostics;

namespace ImgRep.EndToEnd.Images;

/// <summary>A Docker daemon of its own: its socket, images and state lie in a scratch folder, and it touches no network.</summary>
internal sealed class DockerDaemon : IDisposable
{
    private readonly Process process;

    public DockerDaemon(Scratch scratch)
    {
        Socket = $"unix://{scratch.PathOf("docker.sock")}";
        process = Tool.Start(
            [],
            "dockerd",
            "--host", Socket,
            "--data-root", scratch.PathOf("docker"),
            "--exec-root", scratch.PathOf("docker-run"),
            "--pidfile", scratch.PathOf("docker.pid"),
            "--storage-driver=overlay2", "--iptables=false", "--bridge=none");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        WaitUntilReady(scratch.PathOf("docker.sock"));
    }

    /// <summary>For <c>DOCKER_HOST</c>.</summary>
    public string Socket { get; }

    /// <summary>What <c>docker</c> prints.</summary>
    public string Run(params string[] arguments) => Tool.Run("docker", ["--host", Socket, .. arguments]);

    public void Dispose()
    {
        Tool.Run("kill", $"{process.Id}"); // SIGTERM, so that it ends its containerd and unmounts
        process.WaitForExit();
        process.Dispose();
    }

    private void WaitUntilReady(string path)
    {
        var isUp = SpinWait.SpinUntil(() => process.HasExited || File.Exists(path), TimeSpan.FromSeconds(60));
        (isUp && !process.HasExited).ShouldBeTrue("dockerd did not start");
    }
}
