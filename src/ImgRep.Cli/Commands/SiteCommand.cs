using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Posix;
using ImgRep.Host.Site;

namespace ImgRep.Cli.Commands;

internal static class SiteCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "A folder to write it into, new or empty", HelpName = "DIR", Required = true };
        var command = new CommandWithExample(
            "site", "Write the tree's packages, people and confirmations as a static website, the same bytes for everybody who has the commit", "imgrep site --out public",
            null, typeof(SiteAnswer))
        {
            folder, TrustOption.Trust,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            using var progress = CommandProgress.Start("writing");
            var given = arguments.GetRequiredValue(folder);
            var site = await CheckoutSite.ReadAsync(CommonOptions.TreeOf(arguments), TrustOption.Read(arguments), cancellation);
            var (files, digest) = await site.WriteAsync(Disk.FullPath(given), cancellation);
            Answer.Print(arguments, new SiteAnswer(given, site.Content.Commit, files, digest));
            return ExitCode.Done;
        });
        return command;
    }
}
