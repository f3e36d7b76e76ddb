namespace ImgRep.EndToEnd.Builds;

/// <summary>What Containerfiles say, as a build does it.</summary>
public sealed class LanguageTests
{
    [Needs("bwrap")]
    public void Here_documents_are_commands_scripts_and_files()
    {
        Check("""
            FROM imgrep/base
            RUN <<EOF
            echo one >/out
            test "$(pwd)" = /
            EOF
            RUN <<EOF
            #!/bin/sh -e
            echo two >>/out
            false || true
            EOF
            RUN cat <<A >>/out && cat <<B >>/out
            three
            A
            four
            B
            COPY <<"file.txt" <<other /copied/
            literal $HOME
            file.txt
            ${SOURCE:-default}
            other
            RUN test "$(cat /out)" = "$(printf 'one\ntwo\nthree\nfour')" && test "$(cat /copied/file.txt)" = 'literal $HOME' && test "$(cat /copied/other)" = default
            """);
    }

    [Needs("bwrap")]
    public void Mounts_show_what_they_name_and_keep_nothing()
    {
        Check("""
            FROM imgrep/base AS tools
            RUN echo tool >/tool
            FROM imgrep/base
            RUN --mount=type=bind,from=tools,source=/tool,target=/mnt/tool test "$(cat /mnt/tool)" = tool && ! touch /mnt/tool
            RUN --mount=type=bind,target=/context cat /context/Containerfile >/dev/null
            RUN --mount=type=cache,target=/cache echo x >/cache/x
            RUN --mount=type=cache,target=/cache ! test -e /cache/x
            RUN --mount=type=tmpfs,target=/scratch touch /scratch/x
            RUN ! test -e /mnt && ! test -e /cache && ! test -e /scratch && ! test -e /context && ! test -e /proc/1x
            """);
    }

    [Needs("bwrap")]
    public void An_owner_that_a_step_cannot_have_is_named()
    {
        using var tree = new SmallTree().With("odd", "FROM imgrep/base\nCOPY --chown=70000:7 Containerfile /file\nRUN true\n");
        var outcome = tree.Run("build", "odd");
        outcome.ExitCode.ShouldBe(4);
        outcome.Errors.ShouldContain("70000:7 is not among the ids that a RUN can have, 0 to 65535");
    }

    [Needs("runc")]
    public void A_step_runs_as_the_user_it_names()
    {
        Check("""
            FROM imgrep/base
            COPY --chown=1234:5678 <<mine /mine
            x
            mine
            WORKDIR /place
            RUN chmod 777 .
            USER 1234:5678
            RUN test "$(id -u):$(id -g)" = 1234:5678 && echo more >>/mine && touch here && ! touch /there
            """, "--sandbox", "runc");
    }

    [Needs("bwrap")]
    public void Bubblewrap_says_that_it_cannot_switch_users()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nUSER 1000\nRUN true\n");
        var outcome = tree.Run("build", "app", "--sandbox", "bwrap");
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("runc");
    }

    [Needs("bwrap", "xz", "bzip2", "zstd", "gzip", "tar")]
    public void Archives_are_unpacked_whatever_packed_them()
    {
        using var tree = new SmallTree();
        tree.Write("packages/app/in/file", "content\n");
        foreach (var (ending, program) in new Dictionary<string, string> { ["tar"] = "cat", ["tgz"] = "gzip", ["tbz"] = "bzip2", ["txz"] = "xz", ["tzst"] = "zstd" })
            Imgrep.Run("sh", ["-c", $"tar -C in -cf - file | {program} >a.{ending}"], Path.Combine(tree.Root, "packages/app")).ExitCode.ShouldBe(0);
        tree.With("app", """
            FROM imgrep/base
            ADD a.tar /tar
            ADD a.tgz /tgz
            ADD a.tbz /tbz
            ADD a.txz /txz
            ADD a.tzst /tzst
            ADD --unpack=false a.tgz /whole
            RUN for d in tar tgz tbz txz tzst; do test "$(cat /$d/file)" = content || exit 1; done; test -f /whole
            """);
        tree.Build("app");
    }

    [Needs("bwrap")]
    public void What_a_step_removes_is_gone_and_what_it_replaces_is_new()
    {
        Check("""
            FROM imgrep/base
            RUN mkdir -p /a/b && touch /a/b/c /a/d && ln -s a /l
            RUN rm -r /a/b && mkdir /a/b && touch /a/b/new && rm /l && mkdir /l
            RUN test "$(ls /a/b)" = new && test -d /l && rm -r /a && echo file >/a
            COPY <<x /l/
            content
            x
            RUN test "$(cat /a)" = file && test -f /l/x
            """);
    }

    [Needs("bwrap")]
    public void Sixty_steps_fit_below_each_other()
    {
        var steps = string.Concat(Enumerable.Range(0, 60).Select(i => $"RUN echo {i} >/f{i}\n"));
        Check($"FROM imgrep/base\n{steps}RUN for i in $(seq 0 59); do test \"$(cat /f$i)\" = $i || exit 1; done\n");
    }

    [Needs("bwrap")]
    public void A_step_that_fails_is_shown_with_its_place_its_output_and_its_log()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN echo before\nRUN echo some words; exit 7\n");
        var outcome = tree.Run("build", "app");
        outcome.ExitCode.ShouldBe(2);
        outcome.Output.ShouldBeEmpty();
        outcome.Errors.ShouldContain("packages/app/Containerfile:3:1");
        outcome.Errors.ShouldContain("exit code 7");
        outcome.Errors.ShouldContain("some words");
        outcome.Errors.ShouldContain("out/logs/app.log");
    }

    [Needs("bwrap")]
    public void A_shell_opens_on_what_the_failed_step_left()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nWORKDIR /place\nRUN echo half >done; exit 1\n");
        tree.Run("build", "app").ExitCode.ShouldBe(2);
        var outcome = Imgrep.Run(Imgrep.Launcher, ["shell", "app"], tree.Root, tree.Variables(), "cat done; pwd; exit 5\n");
        outcome.Output.ShouldBe("half\n/place\n", outcome.ToString());
        outcome.ExitCode.ShouldBe(5);
    }

    private static void Check(string containerfile, params string[] options)
    {
        using var tree = new SmallTree().With("app", containerfile);
        tree.Build("app", options);
    }
}
