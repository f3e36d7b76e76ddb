using System.Security.Cryptography;
using System.Text;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Commits;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Ssh;

namespace ImgRep.Tests.Trust;

/// <summary>Each parser of what others may have written gets sound inputs with random damage, and reads them or rejects them in its own way: no other
/// exception, and in time. The seeds are fixed, so a failure comes again; its input is in the message.</summary>
public class FuzzTests
{
    private const int Rounds = 3000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string[] Splices = ["\n", " ", "\0", "\u00ff", ":", "-", "[", "]", "\"", "'", "{", "}", "#", "\t", "  ", "0", "99999999999999999999",
        "\\ud800", "\\", ",", "=", "\r\n", "\u00e9"];

    private const string People = "people:\n  alice:\n    name: \"Alice \\\"A\\\" Example\"\n    organisation: 'It''s one'\n    roles: [maintainer, reviewer]\n  "
        + "  since: 2026-01-01\n    keys:\n"
        + "      - fingerprint: ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9\n        revoked: 2026-05-01T00:00:00Z\n        reason: superseded\n"
        + "      - ssh: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAhUjcMhqqW5ah2rfPNP7tF2xaCPj5qAAd4/uiO23X0p\n";
    private const string Policy = "image:\n  people: 2\n  roles:\n    ci: 1\nrelease:\n  people: 3\nchange:\n  packages: [maintainer]\n  digests: [maintainer, "
        + "ci]\n  keys: [maintainer]\n  policy: [maintainer]\n"
        + "  tool: [maintainer]\nintroduction: 8e1f0a7c6d5b4a39281706f5e4d3c2b1a0998877\n";
    private const string Status = "[GNUPG:] FILE_START 1 /tmp/a\n[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG 0A5F908D6F0586B9 alice\n"
        + "[GNUPG:] VALIDSIG ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9 2026-01-01 1767225600 0 4 0 22 8 00 ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9\n[GNUPG:] FILE_DONE\n"
        + "[GNUPG:] FILE_START 1 /tmp/b\n[GNUPG:] ERRSIG 0A5F908D6F0586B9 22 8 00 1767225600 9 -\n[GNUPG:] FILE_DONE\n";
    private const string Listing = "pub:-:255:22:0A5F908D6F0586B9:1767225600:1898761600::-:::scSC:::::ed25519:::0:\nfpr:::::::::ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9:\n"
        + "uid:-::::1767225600::X::alice \\x3a <alice@example.org>::::::::::0:\n"
        + "sub:-:255:22:1A5F908D6F0586B9:1767225600::::::s:::::ed25519::\nfpr:::::::::BDDE40AA3E08C7D5AACC3BAE1A5F908D6F0586B9:\n";

    private static readonly Digest Some = Digest.Compute("some"u8);
    private static readonly Claim Rebuilt = new(PackageName.Parse("zlib"), Some, ClaimKind.Rebuilt, Some, new Workshop("embedded", "0.1.0", "GenuineIntel", "debian 12", "6.1"));

    [Fact]
    public void People_and_policies_are_read_or_give_diagnostics()
    {
        Fuzz(People, bytes => Diagnosed(diagnostics => PeopleFile.Parse(bytes, diagnostics)));
        Fuzz(Policy, bytes => Diagnosed(diagnostics => PolicyFile.Parse(bytes, diagnostics)));
    }

    [Fact]
    public void Digests_are_read_or_give_diagnostics() =>
        Fuzz($"{Some.Hex}  busybox\n{Some.Hex}  zlib\n", bytes => Diagnosed(diagnostics => DigestsFile.Parse(Encoding.UTF8.GetString(bytes), diagnostics)));

    [Fact]
    public void What_gpg_prints_is_read_whatever_it_is()
    {
        Fuzz(Status, bytes => GnupgStatus.Parse(Encoding.UTF8.GetString(bytes).Split('\n')));
        Fuzz(Listing, bytes => _ = KeyFacts.Parse(Encoding.UTF8.GetString(bytes).Split('\n')).ToList());
    }

    [Fact]
    public void Damage_never_makes_a_verdict_of_gpg_good()
    {
        // Without its own VALIDSIG line nothing is good.
        var lines = Status.Split('\n').Where(line => !line.Contains("VALIDSIG", StringComparison.Ordinal));
        Fuzz(string.Join('\n', lines), bytes => GnupgStatus.Parse(Encoding.UTF8.GetString(bytes).Split('\n')).Values.ShouldNotContain(report =>
            report.State == SignatureState.Good));
    }

    [Fact]
    public void Claims_are_read_or_rejected()
    {
        Fuzz([.. new ImageSignature(Rebuilt, "1.3").Write("imgrep 0.1.0", DateTimeOffset.UnixEpoch)],
            bytes => Rejected<MalformedSignatureException>(() => ImageSignature.Parse(bytes)));
        Fuzz(Disagreements.Of(Disagreements.TreeOf(("usr/lib/a", "x"), ("b", "y"))).Write(),
            bytes => Rejected<MalformedSignatureException>(() => Disagreement.Parse(bytes)));
        Fuzz(ManifestOfHashes.Write([Rebuilt, Rebuilt with { Kind = ClaimKind.Withdrawn, Workshop = null },
            Rebuilt with { Kind = ClaimKind.Copied, Recipe = null, Workshop = null }]),
            bytes => Rejected<MalformedSignatureException>(() => ManifestOfHashes.Parse(bytes)));
    }

    [Fact]
    public void What_is_read_as_a_manifest_has_just_one_spelling() =>
        Fuzz(ManifestOfHashes.Write([Rebuilt]), bytes => Rejected<MalformedSignatureException>(() => ManifestOfHashes.Write(ManifestOfHashes.Parse(bytes)).ShouldBe(bytes)));

    [Fact]
    public void Ssh_keys_and_signatures_are_read_or_rejected()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = SshSignatureTests.Sign(key);
        Fuzz(signature, bytes => Rejected<MalformedSshException>(() => SshSignature.Parse(bytes)));
        var lines = Encoding.ASCII.GetString(signature).Split('\n');
        Fuzz(Convert.FromBase64String(lines[1]), bytes => Rejected<MalformedSshException>(
            () => SshSignature.Parse(Encoding.ASCII.GetBytes($"{lines[0]}\n{Convert.ToBase64String(bytes)}\n{lines[2]}\n")).SignedBytes(bytes)));
        Fuzz(SshSignature.Parse(signature).Key.Blob.ToArray(), bytes => Rejected<MalformedSshException>(() => SshPublicKey.Parse(bytes)));
        Fuzz(SshSignature.Parse(signature).Key.ToString(), bytes => _ = SshPublicKey.TryParse(Encoding.UTF8.GetString(bytes), out _, out _));
    }

    [Fact]
    public void OpenPgp_keys_and_messages_are_read_or_rejected()
    {
        foreach (var file in Directory.GetFiles(ProjectFolder.PathOf("tests/vectors/openpgp"), "*", SearchOption.AllDirectories))
        {
            var sound = File.ReadAllBytes(file);
            Fuzz(sound, bytes => Rejected<MalformedOpenPgpException>(() => PublicKey.Parse(bytes)), Rounds / 10);
            Fuzz(sound, bytes => Rejected<MalformedOpenPgpException>(() => SignedData.OfMessage(bytes)), Rounds / 10);
            Fuzz(sound, bytes => Rejected<MalformedOpenPgpException>(() => SignedData.OfDetached(bytes, bytes)), Rounds / 10);
        }
    }

    [Fact]
    public void Commits_and_folders_of_git_are_read_or_rejected()
    {
        var id = new string('a', 40);
        Fuzz($"tree {id}\nparent {id}\nauthor a <a> 1 +0000\ncommitter a <a> 1700000000 +0000\ngpgsig one\n two\n \n three\n\nmessage\n",
            bytes => Rejected<MalformedObjectException>(() => GitCommit.Parse(id, bytes)));
        byte[] tree = [.. "100644 a\0"u8, .. new byte[20], .. "40000 b\0"u8, .. new byte[20]];
        Fuzz(tree, bytes => Rejected<MalformedObjectException>(() => GitTree.Parse(bytes, 20)));
    }

    private static void Diagnosed(Func<List<Diagnostic>, object?> parse)
    {
        var diagnostics = new List<Diagnostic>();
        if (parse(diagnostics) is null)
            diagnostics.ShouldNotBeEmpty();
    }

    private static void Rejected<T>(Action parse)
        where T : Exception
    {
        try
        {
            parse();
        }
        catch (T)
        {
            // The one that is defined.
        }
    }

    private static void Fuzz(string sound, Action<byte[]> parse) => Fuzz(Encoding.UTF8.GetBytes(sound), parse);

#pragma warning disable CA5394 // What matters is that the numbers come again.
    private static void Fuzz(byte[] sound, Action<byte[]> parse, int rounds = Rounds)
    {
        var random = new Random(20260101);
        parse(sound);
        for (var round = 0; round < rounds; round++)
        {
            var damaged = Damage(sound, random);
            var reading = Task.Run(() => parse(damaged));
            try
            {
                reading.Wait(Limit).ShouldBeTrue($"round {round} does not end: {Convert.ToBase64String(damaged)}");
            }
            catch (AggregateException failure)
            {
                throw new InvalidOperationException($"round {round}: {Convert.ToBase64String(damaged)}", failure.InnerException);
            }
        }
    }

    private static byte[] Damage(byte[] sound, Random random)
    {
        var bytes = sound.ToList();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var (at, length) = (random.Next(bytes.Count + 1), random.Next(1, 9));
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(length, bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Splices[random.Next(Splices.Length)]));
                    break;
                case 3:
                    // A stretch from elsewhere in it, as lines and members that stand there twice.
                    bytes.InsertRange(at, [.. bytes.Skip(random.Next(bytes.Count + 1)).Take(random.Next(80))]);
                    break;
                case 4 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 5 when random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }
        return [.. bytes];
    }
#pragma warning restore CA5394
}
