using System.Text;
using ImgRep.Building;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Tests.Packages;

public class RouteTests
{
    private const string Commit = "1c2d3e4f5061728394a5b6c7d8e9f00112233445";
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly CommitTable Commits = CommitTable.Parse($"{Hash}  {Commit}\n", "commits");

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
    public void A_commit_is_a_source_known_by_the_hash_that_the_tree_has_for_it()
    {
        var diagnostics = new List<Diagnostic>();
        var text = $"FROM scratch\nADD --checksum={Commit} https://example.org/a.git#v1:lib /a\nADD --checksum={Commit} https://example.org/a.git#v1 /b\n";
        Read(text, diagnostics).ShouldBeNull();
        diagnostics.Select(diagnostic => diagnostic.ToString()).Distinct().ShouldBe(
        [
            $"packages/app/Containerfile:2:1: error: the file commits does not say what is in the commit {Commit} (imgrep sources pin app fetches it and writes that down)",
            $"packages/app/Containerfile:3:1: error: the file commits does not say what is in the commit {Commit} (imgrep sources pin app fetches it and writes that down)",
        ]);
        Read(text, [], Commits).ShouldNotBeNull().Sources.ShouldBe([new SourceRequest(Digest.Parse("sha256:" + Hash), new Uri("https://example.org/a.git#v1"), Commit)]);
    }

    [Fact]
    public void The_table_of_commits_changes_nothing_for_a_package_that_adds_none()
    {
        const string Text = "FROM scratch\nADD --checksum=sha256:" + Hash + " https://example.org/a.tar /\n";
        var (without, with) = (Read(Text, []).ShouldNotBeNull(), Read(Text, [], Commits).ShouldNotBeNull());
        (with.Evaluation, with.Sources.Single()).ShouldBe((without.Evaluation, without.Sources.Single()));
        with.Sources.ShouldBe([new SourceRequest(Digest.Parse("sha256:" + Hash), new Uri("https://example.org/a.tar"))]);
    }

    [Fact]
    public void The_Containerfile_is_there_for_whoever_asks() =>
        Read("FROM scratch\nCOPY file /\n", [])!.ParseContainerfile().Stages.Length.ShouldBe(1);

    private static IEnumerable<string> DependenciesOf(string containerfile) =>
        Read(containerfile, [])!.Dependencies.Select(needed => $"{needed.Name} {needed.Span.Line}:{needed.Span.Column}");

    private static Route? Read(string containerfile, List<Diagnostic> diagnostics, CommitTable? commits = null) =>
        Route.Read(Trees.Name("app"), null, "packages/app/Containerfile", Encoding.UTF8.GetBytes(containerfile), diagnostics, commits);
}
