using System.Globalization;
using ImgRep.Building;
using ImgRep.Host.Builders.Lowered;
using ImgRep.Host.Output;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;
using ImgRep.Images.Configuration;

namespace ImgRep.Host.Builders.Buildah;

/// <summary>Buildah, or Podman, which builds with the same code. Either runs as root of the user namespace that imgrep itself builds
/// in, whoever the caller is.</summary>
/// <param name="scratch">An empty folder.</param>
/// <param name="name"><c>buildah</c> or <c>podman</c>.</param>
/// <param name="command">The words with which it builds.</param>
internal class BuildahBuilder(string scratch, string name, Version oldest, IEnumerable<string> command) : IImageBuilder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ContainerStorage storage = new(scratch);
    private readonly string program = ProgramPath.Find(name) ?? name;

    public BuildahBuilder(string scratch) : this(scratch, "buildah", new Version(1, 28), ["build", "--pull-never"]) { }

    public async Task<BuilderIdentity> IdentifyAsync(CancellationToken cancellation) => BuilderVersion.Require(
        name, await LoggedProgram.AskAsync(program, ["--version"], storage.Write(), Patience, $"install {name}", cancellation), oldest);

    public async Task<string> BuildAsync(string context, string output, bool useCache, BuildLog log, CancellationToken cancellation)
    {
        SandboxDevices.Require();
        // With chroot, a RUN sees all devices of the machine: that is for where there is no runtime.
        var isolation = ProgramPath.Find("runc") is null ? "chroot" : "oci";
        IEnumerable<string> words =
        [
            program, .. command, "--isolation", isolation, "--no-cache", "--layers=false", "--network", "host", "--uts", "host", "--no-hosts", "--http-proxy=false",
            .. Limits(), "--signature-policy", storage.Policy, "--file", Path.Combine(context, "Containerfile"),
            "--tag", "oci:image:built", context,
        ];
        var code = await LoggedProgram.RunAsync(OwnNamespaces.Program, OwnNamespaces.Wrap(words), storage.Write(), output, log, cancellation);
        return code == 0
            ? LayerOf(Path.Combine(output, "image"), cancellation)
            : throw BuilderVerdict.Explain(await IdentifyAsync(cancellation), code, log, "while running runtime: exit status", "error building at STEP \"RUN");
    }

    /// <summary>The limits of the embedded builder's steps; it knows no option for memory addresses.</summary>
    private static IEnumerable<string> Limits() => MachineLimits.Apply(ResourceLimit.All).Where(limit => limit.Name != "as")
        .SelectMany(limit => (string[])["--ulimit", $"{limit.Name}={Number(limit.Soft)}:{Number(limit.Hard)}"]);

    private static string Number(ulong value) => value == ResourceLimit.Unlimited ? "-1" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Its own way to write a tree (<c>--output</c>) drops setuid bits and extended attributes in a user namespace. The layer of an
    /// image has them, and a last stage that starts from scratch has only one layer.</summary>
    private string LayerOf(string layout, CancellationToken cancellation) => ImagePath.Read(layout, cancellation).Manifest.Layers is [{ MediaType: MediaTypes.Layer } layer]
        ? Path.Combine(layout, "blobs", "sha256", layer.Digest.Hex)
        : throw new EnvironmentException("read", $"the image that {name} built", "it does not have one layer without compression", "please report this");
}
