using System.Text.Json;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Trust;

namespace ImgRep.EndToEnd.Trust;

/// <summary>Verifying by other keys and another policy than those of the tree.</summary>
public sealed class OwnTrustTests : IDisposable
{
    private readonly SignedTree tree = new();
    private readonly string own = Directory.CreateTempSubdirectory("imgrep-own-").FullName;
    private readonly string bob;

    public OwnTrustTests()
    {
        tree.Person("alice");
        bob = tree.Person("bob", "two");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Manifest("bob", [SignedTree.Rebuilt]);
        Directory.CreateDirectory(Path.Combine(own, "keys"));
        File.WriteAllText(Path.Combine(own, "keys", $"{bob}.asc"), tree.Gnupg.Export(bob));
        File.WriteAllText(
            Path.Combine(own, "keys/people.yaml"), $"people:\n  bob:\n    name: bob\n    organisation: two\n    roles: [reviewer]\n    keys:\n      - fingerprint: {bob}\n");
        File.WriteAllText(Path.Combine(own, "policy.yaml"), "image:\n  people: 2\n");
    }

    [Needs("gpg")]
    public void Whose_keys_and_which_policy_decide_is_said()
    {
        Verify().Output.ShouldStartWith($"zlib: {SignedTree.Image}: confirmed: 2 of 1 person (alice, bob), 2 organisations (one, two), 1 builder (embedded), "
            + "1 CPU vendor (GenuineIntel), 1 distribution (debian 12)\n");
        var keys = Verify("--keys", Path.Combine(own, "keys"));
        keys.ExitCode.ShouldBe(0, keys.ToString());
        keys.Output.ShouldContain("confirmed: 1 of 1 person (bob)");
        keys.Output.ShouldContain($"by the keys of {own}/keys and the policy of the tree\n");
        keys.Errors.ShouldContain("it does not count: made by the key");
        var policy = Verify("--policy", Path.Combine(own, "policy.yaml"));
        policy.ExitCode.ShouldBe(0, policy.ToString());
        policy.Output.ShouldContain("confirmed: 2 of 2 people (alice, bob)");
        policy.Output.ShouldContain($"by the keys of the tree and the policy of {own}/policy.yaml\n");
        var both = Both();
        both.ExitCode.ShouldBe(3, both.ToString());
        both.Output.ShouldContain("not confirmed, missing 1 more person");
        both.Errors.ShouldContain($"{own}/policy.yaml");
        using var json = JsonDocument.Parse(Verify("--keys", Path.Combine(own, "keys"), "--policy", Path.Combine(own, "policy.yaml"), "--json").Output);
        (json.RootElement.GetProperty("keys").GetString(), json.RootElement.GetProperty("policy").GetString()).ShouldBe(($"{own}/keys", $"{own}/policy.yaml"));
    }

    [Needs("gpg")]
    public void What_the_tree_says_then_matters_to_nobody()
    {
        File.WriteAllText(Path.Combine(own, "policy.yaml"), "image:\n  people: 1\n");
        tree.Write("keys/people.yaml", "nonsense");
        tree.Write("policy.yaml", "image:\n  people: 9\n");
        Verify().ExitCode.ShouldBe(2);
        Both().ExitCode.ShouldBe(0);
        Directory.Delete(tree.PathOf("keys"), recursive: true);
        File.Delete(tree.PathOf("policy.yaml"));
        Both().ExitCode.ShouldBe(0);
        Verify("--keys", Path.Combine(own, "keys")).ExitCode.ShouldBe(3, "nobody has signed this tree yet");
    }

    [Needs("gpg")]
    public void Whoever_has_another_name_there_is_somebody_else()
    {
        File.WriteAllText(Path.Combine(own, "keys/people.yaml"), File.ReadAllText(Path.Combine(own, "keys/people.yaml")).Replace("  bob:", "  robert:", StringComparison.Ordinal));
        var verdict = Verify("--keys", Path.Combine(own, "keys"));
        verdict.ExitCode.ShouldBe(3, verdict.ToString());
        verdict.Errors.ShouldContain("it lies in the folder of bob, but robert signed it");
    }

    [Needs("gpg")]
    public void Mistakes_are_named_where_they_are()
    {
        File.WriteAllText(Path.Combine(own, "policy.yaml"), "image:\n  peoples: 2\n");
        Refused().ShouldContain($"{own}/policy.yaml:2:3: error: there is no key 'peoples' here");
        File.WriteAllText(Path.Combine(own, "keys/people.yaml"), "people: 1\n");
        Refused().ShouldContain($"{own}/keys/people.yaml:1:9: ");
        File.WriteAllText(Path.Combine(own, "keys/people.yaml"), new string('#', 17 << 20));
        Refused().ShouldContain($"{own}/keys/people.yaml: error: nobody is known: it has 17825792 bytes");

        string Refused()
        {
            var refused = Both();
            refused.ExitCode.ShouldBe(2, refused.ToString());
            return refused.Errors;
        }
    }

    [Needs("gpg")]
    public void No_link_in_the_folder_is_followed_and_nothing_but_files_is_read()
    {
        File.Move(Path.Combine(own, "keys", $"{bob}.asc"), Path.Combine(own, "key.asc"));
        File.CreateSymbolicLink(Path.Combine(own, "keys", $"{bob}.asc"), Path.Combine(own, "key.asc"));
        Both().Errors.ShouldContain("it is a link, which is not followed");
        File.Delete(Path.Combine(own, "keys", $"{bob}.asc"));
        Imgrep.Run("mkfifo", [Path.Combine(own, "keys", $"{bob}.asc")], own).ExitCode.ShouldBe(0);
        Both().ExitCode.ShouldBe(2);
        File.Delete(Path.Combine(own, "keys", $"{bob}.asc"));
        File.Move(Path.Combine(own, "key.asc"), Path.Combine(own, "keys", $"{bob}.asc"));
        // The folder itself is named by whoever asks.
        Directory.CreateSymbolicLink(Path.Combine(own, "link"), Path.Combine(own, "keys"));
        TrustRoot.Read(new Checkout(tree.Root), new OwnTrust(Path.Combine(own, "link"), null)).Keys.People.ShouldHaveSingleItem().Id.ShouldBe("bob");
        Verify("--keys", Path.Combine(own, "nowhere")).ExitCode.ShouldBe(4);
        Verify("--policy", Path.Combine(own, "nowhere")).ExitCode.ShouldBe(4);
        Imgrep.Run("mkfifo", [Path.Combine(own, "fifo")], own).ExitCode.ShouldBe(0);
        Verify("--policy", Path.Combine(own, "fifo")).ExitCode.ShouldBe(4);
    }

    public void Dispose()
    {
        tree.Dispose();
        Directory.Delete(own, recursive: true);
    }

    private Outcome Both() => Verify("--keys", Path.Combine(own, "keys"), "--policy", Path.Combine(own, "policy.yaml"));

    private Outcome Verify(params string[] arguments) =>
        Imgrep.Run(Imgrep.Launcher, ["verify", "zlib", .. arguments], tree.Root, new Dictionary<string, string> { ["IMGREP_STORE"] = Path.Combine(tree.Root, "store") });
}
