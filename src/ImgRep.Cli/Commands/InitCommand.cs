using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Options;
using ImgRep.Host.Git;
using ImgRep.Host.Scaffolding;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class InitCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "A new folder, an empty one, or a repository without commits", DefaultValueFactory = _ => "." };
        folder.Validators.Add(CommonOptions.RefuseOptions);
        var founder = new FounderOptions();
        var command = new CommandWithExample(
            "init", "Begin a tree of your own: a first package, your key, a policy, and two signed commits from which its history is authenticated", "imgrep init images --organisation 'Example Ltd'")
        {
            folder,
        };
        founder.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var path = arguments.GetRequiredValue(folder);
            var now = DateTimeOffset.UtcNow;
            using var place = NewTreeFolder.Prepare(path, cancellation);
            var known = GitIdentity.Read(place.Tree, cancellation);
            var person = await founder.ReadAsync(arguments, known, now, cancellation);
            Beginning.Steps.Report($"a tree of {person.Name} <{person.Email}>, whose commits are signed with {person.Keys[0].Line}");
            var founding = await Founding.RunAsync(place.Tree, person, NewTreeFiles.All, ContentStore.DefaultRoot, now, Beginning.Steps, cancellation);
            LocalSettings.SignCommits(place.Tree, person.Author, known, cancellation);
            place.Keep();
            var enter = path is "." or "./" ? "" : $"cd {path} && ";
            (string, string) reproduce = ($"{enter}imgrep reproduce", "build the package here, and compare with digests");
            if (person.CanConfirm)
                Beginning.Print(founding, person, arguments, reproduce, ("imgrep sign", "confirm what you rebuilt"), ("imgrep verify", "see who has confirmed what"));
            else
                Beginning.Print(founding, person, arguments, reproduce,
                    ("gpg --quick-generate-key NAME ed25519 sign never", "SSH keys sign commits, but no images: make an OpenPGP key"),
                    ($"imgrep keys add FILE --person {person.Id}", "add what gpg --armor --export NAME writes, and commit it"));
            return ExitCode.Done;
        });
        return command;
    }
}
