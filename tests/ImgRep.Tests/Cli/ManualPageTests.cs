using System.CommandLine;
using ImgRep.Cli;
using ImgRep.Cli.Manual;

namespace ImgRep.Tests.Cli;

public class ManualPageTests
{
    [Fact]
    public void Every_command_that_help_shows_has_a_page_with_all_its_options()
    {
        var pages = ManualPage.Of(CommandTree.Create(), "1.2.3").ToList();
        pages.Select(page => page.FileName).ShouldBeUnique();
        pages.ShouldContain(page => page.FileName == "imgrep-keys-add.1");
        pages.ShouldNotContain(page => page.FileName == "imgrep-complete.1");
        foreach (var page in pages)
        {
            foreach (var option in page.Command.Options.Where(option => !option.Hidden))
                page.Text.ShouldContain($"\\fB{option.Name.Replace("-", "\\-", StringComparison.Ordinal)}");
        }
    }

    [Fact]
    public void Text_means_itself()
    {
        var command = new Command("odd", ".so /etc/passwd \\fB 'x'\nnext") { new Argument<string>("'A") { Description = "'quoted" } };
        var text = new ManualPage(["imgrep", "odd"], command, "1").Text;
        text.ShouldContain("imgrep\\-odd \\- \\&.so /etc/passwd \\efB 'x' next\n");
        text.Split('\n').Where(line => line.StartsWith('\'') || line.StartsWith(".so", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
