using System.Text;
using ImgRep.EndToEnd.Trust;
using ImgRep.Primitives;

namespace ImgRep.EndToEnd.Sources;

/// <summary>Who vouches for sources, with real keys of projects and of an archive.</summary>
public sealed class VouchingTests : IDisposable
{
    private readonly SmallTree tree = new();
    private readonly GnupgHome gnupg = new();
    private readonly List<string> rows = [];
    private readonly List<string> places = [];

    [Fact]
    public void Signatures_of_releases_are_judged_as_of_when_they_were_made_and_by_keys_of_their_project_alone()
    {
        var (key, expired) = (Key("lasting", "none"), Key("expired", "1y"));
        Sign(Release("good", "openpgp", key), key);
        Sign(Release("old", "openpgp", expired), expired);
        Sign(Release("stranger", "openpgp", expired), key);
        Sign(Release("changed", "openpgp", key), key, "other bytes");
        Sign(Release("weak", "openpgp", key), key, hash: "SHA1");
        Sign(Release("musl", "openpgp+sha1", key), key, hash: "SHA1");
        Sign(Release("kernel", "openpgp-tar", key, compressed: true), key, Content("kernel"));
        Sign(Release("packed", "openpgp", key, repack: true), key);
        Release("unsigned", "openpgp", key);
        Release("silent", "none");
        WriteTables();

        var outcome = tree.Run("sources", "verify", "--offline", "--sources", Path.Combine(tree.Root, "releases"));
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        var said = outcome.Output.Split('\n').Where(line => line.Contains("-1.", StringComparison.Ordinal))
            .ToDictionary(line => line.Split('-')[0], line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)));
        said["good"].ShouldBe($"upstream alone signed by {key} on 2020-06-01; no index was asked");
        said["old"].ShouldBe($"upstream alone signed by {expired} on 2020-06-01; no index was asked");
        said["stranger"].ShouldBe($"nobody its signature is refused: made by the key {key[24..]}, which does not sign for stranger; no index was asked");
        said["changed"].ShouldBe($"nobody its signature is refused: what the key {key[24..]} signed are other bytes; no index was asked");
        said["weak"].ShouldContain("SHA-1, which is too weak");
        said["musl"].ShouldContain($"signed by {key} on 2020-06-01 (SHA-1 is allowed)");
        said["kernel"].ShouldContain($"signed by {key} on 2020-06-01");
        said["packed"].ShouldContain("cannot be upstream's: the file is a repack");
        said["unsigned"].ShouldContain("upstream signs it, but the signature is not kept here");
        said["silent"].ShouldContain("no signature of upstream's is known");
        outcome.Output.ShouldEndWith("10 sources: 0 with two witnesses, 4 with one, 6 with none\n");
    }

    [Fact]
    public void An_index_counts_if_the_archive_signed_it_for_that_suite()
    {
        var archive = Key("archive", "none");
        var listed = Release("listed", "none");
        Release("other", "none");
        WriteTables(withKeys: false);
        var keyring = Path.Combine(tree.Root, "archive.gpg");
        File.WriteAllBytes(keyring, gnupg.Run(null, "--export", archive));
        Index("trixie", archive, $"Package: listed\nVersion: 1-1\nChecksums-Sha256:\n {listed.Hex} 5 listed_1.orig.tar\n");

        var good = Verify(keyring);
        good.ExitCode.ShouldBe(0, good.ToString());
        good.Output.ShouldMatch("listed-1.tar +archive alone +no signature of upstream's is known; listed by trixie of 2026-11-21");
        good.Output.ShouldMatch("other-1.tar +nobody +no signature of upstream's is known; listed by no index");

        Directory.Move(Path.Combine(tree.Root, "indices/trixie"), Path.Combine(tree.Root, "indices/sid"));
        Rejected(Verify(keyring), "indices/sid/InRelease: error: it is the head of stable or trixie, not of sid");
        Directory.Move(Path.Combine(tree.Root, "indices/sid"), Path.Combine(tree.Root, "indices/trixie"));
        tree.Write("stranger.gpg", gnupg.Run(null, "--export", Key("stranger", "none")));
        Rejected(Verify(Path.Combine(tree.Root, "stranger.gpg")), "signed it, or none that is still good");
        File.AppendAllText(Path.Combine(tree.Root, "indices/trixie/Sources.xz"), "x");
        Rejected(Verify(keyring), "as InRelease says");
        var head = Path.Combine(tree.Root, "indices/trixie/InRelease");
        File.WriteAllText(head, File.ReadAllText(head).Replace("Codename: trixie", "Codename: forky", StringComparison.Ordinal));
        Rejected(Verify(keyring), "it is not what the archive signed");
    }

    public void Dispose()
    {
        gnupg.Dispose();
        tree.Dispose();
    }

    private static void Rejected(Outcome outcome, string message)
    {
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        outcome.Errors.ShouldContain(message);
    }

    private Outcome Verify(string keyring) => tree.Run("sources", "verify", "--offline", "--indices", Path.Combine(tree.Root, "indices"), "--archive-keys", keyring);

    private static string Content(string name) => $"what {name} releases\n";

    private string Key(string name, string lasting) => gnupg.NewKey(name, expires: lasting, time: "20200101T000000");

    private Digest Release(string name, string kind, string key = "", bool compressed = false, bool repack = false)
    {
        var file = $"{name}-1.{(compressed ? "tar.gz" : "tar")}";
        tree.Write($"releases/{name}-1.tar", Content(name));
        if (compressed)
            Imgrep.Run("gzip", ["-n", Path.Combine(tree.Root, $"releases/{name}-1.tar")], tree.Root).ExitCode.ShouldBe(0);
        var digest = Digest.Compute(File.ReadAllBytes(Path.Combine(tree.Root, "releases", file)));
        tree.With(name, $"FROM scratch\nADD --checksum={digest} https://{name}.example/{file} /\n");
        rows.Add($"{name} https://{name}.example/ {file.Replace("1", "{VERSION}", StringComparison.Ordinal)} {kind} {key}");
        if (key.Length > 0)
            places.Add(key);
        if (repack)
            tree.Write("sources", $"{digest.Hex}  sid  {name}  1+dfsg-1  {name}_1+dfsg.orig.tar  repack\n");
        return digest;
    }

    /// <summary>Signs a release on 2020-06-01, or other bytes in its place.</summary>
    private void Sign(Digest release, string key, string? other = null, string hash = "SHA256")
    {
        var file = Directory.GetFiles(Path.Combine(tree.Root, "releases")).Single(file => Digest.Compute(File.ReadAllBytes(file)) == release);
        var signed = other is null ? File.ReadAllBytes(file) : Encoding.UTF8.GetBytes(other);
        tree.Write($"signatures/upstream/{release.Hex}.asc",
            gnupg.Sign(key, signed, "--faked-system-time", "20200601T000000", "--digest-algo", hash, "--armor", "--detach-sign"));
    }

    private void WriteTables(bool withKeys = true)
    {
        tree.Write("upstreams", string.Concat(rows.Select(row => row + "\n")));
        if (!withKeys)
            return;
        foreach (var key in places.Distinct())
            tree.Write($"keys/upstream/{key}.asc", gnupg.Export(key));
        tree.Write("keys/upstream/places", string.Concat(places.Distinct().Select(key => $"{key} here there\n")));
    }

    private void Index(string suite, string key, string sources) => MadeUpIndex.Write(tree, suite, sources, gnupg, key);
}
