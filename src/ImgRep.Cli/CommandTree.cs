using System.CommandLine;
using System.CommandLine.Help;
using ImgRep.Cli.Commands;
using ImgRep.Cli.Options;

namespace ImgRep.Cli;

/// <summary>All commands, in the order in which help lists them.</summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Builds, reproduces, signs and verifies OCI images from a tree of Containerfiles") { HelpName = "imgrep" };
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Action = new HelpWithExample() });
        root.Add(new VersionOption());
        root.Add(CommonOptions.Tree);
        root.Add(CommonOptions.Json);
        root.Add(InitCommand.Create());
        root.Add(NewCommand.Create());
        root.Add(BuildCommand.Create());
        root.Add(CompareCommand.Create());
        root.Add(LowerCommand.Create());
        root.Add(LoadCommand.Create());
        root.Add(PushCommand.Create());
        root.Add(PullCommand.Create());
        root.Add(FetchCommand.Create());
        root.Add(SourcesCommand.Create());
        root.Add(OutdatedCommand.Create());
        root.Add(UpdateCommand.Create());
        root.Add(GraphCommand.Create());
        root.Add(LineageCommand.Create());
        root.Add(CheckCommand.Create());
        root.Add(DigestCommand.Create());
        root.Add(DiffCommand.Create());
        root.Add(PlanCommand.Create());
        root.Add(ReproduceCommand.Create());
        root.Add(TestCommand.Create());
        root.Add(ShellCommand.Create());
        root.Add(CleanCommand.Create());
        root.Add(GcCommand.Create());
        root.Add(SeedsCommand.Create());
        root.Add(KeysCommand.Create());
        root.Add(SignCommand.Create());
        root.Add(CiCommand.Create());
        root.Add(SignaturesCommand.Create());
        root.Add(VerifyCommand.Create());
        root.Add(DisputeCommand.Create());
        root.Add(AuthenticateCommand.Create());
        root.Add(AdmitCommand.Create());
        root.Add(AttestCommand.Create());
        root.Add(ReputationCommand.Create());
        root.Add(PolicyCommand.Create());
        root.Add(SiteCommand.Create());
        root.Add(CompletionCommand.Create());
        root.Add(CompleteCommand.Create(root));
        root.Add(ManualCommand.Create(root));
        RefuseUnknownOptions(root);
        return root;
    }

    /// <summary>An option that does not exist is nobody's argument.</summary>
    private static void RefuseUnknownOptions(Command command)
    {
        foreach (var argument in command.Arguments)
            argument.Validators.Add(given =>
            {
                foreach (var token in given.Tokens.Where(token => token.Value.StartsWith('-')))
                    given.AddError($"there is no option {token.Value}");
            });
        foreach (var subcommand in command.Subcommands)
            RefuseUnknownOptions(subcommand);
    }
}
