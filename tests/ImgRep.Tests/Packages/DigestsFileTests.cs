using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Tests.Packages;

public class DigestsFileTests
{
    private static readonly string Hex = new('a', 64);

    [Fact]
    public void The_file_is_written_as_it_was_read()
    {
        var text = $"{Hex}  busybox\n{new string('b', 64)}  zlib\n";
        DigestsFile.Write(DigestsFile.Parse(text, [])).ShouldBe(text);
        DigestsFile.Parse("", []).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("A  b\nA  a\n", "digests:2:1: error: 'a' stands after 'b' (sort the lines by name, each name once)")]
    [InlineData("A  b\nA  b\n", "digests:2:1: error: 'b' stands here a second time (sort the lines by name, each name once)")]
    [InlineData("A  b", "digests:1:1: error: the last line has no line end: is the file truncated?")]
    [InlineData("A b\n", "digests:1:1: error: '* b' is no line of digests (write 64 hexadecimal digits, two blanks and the name of a package)")]
    [InlineData("A  ../b\n", "digests:1:1: error: '*  ../b' is no line of digests (write 64 hexadecimal digits, two blanks and the name of a package)")]
    [InlineData("\n", "digests:1:1: error: '' is no line of digests (write 64 hexadecimal digits, two blanks and the name of a package)")]
    [InlineData("0  b\n", "digests:1:1: error: '0  b' is no line of digests (write 64 hexadecimal digits, two blanks and the name of a package)")]
    public void Every_mistake_is_named_with_its_place(string text, string expected)
    {
        var diagnostics = new List<Diagnostic>();
        DigestsFile.Parse(text.Replace("A", Hex, StringComparison.Ordinal), diagnostics);
        diagnostics.Single().ToString().ShouldBe(expected.Replace("*", Hex, StringComparison.Ordinal));
    }
}
