using System.CommandLine;
using ImgRep.Host.Store;
using ImgRep.Host.Tree;

namespace ImgRep.Cli.Commands;

internal static class ReproduceCommand
{
    public static Command Create()
    {
        var building = new BuildArguments("The packages to rebuild [default: all]");
        var command = new CommandWithExample("reproduce", "Rebuild packages without any result of earlier builds, and compare with the file digests", "imgrep reproduce musl");
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var committed = TreeDigests.Read(CommonOptions.TreeOf(arguments));
            var options = building.Read(arguments) with { NoCache = true };
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var verdict = ExitCode.Done;
            var code = await BuildArguments.RunAsync(arguments, options, store, plan =>
            {
                var built = plan.Asked(options).ToList();
                BuiltList.Print(built, arguments.GetValue(CommonOptions.Json));
                BuiltList.Warn(plan);
                verdict = DigestVerdict.Of(committed, built, options.Names.IsEmpty);
            }, cancellation);
            return code == ExitCode.Done ? verdict : code;
        });
        return command;
    }
}
