using System.Net;
using System.Net.Sockets;
using ImgRep.Building;
using ImgRep.EndToEnd.Trust;
using ImgRep.Host;
using ImgRep.Host.Registries;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.EndToEnd.Registries;

/// <summary>Images go to a registry and come back as they are, or not at all.</summary>
public class RegistryTests
{
    private static SmallTree Tree() => new SmallTree()
        .With("app", "FROM imgrep/base AS build\nRUN echo app >/app\nFROM scratch\nLABEL org.opencontainers.image.version=1.2\nCOPY --from=build /app /\n");

    [Needs("bwrap", "skopeo", "docker-registry", "openssl")]
    public void A_pushed_image_is_pulled_by_the_digest_that_the_tree_has()
    {
        using var registry = new LocalRegistry();
        using var tree = Tree();
        var digest = tree.Build("app");
        var pushed = Must(tree.Run(["push", "app", "base", "--to", registry.Address + "/team", .. registry.Options]));
        pushed.ShouldContain($"{digest}  app\n");
        tree.Write("digests", string.Concat(pushed.Split('\n', StringSplitOptions.RemoveEmptyEntries).OrderBy(line => line[64..], StringComparer.Ordinal)
            .Select(line => line + "\n")));
        Images.Tool.Run("skopeo", "inspect", "--authfile", registry.AuthFile, "--cert-dir", registry.CertificateFolder, "--format", "{{.Digest}}",
            $"docker://{registry.Address}/team/imgrep/app:1.2")
            .Trim().ShouldBe($"sha256:{digest}");

        Directory.Delete(Path.Combine(tree.Store, "blobs/sha256"), recursive: true);
        Must(tree.Run(["pull", "--from", registry.Address + "/team", .. registry.Options])).ShouldContain($"{digest}  app\n");
        Must(tree.Run("digest", "app")).ShouldBe($"{digest}  app\n");
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void Nothing_of_an_image_that_is_not_what_the_tree_says_enters_the_store()
    {
        using var registry = new LocalRegistry();
        using var tree = Tree();
        var digest = tree.Build("app");
        Must(tree.Run(["push", "app", "--to", registry.Address, .. registry.Options]));
        tree.Write("digests", $"{digest}  app\n");
        // The registry has other bytes of the same length.
        var layer = Directory.EnumerateFiles(registry.Data, "data", SearchOption.AllDirectories).MaxBy(path => new FileInfo(path).Length)!;
        var bytes = File.ReadAllBytes(layer);
        bytes[600]++;
        File.WriteAllBytes(layer, bytes);
        Directory.Delete(Path.Combine(tree.Store, "blobs/sha256"), recursive: true);

        var outcome = tree.Run(["pull", "app", "--from", registry.Address, .. registry.Options]);
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain($"docker://{registry.Address}/imgrep/app@sha256:");
        outcome.Errors.ShouldContain("do not trust this registry");
        tree.StoreFiles("blobs").ShouldBeEmpty();
        tree.StoreFiles("tmp").ShouldBeEmpty();
    }

    [Needs("bwrap")]
    public void What_is_not_what_the_tree_commits_to_is_not_pushed()
    {
        using var tree = Tree();
        tree.Build("app");
        tree.Write("digests", $"{new string('0', 64)}  app\n");
        var outcome = tree.Run("push", "app", "--to", "localhost:1/team");
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Errors.ShouldContain("nothing is pushed\n    where the change is meant: imgrep build app --update");
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_cache_is_used_only_by_who_trusts_it()
    {
        using var registry = new LocalRegistry();
        using var tree = Tree();
        var digest = tree.Build("app");
        Must(tree.Run(["push", "--to", registry.Address, .. registry.Options]));
        Directory.Delete(tree.Store, recursive: true);

        tree.Run(["build", "app", "--cache-from", registry.Address, .. registry.Options]).Errors.ShouldContain("--trust-cache");
        var outcome = tree.Run(["build", "app", "--no-archive", "--cache-from", registry.Address, "--trust-cache", .. registry.Options]);
        Must(outcome).ShouldStartWith(digest);
        outcome.Errors.ShouldContain($"app: taken from {registry.Address}");
        outcome.Errors.ShouldNotContain("RUN");

        // Whoever took it from there has not rebuilt it, and cannot say so.
        tree.Write("digests", $"{digest}  app\n");
        tree.Write("keys/people.yaml", "people:\n  alice:\n    name: Alice\n    organisation: one\n    roles: [reviewer]\n    keys: []\n");
        var signed = tree.Run("sign", "app");
        signed.ExitCode.ShouldBe(3, signed.ToString());
        signed.Errors.ShouldContain("app: warning: it is not signed: it was not built here from its present recipe");
    }

    [Needs("bwrap", "docker-registry", "openssl", "gpg")]
    public void Of_a_cache_that_is_verified_only_what_is_confirmed_is_taken()
    {
        using var registry = new LocalRegistry();
        using var gnupg = new GnupgHome();
        using var tree = Tree();
        Must(tree.Run("build", "--no-archive"));
        Must(tree.Run(["push", "--to", registry.Address, .. registry.Options]));
        var key = gnupg.NewKey("alice", time: "20260101T000000");
        tree.Write($"keys/{key}.asc", gnupg.Export(key));
        tree.Write("keys/people.yaml", $"people:\n  alice:\n    name: Alice\n    organisation: one\n    roles: [reviewer]\n    keys:\n      - fingerprint: {key}\n");
        tree.Write("policy.yaml", "image:\n  people: 1\n");
        Must(Imgrep.Run(Imgrep.Launcher, ["sign", "base"], tree.Root, new Dictionary<string, string>(tree.Variables()) { ["GNUPGHOME"] = gnupg.Path }));
        Directory.Delete(tree.Store, recursive: true);

        string[] options = ["--no-archive", "--cache-from", registry.Address, "--verify-cache", .. registry.Options];
        tree.Run(["build", "app", .. options, "--trust-cache"]).ExitCode.ShouldBe(2);
        var outcome = tree.Run(["build", "app", .. options]);
        Must(outcome);
        outcome.Errors.ShouldContain($"base: taken from {registry.Address}");
        outcome.Errors.ShouldContain($"app: not taken from {registry.Address}, ");
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_registry_that_refuses_or_is_not_there_is_named_with_what_to_do()
    {
        using var tree = Tree();
        tree.Build("app");
        using (var registry = new LocalRegistry())
        {
            var refused = tree.Run("push", "app", "--to", registry.Address, "--cert-dir", registry.CertificateFolder, "--authfile",
                Path.Combine(registry.CertificateFolder, "none"));
            refused.ExitCode.ShouldBe(4, refused.ToString());
            refused.Errors.ShouldContain("skopeo login");
            var untrusted = tree.Run("push", "app", "--to", registry.Address, "--authfile", registry.AuthFile);
            untrusted.ExitCode.ShouldBe(4, untrusted.ToString());
            untrusted.Errors.ShouldContain("--cert-dir");
        }
        var gone = tree.Run("push", "app", "--to", "localhost:1");
        gone.ExitCode.ShouldBe(4, gone.ToString());
        gone.Errors.ShouldContain("push docker://localhost:1/imgrep/app@sha256:");
        tree.Run("push", "app", "--to", "http://example.org").ExitCode.ShouldBe(2);
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_lost_connection_is_said_and_the_next_push_succeeds()
    {
        using var registry = new LocalRegistry();
        using var proxy = new CuttingProxy(registry.Address, 200_000);
        using var tree = Tree();
        var digest = tree.Build("base");
        var authFile = Path.Combine(tree.Root, "auth.json");
        File.WriteAllText(authFile, File.ReadAllText(registry.AuthFile).Replace(registry.Address, proxy.Address, StringComparison.Ordinal));

        var cut = tree.Run("push", "base", "--to", proxy.Address, "--authfile", authFile, "--cert-dir", registry.CertificateFolder);
        cut.ExitCode.ShouldBe(4, cut.ToString());
        cut.Errors.ShouldContain($"push docker://{proxy.Address}/imgrep/base@sha256:");
        cut.Errors.ShouldContain("what is there already is not copied again");
        tree.StoreFiles("tmp").ShouldBeEmpty();

        Must(tree.Run(["push", "base", "--to", registry.Address, .. registry.Options])).ShouldBe($"{digest}  base\n");
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var scratch = new Images.Scratch();
        using var store = new ContentStore(scratch.PathOf("store"));
        var address = RegistryAddress.TryParse($"localhost:{((IPEndPoint)silent.LocalEndpoint).Port}")!;
        using var client = new RegistryClient(address, new RegistryAccess(null, null) { Patience = TimeSpan.FromSeconds(2) });
        var registry = new ImageRegistry(store, client, new Progress<BuildEvent>());

        var digest = Digest.Compute("nothing"u8);
        var failure = await Should.ThrowAsync<EnvironmentException>(() => registry.PullAsync("app", digest, CancellationToken.None));
        failure.Message.ShouldBe($"pull docker://{address.Text}/imgrep/app@{digest}: nothing moved for 2 seconds");
        Directory.EnumerateFiles(scratch.PathOf("store/tmp"), "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string Must(Outcome outcome)
    {
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output;
    }
}
