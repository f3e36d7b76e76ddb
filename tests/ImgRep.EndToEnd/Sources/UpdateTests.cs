using System.Text.RegularExpressions;
using ImgRep.EndToEnd.Trust;
using ImgRep.Primitives;

namespace ImgRep.EndToEnd.Sources;

/// <summary>A package is brought to a later release of a made-up project, which a mirror in a folder has, and which an archive has, too.</summary>
public sealed class UpdateTests : IDisposable
{
    private readonly SmallTree tree = new();
    private readonly GnupgHome gnupg = new();
    private readonly string archiveKey;
    private readonly string key;

    public UpdateTests()
    {
        (key, archiveKey) = (gnupg.NewKey("hello", time: "20200101T000000"), gnupg.NewKey("archive", time: "20200101T000000"));
        tree.Write("archive.gpg", gnupg.Run(null, "--export", archiveKey));
        tree.Write("mirrors", $"https://hello.example/ file://{At("upstream")}/\n");
        tree.Write("upstreams", $"hello https://hello.example/releases/ hello-{{VERSION}}.tar.gz openpgp {key}\n");
        tree.Write($"keys/upstream/{key}.asc", gnupg.Export(key));
        tree.Write("keys/upstream/places", $"{key} here there\n");
        var first = Release("1.9", ("hello.txt", "hello\n"), ("configure", "one\n"));
        Sign("1.9", At($"signatures/upstream/{first.Hex}.asc"));
        tree.With("hello", $$"""
            ARG VERSION=1.9
            FROM scratch
            ARG VERSION
            ADD --checksum={{first}} https://hello.example/releases/hello-${VERSION}.tar.gz /
            LABEL org.opencontainers.image.version=${VERSION}

            """);
        tree.With("user", "FROM scratch\nCOPY --from=imgrep/hello / /\n");
        tree.Write("listings/hello", "hello-1.9.tar.gz hello-1.10.tar.gz hello-1.11rc1.tar.gz hello-1.10.tar.gz.asc");
    }

    [Fact]
    public void A_signed_release_that_both_have_takes_the_place_of_the_one_in_use()
    {
        var release = Release("1.10", ("hello.txt", "hello, world\n"), ("configure", "two\n"), ("tests/x.bin", "a\0b"));
        Sign("1.10", At("upstream/releases/hello-1.10.tar.gz.asc"));
        Index("sid", ("1.10-1", release));

        var outcome = Update("--indices", At("indices"), "--archive-keys", At("archive.gpg"));
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Output.ShouldContain($"source   {release}, upstream and archive; signed by {key} on 2020-06-01\n");
        var page = File.ReadAllText(Path.Combine(Imgrep.ProjectFolder, "docs/update.md")).Split("```\n")[1];
        Regex.Replace(Regex.Replace(outcome.Output, "[0-9a-f]{64}", "HEX"), "[0-9A-F]{40}", "KEY").ShouldBe(page[(page.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        tree.Read("packages/hello/Containerfile").ShouldStartWith("ARG VERSION=1.10\n");
        tree.Read("packages/hello/Containerfile").ShouldContain($"--checksum={release} ");
        tree.Read("sources").ShouldBe($"{release.Hex}  sid  hello  1.10-1  hello_1.10.orig.tar.gz\n");
        tree.Read("digests").ShouldContain("hello");
        Directory.GetFiles(At("signatures/upstream")).ShouldBe([At($"signatures/upstream/{release.Hex}.asc")]);
        tree.Run("sources", "verify", "hello", "--offline").Output.ShouldContain($"signed by {key}");

        Update().Output.ShouldBe("hello: 1.10 is the latest release of hello that anybody names\n");
    }

    [Fact]
    public void Of_a_ladder_of_releases_the_last_one_is_replaced()
    {
        var ladder = Release("1.8", ("hello.txt", "hi\n"));
        tree.With("hello", tree.Read("packages/hello/Containerfile")
            .Replace("ADD ", $"ADD --checksum={ladder} https://hello.example/releases/hello-1.8.tar.gz /\nADD ", StringComparison.Ordinal));
        var release = Release("1.10", ("hello.txt", "hello, world\n"));
        Sign("1.10", At("upstream/releases/hello-1.10.tar.gz.asc"));
        var outcome = Update("--no-build");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        tree.Read("packages/hello/Containerfile").ShouldContain($"--checksum={ladder} https://hello.example/releases/hello-1.8.tar.gz /\nADD --checksum={release} ");
    }

    [Fact]
    public void Nothing_is_written_of_a_release_that_nobody_signed_or_of_which_there_are_two()
    {
        var before = tree.Read("packages/hello/Containerfile");
        var release = Release("1.10", ("hello.txt", "hello, world\n"));
        var unsigned = Update();
        unsigned.ExitCode.ShouldBe(3, unsigned.ToString());
        unsigned.Errors.ShouldContain("it has no signature, and the release in use has one");

        Sign("1.9", At("upstream/releases/hello-1.10.tar.gz.asc"));
        var other = Update();
        other.ExitCode.ShouldBe(3, other.ToString());
        other.Errors.ShouldContain("are other bytes");

        Index("sid", ("1.10-1", Digest.Compute("planted"u8)));
        var two = Update("--indices", At("indices"), "--archive-keys", At("archive.gpg"));
        two.ExitCode.ShouldBe(2, two.ToString());
        two.Errors.ShouldContain($"upstream has {release}, the archive {Digest.Compute("planted"u8)} (hello_1.10.orig.tar.gz in sid)");

        var nobody = Update("1.12");
        nobody.ExitCode.ShouldBe(4, nobody.ToString());
        nobody.Errors.ShouldContain("neither upstream nor an index of the archive has it");
        tree.Read("packages/hello/Containerfile").ShouldBe(before);
        File.Exists(At("sources")).ShouldBeFalse();
    }

    [Fact]
    public void A_release_waits_until_it_is_as_old_as_the_table_says()
    {
        Release("1.10", ("hello.txt", "hello, world\n"));
        Sign("1.10", At("upstream/releases/hello-1.10.tar.gz.asc"));
        Update("--no-build", "--min-age", "9999d").Errors.ShouldContain("it was made on 2020-06-01, and must be 9999 days old");

        tree.Write("upstreams", tree.Read("upstreams").Replace(" openpgp ", " openpgp+7d ", StringComparison.Ordinal));
        Release("1.10", DateTimeOffset.UtcNow.AddDays(-6), ("hello.txt", "hello, world\n"));
        Sign("1.10", At("upstream/releases/hello-1.10.tar.gz.asc"));
        var young = Update("--no-build");
        young.ExitCode.ShouldBe(3, young.ToString());
        young.Errors.ShouldContain($"it was made on {DateTimeOffset.UtcNow.AddDays(-6):yyyy-MM-dd}, and must be 7 days old; --min-age 0d takes it all the same");
        Update("--no-build", "--min-age", "a week").Errors.ShouldContain("'a week' is no age: write a number of days, such as 7d");
        tree.Read("packages/hello/Containerfile").ShouldStartWith("ARG VERSION=1.9\n");

        Release("1.10", DateTimeOffset.UtcNow.AddDays(-8), ("hello.txt", "hello, world\n"));
        Sign("1.10", At("upstream/releases/hello-1.10.tar.gz.asc"));
        Update("--no-build").ExitCode.ShouldBe(0);
        tree.Read("packages/hello/Containerfile").ShouldStartWith("ARG VERSION=1.10\n");
    }

    [Fact]
    public void The_age_of_a_release_that_says_none_is_not_guessed()
    {
        tree.Write("upstreams", "hello https://hello.example/releases/ hello-{VERSION}.tar.gz none+7d\n");
        Directory.Delete(At("keys/upstream"), recursive: true);
        Directory.Delete(At("signatures/upstream"), recursive: true);
        Release("1.10", ("hello.txt", "hello, world\n"));
        Update("--no-build").Errors.ShouldContain("nothing in it says when it was made, and it must be 7 days old");
        Update("--no-build", "--min-age", "0d").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void A_recipe_that_spells_its_source_otherwise_is_left_alone()
    {
        var recipe = tree.Read("packages/hello/Containerfile").Replace("hello-${VERSION}.tar.gz", "hello-1.${MINOR}.tar.gz", StringComparison.Ordinal)
            .Replace("ARG VERSION\n", "ARG VERSION\nARG MINOR=9\n", StringComparison.Ordinal);
        tree.Write("packages/hello/Containerfile", recipe);
        var release = Release("1.10", ("hello.txt", "hello, world\n"));
        var outcome = Update("--unsigned");
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        outcome.Errors.ShouldContain($"edit it by hand: the hash is {release}");
        tree.Read("packages/hello/Containerfile").ShouldBe(recipe);
    }

    [Fact]
    public void An_update_is_committed_on_a_branch_of_its_own()
    {
        Release("1.10", ("hello.txt", "hello, world\n"));
        Git("init", "-q", "-b", "main", ".");
        Git("config", "user.name", "A");
        Git("config", "user.email", "a@example.org");
        Git("add", "packages");
        Git("commit", "-qm", "tree");
        var outcome = Update("--unsigned", "--no-build", "--branch", "hello-1.10");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        Said("log", "-1", "--format=%s", "hello-1.10").ShouldBe("hello: hello 1.9 becomes 1.10\n");
        Said("show", "--stat", "--format=", "hello-1.10").ShouldContain("packages/hello/Containerfile");
        Said("log", "-1", "--format=%s", "main").ShouldBe("tree\n");
    }

    public void Dispose()
    {
        gnupg.Dispose();
        tree.Dispose();
    }

    private string At(string path) => Path.Combine(tree.Root, path);

    private Outcome Update(params string[] options) => tree.Run(["update", "hello", "--listings", At("listings"), .. options]);

    private Digest Release(string version, params (string Path, string Content)[] files) => Release(version, DateTimeOffset.UnixEpoch, files);

    private Digest Release(string version, DateTimeOffset made, params (string Path, string Content)[] files)
    {
        foreach (var (path, content) in files)
            tree.Write($"work/hello-{version}/{path}", content);
        Directory.CreateDirectory(At("upstream/releases"));
        var archive = At($"upstream/releases/hello-{version}.tar.gz");
        Imgrep.Run("tar", ["--sort=name", $"--mtime=@{made.ToUnixTimeSeconds()}", "-C", At("work"), "-czf", archive, $"hello-{version}"], tree.Root).ExitCode.ShouldBe(0);
        return Digest.Compute(File.ReadAllBytes(archive));
    }

    private void Sign(string version, string signature)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(signature)!);
        var release = File.ReadAllBytes(At($"upstream/releases/hello-{version}.tar.gz"));
        File.WriteAllBytes(signature, gnupg.Sign(key, release, "--faked-system-time", "20200601T000000", "--armor", "--detach-sign"));
    }

    private void Index(string suite, (string Version, Digest Digest) release) => MadeUpIndex.Write(tree, suite,
        $"Package: hello\nVersion: {release.Version}\nChecksums-Sha256:\n {release.Digest.Hex} 5 hello_{release.Version.Split('-')[0]}.orig.tar.gz\n"
            + $" {new string('0', 64)} 5 hello_{release.Version}.debian.tar.xz\n", gnupg, archiveKey);

    private void Git(params string[] words) => Said(words);

    private string Said(params string[] words)
    {
        var outcome = Imgrep.Run("git", words, tree.Root);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output;
    }
}
