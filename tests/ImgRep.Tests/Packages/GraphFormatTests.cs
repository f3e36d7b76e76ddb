using System.Text;
using System.Text.Json;
using ImgRep.Packages;

namespace ImgRep.Tests.Packages;

public class GraphFormatTests
{
    private static readonly PackageGraph Graph = PackageGraph.Create(Trees.Of("app: lib tool", "lib: libc", "tool: libc", "libc:"));

    [Fact]
    public void Text_has_a_line_for_each_package_in_the_order_of_building() =>
        Text(GraphFormat.WriteText).ShouldBe("libc:\nlib: libc\ntool: libc\napp: lib tool\n");

    [Fact]
    public void Dot_points_at_what_is_needed() =>
        Text(GraphFormat.WriteDot).ShouldBe("""
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
        Text(GraphFormat.WriteMake).ShouldEndWith("\n.PHONY: out/app.tgz\nall: out/app.tgz\nout/app.tgz: out/lib.tgz out/tool.tgz\n\t$(IMGREP) build app\n");

    [Fact]
    public void Json_says_where_each_dependency_is_written()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            GraphFormat.WriteJson(PackageGraph.Create(Trees.Of("app: libc", "libc:")), json);
        Encoding.UTF8.GetString(bytes.ToArray()).ShouldBe(
            """{"packages":[{"name":"libc","needs":[]},{"name":"app","needs":[{"name":"libc","file":"packages/app/Containerfile","line":1,"column":6}]}]}""");
    }

    private static string Text(Action<PackageGraph, TextWriter> write)
    {
        using var output = new StringWriter { NewLine = "\n" };
        write(Graph, output);
        return output.ToString();
    }
}
