using ImgRep.Cli.Display;

namespace ImgRep.Tests.Cli;

/// <summary>What names from anywhere may do to a terminal, and to whoever reads it line by line.</summary>
public class TerminalTests
{
    [Theory]
    [InlineData("plain\tname", "plain\tname")]
    [InlineData("a\nzlib: confirmed", "a\ufffdzlib: confirmed")]
    [InlineData("a\rb", "a\ufffdb")]
    [InlineData("\e[2J", "\ufffd[2J")]
    [InlineData("a\u0085b\u2028c\u2029d", "a\ufffdb\ufffdc\ufffdd")]
    [InlineData("\u202etxt\u2066", "\ufffdtxt\ufffd")]
    [InlineData("名前 \u00fc", "名前 \u00fc")]
    public void What_is_printed_stays_on_its_line(string text, string printed) => Terminal.Printable(text).ShouldBe(printed);
}
