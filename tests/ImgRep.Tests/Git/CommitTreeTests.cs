using System.Diagnostics;
using System.Text;
using ImgRep.Files;
using ImgRep.Host.Git.Objects;
using ImgRep.Host.Sources;
using ImgRep.Primitives;

namespace ImgRep.Tests.Git;

/// <summary>Trees of commits that nobody trusts, read from a repository that is here already.</summary>
public sealed class CommitTreeTests : IDisposable
{
    private static readonly RepositoryLimits Small = new(64 << 20) { File = 100, Entries = 50 };
    private static readonly Uri Nowhere = new("https://example.org/a.git");
    private readonly string root = Directory.CreateTempSubdirectory("imgrep-git-").FullName;
    private readonly ForeignRepository repository;
    private int pools;

    public CommitTreeTests()
    {
        repository = new ForeignRepository(Path.Combine(root, "git"), Small, CancellationToken.None);
        repository.Create(isSha256: false);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Files_and_links_are_what_the_objects_say()
    {
        var tree = Read(Commit($"100755 blob {Blob("x")}\tx\n120000 blob {Blob("/etc/passwd")}\tl\n040000 tree {Tree($"100644 blob {Blob("y")}\ty\n")}\td\n"));
        var file = tree.Find("x").ShouldBeOfType<FileNode>();
        (file.Metadata.Mode, file.Content.Digest).ShouldBe((Modes.Octal("755"), Digest.Compute("x"u8)));
        using var reader = new StreamReader(tree.Find("d/y").ShouldBeOfType<FileNode>().Content.Open());
        reader.ReadToEnd().ShouldBe("y");
        Encoding.UTF8.GetString(tree.Find("l").ShouldBeOfType<SymlinkNode>().Target.AsSpan()).ShouldBe("/etc/passwd");
        tree.Find("d").ShouldBeOfType<DirectoryNode>().Metadata.ShouldBe(Metadata.DefaultDirectory);
    }

    [Fact]
    public void A_small_pack_cannot_stand_for_more_than_the_limits()
    {
        Refused(Commit($"100644 blob {Blob(new string('x', 101))}\ta\n")).ShouldEndWith("has 101 bytes, more than 100");
        var ninety = Blob(new string('x', 90));
        var ten = Tree(string.Concat(Enumerable.Range(0, 10).Select(number => $"100644 blob {ninety}\t{number}\n")));
        Read(Commit($"040000 tree {ten}\ta\n040000 tree {ten}\tb\n")).Root.Children.Count.ShouldBe(2);
        Refused(Commit($"040000 tree {ten}\ta\n040000 tree {ten}\tb\n"), Small with { Bytes = 1700 }).ShouldBe("its files have more than 1700 bytes");
        Refused(Commit(string.Concat("abcde".Select(name => $"040000 tree {ten}\t{name}\n")))).ShouldBe("it has more than 50 files");

        var deep = ten;
        for (var level = 0; level < 20; level++)
            deep = Tree($"040000 tree {deep}\t{new string('n', 250)}\n");
        Refused(Commit($"040000 tree {deep}\ta\n"), Small with { Entries = 1000 }).ShouldBe("its paths have more than 4095 bytes");
    }

    [Fact]
    public void A_name_or_a_mode_that_could_do_harm_is_refused()
    {
        foreach (var name in (string[])[".git", ".GiT", "..", "."])
            Refused(Commit($"100644 blob {Blob("x")}\t{name}\n")).ShouldContain("a name in it is not allowed");
        Refused(Commit($"160000 commit {new string('1', 40)}\ts\n")).ShouldBe("its .gitmodules does not say where the submodule s is");
    }

    [Theory]
    [InlineData("../b.git", "https://example.org/b.git")]
    [InlineData("./b.git", "https://example.org/a.git/b.git")]
    [InlineData("../../../../b.git", "https://example.org/b.git")]
    [InlineData("git://example.net/b", "git://example.net/b")]
    [InlineData("file:///srv/b.git", null)]
    [InlineData("/srv/b.git", null)]
    [InlineData("../b.git?x", null)]
    [InlineData("https://me@example.org/b.git", null)]
    [InlineData("git@example.org:b.git", null)]
    [InlineData("ext::sh -c x", null)]
    public void A_submodule_is_somewhere_that_everybody_reaches(string url, string? address)
    {
        var submodules = new Submodules(Nowhere, new Dictionary<string, string> { ["s"] = url });
        if (address is not null)
            submodules.AddressOf("s").AbsoluteUri.ShouldBe(address);
        else
            Should.Throw<RepositoryException>(() => submodules.AddressOf("s")).Message.ShouldStartWith($"its submodule s is at '{url}', which is no http, https or git address");
    }

    [Theory]
    [InlineData("file:///srv/a.git")]
    [InlineData("ssh://example.org/a.git")]
    [InlineData("ext://x")]
    public void A_repository_is_not_fetched_by_other_means(string url) =>
        Should.Throw<TransferException>(() =>
            RepositoryTransfer.Export(new Uri(url), null, Path.Combine(root, "x"), Path.Combine(root, "t"), new FetchOptions(), CancellationToken.None))
            .Message.ShouldStartWith("no repository is fetched by ");

    private FileTree Read(string commit, RepositoryLimits? limits = null)
    {
        using var tree = new CommitTree(repository, limits ?? Small, Path.Combine(root, $"pool{pools++}"), CancellationToken.None);
        return tree.Read(Nowhere, commit);
    }

    private string Refused(string commit, RepositoryLimits? limits = null) => Should.Throw<RepositoryException>(() => Read(commit, limits)).Message;

    private string Blob(string content) => Git(content, "hash-object", "-w", "--stdin");

    private string Tree(string lines) => Git(lines, "mktree", "--missing");

    private string Commit(string lines) => Git("", "-c", "user.name=a", "-c", "user.email=a@example.org", "commit-tree", "-m", "a", Tree(lines));

    private string Git(string input, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["--git-dir=.", .. arguments])
        {
            WorkingDirectory = repository.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        git.StandardInput.Write(input);
        git.StandardInput.Close();
        var output = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        git.ExitCode.ShouldBe(0);
        return output;
    }
}
