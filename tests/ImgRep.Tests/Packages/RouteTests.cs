using System.Text;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Tests.Packages;

public class RouteTests
{
    [Fact]
    public void Dependencies_are_the_packages_that_stages_start_from_and_copy_from() =>
        DependenciesOf("""
            FROM imgrep/gcc AS build
            COPY --from=imgrep/zlib /usr /usr
            RUN --network=none --mount=type=bind,from=imgrep/perl,target=/perl make
            FROM scratch
            COPY --from=build /out /
            COPY --from=imgrep/certificates / /
            """).ShouldBe(["certificates 6:13", "gcc 1:6", "perl 3:20", "zlib 2:13"]);

    [Fact]
    public void A_stage_that_the_last_one_does_not_need_adds_nothing() =>
        DependenciesOf("""
            FROM imgrep/gcc AS build
            RUN make
            FROM imgrep/python AS documentation
            RUN make doc
            FROM scratch
            COPY --from=build /out /
            """).ShouldBe(["gcc 1:6"]);

    [Fact]
    public void A_package_named_twice_is_needed_where_it_stands_first() =>
        DependenciesOf("""
            FROM imgrep/gcc AS build
            FROM scratch
            COPY --from=build /out /
            COPY --from=imgrep/gcc /lib /
            """).ShouldBe(["gcc 1:6"]);

    [Fact]
    public void Names_are_read_with_their_variables_expanded() =>
        DependenciesOf("""
            ARG COMPILER=gcc
            FROM imgrep/${COMPILER} AS build
            FROM scratch
            COPY --from=build /out /
            """).Select(needed => needed.Split(' ')[0]).ShouldBe(["gcc"]);

    [Fact]
    public void A_pinned_image_need_not_be_built_before() =>
        DependenciesOf($"""
            FROM imgrep/gcc@sha256:{new string('a', 64)} AS build
            FROM scratch
            COPY --from=build /out /
            """).ShouldBeEmpty();

    [Fact]
    public void A_name_that_no_package_can_have_is_rejected_where_it_stands()
    {
        var diagnostics = new List<Diagnostic>();
        Read("FROM imgrep/gcc/12 AS build\nFROM scratch\nCOPY --from=build /out /\n", diagnostics).ShouldBeNull();
        diagnostics.Select(diagnostic => diagnostic.ToString()).ShouldBe(
            ["packages/app/Containerfile:1:6: error: 'gcc/12' cannot be the name of a package (write imgrep/NAME, where NAME is a folder of packages/)"]);
    }

    [Fact]
    public void The_Containerfile_is_there_for_whoever_asks() =>
        Read("FROM scratch\nCOPY file /\n", [])!.ParseContainerfile().Stages.Length.ShouldBe(1);

    private static IEnumerable<string> DependenciesOf(string containerfile) =>
        Read(containerfile, [])!.Dependencies.Select(needed => $"{needed.Name} {needed.Span.Line}:{needed.Span.Column}");

    private static Route? Read(string containerfile, List<Diagnostic> diagnostics) =>
        Route.Read(Trees.Name("app"), null, "packages/app/Containerfile", Encoding.UTF8.GetBytes(containerfile), diagnostics);
}
