using ImgRep.Packages;

namespace ImgRep.Tests.Packages;

public class GraphFormatTests
{
    private static readonly PackageGraph Graph = PackageGraph.Create(Trees.Of("app: lib tool", "lib: libc", "tool: libc", "libc:"));

    [Fact]
    public void Dot_points_at_what_is_needed() =>
        Text(GraphFormat.Dot(Graph)).ShouldBe("""
            digraph packages {
              "libc";
              "lib";
              "lib" -> "libc";
              "tool";
              "tool" -> "libc";
              "app";
              "app" -> "lib";
              "app" -> "tool";
            }

            """);

    [Fact]
    public void Make_builds_one_package_a_job() =>
        Text(GraphFormat.Make(Graph)).ShouldEndWith("\n.PHONY: out/app.tgz\nall: out/app.tgz\nout/app.tgz: out/lib.tgz out/tool.tgz\n\t$(IMGREP) build app\n");

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"{line}\n"));
}
