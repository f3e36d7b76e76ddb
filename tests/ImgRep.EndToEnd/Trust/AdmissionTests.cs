using ImgRep.Host.Trust.Verdicts;
using ImgRep.Primitives;

namespace ImgRep.EndToEnd.Trust;

/// <summary>What containerd asks before it pulls an image.</summary>
public sealed class AdmissionTests : IDisposable
{
    private const string Name = "registry.example.org/team/imgrep/zlib:1.3.1";
    private readonly SignedTree tree = new();

    [Fact]
    public void The_exit_code_says_whether_an_image_may_run()
    {
        tree.Write("policy.yaml", "image:\n  people: 1\n  builders: 2\n");
        tree.Person("alice");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        var missing = Admit(Name, SignedTree.Image);
        missing.ExitCode.ShouldBe(3, missing.ToString());
        missing.Output.ShouldStartWith($"{Name}: not confirmed, missing 1 more builder");
        tree.Manifest("alice", [SignedTree.Rebuilt with { Workshop = SignedTree.Workshop with { Builder = "docker" } }]);
        Admit(Name, SignedTree.Image).ExitCode.ShouldBe(0);
        Admit(Name, Digest.Compute("other"u8)).ExitCode.ShouldBe(3);
        Admit("docker.io/library/zlib:latest", SignedTree.Image).ExitCode.ShouldBe(3);
        Admit("docker.io/library/zlib:latest", SignedTree.Image, "--admit-others").ExitCode.ShouldBe(0);
        Admit("registry.example.org/team/imgrep/other", SignedTree.Image, "--admit-others").ExitCode.ShouldBe(3);
        // A descriptor of something else.
        Run($$"""{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{{Digest.Compute("other"u8)}}","size":1}""", Name, SignedTree.Image).Output
            .ShouldBe($"{Name}: its descriptor has another digest\n");
    }

    [Theory]
    [InlineData("", "what the runtime gives on standard input is no descriptor")]
    [InlineData("[]", "what the runtime gives on standard input is no descriptor")]
    [InlineData("{\"digest\":7}", "what the runtime gives on standard input is no descriptor")]
    [InlineData("{\"digest\":\"sha256:x\",\"mediaType\":\"y\"}", "its descriptor has another digest")]
    public void Nonsense_for_a_descriptor_admits_nothing(string descriptor, string problem) =>
        Admission.ProblemOf(System.Text.Encoding.UTF8.GetBytes(descriptor), SignedTree.Image).ShouldBe(problem);

    [Fact]
    public void An_index_is_no_manifest() =>
        Admission.ProblemOf(System.Text.Encoding.UTF8.GetBytes($$"""{"mediaType":"application/vnd.oci.image.index.v1+json","digest":"{{SignedTree.Image}}"}"""), SignedTree.Image)
            .ShouldBe("it is no image manifest but application/vnd.oci.image.index.v1+json");

    public void Dispose() => tree.Dispose();

    private Outcome Admit(string name, Digest digest, params string[] options) =>
        Run($$"""{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{{digest}}","size":1}""", name, digest, options);

    private Outcome Run(string descriptor, string name, Digest digest, params string[] options) => Imgrep.Run(
        Imgrep.Launcher,
        ["admit", "--tree", tree.Root, "--registry", "registry.example.org/team", .. options, "-name", name, "-digest", digest.ToString(),
            "-stdin-media-type", "application/vnd.oci.descriptor.v1+json"],
        "/", input: descriptor);
}
