using System.Collections.Immutable;
using System.Text;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Checks;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Primitives;
using ImgRep.Sources;

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
            "Containerfile:1:6: error: the last stage does not start from scratch: the image would hold what nobody chose (write FROM scratch, and COPY --from "
                + "the files of the image)",
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

    [Fact]
    public void What_commands_do_is_among_the_warnings() =>
        Check($"FROM imgrep/gcc AS a\nRUN make && date >x\nFROM scratch\n{Labels}\nCOPY --from=a x y").ShouldBe(
            ["Containerfile:2:13: warning: date differs in every run (write date -u -d @$SOURCE_DATE_EPOCH)"]);

    private static IEnumerable<string> Check(string text) => Diagnose(text).Select(diagnostic => diagnostic.ToString());

    private static ImmutableArray<Diagnostic> Diagnose(string text) =>
        PackageRules.Check(
            ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(text), ParseOptions.Default).Containerfile.ShouldNotBeNull(), ParseOptions.Default,
            SourceTable.Empty);
}
