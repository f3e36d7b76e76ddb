using System.Collections.Immutable;
using System.Text;
using ImgRep.Containerfiles;
using ImgRep.Primitives;

namespace ImgRep.Tests.Containerfiles;

public class PackageRulesTests
{
    private const string Labels = """
        LABEL org.opencontainers.image.version=1 org.opencontainers.image.licenses=MIT \
              org.opencontainers.image.url=https://example.org org.opencontainers.image.description=x
        """;

    [Fact]
    public void A_package_that_follows_the_rules_has_nothing_said_of_it() =>
        Check($"""
            ARG VERSION=1
            FROM imgrep/gcc AS build
            ARG VERSION
            RUN make VERSION=$VERSION && date -u -d @0
            FROM scratch
            {Labels}
            COPY --from=build /rootfs /
            """).ShouldBeEmpty();

    [Fact]
    public void The_last_stage_starts_from_scratch_and_runs_nothing() =>
        Check($"FROM imgrep/gcc\nRUN make\n{Labels}").ShouldBe(
        [
            "Containerfile:1:6: error: the last stage does not start from scratch: the image would hold what nobody chose (write FROM scratch, and COPY --from the files of the image)",
            "Containerfile:2:1: error: the last stage runs a command (run it in an earlier stage, and COPY --from its result)",
        ]);

    [Fact]
    public void Labels_that_are_missing_or_empty_are_named() =>
        Check("FROM scratch\nLABEL org.opencontainers.image.url= org.opencontainers.image.version=1 org.opencontainers.image.licenses=MIT").ShouldBe(
        [
            "Containerfile:1:1: warning: the image has no label org.opencontainers.image.url (write LABEL org.opencontainers.image.url=... in the last stage)",
            "Containerfile:1:1: warning: the image has no label org.opencontainers.image.description (write LABEL org.opencontainers.image.description=... in the last stage)",
        ]);

    [Fact]
    public void Stages_and_arguments_that_nothing_uses_are_named() =>
        Check($"ARG A\nARG B=1\nFROM scratch AS spare\nFROM scratch\nARG B\nARG CFLAGS\nARG C=2\n{Labels}").ShouldBe(
        [
            "Containerfile:1:5: warning: nothing uses the argument 'A' (remove it)",
            "Containerfile:2:5: warning: nothing uses the argument 'B' (remove it)",
            "Containerfile:3:1: warning: nothing uses the stage 'spare' (remove it, or COPY --from it)",
            "Containerfile:5:5: warning: nothing uses the argument 'B' (remove it)",
            "Containerfile:7:5: warning: nothing uses the argument 'C' (remove it)",
        ]);

    [Theory]
    [InlineData("apt-get -y install gcc", "5 apt-get install cannot reach anything")]
    [InlineData("cd /x && curl -O https://example.org", "14 curl cannot reach anything")]
    [InlineData("x=$(wget -q y)", "9 wget cannot reach anything")]
    [InlineData("git clone https://example.org/x", "5 git clone cannot reach anything")]
    [InlineData("if true; then /usr/bin/pip install x; fi", "28 pip install cannot reach anything")]
    [InlineData("LANG=C date > /x", "12 date differs in every run")]
    [InlineData("echo \"$(hostname)\"", "13 hostname tells where the build runs")]
    [InlineData("uname -r", "5 uname tells on what the build runs")]
    [InlineData("echo $RANDOM", "10 $RANDOM differs in every run")]
    [InlineData("gcc -O2 -march=native x.c", "13 -march=native compiles for the processor at hand")]
    public void Commands_that_cannot_work_or_differ_are_named(string command, string warning) =>
        CheckRun(command).ShouldBe([warning]);

    [Theory]
    [InlineData("git describe; update-ca; mydate; datecmd date.c")]
    [InlineData("echo 'curl x' # wget y")]
    [InlineData("date -d @0; date --date=@1; date -r file")]
    [InlineData("uname -s; uname -m")]
    [InlineData("make install apt-get")]
    public void Commands_that_only_look_like_them_are_left_alone(string command) => CheckRun(command).ShouldBeEmpty();

    [Fact]
    public void Scripts_in_here_documents_are_read_too() =>
        Check($"FROM imgrep/gcc AS a\nRUN <<EOF\nmake\nwget x\nEOF\nFROM scratch\n{Labels}\nCOPY --from=a x y").ShouldBe(
            ["Containerfile:2:1: warning: wget cannot reach anything (a RUN has no network: fetch files with ADD --checksum)"]);

    private static IEnumerable<string> CheckRun(string command) =>
        Diagnose($"FROM imgrep/gcc AS a\nRUN {command}\nFROM scratch\n{Labels}\nCOPY --from=a x y").Select(diagnostic => $"{diagnostic.Span.Column} {diagnostic.Message}");

    private static IEnumerable<string> Check(string text) => Diagnose(text).Select(diagnostic => diagnostic.ToString());

    private static ImmutableArray<Diagnostic> Diagnose(string text) =>
        PackageRules.Check(ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(text), ParseOptions.Default).Containerfile.ShouldNotBeNull(), ParseOptions.Default);
}
