using System.Text;
using ImgRep.Building;
using ImgRep.Building.Lowering;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Files.Patterns;
using ImgRep.Primitives;
using ImgRep.Tests.Files;

namespace ImgRep.Tests.Building;

/// <summary>Packages written again for builders that know less.</summary>
public class LoweringTests
{
    private static readonly string Hash = new('a', 64);
    private static readonly Digest Layer = Digest.Compute("layer"u8);

    /// <summary>The image <c>base</c> has a shell and a user bob; the context has two files.</summary>
    private static LoweredPackage Lower(string containerfile)
    {
        var parsed = ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(containerfile), ParseOptions.Default);
        parsed.Containerfile.ShouldNotBeNull(string.Join('\n', parsed.Diagnostics));
        var image = TreeText.Parse("0755 0:0 bin/sh = shell\n0755 0:0 etc/\n0644 0:0 etc/passwd = bob:x:1000:1001::/home/bob:\n0777 0:0 lib -> usr/lib\n0755 0:0 usr/lib/\n");
        var context = TreeText.Parse("0644 0:0 a.txt = a\n0755 0:0 dir/\n0644 0:0 dir/b.txt = b\n");
        return PackageLowering.Lower(new LoweringInputs(
            parsed.Containerfile, ParseOptions.Default, context, IgnoreFile.Empty, _ => new LoweringImage(Layer, image, StageConfig.Empty), Add));
    }

    private static FileTree Add(FileTree target, Step step, AddInstruction add)
    {
        var content = new SourceContent(Digest.Parse("sha256:" + Hash));
        var source = FileTree.Empty.With([FileName.Parse("x-1.tgz")], new FileNode(new Metadata(Modes.Octal("600")), content));
        return CopyOperation.Apply(target, TransferRequest.CreateFetched(add, step, source));
    }

    private static string TreeOf(LoweredPackage package, string path) =>
        TreeText.Print(package.Files.OfType<LoweredTree>().Single(file => file.Path == path).Tree);

    private static string Refusal(string containerfile) => Should.Throw<RejectedInputException>(() => Lower(containerfile)).Diagnostics.Single().ToString();

    [Fact]
    public void A_package_becomes_stages_of_local_files()
    {
        var lowered = Lower($"""
            ARG VERSION=1
            FROM imgrep/base AS build
            ARG VERSION
            ADD --checksum=sha256:{Hash} https://example.org/x-$VERSION.tgz /
            WORKDIR /src
            RUN tar -xf /x-$VERSION.tgz && make DESTDIR=/rootfs install
            FROM scratch
            LABEL a=b
            COPY --from=build /rootfs /
            """);
        lowered.Containerfile.ShouldBe($"""
            # image imgrep/base, layer {Layer}
            FROM scratch AS imgrep-base
            ADD imgrep/base.tar /

            FROM imgrep-base AS build
            # Containerfile:4:1
            #     ADD --checksum=sha256:{Hash} https://example.org/x-$VERSION.tgz /
            COPY --chmod=600 sources/{Hash}/x-1.tgz /x-1.tgz
            WORKDIR /src
            ENV HOME="/root" \
                HOSTNAME="buildkitsandbox" \
                PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
                PWD="/src" \
                SOURCE_DATE_EPOCH="315532800" \
                VERSION="1"
            RUN tar -xf /x-$VERSION.tgz && make DESTDIR=/rootfs install

            FROM scratch AS stage-1
            COPY --from=build /rootfs /

            """);
        lowered.Files.Select(file => file.Path).ShouldBe(["imgrep/base.tar", $"sources/{Hash}/x-1.tgz"], ignoreOrder: true);
        lowered.Config.Labels["a"].ShouldBe("b");
    }

    [Fact]
    public void What_is_known_is_done_here_and_follows_links_of_the_base()
    {
        var lowered = Lower("FROM imgrep/base AS a\nCOPY --chown=bob --chmod=u=rw,go= a.txt /lib/\nRUN true\nFROM scratch\nCOPY --from=a /lib /\n");
        lowered.Containerfile.ShouldContain("ADD steps/01.tar /\n");
        TreeOf(lowered, "steps/01.tar").ShouldBe("0755 0:0 usr/\n0755 0:0 usr/lib/\n0600 1000:1001 usr/lib/a.txt = a\n");
    }

    [Fact]
    public void A_package_in_which_nothing_runs_is_one_tar()
    {
        var lowered = Lower("FROM imgrep/base AS a\nCOPY dir /x\nFROM scratch\nCOPY --from=a --exclude=*.txt /x /y\nCOPY --from=a --parents /x/b.txt /z/\n");
        TreeOf(lowered, "steps/03.tar").ShouldBe("0755 0:0 z/\n0755 0:0 z/x/\n0644 0:0 z/x/b.txt = b\n");
    }

    [Theory]
    [InlineData("COPY a.txt /to", "/files/a.txt", "/to", "0755 0:0 files/\n0644 0:0 files/a.txt = a\n")]
    [InlineData("COPY a.txt dir/b.txt to/", "/files/", "/to/", "0755 0:0 files/\n0644 0:0 files/a.txt = a\n0644 0:0 files/b.txt = b\n")]
    [InlineData("COPY dir /to", "/files/", "/to/", "0755 0:0 files/\n0644 0:0 files/b.txt = b\n")]
    [InlineData("COPY <<X /to\nx\nX", "/files/X", "/to", "0755 0:0 files/\n0644 0:0 files/X = x\n\n")]
    public void After_a_RUN_known_files_wait_in_a_stage_for_the_builder_to_copy_them(string copy, string from, string to, string tree)
    {
        var lowered = Lower($"FROM imgrep/base AS a\nRUN true\n{copy}\nFROM scratch\nCOPY --from=a /to /\n");
        lowered.Containerfile.ShouldContain("FROM scratch AS files\nADD steps/01.tar /\n");
        lowered.Containerfile.ShouldContain($"COPY --from=files {from} {to}\n");
        TreeOf(lowered, "steps/01.tar").ShouldBe(tree);
    }

    [Theory]
    [InlineData("COPY --from=a --chmod=700 --chown=3:4 /x/y /new/", "--from=a --chmod=700 /x/y /files/y", "--chown=3:4 /files/y /new/")]
    [InlineData("COPY --from=a --chmod=700 /x/y /new/z", "--from=a --chmod=700 /x/y /files/y", "/files/y /new/z")]
    [InlineData("COPY --from=a --chmod=700 /x/* /y/ /new/", "--from=a --chmod=700 /x/* /y/ /files/", "/files/ /new/")]
    [InlineData("COPY --from=a --chmod=700 / /new/", "--from=a --chmod=700 / /files/", "/files/ /new/")]
    public void Modes_are_given_in_a_stage_that_makes_no_folder_of_the_image(string copy, string before, string then)
    {
        var lowered = Lower($"FROM imgrep/base AS a\nRUN true\nFROM scratch\n{copy}\n").Containerfile;
        lowered.ShouldContain($"FROM scratch AS files\nCOPY {before}\n");
        lowered.ShouldContain($"COPY --from=files {then}\n");
    }

    [Fact]
    public void A_source_finds_its_folder_when_it_gets_its_mode()
    {
        var lowered = Lower($"FROM imgrep/base AS a\nADD --checksum=sha256:{Hash} https://example.org/x-1.tgz /new/\nRUN true\nADD "
            + $"--checksum=sha256:{Hash} https://example.org/x-1.tgz /later/\nFROM scratch\nCOPY --from=a / /\n");
        lowered.Containerfile.ShouldContain($"ADD steps/01.tar /\nCOPY --chmod=600 sources/{Hash}/x-1.tgz /new/x-1.tgz\n");
        TreeOf(lowered, "steps/01.tar").ShouldBe("0755 0:0 new/\n");
        lowered.Containerfile.ShouldContain($"FROM scratch AS files\nCOPY --chmod=600 sources/{Hash}/x-1.tgz /files/x-1.tgz\n");
        lowered.Containerfile.ShouldContain("COPY --from=files /files/x-1.tgz /later/\n");
    }

    [Fact]
    public void Commands_that_parsers_read_differently_become_words()
    {
        var lowered = Lower("FROM imgrep/base AS a\nRUN <<EOF\necho \"$HOME\"\nls\nEOF\nRUN cat <<X\n\\tab\nX\nRUN [ -e /x ] || true\nSHELL [\"/bin/sh\", "
            + "\"-e\", \"-c\"]\nRUN false\nFROM scratch\nCOPY --from=a /x /\n");
        lowered.Containerfile.ShouldContain("""RUN ["/bin/sh", "-c", "echo \"$HOME\"\nls\n"]""");
        lowered.Containerfile.ShouldContain("""RUN ["/bin/sh", "-c", "cat <<X\n\\tab\nX"]""");
        lowered.Containerfile.ShouldContain("""RUN ["/bin/sh", "-c", "[ -e /x ] || true"]""");
        lowered.Containerfile.ShouldContain("""RUN ["/bin/sh", "-e", "-c", "false"]""");
        lowered.Containerfile.ShouldContain("# Containerfile:2:1\n#     RUN <<EOF\n#     echo \"$HOME\"\n#     ls\n#     EOF\n");
    }

    [Fact]
    public void A_script_is_mounted_where_BuildKit_has_it()
    {
        var lowered = Lower("FROM imgrep/base AS a\nRUN <<EOF\n#!/bin/sh\nls\nEOF\nFROM scratch\nCOPY --from=a /x /\n");
        lowered.Containerfile.ShouldContain("RUN --mount=type=bind,from=script,source=/EOF,target=/dev/pipes/EOF /dev/pipes/EOF\n");
        TreeOf(lowered, "steps/01.tar").ShouldBe("0755 0:0 EOF = #!/bin/sh\nls\n\n");
    }

    [Fact]
    public void Values_keep_quotes_dollars_and_backslashes()
    {
        var lowered = Lower("FROM imgrep/base AS a\nENV V='a \"b\" $c \\\\d'\nRUN true\nFROM scratch\nCOPY --from=a /x /\n");
        lowered.Containerfile.ShouldContain("V=\"a \\\"b\\\" \\$c \\\\\\\\d\"");
    }

    [Fact]
    public void Users_are_numbers_where_they_are_known_and_folders_are_made_for_them()
    {
        var lowered = Lower("FROM imgrep/base AS a\nUSER bob\nRUN one\nWORKDIR /w\nRUN two\nUSER 77\nRUN three\nWORKDIR /x\nUSER eve\nWORKDIR /y\nUSER "
            + "0\nWORKDIR /z\nFROM scratch\nCOPY --from=a /x /\n");
        var lines = lowered.Containerfile.Split('\n').Where(line => line.StartsWith("USER") || line.StartsWith("RUN") || line.StartsWith("WORKDIR"));
        lines.ShouldBe(["USER 1000:1001", "RUN one", "WORKDIR /w", "RUN two", "USER 77:0", "RUN three", "USER 77:77", "WORKDIR /x", "USER eve", "WORKDIR /y",
            "USER 0:0", "WORKDIR /z"]);
    }

    [Fact]
    public void Mounts_come_from_stages_and_caches_begin_empty_and_look_as_they_say()
    {
        var lowered = Lower("FROM imgrep/base AS a\nRUN --mount=target=/m,source=dir --mount=type=cache,target=/c,uid=5,gid=6,mode=0750 "
            + "--mount=type=cache,target=/d,ro --mount=from=imgrep/base,target=/b,rw true\nFROM scratch\nCOPY --from=a /x /\n");
        lowered.Containerfile.ShouldContain("FROM imgrep-base AS mount\n");
        lowered.Containerfile.ShouldContain("RUN --mount=type=bind,from=context,source=/dir,target=/m --mount=type=bind,from=cache,source=/cache,target=/c,rw "
            + "--mount=type=bind,from=cache-2,source=/cache,target=/d --mount=type=bind,from=mount,target=/b,rw true\n");
        TreeOf(lowered, "steps/01.tar").ShouldBe("0750 5:6 cache/\n");
        TreeOf(lowered, "steps/02.tar").ShouldBe("0755 0:0 cache/\n");
    }

    [Fact]
    public void What_builders_leave_is_known_wherever_it_is_copied()
    {
        var lowered = Lower("FROM imgrep/base AS a\nRUN --mount=type=tmpfs,target=/t/u true\nFROM scratch\nCOPY --from=a / /whole\nCOPY --from=a /etc/ /e/\nCOPY --from=a /t /\n");
        lowered.Leftovers.Select(path => FileTree.Show(path.AsSpan())).Order().ShouldBe(
            new[] { "/dev", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf", "/proc", "/run", "/run/.containerenv", "/run/secrets", "/sys", "/t", "/t/u" }
                .Select(path => "/whole" + path).Concat(["/e/hostname", "/e/hosts", "/e/resolv.conf", "/u"]).Order());
        var built = TreeText.Parse("0755 0:0 whole/dev/\n0755 0:0 whole/etc/hostname\n0644 0:0 whole/etc/hosts = mine\n0755 0:0 whole/t/u/\n0755 0:0 u/kept/\n");
        TreeText.Print(lowered.WithoutLeftovers(built)).ShouldBe("0755 0:0 u/\n0755 0:0 u/kept/\n0755 0:0 whole/\n0755 0:0 whole/etc/\n0644 0:0 whole/etc/hosts = mine\n");
    }

    [Theory]
    [InlineData("COPY --from=a --parents /x /y/", "COPY with --parents or --exclude from the stage 'a', which runs something (choose the files in a RUN")]
    [InlineData("COPY --from=a --chmod=600 /x* /y", "find out whether '/y' is a folder, for --chmod of what '/x*' matches (write a slash behind the destination")]
    [InlineData("COPY --from=a --chmod=u+x /x /y/", "read --chmod=u+x (write the mode in octal digits")]
    [InlineData("COPY --from=a --link --chown=bob /x /y/", "find users by name for COPY --link (write their numbers")]
    public void What_not_every_builder_can_do_is_refused_with_a_way_out(string copy, string reason) =>
        Refusal($"FROM imgrep/base AS a\nRUN true\nFROM scratch\n{copy}\n")
            .ShouldBe($"Containerfile:4:1: error: not every builder can {reason}, or build with --builder embedded)");

    [Fact]
    public void The_home_of_a_user_that_a_RUN_made_is_refused_unless_it_is_said()
    {
        Refusal("FROM imgrep/base AS a\nRUN adduser eve\nUSER eve\nRUN true\nFROM scratch\nCOPY --from=a /x /\n").ShouldContain("find the home of a user 'eve'");
        Lower("FROM imgrep/base AS a\nRUN adduser eve\nENV HOME=/h\nUSER eve\nRUN true\nFROM scratch\nCOPY --from=a /x /\n").Containerfile.ShouldContain("USER eve\n");
    }

    /// <summary>A file of which only the hash matters.</summary>
    private sealed class SourceContent(Digest digest) : IFileContent
    {
        public long Length => 0;

        public Digest Digest => digest;

        public Stream Open() => Stream.Null;
    }
}
