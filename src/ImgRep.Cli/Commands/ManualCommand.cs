using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Manual;
using ImgRep.Cli.Options;
using ImgRep.Host;
using ImgRep.Host.Posix;

namespace ImgRep.Cli.Commands;

/// <summary>What make install asks for: the manual pages of all commands.</summary>
internal static class ManualCommand
{
    public static Command Create(RootCommand root)
    {
        var folder = new Argument<string>("DIR") { Description = "Where the pages go" };
        var command = new CommandWithExample("manual", "Write the manual pages into a folder", "imgrep manual /usr/local/share/man/man1") { folder };
        command.Hidden = true;
        command.OnRun((arguments, _) =>
        {
            var target = Disk.MakeFolder(arguments.GetRequiredValue(folder));
            var pages = ManualPage.Of(root, ThisAssembly.Version).ToList();
            pages.ForEach(page => Disk.WriteText(Path.Combine(target, page.FileName), page.Text));
            Answer.PrintLines(pages.Select(page => page.FileName));
            return ExitCode.Done;
        });
        return command;
    }
}
