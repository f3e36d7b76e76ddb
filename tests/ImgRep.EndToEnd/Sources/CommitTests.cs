using System.Diagnostics;

namespace ImgRep.EndToEnd.Sources;

/// <summary>ADD of git repositories, from git's own server.</summary>
public sealed class CommitTests : IDisposable
{
    private readonly SmallTree tree = new();
    private readonly GitServer server;
    private readonly ServedRepository repository;

    public CommitTests()
    {
        server = new GitServer(Path.Combine(tree.Root, "served"));
        repository = server.NewRepository("x.git");
    }

    private string Url => $"{server.Address}/x.git";

    public void Dispose()
    {
        server.Dispose();
        tree.Dispose();
    }

    [Needs("git", "bwrap")]
    public void It_adds_what_was_committed_whatever_the_repository_says_of_checkouts()
    {
        Add(CommitSample(), "v1", "/src");
        Pin();
        var added = tree.Build("app");

        tree.With("copy", "FROM scratch\nCOPY files /src\n");
        foreach (var (name, content) in (ReadOnlySpan<(string, string)>)[
            (".gitattributes", Attributes), ("A", "upper\n"), ("a", "lower\n"), ("lines", "one\ntwo $Id$\n"), ("lib/run", "#!/bin/sh\n")])
            tree.Write($"packages/copy/files/{name}", content);
        File.SetUnixFileMode(Path.Combine(tree.Root, "packages/copy/files/lib/run"), (UnixFileMode)Convert.ToInt32("755", 8));
        File.CreateSymbolicLink(Path.Combine(tree.Root, "packages/copy/files/out"), "../../../etc/passwd");
        tree.Build("copy").ShouldBe(added);
    }

    [Needs("git", "bwrap")]
    public void A_folder_of_it_is_added_after_a_step_and_with_an_owner_as_COPY_would()
    {
        var commit = CommitSample();
        tree.With("app", $"""
            FROM imgrep/base AS build
            RUN mkdir /in && ln -s in /place
            ADD --checksum={commit} --chown=7:8 {Url}#v1:lib /place/
            ADD --checksum={commit} --chmod=600 {Url}#v1:lib /other
            RUN ls -ln /in /other >/list
            FROM scratch
            COPY --from=build /in /other /list /
            """);
        Pin();
        tree.Build("app");
        var log = tree.Run("build", "--no-archive", "app", "--no-cache");
        log.ExitCode.ShouldBe(0, log.ToString());
        tree.With("look", "FROM imgrep/app AS app\nFROM imgrep/base AS build\nCOPY --from=app /list /\nRUN cat /list\nFROM scratch\nCOPY --from=build /list /\n");
        tree.Build("look");
        tree.Log("look").ShouldContain("-rwxr-xr-x    1 7        8               10 Jan  1  1980 run");
        tree.Log("look").ShouldContain("-rw-------    1 0        0               10 Jan  1  1980 run");
        tree.With("app", $"FROM scratch\nADD --checksum={commit} {Url}#v1:nowhere /\n");
        var outcome = tree.Run("build", "--no-archive", "app");
        outcome.Errors.ShouldContain("the repository has no folder 'nowhere'");
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
    }

    [Needs("git", "bwrap", "buildah")]
    public void Another_builder_gives_the_same()
    {
        var commit = CommitSample();
        tree.With("app", $"""
            FROM imgrep/base AS build
            RUN mkdir /in
            ADD --checksum={commit} {Url}#v1 /in
            FROM scratch
            ADD --checksum={commit} {Url}#v1:lib /first
            COPY --from=build /in /second
            """);
        Pin();
        tree.Build("app", "--builder", "buildah").ShouldBe(tree.Build("app", "--no-cache"));
    }

    [Needs("git", "bwrap")]
    public void A_commit_is_used_only_where_the_tree_says_what_is_in_it_and_then_from_the_store()
    {
        var commit = CommitSample();
        Add(commit, "v1", "/");
        var outcome = tree.Run("build", "app");
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        outcome.Errors.ShouldContain(
            $"packages/app/Containerfile:2:1: error: the file commits does not say what is in the commit {commit}\n    imgrep sources pin app fetches it and writes that down");
        tree.Write("commits", $"# what is in them\n{new string('0', 64)}  {new string('f', 40)}\n");
        var pinned = Pin();
        pinned.ShouldMatch($"^[0-9a-f]{{64}}  {commit}\n$");
        tree.Read("commits").ShouldBe($"# what is in them\n{pinned}{new string('0', 64)}  {new string('f', 40)}\n");
        Pin().ShouldBeEmpty();

        server.Dispose();
        tree.Build("app");
        tree.Run("fetch", "app", "--offline").Output.ShouldMatch($"^{pinned[..64]}  ");

        Directory.CreateDirectory(Path.Combine(tree.Root, "kept/sha256"));
        File.Copy(tree.StoreFiles("sources/sha256").Single(), Path.Combine(tree.Root, "kept/sha256", pinned[..64]));
        Forget();
        tree.Run("fetch", "app", "--offline").Errors.ShouldContain($"git+{Url}#v1: not asked: working offline");
        tree.Run("fetch", "app", "--offline", "--sources", Path.Combine(tree.Root, "kept")).ExitCode.ShouldBe(0);
    }

    [Needs("git")]
    public void A_tag_that_moved_and_a_tree_that_is_another_are_noticed()
    {
        var commit = CommitSample();
        Add(commit, "v1", "/");
        Pin();
        Forget();
        var moved = repository.Commit("v1", ("100644 a", "evil\n"));
        Fails($"'v1' is the commit {moved}, wanted {commit}: the tag or branch has moved");
        Add(commit, null, "/");
        tree.Run("fetch", "app").ExitCode.ShouldBe(0);

        Forget();
        tree.Write("commits", $"{new string('0', 64)}  {commit}\n");
        Fails($"wanted sha256:{new string('0', 64)}");
        Add(new string('1', 40), null, "/");
        tree.Write("commits", $"{new string('0', 64)}  {new string('1', 40)}\n");
        Fails("git does not fetch: ");
    }

    [Needs("git")]
    public void Trees_that_hold_each_other_many_times_do_not_fill_the_disk()
    {
        var bomb = repository.Tree(("100644 a", ""));
        for (var level = 0; level < 20; level++)
            bomb = repository.Tree([.. Enumerable.Range(0, 10).Select(number => ($"040000 {number}", bomb))]);
        var watch = Stopwatch.StartNew();
        Refuses(repository.CommitTree("v1", bomb), "it has more than 2000000 files");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        tree.StoreFiles("sources").ShouldBeEmpty();
    }

    [Needs("git")]
    public void What_no_checkout_gives_is_refused()
    {
        var below = repository.Tree(("100644 config", "[core]\n\tfsmonitor = touch /tmp/evil\n"));
        foreach (var name in (string[])[".git", "..", ".GIT"])
            Refuses(repository.CommitTree("v1", repository.Tree(("100644 a", ""), ($"040000 {name}", below))), "git does not fetch: ");
        Refuses(repository.Commit("v1", ("100644 .wh.a", "")), "a name that begins with .wh. means a deleted file");
    }

    [Needs("git", "bwrap")]
    public void Submodules_are_there_and_come_only_from_where_everybody_can_fetch_them()
    {
        var part = server.NewRepository("part.git").Commit("v1", ("100644 part", "part\n"));
        var folder = repository.Tree(("160000 part", part));
        Add(repository.Commit("v1", ("100644 .gitmodules", Module("../part.git")), ("040000 sub", folder)), "v1:sub", "/");
        Pin();
        var added = tree.Build("app");
        tree.With("copy", "FROM scratch\nCOPY part /part/part\n").Write("packages/copy/part", "part\n");
        tree.Build("copy").ShouldBe(added);

        foreach (var url in (string[])[$"file://{tree.Root}/served/part.git", $"{tree.Root}/served/part.git", "git@127.0.0.1:part.git", "ext::sh -c true"])
            Refuses(repository.Commit("v1", ("100644 .gitmodules", Module(url)), ("040000 sub", folder)),
                $"its submodule sub/part is at '{url}', which is no http, https or git address");
        Refuses(repository.Commit("v1", ("040000 sub", folder)), "its .gitmodules does not say where the submodule sub/part is");
    }

    [Needs("git")]
    public void Neither_the_configuration_of_the_user_nor_hooks_take_part()
    {
        Add(CommitSample(), "v1", "/");
        var environment = tree.Variables();
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[
            ("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "url.http://127.0.0.1:1/.insteadOf"), ("GIT_CONFIG_VALUE_0", server.Address + "/"), ("GIT_DIR", tree.Root),
            ("GIT_TEMPLATE_DIR", tree.Root), ("GIT_EXEC_PATH", tree.Root)])
            environment[name] = value;
        var outcome = Imgrep.Run(Imgrep.Launcher, ["sources", "pin"], tree.Root, environment);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }

    [Needs("git", "bwrap")]
    public void Routes_from_the_tarball_and_from_the_tag_agree_until_one_is_changed()
    {
        var commit = repository.Commit("v1", ("100755 build.sh", "cat main.c\n"), ("100644 main.c", "int main;\n"));
        tree.Write("hello-1/build.sh", "cat main.c\n");
        tree.Write("hello-1/main.c", "int main;\n");
        tree.With("hello", Recipe($"ADD --checksum={commit} {Url}#v1 /hello-1"), "tag");
        Release("tarball");
        Pin();
        tree.Build("hello", "--sources", Path.Combine(tree.Root, "releases"));

        tree.Write("hello-1/build.sh", "cat main.c; echo evil\n");
        Release("tarball");
        var outcome = tree.Run("build", "--no-archive", "hello", "--sources", Path.Combine(tree.Root, "releases"));
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Errors.ShouldContain("--- tag\n    +++ tarball\n    ~ /hello: ");
    }

    [Needs("git")]
    public void A_release_is_compared_with_the_tag_itself()
    {
        repository.Commit("v1", ("100755 build.sh", "cat main.c\n"), ("100644 main.c", "int main;\n"));
        tree.Write("hello-1/build.sh", "cat main.c\n");
        tree.Write("hello-1/main.c", "int main;\n");
        tree.Write("hello-1/m4/evil.m4", "evil\n");
        Release();
        var outcome = tree.Run("sources", "compare", "hello", $"{Url}#v1", "--sources", Path.Combine(tree.Root, "releases"));
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Output.ShouldBe("only     run       m4/evil.m4\n2 files equal, 0 differences accepted, 1 not, 0 files only in the tree\n");
        tree.Run("sources", "compare", "hello", "https://me@example.org/x.git", "--sources", Path.Combine(tree.Root, "releases")).ExitCode.ShouldBe(2);
    }

    [Needs("git", "python3")]
    public void The_page_on_commits_checks_a_line_by_hand()
    {
        var commit = CommitSample();
        Add(commit, "v1", "/");
        var pinned = Pin();
        var page = File.ReadAllLines(Path.Combine(Imgrep.ProjectFolder, "docs/formats/commits.md"));
        var commands = string.Join('\n', page.SkipWhile(line => !line.StartsWith("    git clone", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0))
            .Replace("https://example.org/app.git", $"{Url} app", StringComparison.Ordinal).Replace("1c2d3e4f5061728394a5b6c7d8e9f00112233445", commit, StringComparison.Ordinal)
            .Replace("tests/canonical-image.py", $"\"{Imgrep.ProjectFolder}/tests/canonical-image.py\"", StringComparison.Ordinal);
        var outcome = Imgrep.Run("sh", ["-e"], tree.Root, input: commands);
        outcome.Output.ShouldStartWith($"layer sha256:{pinned[..64]}\n", customMessage: outcome.ToString());
    }

    [Needs("git", "bwrap")]
    public void Gits_own_protocol_is_as_good()
    {
        var commit = CommitSample();
        Add(commit, "v1", "/");
        var pinned = Pin();
        var port = new Uri(server.Address).Port + 1;
        using var daemon = Process.Start("git", ["daemon", "--listen=127.0.0.1", $"--port={port}", "--export-all", $"--base-path={tree.Root}/served", $"{tree.Root}/served"]);
        try
        {
            File.Delete(Path.Combine(tree.Root, "commits"));
            tree.With("app", $"FROM scratch\nADD --checksum={commit} git://127.0.0.1:{port}/x.git#v1 /\n");
            SpinWait.SpinUntil(() => tree.Run("sources", "pin").ExitCode == 0, TimeSpan.FromSeconds(30)).ShouldBeTrue();
            tree.Read("commits").ShouldBe(pinned);
        }
        finally
        {
            daemon.Kill(entireProcessTree: true);
        }
    }

    private const string Attributes = "* text eol=crlf ident\nA filter=evil\nlib export-ignore\n";

    private string CommitSample() => repository.Commit(
        "v1", ("100644 .gitattributes", Attributes), ("100644 A", "upper\n"), ("100644 a", "lower\n"), ("100644 lines", "one\ntwo $Id$\n"),
        ("040000 lib", repository.Tree(("100755 run", "#!/bin/sh\n"))), ("120000 out", "../../../etc/passwd"));

    private static string Module(string url) => $"[submodule \"p.q\"]\n\tpath = sub/part\n\turl = {url}\n";

    private static string Recipe(string add) =>
        $"FROM imgrep/base AS build\n{add}\nWORKDIR /hello-1\nRUN sh build.sh >/hello\nFROM scratch\nCOPY --from=build /hello /\n";

    private void Release(string? route = null)
    {
        Directory.CreateDirectory(Path.Combine(tree.Root, "releases"));
        var file = Path.Combine(tree.Root, "releases/hello-1.tar");
        Imgrep.Run("tar", ["-cf", file, "hello-1"], tree.Root).ExitCode.ShouldBe(0);
        tree.With("hello", Recipe($"ADD --unpack --checksum={Primitives.Digest.Compute(File.ReadAllBytes(file))} https://hello.example/hello-1.tar /"), route);
    }

    private void Add(string commit, string? reference, string destination) =>
        tree.With("app", $"FROM scratch\nADD --checksum={commit} {Url}{(reference is null ? "" : $"#{reference}")} {destination}\n");

    private string Pin()
    {
        var outcome = tree.Run("sources", "pin");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output;
    }

    private void Refuses(string commit, string message)
    {
        Add(commit, "v1", "/");
        var outcome = tree.Run("sources", "pin");
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain(message);
    }

    private void Fails(string message)
    {
        var outcome = tree.Run("fetch", "app");
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain(message);
    }

    private void Forget() => tree.Run("clean", "--sources").ExitCode.ShouldBe(0);
}
