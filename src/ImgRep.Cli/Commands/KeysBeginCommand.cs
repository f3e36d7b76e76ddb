using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Scaffolding;
using ImgRep.Host.Store;
using ImgRep.Primitives;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;

namespace ImgRep.Cli.Commands;

internal static class KeysBeginCommand
{
    public static Command Create()
    {
        var founder = new FounderOptions();
        var command = new CommandWithExample(
            "begin", "Begin to sign a tree that nobody has signed yet: your key, a policy, and two signed commits from which its history is authenticated",
            "imgrep keys begin --organisation 'Example Ltd'", null, typeof(BeginAnswer));
        founder.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            foreach (var path in (string[])[PeopleFile.Path, PolicyFile.Path])
            {
                if (CheckoutFile.TypeOf(tree, path) is not null)
                    throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(path), "exists", "the tree has begun already", "imgrep keys add adds a person or a key"));
            }
            var now = DateTimeOffset.UtcNow;
            var person = await founder.ReadAsync(arguments, GitIdentity.Read(tree, cancellation), now, cancellation);
            var founding = await Founding.RunAsync(tree, person, [], ContentStore.DefaultRoot, now, new Steps(), cancellation);
            Answer.Print(arguments, BeginAnswer.From(founding, person));
            FirstSteps.Print(person, "", "rebuild the packages, and compare with digests", ("git push", "publish it"));
            return ExitCode.Done;
        });
        return command;
    }
}
