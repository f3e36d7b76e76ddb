namespace ImgRep.EndToEnd.Builds;

/// <summary>What must not matter to a digest, each tried on a build that writes what it sees of it into a file that is thrown away.</summary>
public sealed class SameDigestTests
{
    private const string Containerfile = """
        FROM imgrep/base AS build
        COPY context /context/
        RUN mkdir /rootfs && cp -r /context /rootfs/ && stat / > /seen && env >> /seen
        RUN cd /rootfs && ln context/one two && ln -s ../somewhere link && mkdir -m 1777 tmp && touch -d 2001-02-03 old
        FROM scratch
        ENV GREETING=hello
        COPY --from=build /rootfs /
        CMD ["/bin/true"]
        """;

    private const string Digest = "ec0b4a8134ffab15d458b76295839740fdfabd444c78b8ef0cd510d75312d39d";

    private static SmallTree Tree(string? folder = null)
    {
        var tree = new SmallTree(folder).With("app", Containerfile);
        tree.Write("packages/app/context/one", "1\n");
        tree.Write("packages/app/context/sub/ünï", "2\n");
        return tree;
    }

    [Needs("bwrap")]
    public void It_is_this_one()
    {
        using var tree = Tree();
        tree.Build("app").ShouldBe(Digest);
    }

    [Needs("bwrap")]
    public void It_is_the_same_without_cache()
    {
        using var tree = Tree();
        tree.Build("app").ShouldBe(Digest);
        tree.Build("app", "--no-cache").ShouldBe(Digest);
    }

    [Needs("runc")]
    public void It_is_the_same_in_another_sandbox()
    {
        using var tree = Tree();
        tree.Build("app", "--sandbox", "runc").ShouldBe(Digest);
    }

    [Needs("bwrap", "taskset")]
    public void It_is_the_same_with_one_core()
    {
        using var tree = Tree();
        var outcome = Imgrep.Run("taskset", ["-c", "0", Imgrep.Launcher, "build", "--no-archive", "app"], tree.Root, tree.Variables());
        outcome.Output.ShouldStartWith(Digest, Case.Sensitive, outcome.ToString());
    }

    [Needs("bwrap")]
    public void It_is_the_same_with_another_umask_time_zone_locale_and_path()
    {
        using var tree = Tree(Path.Combine(Path.GetTempPath(), "imgrep test with a space " + Guid.NewGuid().ToString("n")[..8]));
        var outcome = Imgrep.Run(
            "sh", ["-c", "umask 077 && chmod -R go= packages && TZ=Asia/Tokyo LC_ALL=tr_TR.UTF-8 exec \"$0\" build --no-archive app", Imgrep.Launcher], tree.Root,
            tree.Variables());
        outcome.Output.ShouldStartWith(Digest, Case.Sensitive, outcome.ToString());
    }

    [Needs("bwrap", "unshare", Root = true)]
    public void It_is_the_same_under_another_host_name()
    {
        using var tree = Tree();
        var outcome = Imgrep.Run(
            "unshare", ["--uts", "sh", "-c", "hostname elsewhere && exec \"$0\" build --no-archive app", Imgrep.Launcher], tree.Root, tree.Variables());
        outcome.Output.ShouldStartWith(Digest, Case.Sensitive, outcome.ToString());
    }

    [Needs("bwrap", "newuidmap", "setpriv", "useradd", Root = true)]
    public void It_is_the_same_for_an_ordinary_user()
    {
        using var user = new OrdinaryUser();
        using var tree = Tree();
        user.Own(tree.Root);
        var outcome = user.Run(tree, "build", "--no-archive", "app");
        outcome.Output.ShouldStartWith(Digest, Case.Sensitive, outcome.ToString());
    }

    [Needs("bwrap", "setpriv", "useradd", Root = true)]
    public void It_is_the_same_for_a_user_with_a_single_id()
    {
        using var user = new OrdinaryUser(hasRange: false);
        using var tree = Tree();
        user.Own(tree.Root);
        var outcome = user.Run(tree, "build", "--no-archive", "app");
        outcome.Output.ShouldStartWith(Digest, Case.Sensitive, outcome.ToString());
        outcome.Errors.ShouldContain("single id");
    }

    [Needs("bwrap", "unshare", "nsenter", Root = true)]
    public void It_is_the_same_for_the_root_of_a_container_with_65536_ids()
    {
        using var tree = Tree();
        Imgrep.Run("chown", ["-R", "100000:100000", tree.Root], "/").ExitCode.ShouldBe(0);
        const string script = """
            unshare --user sleep 300 & holder=$!
            trap 'kill $holder' EXIT
            until [ "$(readlink /proc/$holder/ns/user)" != "$(readlink /proc/self/ns/user)" ]; do sleep 0.01; done
            for map in uid_map gid_map; do echo 0 100000 65536 >/proc/$holder/$map || exit; done
            nsenter --target $holder --user --setuid 0 --setgid 0 unshare --mount --pid --fork --kill-child --mount-proc "$0" build --no-archive app
            """;
        var outcome = Imgrep.Run("sh", ["-c", script, Imgrep.Launcher], tree.Root, tree.Variables());
        outcome.Output.ShouldStartWith(Digest, Case.Sensitive, outcome.ToString());
        outcome.Errors.ShouldNotContain("single id");
    }
}
