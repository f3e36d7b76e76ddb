namespace ImgRep.EndToEnd.Trust;

/// <summary>Skopeo and Podman enforce the policy where they pull, from a registry on loopback and signatures behind a plain web server.</summary>
public sealed class StockClientTests : IDisposable
{
    private readonly SmallTree tree = new();
    private readonly GnupgHome gnupg = new();
    private readonly LocalServers servers;
    private readonly Dictionary<string, string> keys = [];
    private Action served = () => { };

    public StockClientTests() => servers = new LocalServers(tree.Root);

    [Needs("gpg", "bwrap", "skopeo", "podman", "docker-registry", "python3", Root = true)]
    public void Two_of_three_people_must_have_signed()
    {
        var registry = servers.StartRegistry();
        var lookaside = servers.StartWebServer("client/lookaside");
        served = () => Policy($"{registry}/team", lookaside);
        foreach (var person in (string[])["alice", "bob", "carol"])
            AddKey(person, person);
        AddKey("alice", "second");
        tree.Write("policy.yaml", "image:\n  people: 2\n");
        Directory.Delete(Path.Combine(tree.Root, "packages/base"), recursive: true);
        tree.With("hello", "FROM scratch\nCOPY hello /\nLABEL org.opencontainers.image.version=1.0\n").Write("packages/hello/hello", "hello\n");
        var digest = Run("build", "hello").Output.Split(' ')[0];
        tree.Write("digests", $"{digest}  hello\n");
        var image = $"{registry}/team/imgrep/hello:1.0";
        Skopeo("--insecure-policy", "copy", "--preserve-digests", "--dest-tls-verify=false", $"oci-archive:{tree.Root}/out/hello.tgz", $"docker://{image}").ExitCode.ShouldBe(0);
        served();

        Pull(image).Errors.ShouldContain("signature");
        Sign("alice");
        Pull(image).ExitCode.ShouldNotBe(0, "one signer");
        Sign("second");
        Pull(image).ExitCode.ShouldNotBe(0, "one signer with two keys");
        Sign("bob");
        var pulled = Pull(image);
        pulled.ExitCode.ShouldBe(0, pulled.ToString());
        Pull($"{registry}/team/imgrep/hello@sha256:{digest}").ExitCode.ShouldBe(0);
        PodmanPull(image).ExitCode.ShouldBe(0);

        // Another image under the same tag has none of these signatures.
        tree.Write("packages/hello/hello", "tampered\n");
        Run("build", "hello").ExitCode.ShouldBe(0);
        Skopeo("--insecure-policy", "copy", "--preserve-digests", "--dest-tls-verify=false", $"oci-archive:{tree.Root}/out/hello.tgz", $"docker://{image}").ExitCode.ShouldBe(0);
        Pull(image).ExitCode.ShouldNotBe(0, "a tampered image");
        PodmanPull(image).ExitCode.ShouldNotBe(0, "a tampered image");
        Pull($"{registry}/team/imgrep/hello@sha256:{digest}").ExitCode.ShouldBe(0);

        // And once a key is revoked, one signer is left.
        Run("keys", "revoke", keys["bob"], "--reason", "compromised").ExitCode.ShouldBe(0);
        served();
        Pull($"{registry}/team/imgrep/hello@sha256:{digest}").ExitCode.ShouldNotBe(0, "a revoked key");
        // What does not count any more is written no more.
        Directory.GetFiles(Path.Combine(tree.Root, "client/lookaside"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["signature-1", "signature-2"]);
    }

    public void Dispose()
    {
        servers.Dispose();
        gnupg.Dispose();
        tree.Dispose();
    }

    private void AddKey(string person, string name)
    {
        keys[name] = gnupg.NewKey(name);
        tree.Write("key.asc", gnupg.Export(keys[name]));
        Run("keys", "add", "key.asc", "--person", person, "--name", person, "--organisation", person, "--role", "reviewer").ExitCode.ShouldBe(0);
    }

    private void Sign(string name)
    {
        var signed = Run("sign", "--key", keys[name]);
        signed.ExitCode.ShouldBe(0, signed.ToString());
        signed.Output.ShouldContain("signatures/images/");
        served();
    }

    private void Policy(string registry, string lookaside)
    {
        var written = Run("policy", "--podman", "--out", "client", "--registry", registry, "--lookaside", lookaside);
        written.ExitCode.ShouldBe(0, written.ToString());
    }

    private Outcome Pull(string image)
    {
        var to = Path.Combine(tree.Root, "pulled-" + Guid.NewGuid().ToString("n"));
        return Skopeo("--policy", $"{tree.Root}/client/policy.json", "--registries.d", $"{tree.Root}/client/registries.d", "copy", "--src-tls-verify=false",
            $"docker://{image}", $"dir:{to}");
    }

    /// <summary>Podman takes registries.d from the user's configuration.</summary>
    private Outcome PodmanPull(string image)
    {
        var configuration = Directory.CreateDirectory(Path.Combine(tree.Root, "home/.config/containers")).FullName;
        if (!Path.Exists(Path.Combine(configuration, "registries.d")))
            Directory.CreateSymbolicLink(Path.Combine(configuration, "registries.d"), Path.Combine(tree.Root, "client/registries.d"));
        return Imgrep.Run("podman",
        [
            "--root", $"{tree.Root}/podman", "--runroot", $"{tree.Root}/podman-run", "--storage-driver", "vfs", "pull", "--quiet", "--tls-verify=false",
            "--signature-policy", $"{tree.Root}/client/policy.json", image,
        ], tree.Root, new Dictionary<string, string>(Variables()) { ["HOME"] = $"{tree.Root}/home" });
    }

    private Outcome Skopeo(params string[] arguments) => Imgrep.Run("skopeo", arguments, tree.Root, Variables());

    private Outcome Run(params string[] arguments) => Imgrep.Run(Imgrep.Launcher, arguments, tree.Root, Variables());

    private Dictionary<string, string> Variables() => new(tree.Variables()) { ["GNUPGHOME"] = gnupg.Path };
}
