using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.EndToEnd.Trust;

/// <summary>What may stand in <c>keys/</c>, how it gets there, and what is said of it.</summary>
public sealed class KeysTests : IDisposable
{
    private static readonly KeyHolder Alice = new("alice", null, null, []);
    private static readonly KeyHolder New = new("new", "New", "one", [Role.Reviewer]);

    private readonly SignedTree tree = new();

    [Needs("gpg")]
    public void A_key_of_nobody_and_somebody_without_a_file_are_mistakes()
    {
        var alice = tree.Person("alice");
        var stranger = tree.Gnupg.NewKey("mallory");
        tree.Write($"keys/{stranger}.asc", tree.Gnupg.Export(stranger));
        Mistakes().ShouldBe([$"keys/{stranger}.asc: error: nobody in keys/people.yaml holds this key (write whose it is, or remove it)"]);
        File.Move(tree.PathOf($"keys/{alice}.asc"), tree.PathOf($"keys/{stranger}.asc"), overwrite: true);
        Mistakes().ShouldBe([
            $"keys/{stranger}.asc: error: the key in it is {alice} (name it keys/{alice}.asc)",
            $"keys/people.yaml:7:22: error: there is no file keys/{alice}.asc (add the key, or remove this line)"]);
        Directory.Delete(tree.PathOf("keys"), recursive: true);
        Mistakes().ShouldHaveSingleItem().ShouldStartWith("keys/people.yaml: error: nobody is known: it is missing");
    }

    [Needs("gpg")]
    public void A_secret_key_is_never_taken_for_a_public_one()
    {
        var key = tree.Person("alice");
        var secret = tree.Gnupg.Run(null, "--pinentry-mode", "loopback", "--passphrase", "", "--armor", "--export-secret-keys", key);
        tree.Write($"keys/{key}.asc", secret);
        Mistakes()[0].ShouldStartWith($"keys/{key}.asc: error: it holds a secret key: remove it at once");
        // Under another label it is the same.
        var relabelled = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(secret).Replace("PRIVATE", "PUBLIC", StringComparison.Ordinal));
        Refused(() => Add(relabelled, New)).ShouldContain("it holds a secret key: remove it at once");
        Refused(() => Add(secret, New)).ShouldContain("it holds a secret key: remove it at once");
    }

    [Needs("gpg")]
    public void Only_usable_keys_are_added_and_to_people_who_are_known()
    {
        var alice = tree.Person("alice");
        Refused(() => Add(Export("rsa", "rsa2048"), Alice)).ShouldContain("cannot be used: it is an RSA key of 2048 bits, less than 3072");
        var revoked = tree.Gnupg.NewKey("revoked");
        tree.Gnupg.Revoke(revoked);
        Refused(() => Add(Encoding.UTF8.GetBytes(tree.Gnupg.Export(revoked)), Alice)).ShouldContain($"the key {revoked} cannot be used: its holder has revoked it");
        Refused(() => Add(Encoding.UTF8.GetBytes(tree.Gnupg.Export(alice)), Alice)).ShouldContain($"the key {alice} is in keys/people.yaml already");
        var good = Export("good", "ed25519");
        Refused(() => Add(good, Alice with { Id = "nobody" })).ShouldContain("nobody is called 'nobody' there (a new person needs a name, an organisation, a role)");
        Refused(() => Add(good, New with { Roles = [] })).ShouldContain("nobody is called 'new' there (a new person needs a role)");
        Refused(() => Add(good, New with { Organisation = null })).ShouldContain("nobody is called 'new' there (a new person needs an organisation)");
        Refused(() => Add("rubbish"u8.ToArray(), Alice)).ShouldContain("file: error: ");
        // Nothing was written.
        Directory.GetFiles(tree.PathOf("keys")).Length.ShouldBe(2);
        Mistakes().ShouldBeEmpty();

        Add(good, New);
        Mistakes().ShouldBeEmpty();
        KeyFolder.Read(new Checkout(tree.Root)).People.Select(person => person.Id).ShouldBe(["alice", "new"]);
    }

    [Needs("gpg")]
    public void Keys_are_revoked_once_and_only_if_somebody_holds_them()
    {
        var alice = tree.Person("alice");
        var edit = new KeyEdit(new Checkout(tree.Root));
        Should.Throw<RejectedInputException>(() => edit.Revoke(new string('A', 40), SignedTree.Now, RevocationReason.Retired)).Message
            .ShouldContain($"nobody holds the key '{new string('A', 40)}'");
        edit.Revoke(alice, SignedTree.Now, RevocationReason.Retired);
        Should.Throw<RejectedInputException>(() => edit.Revoke(alice, SignedTree.Now, RevocationReason.Compromised)).Message.ShouldContain("this key is revoked already");
        States().ShouldBe(["alice: retired since 2026-06-01, "]);
        List().ShouldAllBe(key => !key.Counts);
    }

    [Needs("gpg")]
    public void Who_counts_today_is_said_of_each_key()
    {
        tree.Person("alice", extra: "    since: 2035-01-01\n");
        tree.Person("bob", extra: "    left: 2026-02-01\n");
        tree.Person("carol", extra: "    left: 2035-01-01\n");
        tree.Person("dave", keyExtra: "        since: 2035-01-01\n");
        tree.Person("eve", keyExtra: "        revoked: 2035-01-01\n        reason: retired\n");
        States().ShouldBe(["alice: counts from 2035-01-01 on, ", "bob: left on 2026-02-01, ", "carol: good, until 2035-01-01, ", "dave: counts from 2035-01-01 on, ",
            "eve: good, until 2035-01-01, "]);
        List().Where(key => key.Counts).Select(key => key.Person.Id).ShouldBe(["carol", "eve"]);
    }

    [Needs("gpg")]
    public void OpenPgp_and_SSH_keys_are_added_together_with_when_their_holder_counts_and_changed_later()
    {
        const string Ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAhUjcMhqqW5ah2rfPNP7tF2xaCPj5qAAd4/uiO23X0p";
        var edit = new KeyEdit(new Checkout(tree.Root));
        var (since, left) = (new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var holder = new KeyHolder("new", "New", "two", [Role.Ci, Role.Reviewer], since, left);
        var ssh = Encoding.ASCII.GetBytes(Ssh + " new@example.org\n");
        var added = edit.AddAsync([(Export("new", "ed25519"), "a"), (ssh, "b")], holder, CancellationToken.None).GetAwaiter().GetResult();
        added.ShouldBe([tree.Gnupg.FingerprintOf("new"), Ssh]);
        var person = People().Single();
        (person.Since, person.Left, person.Keys.Length).ShouldBe((since, left, 2));
        Refused(() => Add(ssh, holder with { Left = null })).ShouldContain($"the key {Ssh} is in keys/people.yaml already");
        Refused(() => Add(Encoding.ASCII.GetBytes("ssh-dss AAAA x\n"), holder)).ShouldContain("file: error: 'ssh-dss AAAA' is no SSH key");
        Refused(() => Add([.. ssh, .. ssh], holder)).ShouldContain("it has more than one line");
        Refused(() => Add(Export("other", "ed25519"), holder)).ShouldContain("new is there already (imgrep keys set new --left DATE");

        edit.Set(new KeyHolder("new", null, "three", [Role.Maintainer], null, since));
        person = People().Single();
        (person.Left, person.Organisation.Name, person.Name).ShouldBe((since, "three", "New"));
        person.Roles.ShouldBe([Role.Maintainer]);
        Refused(() => edit.Set(new KeyHolder("nobody", "x", null, []))).ShouldContain("nobody is called 'nobody' there");
        Refused(() => edit.Set(new KeyHolder("new", null, "\u0415", []))).ShouldContain("has a character that no organisation's name may have");
        People().Single().Organisation.Name.ShouldBe("three", "nothing was written");

        System.Collections.Immutable.ImmutableArray<Person> People() => KeyFolder.Read(new Checkout(tree.Root)).People;
    }

    [Needs("gpg")]
    public void One_mistake_in_the_list_of_people_is_one_mistake()
    {
        tree.Person("alice");
        tree.Person("bob");
        tree.Write("keys/people.yaml", File.ReadAllText(tree.PathOf("keys/people.yaml")).Replace("roles: [reviewer]", "roles: [king]", StringComparison.Ordinal));
        Mistakes().ShouldAllBe(mistake => mistake.StartsWith("keys/people.yaml:", StringComparison.Ordinal));
        tree.Write("keys/people.yaml", "people:\n\tbob\n");
        Mistakes().ShouldHaveSingleItem().ShouldContain("there is a control character");
        tree.Write("keys/people.yaml", [.. "people:\n  \u00fc"u8, 0xFC, .. ":\n"u8]);
        Mistakes().ShouldBe(["keys/people.yaml:2:4: error: the byte 0xFC is no part of UTF-8 here (save the file as UTF-8)"]);
    }

    [Needs("gpg")]
    public void A_key_is_named_as_people_write_it()
    {
        const string Ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAhUjcMhqqW5ah2rfPNP7tF2xaCPj5qAAd4/uiO23X0p";
        var alice = tree.Person("alice", keyExtra: $"      - ssh: {Ssh}\n");
        tree.Gnupg.Run(null, "--faked-system-time", "20260101T000000", "--pinentry-mode", "loopback", "--passphrase", "", "--quick-add-key", alice, "ed25519", "sign", "1d");
        tree.Write($"keys/{alice}.asc", tree.Gnupg.Export(alice));
        States().ShouldBe(["alice: good, ", "alice: good, for commits, "], "its subkey has expired, which is nobody's loss");
        var edit = new KeyEdit(new Checkout(tree.Root));
        edit.Revoke(Ssh, SignedTree.Now, RevocationReason.Superseded);
        edit.Revoke(string.Join(' ', alice.Chunk(4).Select(four => new string(four))).ToLowerInvariant(), SignedTree.Now, RevocationReason.Retired);
        States().ShouldBe(["alice: retired since 2026-06-01, ", "alice: superseded since 2026-06-01, "]);
        Add(Export("second", "ed25519"), Alice);
        States().Count.ShouldBe(3);
    }

    [Needs("gpg")]
    public void What_is_wrong_with_keys_is_said_as_gpg_knows_it()
    {
        tree.Person("alice");
        tree.Person("dora", algorithm: "dsa2048");
        tree.Person("eve", expires: "20260401T000000");
        var rob = tree.Person("rob");
        tree.Gnupg.Revoke(rob);
        tree.Write($"keys/{rob}.asc", tree.Gnupg.Export(rob));
        States().ShouldBe(["alice: good, ", "dora: too weak: a DSA key, Error", "eve: expired since 2026-04-01, Warning", "rob: revoked by its holder, Warning"]);
        KeyCheck.Check(List()).Select(mistake => mistake.Hint).Distinct().ShouldBe(
            ["nothing that it signs counts: replace it", "what it signs from now on does not count: ask for a new one"]);

        // A key whose name nobody has bound to it, as who can change files would make it.
        var key = tree.Gnupg.FingerprintOf("alice");
        var packets = Convert.FromBase64String(string.Concat(tree.Gnupg.Export(key).Split('\n').SkipWhile(line => line.Length > 0)
            .TakeWhile(line => !line.StartsWith('=') && !line.StartsWith("---", StringComparison.Ordinal))));
        packets[^1] ^= 1;
        tree.Write($"keys/{key}.asc", $"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n{Convert.ToBase64String(packets)}\n-----END PGP PUBLIC KEY BLOCK-----\n");
        States()[0].ShouldBe("alice: not valid: gpg accepts no part of it, Error");
        Refused(() => Add(File.ReadAllBytes(tree.PathOf($"keys/{key}.asc")), New)).ShouldContain("gpg accepts no part of it as valid");
    }

    public void Dispose() => tree.Dispose();

    private byte[] Export(string name, string algorithm) => Encoding.UTF8.GetBytes(tree.Gnupg.Export(tree.Gnupg.NewKey(name, algorithm)));

    private void Add(byte[] key, KeyHolder holder) => new KeyEdit(new Checkout(tree.Root)).AddAsync([(key, "file")], holder, CancellationToken.None).GetAwaiter().GetResult();

    private static string Refused(Action action) => Should.Throw<RejectedInputException>(action).Message;

    private List<string> Mistakes()
    {
        var diagnostics = new List<Diagnostic>();
        _ = KeyFolder.Read(new Checkout(tree.Root), diagnostics);
        return [.. diagnostics.Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal)];
    }

    private List<HeldKey> List() => KeyCheck.ListAsync(KeyFolder.Read(new Checkout(tree.Root)), SignedTree.Now, CancellationToken.None).GetAwaiter().GetResult();

    private List<string> States() => [.. List().Select(key => $"{key.Person.Id}: {key.State}, {key.Flaw}")];
}
