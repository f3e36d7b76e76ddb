using ImgRep.Host;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Output;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Seeds;
using ImgRep.Host.Trust;
using ImgRep.Host.Trust.Signing;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.People;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Tests.Tree;

/// <summary>A checkout from a stranger, with links to what they want to be read or written.</summary>
public sealed class TreeFileTests : IDisposable
{
    private const string Secret = "secret\n";
    private readonly string root = Directory.CreateTempSubdirectory("imgrep-tree-").FullName;
    private readonly string elsewhere = Directory.CreateTempSubdirectory("imgrep-elsewhere-").FullName;
    private readonly Checkout tree;

    public TreeFileTests()
    {
        tree = new Checkout(root);
        Directory.CreateDirectory(Path.Combine(root, "packages"));
        File.WriteAllText(Path.Combine(elsewhere, "file"), Secret);
    }

    [Fact]
    public void Files_are_read_and_written_by_their_paths_in_the_tree()
    {
        DurableFile.Write(tree, "a/b/c", "one"u8);
        DurableFile.Write(tree, "a/b/c", "two"u8);
        DurableFile.TryCreate(tree, "a/b/c", "three"u8).ShouldBeFalse();
        DurableFile.TryLink(tree, "a/b/c", "d").ShouldBeTrue();
        DurableFile.TryLink(tree, "a/b/c", "d").ShouldBeFalse();
        DurableFile.Delete(tree, "a/b/c");
        DurableFile.Delete(tree, "a/b/c");
        CheckoutFile.TryReadText(tree, "a/b/d").ShouldBe("two");
        CheckoutFile.List(tree, "a").ShouldBe([("b", EntryType.Directory)]);
        CheckoutFile.ListFolder(tree, "a/b").ShouldBe([("d", EntryType.File)]);
        File.GetUnixFileMode(Path.Combine(root, "a/b/d")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    [Fact]
    public void What_is_missing_is_nothing()
    {
        foreach (var path in (string[])["a", "a/b", "../file", "packages/../a", "packages//a", "packages/./a", ".."])
        {
            CheckoutFile.TryRead(tree, path).ShouldBeNull();
            CheckoutFile.Read(tree, path, 10, out var problem).ShouldBeNull();
            problem.ShouldBe("it is missing");
            CheckoutFile.TypeOf(tree, path).ShouldBeNull();
        }
        CheckoutFile.ListFolder(tree, "a").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("keys/deep")]
    [InlineData("keys/deep/er")]
    public void No_link_on_the_way_is_followed(string folder)
    {
        Link(folder);
        Refused(() => CheckoutFile.TryRead(tree, "keys/deep/er/file"), folder);
        Refused(() => DurableFile.Write(tree, "keys/deep/er/new", "x"u8), folder);
        Refused(() => DurableFile.TryCreate(tree, "keys/deep/er/new", "x"u8), folder);
        Refused(() => DurableFile.TryLink(tree, "keys/deep/er/file", "new"), folder);
        Refused(() => DurableFile.Delete(tree, "keys/deep/er/file"), folder);
        Refused(() => CheckoutFile.ListFolder(tree, "keys/deep/er"), folder);
        Refused(() => CheckoutWalk.PathOf(tree, "keys/deep/er"), folder);
        Refused(() => OutputFolder.PathOf(tree, "keys/deep/er/file"), folder);
        CheckoutFile.List(tree, "keys/deep/er").ShouldBeEmpty();
        CheckoutFile.Read(tree, "keys/deep/er/file", 10, out var problem).ShouldBeNull();
        problem.ShouldBe($"{folder}: it is a link, which is not followed: expected a folder");
        Untouched();
    }

    [Fact]
    public void A_link_in_place_of_a_file_is_not_read_and_writing_takes_its_place()
    {
        Link("file", "file");
        Refused(() => CheckoutFile.TryRead(tree, "file"), "file", "file");
        CheckoutFile.Read(tree, "file", 10, out var problem).ShouldBeNull();
        problem.ShouldBe("it is a link, which is not followed: expected a file");
        DurableFile.TryCreate(tree, "file", "x"u8).ShouldBeFalse();
        DurableFile.Write(tree, "file", "x"u8);
        CheckoutFile.TryReadText(tree, "file").ShouldBe("x");
        Untouched();
    }

    [Theory]
    [InlineData("packages/app/Containerfile")]
    [InlineData("packages/app")]
    [InlineData("packages")]
    [InlineData("packages/app/.dockerignore")]
    [InlineData("tests/packages")]
    [InlineData("tests/packages/app")]
    [InlineData("tests/packages/app/Containerfile")]
    [InlineData("digests")]
    [InlineData("mirrors")]
    [InlineData("sources")]
    [InlineData("seeds")]
    [InlineData("seeds/debian")]
    public void Nothing_that_a_tree_is_made_of_is_read_through_a_link(string path)
    {
        foreach (var folder in (string[])["packages/app", "tests/packages/app", "seeds"])
            Directory.CreateDirectory(Path.Combine(root, folder));
        foreach (var file in (string[])["packages/app/Containerfile", "tests/packages/app/Containerfile", "seeds/debian"])
            File.WriteAllText(Path.Combine(root, file), "FROM scratch\n");
        var full = Path.Combine(root, path);
        if (Directory.Exists(full))
            Directory.Delete(full, recursive: true);
        File.Delete(full);
        Link(path, path.Contains("file", StringComparison.Ordinal) || !Path.GetFileName(path).EndsWith('s') || path is "digests" or "sources" or "mirrors" ? "file" : "");
        var messages = new List<string>();
        foreach (var read in (Action[])[
            () => CheckoutLoader.Load(tree, [], default), () => PackageTests.Load(tree, [], withUpstream: false), () => CheckoutDigests.TryRead(tree), () =>
                CheckoutSources.Read(tree, []),
            () => SeedStore.ReadPin(tree, "debian"), () => PackageContext.Read(tree, "packages/app", false, null!), () =>
                PackageContext.Read(tree, "tests/packages/app", false, null!)])
        {
            try
            {
                read();
            }
            catch (Exception failure) when (failure is RejectedInputException or NullReferenceException)
            {
                messages.Add(failure.Message);
            }
        }
        messages.ShouldContain(message => message.StartsWith($"{path}: error: it is a link, which is not followed", StringComparison.Ordinal), string.Join('\n', messages));
        messages.ShouldAllBe(message => !message.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("signatures")]
    [InlineData("signatures/manifests")]
    [InlineData("signatures/manifests/alice")]
    [InlineData("signatures/images")]
    [InlineData("signatures/images/alice")]
    [InlineData("signatures/images/alice/zlib@sha256=6105d6cc76af400325e94d588ce511be5bfdbb73b437dc51eca43917d7a43e3d")]
    [InlineData("keys")]
    public void Signing_and_adding_keys_write_nothing_outside(string folder)
    {
        var zlib = PackageName.Parse("zlib");
        foreach (var entry in (Action<string>[])[path => Link(path), path => DurableFile.Write(tree, path, "x"u8)])
        {
            entry(folder);
            var refusals = 0;
            foreach (var write in (Action[])[
                () => new OwnManifests(tree, "alice", new Dictionary<PackageName, Digest>(), SaidBefore.Nothing, new HashSet<string>())
                    .Write("x"u8.ToArray(), "x"u8.ToArray(), []),
                () => new ImageSignatures(tree, "alice", SaidBefore.Nothing).Add(zlib, Digest.Compute("image"u8), "x"u8.ToArray()),
                () => new KeyEdit(tree).Revoke("x", default, RevocationReason.Retired),
                () => CheckoutDigests.Write(tree, CheckoutDigests.TryRead(tree) ?? System.Collections.Immutable.ImmutableSortedDictionary<PackageName, Digest>.Empty)])
            {
                try
                {
                    write();
                }
                catch (RejectedInputException refused)
                {
                    refusals += refused.Diagnostics[0].Span.File == folder ? 1 : 0;
                }
            }
            refusals.ShouldBe(folder == "signatures" ? 2 : 1);
            File.Delete(Path.Combine(root, folder));
            Untouched();
        }
    }

    [Fact]
    public void The_policy_is_not_read_through_a_link()
    {
        Link("policy.yaml", "file");
        var diagnostics = new List<Diagnostic>();
        TrustRoot.ReadPolicy(tree, diagnostics).ShouldBeNull();
        diagnostics.Single().Message.ShouldBe("there is no policy: it is a link, which is not followed: expected a file");
    }

    [Fact]
    public void The_list_of_people_is_not_read_through_a_link_to_the_folder()
    {
        Link("keys");
        File.WriteAllText(Path.Combine(elsewhere, "people.yaml"), "people:\n");
        var diagnostics = new List<Diagnostic>();
        KeyFolder.Read(tree, diagnostics);
        diagnostics.Single().Message.ShouldBe("nobody is known: keys: it is a link, which is not followed: expected a folder");
        File.Delete(Path.Combine(elsewhere, "people.yaml"));
    }

    [Fact]
    public void A_fifo_is_not_waited_for_and_a_large_file_not_read()
    {
        FileSystem.MakeFifo(HostPath.Parse(Path.Combine(root, "digests")));
        Refused(() => CheckoutFile.TryRead(tree, "digests"), "digests", "file");
        File.WriteAllText(Path.Combine(root, "large"), new string('x', 11));
        Should.Throw<EnvironmentException>(() => CheckoutFile.TryRead(tree, "large", 10)).Message.ShouldBe("read large: it has 11 bytes, more than 10");
    }

    public void Dispose()
    {
        Directory.Delete(root, recursive: true);
        Directory.Delete(elsewhere, recursive: true);
    }

    private void Link(string path, string target = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
        File.CreateSymbolicLink(Path.Combine(root, path), Path.Combine(elsewhere, target));
    }

    private static void Refused(Action action, string path, string expected = "folder") => Should.Throw<RejectedInputException>(action).Diagnostics.Single().ToString()
        .ShouldMatch($"^{path}: error: it is a (link, which is not followed:|fifo,) expected a {expected} \\(remove it: nothing in a tree leads to another place\\)$");

    private void Untouched()
    {
        Directory.GetFileSystemEntries(elsewhere).Select(Path.GetFileName).ShouldBe(["file"]);
        File.ReadAllText(Path.Combine(elsewhere, "file")).ShouldBe(Secret);
    }
}
